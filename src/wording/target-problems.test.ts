import { expect, test } from 'vitest';
import { problemText } from './problems.ts';
import { PROBLEM_SAMPLES } from './samples.test-kit.ts';
import { TARGET_PROBLEMS } from './target-problems.ts';

const SAMPLES = PROBLEM_SAMPLES.filter(({ kind }) => kind in TARGET_PROBLEMS);

test('words the problems of targets in English', () => {
  expect(SAMPLES.map((problem) => problemText(problem, 'en'))).toMatchInlineSnapshot(`
    [
      ""xmpp://a.test" is not the address of a server; write xmpp://host[:port] or xmpps://host[:port]",
      ""xmpp://a.test" names a user; leave it out, and give accounts with --account",
      ""xmpp://a.test" continues after host and port; leave "/x" out",
      ""xmpp://a.test" has no host; write xmpp://host[:port] or xmpps://host[:port]",
      ""xmpp://a.test" has the port "x"; give a number from 1 to 65535",
      ""xmpp://a.test" means direct TLS, and --plaintext means none; write xmpp://, or leave --plaintext out",
      ""xmpp://a.test" is not a loopback address, and plaintext is for those only; use TLS",
      "prosody is not installed; apt-get install prosody",
      "/etc/prosody/prosody.cfg.lua cannot be read; run as root or as a member of the group prosody",
      "/etc/prosody/prosody.cfg.lua is not the file that the package prosody ships; run where it is as shipped, for example in a container",
      "prosody ended before it was ready; its log ends with:
    line",
      "the client cannot be started: ./client (ENOENT); give the program and its arguments after --",
      "the client has ended (1); it wrote:
      line",
      "the client has not logged in within 5 s: it has not opened a stream, or has not tried to authenticate; it wrote:
      line",
      "the client has ended its stream",
      "the client has written 100 characters to standard output that are no lines of a driver; write logs to standard error",
      "the driver has not answered "roster" within 5 s; it wrote:
      line",
      "the driver has not done "close": unsupported: close",
      "the driver has answered "roster" without a list of that name: {}",
      "prosody was not ready within 5 s; its log ends with:
    line",
      "the server cannot be launched for the domain "a.test"; use lower-case letters, digits, dots and hyphens only",
      "openssl did not make a certificate for a.test: the host name "b.test" was not found; check its spelling, and the DNS",
      "the libraries of prosody are not below /usr/lib/<architecture>; apt-get install --reinstall prosody",
      "the database schema of prosody is not in /usr/share, as in images without documentation; reinstall prosody with dpkg --path-include",
      "sqlite3 did not make the database of prosody: the host name "b.test" was not found; check its spelling, and the DNS",
    ]
  `);
});

test('words the problems of targets in Chinese', () => {
  expect(SAMPLES.map((problem) => problemText(problem, 'zh'))).toMatchInlineSnapshot(`
    [
      "“xmpp://a.test”不是服务器地址；写作 xmpp://host[:port] 或 xmpps://host[:port]",
      "“xmpp://a.test”含有用户名；去掉用户名，用 --account 给出账户",
      "“xmpp://a.test”在主机和端口之后还有内容；去掉“/x”",
      "“xmpp://a.test”没有主机名；写作 xmpp://host[:port] 或 xmpps://host[:port]",
      "“xmpp://a.test”的端口为“x”；端口应为 1 到 65535 之间的数",
      "“xmpp://a.test”表示直接 TLS，而 --plaintext 表示不用 TLS；写作 xmpp://，或去掉 --plaintext",
      "“xmpp://a.test”不是回环地址，而明文只能用于回环地址；使用 TLS",
      "没有安装 prosody；apt-get install prosody",
      "无法读取 /etc/prosody/prosody.cfg.lua；请以 root 或 prosody 组成员的身份运行",
      "/etc/prosody/prosody.cfg.lua 与软件包 prosody 自带的文件不同；请在该文件未改动的环境（例如容器）中运行",
      "prosody 尚未就绪就结束了；其日志末尾为：
    line",
      "无法启动客户端：./client（ENOENT）；在 -- 之后给出程序及其参数",
      "客户端已结束（1）；其输出为：
      line",
      "客户端在 5 秒内没有登录：它没有打开流，或没有尝试认证；其输出为：
      line",
      "客户端结束了其流",
      "客户端向标准输出写了 100 个字符，都不是驱动的行；把日志写到标准错误",
      "驱动在 5 秒内没有应答“roster”；其输出为：
      line",
      "驱动没有执行“close”：unsupported: close",
      "驱动对“roster”的应答中没有同名的列表：{}",
      "prosody 在 5 s 内没有就绪；其日志末尾为：
    line",
      "无法为域“a.test”启动服务器；只使用小写字母、数字、点和连字符",
      "openssl 未能为 a.test 生成证书：找不到主机名“b.test”；检查拼写和 DNS",
      "/usr/lib/<架构> 之下没有 prosody 的库；apt-get install --reinstall prosody",
      "/usr/share 中没有 prosody 的数据库模式，不含文档的镜像即是如此；用 dpkg --path-include 重新安装 prosody",
      "sqlite3 未能建立 prosody 的数据库：找不到主机名“b.test”；检查拼写和 DNS",
    ]
  `);
});
