import { expect, test } from 'vitest';
import { ACCOUNT_PROBLEMS } from './account-problems.ts';
import { problemText } from './problems.ts';
import { PROBLEM_SAMPLES } from './samples.test-kit.ts';

const SAMPLES = PROBLEM_SAMPLES.filter(({ kind }) => kind in ACCOUNT_PROBLEMS);

test('words the problems of accounts in English', () => {
  expect(SAMPLES.map((problem) => problemText(problem, 'en'))).toMatchInlineSnapshot(`
    [
      "a.test does not offer in-band registration; use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "a.test refused in-band registration (forbidden); use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "a.test refused the password of a new account (forbidden "password"); relax the password policy of the test server, or use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "a.test registers invited users only (forbidden "invitation"); lift that (prosody.cfg.lua: registration_invite_only = false), or use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "a.test limits in-band registration (forbidden "limit\\u{1b}"); lift the limit (ejabberd.yml: registration_timeout: infinity, prosody.cfg.lua: registration_throttle_max = 100000), or use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "in-band registration at a.test requires email; use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "a.test did not answer in-band registration: the host name "b.test" was not found; check its spelling, and the DNS; use --provision admin --admin JID, --account JID twice or more, or --provision command",
      "the server refused to remove the account: forbidden",
      "the server refused to remove the account: forbidden "staff"",
      "the server closed the stream without removing the account",
      "the account exists, but the server refuses its login: the host name "b.test" was not found; check its spelling, and the DNS",
      "the server refuses its login, and whether the account exists is not known: the host name "b.test" was not found; check its spelling, and the DNS",
      "no command removes accounts; give one with --remove-account",
      "the run ended before the removal",
      "the administrator juliet@a.test cannot log in: the host name "b.test" was not found; check its spelling, and the DNS",
      "removing it needs the password of the administrator juliet@a.test; set XMPPSPEC_PASSWORD",
      "admin@a.test cannot add accounts on a.test (forbidden); make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@a.test cannot add accounts on a.test (forbidden "limit"); make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@a.test cannot add accounts on a.test: the server sent no form; make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@a.test cannot add accounts on a.test: the form requires email; make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "admin@a.test could not add accounts on a.test: the host name "b.test" was not found; check its spelling, and the DNS; make it an administrator of the server, or use --account JID twice or more, or --provision command",
      "the command "adduser" ended with 1; correct the command",
      "the command "adduser" cannot be run: the host name "b.test" was not found; check its spelling, and the DNS",
      "the command "adduser" did not end within 5000 ms; correct the command, or give it more time with --timeout",
      "the account juliet@a.test cannot be used: the host name "b.test" was not found; check its spelling, and the DNS",
      "2 accounts are needed, and 1 was given; give more with --account JID",
      "the server keeps accounts, and no more than 40 may be made (--max-accounts): the host name "b.test" was not found; check its spelling, and the DNS",
      "the account "moved" is needed 2 times at once, and the target has one",
      "the target has no account "moved"; name one under "special" in the config file (\`xmppspec explain moved\`)",
      "its roster still has 2 items after 3 attempts to empty it; give accounts with empty rosters, or accounts made for the run: --provision in-band or admin",
      "the server has not noticed that juliet@a.test is gone",
      "the account juliet@a.test is in use elsewhere: the resource "Psi" logged in, which is not of this run; give this run accounts that nothing else uses; runs at the same time can share one list with --shard",
      "the account juliet@a.test is in use elsewhere: its roster has the item romeo@b.test, which no stanza of the case names; give this run accounts that nothing else uses; runs at the same time can share one list with --shard",
      "the account juliet@a.test is in use elsewhere: another login took over a resource of this run; give this run accounts that nothing else uses; runs at the same time can share one list with --shard",
      "the run is ending, so no more accounts are given out",
      "cannot write the journal of accounts and directories to remove: the host name "b.test" was not found; check its spelling, and the DNS",
      "its name is not xmppspec-..., so it was not removed; remove it by hand",
    ]
  `);
});

test('words the problems of accounts in Chinese', () => {
  expect(SAMPLES.map((problem) => problemText(problem, 'zh'))).toMatchInlineSnapshot(`
    [
      "a.test 不支持带内注册；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "a.test 拒绝带内注册 (forbidden)；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "a.test 拒绝新账户的密码 (forbidden“password”)；放宽测试服务器的密码策略，或使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "a.test 只允许受邀用户注册 (forbidden“invitation”)；取消该限制 (prosody.cfg.lua: registration_invite_only = false)，或使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "a.test 限制带内注册 (forbidden“limit\\u{1b}”)；解除该限制 (ejabberd.yml: registration_timeout: infinity, prosody.cfg.lua: registration_throttle_max = 100000)，或使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "a.test 的带内注册还要求填写 email；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "a.test 没有应答带内注册：找不到主机名“b.test”；检查拼写和 DNS；使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command",
      "服务器拒绝删除账户：forbidden",
      "服务器拒绝删除账户：forbidden“staff”",
      "服务器关闭了流，却没有删除账户",
      "账户存在，但服务器拒绝它登录：找不到主机名“b.test”；检查拼写和 DNS",
      "服务器拒绝它登录，无法确定账户是否存在：找不到主机名“b.test”；检查拼写和 DNS",
      "没有删除账户的命令；用 --remove-account 给出",
      "删除完成之前运行已结束",
      "管理员 juliet@a.test 无法登录：找不到主机名“b.test”；检查拼写和 DNS",
      "删除它需要管理员 juliet@a.test 的密码；设置 XMPPSPEC_PASSWORD",
      "admin@a.test 不能在 a.test 上添加账户 (forbidden)；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@a.test 不能在 a.test 上添加账户 (forbidden“limit”)；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@a.test 不能在 a.test 上添加账户：服务器没有给出表单；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@a.test 不能在 a.test 上添加账户：表单还要求填写 email；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "admin@a.test 未能在 a.test 上添加账户：找不到主机名“b.test”；检查拼写和 DNS；在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command",
      "命令“adduser”失败 (1)；修正该命令",
      "命令“adduser”无法运行：找不到主机名“b.test”；检查拼写和 DNS",
      "命令“adduser”在 5000 ms 内没有结束；修正该命令，或用 --timeout 给它更多时间",
      "账户 juliet@a.test 无法使用：找不到主机名“b.test”；检查拼写和 DNS",
      "需要 2 个账户，只给出了 1 个；用 --account JID 给出更多账户",
      "服务器不删除账户，而至多可建立 40 个 (--max-accounts)：找不到主机名“b.test”；检查拼写和 DNS",
      "同时需要 2 个“moved”账户，而目标只有一个",
      "目标没有账户“moved”；在配置文件的“special”下指明（\`xmppspec explain moved\`）",
      "清空名册 3 次之后，其中仍有 2 个条目；请给出名册为空的账户，或用 --provision in-band 或 admin 为本次运行新建账户",
      "服务器没有察觉 juliet@a.test 已断开",
      "账户 juliet@a.test 正被别处使用：资源“Psi”登录了该账户，它不属于此次运行；请使用此次运行专用的账户；同时进行的运行可用 --shard 分用一份账户列表",
      "账户 juliet@a.test 正被别处使用：名册中有条目 romeo@b.test，用例的任何节都没有提到它；请使用此次运行专用的账户；同时进行的运行可用 --shard 分用一份账户列表",
      "账户 juliet@a.test 正被别处使用：另一次登录取代了此次运行的资源；请使用此次运行专用的账户；同时进行的运行可用 --shard 分用一份账户列表",
      "运行即将结束，不再借出账户",
      "无法写入待删除账户和目录的记录：找不到主机名“b.test”；检查拼写和 DNS",
      "它的名称不是 xmppspec-…，因此没有删除；请手动删除",
    ]
  `);
});
