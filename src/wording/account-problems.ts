import type { Language, Texts } from '../model/language.ts';
import type { AccountProblem, StanzaError } from '../model/problem.ts';
import { escapeControls } from './escape-controls.ts';
import type { Sentences } from './sentence.ts';
import { NO_SPECIAL_ACCOUNT } from './texts.ts';
import { foreignUse } from './traffic.ts';

/** What to do when accounts cannot be registered in band. */
export const OTHER_PROVISIONS: Texts = {
  en: 'use --provision admin --admin JID, --account JID twice or more, or --provision command',
  zh: '使用 --provision admin --admin JID，或给出两个以上的 --account JID，或使用 --provision command',
};

const THROTTLES = 'ejabberd.yml: registration_timeout: infinity, prosody.cfg.lua: registration_throttle_max = 100000';

const listed = (fields: readonly string[], comma: string) => fields.map(escapeControls).join(comma);

/** The condition of an error, and the text that the server chose. */
function errorWords({ condition, text = '' }: StanzaError): Texts {
  const said = escapeControls(text);
  return said === '' ? { en: condition, zh: condition } : { en: `${condition} "${said}"`, zh: `${condition}“${said}”` };
}

const OTHER_THAN_ADMIN: Texts = {
  en: 'make it an administrator of the server, or use --account JID twice or more, or --provision command',
  zh: '在服务器上将其设为管理员，或给出两个以上的 --account JID，或使用 --provision command',
};

/** What an error answer to a registration means, with what the server said. `fix`: what to do, if not to get accounts in another way. */
function refusal(what: Texts, fix?: Texts) {
  const { en, zh } = OTHER_PROVISIONS;
  const remedy = fix === undefined ? OTHER_PROVISIONS : { en: `${fix.en}, or ${en}`, zh: `${fix.zh}，或${zh}` };
  const words = (lang: Language) => {
    return ({ domain, ...error }: { readonly domain: string } & StanzaError) => ({
      what: `${domain} ${what[lang]} (${errorWords(error)[lang]})`,
      remedy: remedy[lang],
    });
  };
  return { en: words('en'), zh: words('zh') };
}

const ADMIN_COMMANDS = {
  en: { add: 'add accounts', delete: 'delete accounts' },
  zh: { add: '添加账户', delete: '删除账户' },
} as const;

/** Problems of making, lending, emptying and removing accounts. */
export const ACCOUNT_PROBLEMS: Sentences<AccountProblem> = {
  'registration-not-offered': {
    en: ({ domain }) => ({ what: `${domain} does not offer in-band registration`, remedy: OTHER_PROVISIONS.en }),
    zh: ({ domain }) => ({ what: `${domain} 不支持带内注册`, remedy: OTHER_PROVISIONS.zh }),
  },
  'registration-refused': refusal({ en: 'refused in-band registration', zh: '拒绝带内注册' }),
  'registration-password-refused': refusal(
    { en: 'refused the password of a new account', zh: '拒绝新账户的密码' },
    { en: 'relax the password policy of the test server', zh: '放宽测试服务器的密码策略' },
  ),
  'registration-by-invitation': refusal(
    { en: 'registers invited users only', zh: '只允许受邀用户注册' },
    {
      en: 'lift that (prosody.cfg.lua: registration_invite_only = false)',
      zh: '取消该限制 (prosody.cfg.lua: registration_invite_only = false)',
    },
  ),
  'registration-throttled': refusal(
    { en: 'limits in-band registration', zh: '限制带内注册' },
    { en: `lift the limit (${THROTTLES})`, zh: `解除该限制 (${THROTTLES})` },
  ),
  'registration-asks-more': {
    en: ({ domain, fields }) => ({
      what: `in-band registration at ${domain} requires ${listed(fields, ', ')}`,
      remedy: OTHER_PROVISIONS.en,
    }),
    zh: ({ domain, fields }) => ({
      what: `${domain} 的带内注册还要求填写 ${listed(fields, '、')}`,
      remedy: OTHER_PROVISIONS.zh,
    }),
  },
  'registration-unanswered': {
    en: ({ domain, cause }, say) => ({
      what: `${domain} did not answer in-band registration: ${say(cause)}`,
      remedy: OTHER_PROVISIONS.en,
    }),
    zh: ({ domain, cause }, say) => ({
      what: `${domain} 没有应答带内注册：${say(cause)}`,
      remedy: OTHER_PROVISIONS.zh,
    }),
  },
  'removal-refused': {
    en: (error) => `the server refused to remove the account: ${errorWords(error).en}`,
    zh: (error) => `服务器拒绝删除账户：${errorWords(error).zh}`,
  },
  'removal-unanswered': {
    en: () => 'the server closed the stream without removing the account',
    zh: () => '服务器关闭了流，却没有删除账户',
  },
  'removal-login-refused': {
    en: ({ cause }, say) => `the account exists, but the server refuses its login: ${say(cause)}`,
    zh: ({ cause }, say) => `账户存在，但服务器拒绝它登录：${say(cause)}`,
  },
  'removal-uncertain': {
    en: ({ cause }, say) => `the server refuses its login, and whether the account exists is not known: ${say(cause)}`,
    zh: ({ cause }, say) => `服务器拒绝它登录，无法确定账户是否存在：${say(cause)}`,
  },
  'removal-command-missing': {
    en: () => ({ what: 'no command removes accounts', remedy: 'give one with --remove-account' }),
    zh: () => ({ what: '没有删除账户的命令', remedy: '用 --remove-account 给出' }),
  },
  'removal-not-tried': {
    en: () => 'the run ended before the removal',
    zh: () => '删除完成之前运行已结束',
  },
  'admin-login-failed': {
    en: ({ admin, cause }, say) => `the administrator ${admin} cannot log in: ${say(cause)}`,
    zh: ({ admin, cause }, say) => `管理员 ${admin} 无法登录：${say(cause)}`,
  },
  'admin-password-unknown': {
    en: ({ admin }) => ({
      what: `removing it needs the password of the administrator ${admin}`,
      remedy: 'set XMPPSPEC_PASSWORD',
    }),
    zh: ({ admin }) => ({ what: `删除它需要管理员 ${admin} 的密码`, remedy: '设置 XMPPSPEC_PASSWORD' }),
  },
  'admin-refused': {
    en: ({ admin, command, domain, reason, text }) => ({
      what: `${admin} cannot ${ADMIN_COMMANDS.en[command]} on ${domain} (${errorWords({ condition: escapeControls(reason), text }).en})`,
      remedy: OTHER_THAN_ADMIN.en,
    }),
    zh: ({ admin, command, domain, reason, text }) => ({
      what: `${admin} 不能在 ${domain} 上${ADMIN_COMMANDS.zh[command]} (${errorWords({ condition: escapeControls(reason), text }).zh})`,
      remedy: OTHER_THAN_ADMIN.zh,
    }),
  },
  'admin-form-missing': {
    en: ({ admin, command, domain }) => ({
      what: `${admin} cannot ${ADMIN_COMMANDS.en[command]} on ${domain}: the server sent no form`,
      remedy: OTHER_THAN_ADMIN.en,
    }),
    zh: ({ admin, command, domain }) => ({
      what: `${admin} 不能在 ${domain} 上${ADMIN_COMMANDS.zh[command]}：服务器没有给出表单`,
      remedy: OTHER_THAN_ADMIN.zh,
    }),
  },
  'admin-asks-more': {
    en: ({ admin, command, domain, fields }) => ({
      what: `${admin} cannot ${ADMIN_COMMANDS.en[command]} on ${domain}: the form requires ${listed(fields, ', ')}`,
      remedy: OTHER_THAN_ADMIN.en,
    }),
    zh: ({ admin, command, domain, fields }) => ({
      what: `${admin} 不能在 ${domain} 上${ADMIN_COMMANDS.zh[command]}：表单还要求填写 ${listed(fields, '、')}`,
      remedy: OTHER_THAN_ADMIN.zh,
    }),
  },
  'admin-unanswered': {
    en: ({ admin, command, domain, cause }, say) => ({
      what: `${admin} could not ${ADMIN_COMMANDS.en[command]} on ${domain}: ${say(cause)}`,
      remedy: OTHER_THAN_ADMIN.en,
    }),
    zh: ({ admin, command, domain, cause }, say) => ({
      what: `${admin} 未能在 ${domain} 上${ADMIN_COMMANDS.zh[command]}：${say(cause)}`,
      remedy: OTHER_THAN_ADMIN.zh,
    }),
  },
  'command-failed': {
    en: ({ template, status, output }) => ({
      what: `the command "${template}" ended with ${status}${output === '' ? '' : `: ${escapeControls(output)}`}`,
      remedy: 'correct the command',
    }),
    zh: ({ template, status, output }) => ({
      what: `命令“${template}”失败 (${status})${output === '' ? '' : `：${escapeControls(output)}`}`,
      remedy: '修正该命令',
    }),
  },
  'command-not-run': {
    en: ({ template, cause }, say) => `the command "${template}" cannot be run: ${say(cause)}`,
    zh: ({ template, cause }, say) => `命令“${template}”无法运行：${say(cause)}`,
  },
  'command-timed-out': {
    en: ({ template, timeoutMs }) => ({
      what: `the command "${template}" did not end within ${timeoutMs} ms`,
      remedy: 'correct the command, or give it more time with --timeout',
    }),
    zh: ({ template, timeoutMs }) => ({
      what: `命令“${template}”在 ${timeoutMs} ms 内没有结束`,
      remedy: '修正该命令，或用 --timeout 给它更多时间',
    }),
  },
  'account-unusable': {
    en: ({ jid, cause }, say) => `the account ${jid} cannot be used: ${say(cause)}`,
    zh: ({ jid, cause }, say) => `账户 ${jid} 无法使用：${say(cause)}`,
  },
  'accounts-short': {
    en: ({ needed, given }) => ({
      what: `${needed} accounts are needed, and ${given === 1 ? '1 was' : `${given} were`} given`,
      remedy: 'give more with --account JID',
    }),
    zh: ({ needed, given }) => ({
      what: `需要 ${needed} 个账户，只给出了 ${given} 个`,
      remedy: '用 --account JID 给出更多账户',
    }),
  },
  'accounts-capped': {
    en: ({ most, cause }, say) =>
      `the server keeps accounts, and no more than ${most} may be made (--max-accounts): ${say(cause)}`,
    zh: ({ most, cause }, say) => `服务器不删除账户，而至多可建立 ${most} 个 (--max-accounts)：${say(cause)}`,
  },
  'special-account-short': {
    en: ({ name, needed }) => `the account "${name}" is needed ${needed} times at once, and the target has one`,
    zh: ({ name, needed }) => `同时需要 ${needed} 个“${name}”账户，而目标只有一个`,
  },
  'special-account-unknown': NO_SPECIAL_ACCOUNT,
  'roster-not-emptied': {
    en: ({ items, tries }) => ({
      what: `its roster still has ${items === 1 ? '1 item' : `${items} items`} after ${tries} attempts to empty it`,
      remedy: 'give accounts with empty rosters, or accounts made for the run: --provision in-band or admin',
    }),
    zh: ({ items, tries }) => ({
      what: `清空名册 ${tries} 次之后，其中仍有 ${items} 个条目`,
      remedy: '请给出名册为空的账户，或用 --provision in-band 或 admin 为本次运行新建账户',
    }),
  },
  'session-lingers': {
    en: ({ jid }) => `the server has not noticed that ${jid} is gone`,
    zh: ({ jid }) => `服务器没有察觉 ${jid} 已断开`,
  },
  'account-shared': {
    en: ({ jid, seen }) => ({
      what: `the account ${jid} is in use elsewhere: ${foreignUse(seen).en}`,
      remedy: 'give this run accounts that nothing else uses; runs at the same time can share one list with --shard',
    }),
    zh: ({ jid, seen }) => ({
      what: `账户 ${jid} 正被别处使用：${foreignUse(seen).zh}`,
      remedy: '请使用此次运行专用的账户；同时进行的运行可用 --shard 分用一份账户列表',
    }),
  },
  'run-ending': {
    en: () => 'the run is ending, so no more accounts are given out',
    zh: () => '运行即将结束，不再借出账户',
  },
  'journal-not-written': {
    en: ({ cause }, say) => `cannot write the journal of accounts and directories to remove: ${say(cause)}`,
    zh: ({ cause }, say) => `无法写入待删除账户和目录的记录：${say(cause)}`,
  },
  'directory-not-ours': {
    en: () => ({ what: 'its name is not xmppspec-..., so it was not removed', remedy: 'remove it by hand' }),
    zh: () => ({ what: '它的名称不是 xmppspec-…，因此没有删除', remedy: '请手动删除' }),
  },
};
