import type { TargetProblem } from '../model/problem.ts';
import { CLIENT_PROBLEMS } from './client-words.ts';
import type { Sentences } from './sentence.ts';

const logText = (log: readonly string[], nothing: string): string => (log.length > 0 ? log.join('\n') : nothing);

/** Problems of launching or reaching a server. */
export const TARGET_PROBLEMS: Sentences<TargetProblem> = {
  ...CLIENT_PROBLEMS,
  'address-malformed': {
    en: ({ url }) => ({
      what: `"${url}" is not the address of a server`,
      remedy: 'write xmpp://host[:port] or xmpps://host[:port]',
    }),
    zh: ({ url }) => ({ what: `“${url}”不是服务器地址`, remedy: '写作 xmpp://host[:port] 或 xmpps://host[:port]' }),
  },
  'address-has-user': {
    en: ({ url }) => ({ what: `"${url}" names a user`, remedy: 'leave it out, and give accounts with --account' }),
    zh: ({ url }) => ({ what: `“${url}”含有用户名`, remedy: '去掉用户名，用 --account 给出账户' }),
  },
  'address-too-long': {
    en: ({ url, rest }) => ({ what: `"${url}" continues after host and port`, remedy: `leave "${rest}" out` }),
    zh: ({ url, rest }) => ({ what: `“${url}”在主机和端口之后还有内容`, remedy: `去掉“${rest}”` }),
  },
  'address-has-no-host': {
    en: ({ url }) => ({ what: `"${url}" has no host`, remedy: 'write xmpp://host[:port] or xmpps://host[:port]' }),
    zh: ({ url }) => ({ what: `“${url}”没有主机名`, remedy: '写作 xmpp://host[:port] 或 xmpps://host[:port]' }),
  },
  'address-port-invalid': {
    en: ({ url, port }) => ({ what: `"${url}" has the port "${port}"`, remedy: 'give a number from 1 to 65535' }),
    zh: ({ url, port }) => ({ what: `“${url}”的端口为“${port}”`, remedy: '端口应为 1 到 65535 之间的数' }),
  },
  'address-needs-tls': {
    en: ({ url }) => ({
      what: `"${url}" means direct TLS, and --plaintext means none`,
      remedy: 'write xmpp://, or leave --plaintext out',
    }),
    zh: ({ url }) => ({
      what: `“${url}”表示直接 TLS，而 --plaintext 表示不用 TLS`,
      remedy: '写作 xmpp://，或去掉 --plaintext',
    }),
  },
  'plaintext-not-loopback': {
    en: ({ url }) => ({
      what: `"${url}" is not a loopback address, and plaintext is for those only`,
      remedy: 'use TLS',
    }),
    zh: ({ url }) => ({ what: `“${url}”不是回环地址，而明文只能用于回环地址`, remedy: '使用 TLS' }),
  },
  'not-installed': {
    en: ({ program, debianPackage }) => ({
      what: `${program} is not installed`,
      remedy: `apt-get install ${debianPackage}`,
    }),
    zh: ({ program, debianPackage }) => ({ what: `没有安装 ${program}`, remedy: `apt-get install ${debianPackage}` }),
  },
  'configuration-unreadable': {
    en: ({ file, debianPackage }) => ({
      what: `${file} cannot be read`,
      remedy: `run as root or as a member of the group ${debianPackage}`,
    }),
    zh: ({ file, debianPackage }) => ({
      what: `无法读取 ${file}`,
      remedy: `请以 root 或 ${debianPackage} 组成员的身份运行`,
    }),
  },
  'configuration-edited': {
    en: ({ file, debianPackage }) => ({
      what: `${file} is not the file that the package ${debianPackage} ships`,
      remedy: 'run where it is as shipped, for example in a container',
    }),
    zh: ({ file, debianPackage }) => ({
      what: `${file} 与软件包 ${debianPackage} 自带的文件不同`,
      remedy: '请在该文件未改动的环境（例如容器）中运行',
    }),
  },
  'launch-ended': {
    en: ({ target, log }) => `${target} ended before it was ready; its log ends with:\n${logText(log, '(nothing)')}`,
    zh: ({ target, log }) => `${target} 尚未就绪就结束了；其日志末尾为：\n${logText(log, '（空）')}`,
  },
  'launch-timed-out': {
    en: ({ target, timeoutMs, log }) =>
      `${target} was not ready within ${timeoutMs / 1000} s; its log ends with:\n${logText(log, '(nothing)')}`,
    zh: ({ target, timeoutMs, log }) =>
      `${target} 在 ${timeoutMs / 1000} s 内没有就绪；其日志末尾为：\n${logText(log, '（空）')}`,
  },
  'domain-invalid': {
    en: ({ domain }) => ({
      what: `the server cannot be launched for the domain "${domain}"`,
      remedy: 'use lower-case letters, digits, dots and hyphens only',
    }),
    zh: ({ domain }) => ({ what: `无法为域“${domain}”启动服务器`, remedy: '只使用小写字母、数字、点和连字符' }),
  },
  'certificate-not-made': {
    en: ({ domain, cause }, say) => `openssl did not make a certificate for ${domain}: ${say(cause)}`,
    zh: ({ domain, cause }, say) => `openssl 未能为 ${domain} 生成证书：${say(cause)}`,
  },
  'library-missing': {
    en: ({ debianPackage }) => ({
      what: `the libraries of ${debianPackage} are not below /usr/lib/<architecture>`,
      remedy: `apt-get install --reinstall ${debianPackage}`,
    }),
    zh: ({ debianPackage }) => ({
      what: `/usr/lib/<架构> 之下没有 ${debianPackage} 的库`,
      remedy: `apt-get install --reinstall ${debianPackage}`,
    }),
  },
  'schema-unreadable': {
    en: ({ path, debianPackage }) => ({
      what: `the database schema of ${debianPackage} is not in ${path}, as in images without documentation`,
      remedy: `reinstall ${debianPackage} with dpkg --path-include`,
    }),
    zh: ({ path, debianPackage }) => ({
      what: `${path} 中没有 ${debianPackage} 的数据库模式，不含文档的镜像即是如此`,
      remedy: `用 dpkg --path-include 重新安装 ${debianPackage}`,
    }),
  },
  'database-not-made': {
    en: ({ debianPackage, cause }, say) => `sqlite3 did not make the database of ${debianPackage}: ${say(cause)}`,
    zh: ({ debianPackage, cause }, say) => `sqlite3 未能建立 ${debianPackage} 的数据库：${say(cause)}`,
  },
};
