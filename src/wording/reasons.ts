// Why a case was skipped or is broken, in words.

import type { Language } from '../model/event.ts';
import type { FeatureMissing, Reason } from '../model/reason.ts';
import { CLIENT_REASONS } from './client-words.ts';
import { COMMON } from './common.ts';
import { escapeControls } from './escape-controls.ts';
import { forLogin } from './login-problems.ts';
import { problemText } from './problems.ts';
import { basicText } from './scenario-names.ts';
import { type SayCause, type Sentences, say } from './sentence.ts';
import { limitParts } from './server-limits.ts';
import { shownText } from './subscription-states.ts';
import { NO_SPECIAL_ACCOUNT, NO_STREAM_CUT, SETUP_FAILED } from './texts.ts';

type AtSession = Pick<Extract<Reason, { kind: 'ill-formed-xml' }>, 'session' | 'cause'>;

const EN = {
  missing: ({ feature, reportedBy, shown }: FeatureMissing) =>
    `${shown === 'broken' ? 'nothing shows that the server offers' : 'the server does not offer'} ${feature}${reportedBy === undefined ? '' : `; see ${reportedBy}`}`,
  at: ({ session, cause }: AtSession, problem: SayCause) => `${session}: ${problem(cause)}`,
  state: (state: string) => `the state "${state}" was not reached`,
  sent: (who: string, after: string | undefined) =>
    after === undefined ? '' : `; ${who} had sent ${escapeControls(after)}`,
};
const ZH = {
  missing: ({ feature, reportedBy, shown }: FeatureMissing) =>
    `${shown === 'broken' ? '无法确认服务器提供' : '服务器不提供'} ${feature}${reportedBy === undefined ? '' : `；见 ${reportedBy}`}`,
  at: ({ session, cause }: AtSession, problem: SayCause) => `${session}：${problem(cause)}`,
  state: (state: string) => `未能达到状态“${state}”`,
  sent: (who: string, after: string | undefined) =>
    after === undefined ? '' : `；${who}此前发送了 ${escapeControls(after)}`,
};

/** A reason for each tag. */
export const REASONS: Sentences<Reason> = {
  ...CLIENT_REASONS,
  'not-run': { en: () => 'not run: the run was stopped before', zh: () => '未运行：运行此前已中止' },
  'feature-missing': { en: EN.missing, zh: ZH.missing },
  'basic-missing': {
    en: ({ basic, reportedBy }) => `${basicText(basic, 'en')}; see ${reportedBy}`,
    zh: ({ basic, reportedBy }) => `${basicText(basic, 'zh')}；见 ${reportedBy}`,
  },
  'feature-present': {
    en: ({ feature }) => `the case is for servers without ${feature}`,
    zh: ({ feature }) => `用例只适用于没有 ${feature} 的服务器`,
  },
  'no-remote-domain': {
    en: () => ({ what: 'no remote domain is configured', remedy: 'use --remote' }),
    zh: () => ({ what: '没有配置远程域', remedy: '使用 --remote' }),
  },
  'no-peer': {
    en: () => ({ what: 'the case needs a second server', remedy: 'use --peer' }),
    zh: () => ({ what: '用例需要第二台服务器', remedy: '使用 --peer' }),
  },
  'no-silent-domain': {
    en: () =>
      'there is no domain whose server never answers, or the server may try for longer than 20 s to reach it. Of the servers that xmppspec launches, those with the configuration of Debian may',
    zh: () =>
      '没有指向从不应答的服务器的域名，或者服务器尝试连接的时间可能超过 20 秒：在由 xmppspec 启动的服务器中，采用 Debian 配置的就是如此',
  },
  'no-stream-cut': NO_STREAM_CUT,
  'no-stream-outage': {
    en: () =>
      'the streams cannot be cut for a while, or a server may wait for minutes before it connects again after that',
    zh: () => '无法让流中断一段时间，或者之后服务器可能要等几分钟才重新连接',
  },
  'no-server-restart': {
    en: () => 'the servers cannot be restarted: xmppspec has not launched the two together',
    zh: () => '无法重新启动服务器：两台服务器不是由 xmppspec 一起启动的',
  },
  'no-special-account': NO_SPECIAL_ACCOUNT,
  'no-unused-account': {
    en: () => ({
      what: 'the case needs an account that was never used, and this run reuses its accounts',
      remedy: 'use --provision in-band or admin; a scenario of your own can ask for accounts: { NAME: fresh }',
    }),
    zh: () => ({
      what: '用例需要从未用过的账户，而本次运行反复使用同样的账户',
      remedy: '使用 --provision in-band 或 admin；自编场景可以写 accounts: { NAME: fresh }',
    }),
  },
  'too-few-accounts': {
    en: ({ needed, given }) => `the case needs ${needed} accounts; --account gives ${given}`,
    zh: ({ needed, given }) => `用例需要 ${needed} 个账户，而 --account 给出了 ${given} 个`,
  },
  'priority-overridden': {
    en: ({ given, shown }) => `needs the priority ${given}; the server makes it ${shown}, as it may (RFC 6121 4.7.2.3)`,
    zh: ({ given, shown }) => `需要优先级 ${given}，而服务器将其改为 ${shown}，标准允许这样做（RFC 6121 4.7.2.3）`,
  },
  'setup-failed': SETUP_FAILED,
  'limit-not-met': {
    en: ({ limit }) => ({ what: 'no limit is declared', remedy: `set limits.${limit} of the target` }),
    zh: ({ limit }) => ({ what: '没有指明上限', remedy: `请设置目标的 limits.${limit}` }),
  },
  'no-accounts': {
    en: ({ cause }, problem) => problem(cause),
    zh: ({ cause }, problem) => problem(cause),
  },
  'login-failed': {
    en: ({ session, cause }, say) => forLogin(`login of ${session}: ${say(cause)}`, cause, 'en'),
    zh: ({ session, cause }, say) => forLogin(`${session} 登录：${say(cause)}`, cause, 'zh'),
  },
  'not-sent': {
    en: ({ session, cause }, problem) => `${session} could not send: ${problem(cause)}`,
    zh: ({ session, cause }, problem) => `${session} 无法发送：${problem(cause)}`,
  },
  'ill-formed-xml': { en: EN.at, zh: ZH.at },
  'limit-exceeded': { en: EN.at, zh: ZH.at },
  'end-unnoticed': {
    en: ({ session, cause }, problem) =>
      `the server may not have noticed that ${session} is gone; ping to its address: ${problem(cause)}`,
    zh: ({ session, cause }, problem) => `服务器可能没有察觉 ${session} 已断开。向其地址发送的 ping：${problem(cause)}`,
  },
  'sent-unproven': {
    en: ({ session }) => `what ${session} sent before its connection ended may be lost`,
    zh: ({ session }) => `${session} 在连接结束前发送的内容可能已丢失`,
  },
  'fence-lost': {
    en: ({ session, cause, after }, problem) =>
      `the ping of ${session} that closes a step: ${problem(cause)}${EN.sent('it', after)}`,
    zh: ({ session, cause, after }, problem) =>
      `栅栏丢失：${session} 的 ping：${problem(cause)}${ZH.sent('它', after)}`,
  },
  'component-lost': {
    en: ({ session, cause, after, isAlone }, problem) =>
      `the component lost its stream${isAlone ? ', which no other case used' : ''}: ${problem(cause)}${EN.sent(session, after)}`,
    zh: ({ session, cause, after, isAlone }, problem) =>
      `组件的流断开${isAlone ? '，当时没有其他用例使用它' : ''}：${problem(cause)}${ZH.sent(`${session} `, after)}`,
  },
  'roster-not-read': {
    en: ({ session, cause }, problem) => `roster get of ${session}: ${problem(cause)}`,
    zh: ({ session, cause }, problem) => `${session} 获取名册：${problem(cause)}`,
  },
  'roster-get-refused': {
    en: ({ session }) => `${session}: the server answered the roster get with an error`,
    zh: ({ session }) => `${session}：服务器以错误应答名册请求`,
  },
  'not-connected': {
    en: ({ session }) => `${session} is not connected`,
    zh: ({ session }) => `${session} 没有连接`,
  },
  'state-not-reached': {
    en: (reason) => `${EN.state(reason.state)}: the roster of ${reason.user} shows ${shownText(reason, 'en')}`,
    zh: (reason) => `${ZH.state(reason.state)}：${reason.user} 的名册显示 ${shownText(reason, 'zh')}`,
  },
  'request-not-redelivered': {
    en: ({ state, user, contact }) =>
      `${EN.state(state)}: a new session of ${user} did not receive the pending request of ${contact}`,
    zh: ({ state, user, contact }) => `${ZH.state(state)}：${user} 的新会话没有收到 ${contact} 的待定请求`,
  },
  'state-needs-session': {
    en: ({ state, actor }) => `the state "${state}" needs a session of ${actor} at the start`,
    zh: ({ state, actor }) => `状态“${state}”要求 ${actor} 一开始就有会话`,
  },
  'cut-unnoticed': {
    en: () => 'a server kept its connections to the other one open, although it must have seen them end',
    zh: () => '有一台服务器仍未关闭与另一台服务器之间的连接，尽管它必已得知这些连接已结束',
  },
  'nothing-captured': {
    en: ({ name }) => `nothing was captured for \${${name}}`,
    zh: ({ name }) => `没有捕获到 \${${name}} 的值`,
  },
  'servers-apart': {
    en: ({ session, cause }, problem) =>
      `the server of ${session} did not reach the other one again: ${problem(cause)}`,
    zh: ({ session, cause }, problem) => `${session} 的服务器未能重新连通另一台服务器：${problem(cause)}`,
  },
  'servers-not-restored': {
    en: ({ cause }, problem) => `the two servers could not be brought back: ${problem(cause)}`,
    zh: ({ cause }, problem) => `未能恢复两台服务器：${problem(cause)}`,
  },
  'late-stanzas': {
    en: ({ count }) => `${COMMON.en.stanzas(count)} arrived after the pings that close the step which caused them`,
    zh: ({ count }) => `${count} 个节在引起它的步骤的栅栏之后才到达`,
  },
  'came-late': {
    en: ({ lagMs }) =>
      `came late: what was missing arrived ${ms(lagMs)} after the closing pings in the second run of the case`,
    zh: ({ lagMs }) => `迟到：再次运行该用例时，缺少的内容在栅栏之后 ${ms(lagMs)} 才到达`,
  },
  'not-again': {
    en: ({ requirements }) =>
      `did not fail again: one run of the case violated ${requirements.join(', ')}, another did not`,
    zh: ({ requirements }) => `未再失败：该用例一次运行违反了 ${requirements.join('、')}，另一次没有`,
  },
  unconfirmed: {
    en: ({ why }) =>
      why === undefined
        ? 'failed once, and the run ended before a second run of the case'
        : `failed once, and could not be confirmed: ${reasonText(why, 'en')}`,
    zh: ({ why }) =>
      why === undefined ? '失败过一次，而运行在复查之前就已结束' : `失败过一次，但无法确认：${reasonText(why, 'zh')}`,
  },
  unsettled: {
    en: ({ settledMs, neededMs }) =>
      `waited ${ms(settledMs)} before the closing pings; this server needs ${ms(neededMs)} before it shows that nothing more comes`,
    zh: ({ settledMs, neededMs }) =>
      `栅栏只等待了 ${ms(settledMs)}，而此服务器需要 ${ms(neededMs)} 才能表明不会再有节到达`,
  },
  interrupted: {
    en: () => 'interrupted: the run was stopped before the case had ended',
    zh: () => '已中断：用例尚未结束，运行就已中止',
  },
  flaky: {
    en: ({ outcomes, why }) => `flaky: the verdict varies between repetitions: ${counts(outcomes, 'en', why)}`,
    zh: ({ outcomes, why }) => `结果不稳定，各次重复的判定不一致：${counts(outcomes, 'zh', why)}`,
  },
  'account-unclean': {
    en: ({ account, contact }) =>
      `the roster of ${account} has the item ${contact} of an earlier case, although the account was reset`,
    zh: ({ account, contact }) => `${account} 的名册中有先前用例的条目 ${contact}，尽管该账户已重置`,
  },
  'foreign-traffic': {
    en: ({ cause }, problem) => problem(cause),
    zh: ({ cause }, problem) => problem(cause),
  },
  'server-limit': {
    en: ({ limit, server }) => limitParts(limit, server, 'en'),
    zh: ({ limit, server }) => limitParts(limit, server, 'zh'),
  },
  bug: {
    en: ({ stack }) => `a bug in xmppspec, please report it: ${stack}`,
    zh: ({ stack }) => `xmppspec 自身的缺陷，请报告：${stack}`,
  },
  'baseline-expired': {
    en: ({ entries }) => entries.map((e) => `the baseline excused ${e.requirement} until ${e.until}`).join('\n'),
    zh: ({ entries }) => entries.map((e) => `基线对 ${e.requirement} 的豁免已于 ${e.until} 到期`).join('\n'),
  },
};

/** Whole milliseconds, and at least one. */
const ms = (value: number): string => `${Math.ceil(value)} ms`;

function counts(
  outcomes: readonly { readonly outcome: string; readonly count: number }[],
  lang: Language,
  why: Reason | undefined,
): string {
  const words = COMMON[lang];
  const name = (outcome: string) => (outcome in words ? String(Reflect.get(words, outcome)) : outcome);
  const list = outcomes.map(({ outcome, count }) => `${name(outcome)} ${count}`).join(words.comma);
  return why === undefined ? list : `${list}${words.semicolon}${reasonText(why, lang)}`;
}

/** The reason in words; a line for each part where it has several. */
export function reasonText(reason: Reason, lang: Language): string {
  return say(REASONS, reason, { lang, cause: (cause) => problemText(cause, lang) });
}
