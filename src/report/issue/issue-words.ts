// The words of an issue for the tracker of a server.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

/** What is known of a server beside its name. */
interface Known {
  readonly os: string | undefined;
  /** The package with its version. */
  readonly installed: string | undefined;
}

export const ISSUE = catalogue(
  {
    title: (subject: string, where: string) => `[${where}${subject === '' ? '' : `, ${subject}`}] `,
    notMet: (level: string, isDisputed: boolean) => `${level} not met${isDisputed ? ', disputed' : ''}: `,
    rule: 'Rule',
    ruleLine: (level: string, where: string, text: string) => `**${level}**, ${where}: ${text}`,
    ruleNamed: (text: string, level: string, where: string) => `${text} (${level}, ${where})`,
    versions: 'Versions',
    server: (server: string) => `server: ${server}`,
    peer: (server: string) => `second server: ${server}`,
    named: (server: string, { os, installed }: Known) =>
      [server, ...(installed === undefined ? [] : [`package ${installed}`]), ...(os === undefined ? [] : [os])].join(
        ', ',
      ),
    configuration: 'configuration: written by xmppspec for this run, with accounts of its own',
    tool: (tool: string, day: string) => `found with ${tool} on ${day}`,
    what: 'What happens',
    failed: (level: string) => `**Failed**: the standard says ${level}, and the server does otherwise.`,
    advised: (level: string) =>
      `**Warning**, no failure: the standard says ${level}, which is a recommendation, and the server does otherwise.`,
    disputed: (level: string, places: string) =>
      `**Warning**, no failure: the rule says ${level}, but the standards disagree on what is right here (${places}).`,
    elsewhere: (start: string, fault: string) =>
      `in another case${start === '' ? '' : `, which starts with: ${start}`}. There ${fault}`,
    cases: (count: string) => `seen in ${count}`,
    dispute: 'What the standards say of it',
    ruling: (text: string) =>
      `What the test asks for. An answer that fails counts as a violation, and one that warns is only reported, as the passages disagree: ${text}`,
    exchange: 'Shortest exchange that shows it',
    start: 'Start',
    expected: 'Expected',
    received: 'Received',
    reproduce: 'How to reproduce',
    install: (home: string | undefined, repository: string | undefined) =>
      `xmppspec is a conformance tester for XMPP servers (RFC 6121)${home === undefined ? '' : `: ${home}`}. It needs Node.js 20.19 or newer. ${
        repository === undefined
          ? 'This copy names no public address: ask whoever filed this issue for its source.'
          : `Clone ${repository}.`
      } In its directory, run \`npm ci\`, and write \`npx xmppspec\` where \`xmppspec\` stands below.`,
    launched: (options: string) =>
      `With \`${options}\`, xmppspec starts the server that is installed on the machine, with a configuration and accounts of its own, and stops it afterwards:`,
    ownServer: (hasRemote: boolean) =>
      `On a server that runs already, put its address after \`-t\` and its domain into the variable. \`--ca FILE\` trusts its certificate, \`--insecure\` any. Accounts are registered in band and removed; where it allows no registration, give test accounts with \`--account jid:password\`, whose rosters are emptied.${
        hasRemote
          ? ' A component in `--remote` plays the remote domain; its secret is read from `XMPPSPEC_REMOTE_SECRET`.'
          : ''
      }`,
    ownFiles: (files: string) =>
      `The cases are not part of xmppspec. Attach the scenarios they come from to this issue: ${files}.`,
    all: (rules: number): string => (rules === 1 ? 'All cases of this rule:' : 'All cases of these rules:'),
    list: (count: number) => `${counted(count, 'case')} that ${count === 1 ? 'shows' : 'show'} it`,
    more: (count: number) => `and ${count} more`,
  },
  {
    title: (subject, where) => `[${where}${subject === '' ? '' : `，${subject}`}] `,
    notMet: (level, isDisputed) => `未满足 ${level}${isDisputed ? '，标准有分歧' : ''}：`,
    rule: '要求',
    ruleLine: (level, where, text) => `**${level}**，${where}：${text}`,
    ruleNamed: (text, level, where) => `${text}（${level}，${where}）`,
    versions: '版本',
    server: (server) => `服务器：${server}`,
    peer: (server) => `第二台服务器：${server}`,
    named: (server, { os, installed }) =>
      [server, ...(installed === undefined ? [] : [`软件包 ${installed}`]), ...(os === undefined ? [] : [os])].join(
        '，',
      ),
    configuration: '配置：由 xmppspec 为此次运行生成，账户也是专用的',
    tool: (tool, day) => `${day} 由 ${tool} 发现`,
    what: '现象',
    failed: (level) => `**失败**：标准规定“${level}”，服务器的做法与此不符。`,
    advised: (level) => `**警告**，不算失败：标准规定“${level}”，属于推荐性要求，服务器的做法与此不符。`,
    disputed: (level, places) => `**警告**，不算失败：要求规定“${level}”，但标准的规定在此不一致（${places}）。`,
    elsewhere: (start, fault) => `另一个用例${start === '' ? '' : `，开始时：${start}`}。其中 ${fault}`,
    cases: (count) => `见于 ${count}`,
    dispute: '标准的相关规定',
    ruling: (text) => `测试的要求（“失败”算违反标准，“警告”仅作报告，因为各条规定不一致）：${text}`,
    exchange: '能显示问题的最短交互',
    start: '开始时',
    expected: '期望',
    received: '收到',
    reproduce: '如何重现',
    install: (home, repository) =>
      `xmppspec 是 XMPP 服务器的一致性测试工具（RFC 6121）${home === undefined ? '' : `：${home}`}，需要 Node.js 20.19 或更新版本。${
        repository === undefined ? '这一份没有注明公开地址，源码请向提交本报告的人索取。' : `请克隆 ${repository}。`
      }在其目录中运行 \`npm ci\`，并将下文的 \`xmppspec\` 换成 \`npx xmppspec\`。`,
    launched: (options) => `使用 \`${options}\` 时，xmppspec 启动本机安装的服务器，配置和账户均为专用，结束后即停止：`,
    ownServer: (hasRemote) =>
      `已在运行的服务器：在 \`-t\` 后写其地址，把其域写入变量。\`--ca FILE\` 信任其证书，\`--insecure\` 接受任何证书。账户以带内方式注册，用后删除；如不允许注册，请用 \`--account jid:密码\` 给出测试账户，其名册会被清空。${
        hasRemote ? '`--remote` 中的组件扮演远程域，其密钥取自 `XMPPSPEC_REMOTE_SECRET`。' : ''
      }`,
    ownFiles: (files) => `这些用例不属于 xmppspec，请在本报告中附上其场景文件：${files}。`,
    all: (rules) => (rules === 1 ? '此要求的全部用例：' : '这些要求的全部用例：'),
    list: (count) => `出现此问题的 ${count} 个用例`,
    more: (count) => `另有 ${count} 个`,
  },
);
