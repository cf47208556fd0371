// The sentences about what a session sees, about the remote domain, and about the cases that can run.

import type { Language } from '../model/event.ts';
import { orderText } from '../report/text/traffic-text.ts';
import { counted } from '../wording/common.ts';
import { endpointText } from '../wording/connection-problems.ts';
import { problemParts } from '../wording/problems.ts';
import type { Sentences } from '../wording/sentence.ts';
import { limitParts } from '../wording/server-limits.ts';
import type { CaseObservation, SessionObservation } from './reported-check.ts';

const GIVE_REMOTE: Readonly<Record<Language, string>> = {
  en: 'give --remote component://host:port/remote.domain, with its secret in XMPPSPEC_REMOTE_SECRET (XEP-0114)',
  zh: '给出 --remote component://host:port/remote.domain，其密钥放在 XMPPSPEC_REMOTE_SECRET 中 (XEP-0114)',
};

const SET_CLOCKS: Readonly<Record<Language, string>> = {
  en: 'set the clocks of both machines from the same source',
  zh: '用同一时间源校准两台机器的时钟',
};

export const SESSION: Sentences<SessionObservation> = {
  software: {
    en: ({ software, version }) => `${software} ${version}`.trim(),
    zh: ({ software, version }) => `${software} ${version}`.trim(),
  },
  'software-unnamed': {
    en: () => 'the server does not give its name (XEP-0092)',
    zh: () => '服务器未说明名称 (XEP-0092)',
  },
  'feature-offered': {
    en: () => 'offered',
    zh: () => '提供',
  },
  'feature-not-offered': {
    en: () => 'not offered',
    zh: () => '不提供',
  },
  'account-configured': {
    en: () => 'configured for this target',
    zh: () => '已为该目标配置',
  },
  'ping-answered': {
    en: ({ ms }) => `the server answers a ping in ${ms.toFixed(1)} ms`,
    zh: ({ ms }) => `服务器在 ${ms.toFixed(1)} ms 后应答 ping`,
  },
  order: {
    en: ({ order }) => orderText(order, 'en'),
    zh: ({ order }) => orderText(order, 'zh'),
  },
  'limit-met': {
    en: ({ limit, server }) => limitParts(limit, server, 'en'),
    zh: ({ limit, server }) => limitParts(limit, server, 'zh'),
  },
  'no-limit-met': {
    en: () => 'no limit was met: registrations, subscription requests, bytes per second, stanza size, streams',
    zh: () => '没有遇到限制：注册、请求订阅、每秒字节数、节的大小、流的数量',
  },
  'streams-failed': {
    en: ({ count, of, problem }) => ({
      what: `${count} of ${of} streams that were opened at once failed: ${problemParts(problem, 'en').what}`,
      remedy: 'look for the reason in the log of the server',
    }),
    zh: ({ count, of, problem }) => ({
      what: `同时打开 ${of} 条流，其中 ${count} 条失败：${problemParts(problem, 'zh').what}`,
      remedy: '在服务器日志中查找原因',
    }),
  },
  'order-not-tried': {
    en: () => 'a run measures it; this check leaves the rosters of existing accounts as they are',
    zh: () => '运行时测定；此项检查不改动现有账户的名册',
  },
  'clock-not-shown': {
    en: () => 'unknown: the server does not answer XEP-0202',
    zh: () => '无从得知：服务器不应答 XEP-0202',
  },
  'clock-unreadable': {
    en: ({ stamp, source }) => `unknown: "${stamp}" is not a time (${source})`,
    zh: ({ stamp, source }) => `无从得知：“${stamp}”不是时间 (${source})`,
  },
  'clock-agrees': {
    en: ({ withinS, source }) => `within ${withinS} s of this machine (${source})`,
    zh: ({ withinS, source }) => `与本机时钟相差不超过 ${withinS} s (${source})`,
  },
  'clock-differs': {
    en: ({ byS, isTolerable, source }) => {
      const what = `${Math.abs(byS).toFixed(0)} s ${byS > 0 ? 'ahead of' : 'behind'} this machine (${source})`;
      return isTolerable ? what : { what, remedy: SET_CLOCKS.en };
    },
    zh: ({ byS, isTolerable, source }) => {
      const what = `比本机时钟${byS > 0 ? '快' : '慢'} ${Math.abs(byS).toFixed(0)} s (${source})`;
      return isTolerable ? what : { what, remedy: SET_CLOCKS.zh };
    },
  },
  'remote-not-configured': {
    en: () => ({ what: 'no remote domain is configured', remedy: GIVE_REMOTE.en }),
    zh: () => ({ what: '没有配置远程域', remedy: GIVE_REMOTE.zh }),
  },
  'component-joined': {
    en: ({ at, domain }) => `${endpointText(at)} accepts the component ${domain}`,
    zh: ({ at, domain }) => `${endpointText(at)} 接受组件 ${domain}`,
  },
  'remote-ping-answered': {
    en: ({ jid, ms }) => `the server answers a ping from ${jid} in ${ms.toFixed(1)} ms`,
    zh: ({ jid, ms }) => `服务器在 ${ms.toFixed(1)} ms 后应答来自 ${jid} 的 ping`,
  },
  'message-arrived': {
    en: ({ jid }) => `a message to ${jid} arrived`,
    zh: ({ jid }) => `发往 ${jid} 的消息已到达`,
  },
  'message-lost': {
    en: ({ jid, timeoutMs }) => `a message to ${jid} did not arrive within ${timeoutMs} ms`,
    zh: ({ jid, timeoutMs }) => `发往 ${jid} 的消息在 ${timeoutMs} ms 内没有到达`,
  },
  'message-bounced': {
    en: ({ condition }) => ({
      what: `a message to the remote domain was returned: ${condition || 'without a condition'}`,
      remedy: 'allow local users to send to the component',
    }),
    zh: ({ condition }) => ({
      what: `发往远程域的消息被退回：${condition || '没有错误条件'}`,
      remedy: '允许本地用户向该组件发送',
    }),
  },
};

export const CASES: Sentences<CaseObservation> = {
  'cases-can-run': {
    en: ({ canRun, selected }) => `${canRun} of ${counted(selected, 'case')} can run`,
    zh: ({ canRun, selected }) => `${selected} 个中可运行 ${canRun} 个`,
  },
  'cases-left-out': {
    en: ({ count, needs }) => `${counted(count, 'case')} cannot run without ${needs.join(', ')}`,
    zh: ({ count, needs }) => `${count} 个不运行：需要 ${needs.join('、')}`,
  },
  'cases-for-others': {
    en: ({ count, features }) =>
      `${counted(count, 'case')} ${count === 1 ? 'is' : 'are'} for servers without ${features.join(', ')}`,
    zh: ({ count, features }) => `${count} 个只适用于没有 ${features.join('、')} 的服务器`,
  },
  'cases-need-accounts': {
    en: ({ count }) => ({
      what: `${counted(count, 'case')} cannot run without more accounts`,
      remedy: 'give more accounts with --account JID',
    }),
    zh: ({ count }) => ({ what: `${count} 个不运行：需要更多账户`, remedy: '用 --account JID 给出更多账户' }),
  },
  'cases-need-unused-account': {
    en: ({ count }) => ({
      what: `${counted(count, 'case')} cannot run without accounts that were never used`,
      remedy: 'use --provision in-band or admin; a scenario of your own can ask for accounts: { NAME: fresh }',
    }),
    zh: ({ count }) => ({ what: `${count} 个不运行：需要从未用过的账户`, remedy: '使用 --provision in-band 或 admin' }),
  },
  'cases-need-special-account': {
    en: ({ count, names }) => ({
      what: `${counted(count, 'case')} cannot run without special accounts: ${names.join(', ')}`,
      remedy: `name them under "special" in the config file (\`xmppspec explain ${names[0]}\`)`,
    }),
    zh: ({ count, names }) => ({
      what: `${count} 个不运行：需要特殊账户 ${names.join('、')}`,
      remedy: `在配置文件的“special”下指明（\`xmppspec explain ${names[0]}\`）`,
    }),
  },
  'cases-need-remote': {
    en: ({ count }) => ({
      what: `${counted(count, 'case')} cannot run without a remote domain`,
      remedy: 'make the checks "component", "from remote" and "to remote" pass',
    }),
    zh: ({ count }) => ({
      what: `${count} 个不运行：需要远程域`,
      remedy: '使“组件”以及与远程域之间的双向路由正常',
    }),
  },
  'cases-need-launched-pair': {
    en: ({ count }) => ({
      what: `${counted(count, 'case')} cannot run without two servers whose streams can be cut, and that can be restarted`,
      remedy: 'let xmppspec launch both servers',
    }),
    zh: ({ count }) => ({
      what: `${count} 个不运行：需要可以切断其间的流、可以重新启动的两台服务器`,
      remedy: '由 xmppspec 启动两台服务器',
    }),
  },
  'cases-need-silent-domain': {
    en: ({ count }) => ({
      what: `${counted(count, 'case')} cannot run without a name that leads to a server that never answers`,
      remedy: 'let xmppspec launch both servers, prosody or ejabberd under test',
    }),
    zh: ({ count }) => ({
      what: `${count} 个不运行：需要指向从不应答的服务器的域名`,
      remedy: '由 xmppspec 启动两台服务器，被测服务器为 prosody 或 ejabberd',
    }),
  },
};
