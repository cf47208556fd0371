import { expect, test } from 'vitest';
import type { AccountProblem, Problem } from '../model/problem.ts';
import { problemText } from './problems.ts';

const cause: Problem = { kind: 'stream-closed-by-server' };
const server = { domain: 'im.example' };
const admin = { admin: 'admin@im.example', command: 'add', ...server } as const;
const template = 'adduser {jid}';

const PROBLEMS: { readonly [Kind in AccountProblem['kind']]: Extract<AccountProblem, { kind: Kind }> } = {
  'registration-not-offered': { kind: 'registration-not-offered', ...server },
  'registration-refused': { kind: 'registration-refused', ...server, condition: 'not-allowed' },
  'registration-throttled': { kind: 'registration-throttled', ...server, condition: 'resource-constraint' },
  'registration-asks-more': { kind: 'registration-asks-more', ...server, fields: ['email', 'ocr'] },
  'registration-unanswered': { kind: 'registration-unanswered', ...server, cause },
  'removal-refused': { kind: 'removal-refused', jid: 'anna@im.example', condition: 'not-allowed' },
  'removal-unanswered': { kind: 'removal-unanswered', jid: 'anna@im.example' },
  'admin-login-failed': { kind: 'admin-login-failed', admin: 'admin@im.example', cause },
  'admin-password-unknown': { kind: 'admin-password-unknown', admin: 'admin@im.example' },
  'admin-refused': { kind: 'admin-refused', ...admin, reason: 'not\nallowed' },
  'admin-form-missing': { kind: 'admin-form-missing', ...admin },
  'admin-asks-more': { kind: 'admin-asks-more', ...admin, fields: ['email', 'ocr'] },
  'admin-unanswered': { kind: 'admin-unanswered', ...admin, cause },
  'command-failed': { kind: 'command-failed', template, status: '3', output: 'no such user' },
  'command-not-run': { kind: 'command-not-run', template, cause },
  'command-timed-out': { kind: 'command-timed-out', template, timeoutMs: 5000 },
  'account-unusable': { kind: 'account-unusable', jid: 'anna@im.example', cause },
  'accounts-short': { kind: 'accounts-short', needed: 3, given: 2 },
  'special-account-short': { kind: 'special-account-short', name: 'rosterless', needed: 2 },
  'special-account-unknown': { kind: 'special-account-unknown', name: 'rosterless' },
  'roster-not-emptied': { kind: 'roster-not-emptied', items: 1, tries: 3 },
  'run-ending': { kind: 'run-ending' },
  'journal-not-written': { kind: 'journal-not-written', cause },
  'directory-not-ours': { kind: 'directory-not-ours' },
};

test('words every problem of accounts in English', () => {
  expect(Object.values(PROBLEMS).map((problem) => problemText(problem, 'en'))).toMatchInlineSnapshot(`
    [
      "im.example does not offer in-band registration; use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "im.example refused in-band registration (not-allowed); use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "im.example limits in-band registration (resource-constraint); lift the limit, or use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "in-band registration at im.example requires email, ocr; use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "im.example did not answer in-band registration: stream closed by the server; use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "the server refused to remove anna@im.example (not-allowed)",
      "the server closed the stream without removing anna@im.example",
      "the administrator admin@im.example cannot log in: stream closed by the server",
      "removing it needs the password of the administrator admin@im.example; set XMPPSPEC_PASSWORD",
      "admin@im.example cannot add accounts on im.example (not\\nallowed); make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@im.example cannot add accounts on im.example: the server sent no form; make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@im.example cannot add accounts on im.example: the form requires email, ocr; make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@im.example could not add accounts on im.example: stream closed by the server; make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "the command "adduser {jid}" ended with 3: no such user; correct the command",
      "the command "adduser {jid}" cannot be run: stream closed by the server",
      "the command "adduser {jid}" did not end within 5000 ms; correct the command, or give it more time with --timeout",
      "the account anna@im.example cannot be used: stream closed by the server",
      "3 accounts are needed, and 2 were given; give more with --account JID",
      "the account "rosterless" is needed 2 times at once, and the target has one",
      "the target has no account "rosterless"; see "special" in the config file",
      "its roster still has 1 item after 3 attempts to empty it",
      "the run is ending, so no more accounts are lent",
      "cannot write the journal of accounts and directories to remove: stream closed by the server",
      "its name is not xmppspec-..., so it was not removed; remove it by hand",
    ]
  `);
});

test('words every problem of accounts in Chinese', () => {
  expect(Object.values(PROBLEMS).map((problem) => problemText(problem, 'zh'))).toMatchInlineSnapshot(`
    [
      "im.example 不支持带内注册；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "im.example 拒绝带内注册 (not-allowed)；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "im.example 限制带内注册 (resource-constraint)；解除该限制，或使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "im.example 的带内注册还要求填写 email、ocr；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "im.example 没有应答带内注册：服务器关闭了流；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "服务器拒绝删除 anna@im.example (not-allowed)",
      "服务器关闭了流，却没有删除 anna@im.example",
      "管理员 admin@im.example 无法登录：服务器关闭了流",
      "删除它需要管理员 admin@im.example 的密码；设置 XMPPSPEC_PASSWORD",
      "admin@im.example 不能在 im.example 上添加账户 (not\\nallowed)；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@im.example 不能在 im.example 上添加账户：服务器没有给出表单；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@im.example 不能在 im.example 上添加账户：表单还要求填写 email、ocr；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@im.example 未能在 im.example 上添加账户：服务器关闭了流；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "命令“adduser {jid}”失败 (3)：no such user；修正该命令",
      "命令“adduser {jid}”无法运行：服务器关闭了流",
      "命令“adduser {jid}”在 5000 ms 内没有结束；修正该命令，或用 --timeout 给它更多时间",
      "账户 anna@im.example 无法使用：服务器关闭了流",
      "需要 3 个账户，只给出了 2 个；用 --account JID 给出更多账户",
      "同时需要 2 个“rosterless”账户，而目标只有一个",
      "目标没有“rosterless”账户；见配置文件中的“special”",
      "清空名册 3 次之后，其中仍有 1 个条目",
      "运行即将结束，不再借出账户",
      "无法写入待删除账户和目录的记录：服务器关闭了流",
      "它的名称不是 xmppspec-…，因此没有删除；请手动删除",
    ]
  `);
});
