import { expect, test } from 'vitest';
import type { Problem, TargetProblem } from '../model/problem.ts';
import { problemText } from './problems.ts';

const url = 'xmpp://im.example';
const cause: Problem = { kind: 'other', message: 'disk full' };
const log = ['line 12: unknown option', 'giving up'];

const PROBLEMS: { readonly [Kind in TargetProblem['kind']]: Extract<TargetProblem, { kind: Kind }> } = {
  'address-malformed': { kind: 'address-malformed', url: 'im.example' },
  'address-has-user': { kind: 'address-has-user', url: 'xmpp://anna@im.example' },
  'address-too-long': { kind: 'address-too-long', url: `${url}/path`, rest: '/path' },
  'address-has-no-host': { kind: 'address-has-no-host', url: 'xmpp://' },
  'address-port-invalid': { kind: 'address-port-invalid', url: `${url}:0`, port: '0' },
  'address-needs-tls': { kind: 'address-needs-tls', url: 'xmpps://localhost' },
  'plaintext-not-loopback': { kind: 'plaintext-not-loopback', url },
  'not-installed': { kind: 'not-installed', program: 'erl', debianPackage: 'erlang-base' },
  'launch-ended': { kind: 'launch-ended', target: 'prosody', log: [] },
  'launch-timed-out': { kind: 'launch-timed-out', target: 'prosody', timeoutMs: 30_000, log },
  'domain-invalid': { kind: 'domain-invalid', domain: 'a"b' },
  'certificate-not-made': { kind: 'certificate-not-made', domain: 'im.example', cause },
  'library-missing': { kind: 'library-missing', debianPackage: 'jabberd2' },
  'schema-unreadable': { kind: 'schema-unreadable', path: '/usr/share/schema.gz', debianPackage: 'jabberd2' },
  'database-not-made': { kind: 'database-not-made', debianPackage: 'jabberd2', cause },
};

test('words every problem of targets in English', () => {
  expect(Object.values(PROBLEMS).map((problem) => problemText(problem, 'en'))).toMatchInlineSnapshot(`
    [
      ""im.example" is not the address of a server; write xmpp://host[:port] or xmpps://host[:port]",
      ""xmpp://anna@im.example" names a user; leave it out, and give accounts with --account",
      ""xmpp://im.example/path" continues after host and port; leave "/path" out",
      ""xmpp://" has no host; write xmpp://host[:port] or xmpps://host[:port]",
      ""xmpp://im.example:0" has the port "0"; give a number from 1 to 65535",
      ""xmpps://localhost" means direct TLS, and --plaintext means none; write xmpp://, or leave --plaintext out",
      ""xmpp://im.example" is not a loopback address, and plaintext is for those only; use TLS",
      "erl is not installed; apt-get install erlang-base",
      "prosody ended before it was ready; its log ends with:
    (nothing)",
      "prosody was not ready within 30 s; its log ends with:
    line 12: unknown option
    giving up",
      "the server cannot be launched for the domain "a"b"; use lower-case letters, digits, dots and hyphens only",
      "openssl did not make a certificate for im.example: disk full",
      "the libraries of jabberd2 are not below /usr/lib/<architecture>; apt-get install --reinstall jabberd2",
      "the database schema of jabberd2 is not in /usr/share/schema.gz, as in images without documentation; reinstall jabberd2 with dpkg --path-include",
      "sqlite3 did not make the database of jabberd2: disk full",
    ]
  `);
});

test('words every problem of targets in Chinese', () => {
  expect(Object.values(PROBLEMS).map((problem) => problemText(problem, 'zh'))).toMatchInlineSnapshot(`
    [
      "“im.example”不是服务器地址；写作 xmpp://host[:port] 或 xmpps://host[:port]",
      "“xmpp://anna@im.example”含有用户名；去掉用户名，用 --account 给出账户",
      "“xmpp://im.example/path”在主机和端口之后还有内容；去掉“/path”",
      "“xmpp://”没有主机名；写作 xmpp://host[:port] 或 xmpps://host[:port]",
      "“xmpp://im.example:0”的端口为“0”；端口应为 1 到 65535 之间的数",
      "“xmpps://localhost”表示直接 TLS，而 --plaintext 表示不用 TLS；写作 xmpp://，或去掉 --plaintext",
      "“xmpp://im.example”不是回环地址，而明文只能用于回环地址；使用 TLS",
      "没有安装 erl；apt-get install erlang-base",
      "prosody 尚未就绪就结束了；其日志末尾为：
    （空）",
      "prosody 在 30 s 内没有就绪；其日志末尾为：
    line 12: unknown option
    giving up",
      "无法为域“a"b”启动服务器；只使用小写字母、数字、点和连字符",
      "openssl 未能为 im.example 生成证书：disk full",
      "/usr/lib/<架构> 之下没有 jabberd2 的库；apt-get install --reinstall jabberd2",
      "/usr/share/schema.gz 中没有 jabberd2 的数据库模式，不含文档的镜像即是如此；用 dpkg --path-include 重新安装 jabberd2",
      "sqlite3 未能建立 jabberd2 的数据库：disk full",
    ]
  `);
});
