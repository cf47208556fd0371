// The words of an issue for the tracker of a server.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/counted.ts';

export const ISSUE = catalogue(
  {
    title: (fault: string, where: string) => `${fault} (${where})`,
    rule: 'Rule',
    ruleLine: (level: string, where: string, text: string, url: string) => `**${level}**, ${where}: ${text} (${url})`,
    versions: 'Versions',
    server: (server: string) => `server: ${server}`,
    peer: (server: string) => `second server: ${server}`,
    tool: (tool: string) => `found with ${tool}`,
    what: 'What happens',
    failed: (level: string) => `**Failed**: the standard says ${level}, and the server does otherwise.`,
    advised: (level: string) =>
      `**Warning**, no failure: the standard says ${level}, which is a recommendation, and the server does otherwise.`,
    disputed: (level: string, places: string) =>
      `**Warning**, no failure: the rule says ${level}, but the standards disagree on what is right here (${places}).`,
    elsewhere: (id: string, start: string, fault: string) =>
      `in the case ${id}${start === '' ? '' : `, which starts with: ${start}`}. There ${fault}`,
    cases: (count: string) => `seen in ${count}`,
    dispute: 'What the standards say of it',
    ruling: (id: string, text: string) =>
      `What the test asks for (ruling ${id}), where an answer that fails counts as a violation, and one that warns is only reported, as the passages disagree: ${text}`,
    exchange: 'Shortest exchange that shows it',
    start: 'Start',
    expected: 'Expected',
    received: 'Received',
    reproduce: 'How to reproduce',
    install:
      'xmppspec needs Node.js 20.19 or newer. It is not on the npm registry yet: in a checkout, run `npm ci`, and write `npx xmppspec` where `xmppspec` stands below.',
    launched: (options: string) =>
      `With \`${options}\`, xmppspec starts the server that is installed on the machine, with a configuration and accounts of its own, and stops it afterwards:`,
    ownServer:
      'On a server that runs already, put its address after `-t` and its domain after `-d`. Accounts are registered in band and removed; where it allows no registration, give test accounts with `--account jid:password`, whose rosters are emptied. A component in `--remote` plays the remote domain; its secret is read from `XMPPSPEC_REMOTE_SECRET`.',
    ownFiles: (files: string) =>
      `The cases are not part of xmppspec. Attach the scenarios they come from to this issue: ${files}.`,
    all: (rules: number): string => (rules === 1 ? 'All cases of this rule:' : 'All cases of these rules:'),
    list: (count: number) => `${counted(count, 'case')} that ${count === 1 ? 'shows' : 'show'} it`,
    more: (count: number) => `and ${count} more`,
  },
  {
    title: (fault, where) => `${fault}（${where}）`,
    rule: '要求',
    ruleLine: (level, where, text, url) => `**${level}**，${where}：${text}（${url}）`,
    versions: '版本',
    server: (server) => `服务器：${server}`,
    peer: (server) => `第二台服务器：${server}`,
    tool: (tool) => `由 ${tool} 发现`,
    what: '现象',
    failed: (level) => `**失败**：标准规定“${level}”，服务器的做法与此不符。`,
    advised: (level) => `**警告**，不算失败：标准规定“${level}”，属于推荐性要求，服务器的做法与此不符。`,
    disputed: (level, places) => `**警告**，不算失败：要求规定“${level}”，但标准的规定在此不一致（${places}）。`,
    elsewhere: (id, start, fault) => `用例 ${id}${start === '' ? '' : `，开始时：${start}`}。其中 ${fault}`,
    cases: (count) => `见于 ${count}`,
    dispute: '标准的相关规定',
    ruling: (id, text) => `测试的要求（裁定 ${id}；“失败”算违反标准，“警告”仅作报告，因为各条规定不一致）：${text}`,
    exchange: '能显示问题的最短交互',
    start: '开始时',
    expected: '期望',
    received: '收到',
    reproduce: '如何重现',
    install:
      'xmppspec 需要 Node.js 20.19 或更新版本，尚未发布到 npm：请在其源码目录中运行 `npm ci`，并将下文的 `xmppspec` 换成 `npx xmppspec`。',
    launched: (options) => `使用 \`${options}\` 时，xmppspec 启动本机安装的服务器，配置和账户均为专用，结束后即停止：`,
    ownServer:
      '已在运行的服务器：在 `-t` 后写其地址，在 `-d` 后写其域。账户以带内方式注册，用后删除；如不允许注册，请用 `--account jid:密码` 给出测试账户，其名册会被清空。`--remote` 中的组件扮演远程域，其密钥取自 `XMPPSPEC_REMOTE_SECRET`。',
    ownFiles: (files) => `这些用例不属于 xmppspec，请在本报告中附上其场景文件：${files}。`,
    all: (rules) => (rules === 1 ? '此要求的全部用例：' : '这些要求的全部用例：'),
    list: (count) => `出现此问题的 ${count} 个用例`,
    more: (count) => `另有 ${count} 个`,
  },
);
