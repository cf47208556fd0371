// The sentences about logins that fail.

import type { Language } from '../model/event.ts';
import type { LoginProblem, Phase, Problem } from '../model/problem.ts';
import { endpointText } from './connection-problems.ts';
import type { Sentence, Sentences } from './sentence.ts';

/** What each phase of a login waits for in vain, and from where. */
const WAITS: Readonly<Record<Language, Readonly<Record<Phase, (place: string) => string>>>> = {
  en: {
    connect: (place) => `no connection to ${place}`,
    tls: (place) => `no TLS handshake with ${place}`,
    features: (place) => `no stream features from ${place}`,
    authenticate: (place) => `no answer to authentication from ${place}`,
    bind: (place) => `no answer to resource binding from ${place}`,
    handshake: (place) => `no answer to the component handshake from ${place}`,
    online: (place) => `no answer from ${place}`,
  },
  zh: {
    connect: (place) => `未能连接 ${place}`,
    tls: (place) => `未完成与 ${place} 的 TLS 握手`,
    features: (place) => `未收到 ${place} 的流特征`,
    authenticate: (place) => `${place} 未应答认证`,
    bind: (place) => `${place} 未应答资源绑定`,
    handshake: (place) => `${place} 未应答组件握手`,
    online: (place) => `${place} 没有应答`,
  },
};

/** Problems of negotiating a stream, and of joining as a component. */
export const LOGIN_PROBLEMS: Sentences<LoginProblem> = {
  'phase-expired': {
    en: ({ phase, at, timeoutMs }) => `${WAITS.en[phase](endpointText(at))} within ${timeoutMs} ms`,
    zh: ({ phase, at, timeoutMs }) => `${timeoutMs} ms 内${WAITS.zh[phase](endpointText(at))}`,
  },
  'phase-ended': {
    en: ({ phase, at, cause }, say) => `${WAITS.en[phase](endpointText(at))}: ${say(cause)}`,
    zh: ({ phase, at, cause }, say) => `${WAITS.zh[phase](endpointText(at))}：${say(cause)}`,
  },
  'negotiation-failed': {
    en: ({ at, reason }) => `negotiation with ${endpointText(at)} failed: ${reason}`,
    zh: ({ at, reason }) => `与 ${endpointText(at)} 协商失败：${reason}`,
  },
  'no-mechanism': {
    en: ({ at, supported, offered }) =>
      `${endpointText(at)} offers no SASL mechanism of ${supported.join(', ')}; it offers: ${offered.join(', ') || 'none'}`,
    zh: ({ at, supported, offered }) =>
      `${endpointText(at)} 不提供 ${supported.join('、')} 中的任何 SASL 机制；它提供：${offered.join('、') || '无'}`,
  },
  'nothing-to-negotiate': {
    en: ({ at }) => `${endpointText(at)} offers neither SASL authentication nor resource binding`,
    zh: ({ at }) => `${endpointText(at)} 既不提供 SASL 认证，也不提供资源绑定`,
  },
  'login-refused': {
    en: ({ jid, condition }) => `authentication failed for ${jid}: ${condition}`,
    zh: ({ jid, condition }) => `${jid} 认证失败：${condition}`,
  },
  'login-failed': {
    en: ({ jid, cause }, say) => `authentication failed for ${jid}: ${say(cause)}`,
    zh: ({ jid, cause }, say) => `${jid} 认证失败：${say(cause)}`,
  },
  'server-unproven': {
    en: () => 'the server did not prove that it knows the password',
    zh: () => '服务器没有证明它知道密码',
  },
  'challenge-malformed': {
    en: () => 'the SCRAM challenge of the server does not conform to RFC 5802',
    zh: () => '服务器的 SCRAM 质询不符合 RFC 5802',
  },
  'challenge-unexpected': {
    en: ({ mechanism }) => `the server sent a challenge, but ${mechanism} has none`,
    zh: ({ mechanism }) => `服务器发来质询，但 ${mechanism} 没有质询`,
  },
  'tls-required': {
    en: () => 'it must not come before TLS',
    zh: () => '不得在 TLS 之前认证',
  },
  'binding-refused': {
    en: ({ condition }) => `resource binding refused: ${condition}`,
    zh: ({ condition }) => `资源绑定被拒绝：${condition}`,
  },
  'component-refused': { en: componentRefused, zh: componentRefusedZh },
};

type ComponentRefused = Extract<Problem, { kind: 'component-refused' }>;

function componentRefused({ at, domain, condition }: ComponentRefused): Sentence {
  const place = endpointText(at);
  if (condition === 'not-authorized')
    return {
      what: `${place} refused the secret of the component "${domain}"`,
      remedy: 'give the one that the server is set up with',
    };
  if (condition === 'host-unknown')
    return {
      what: `${place} knows no component "${domain}"`,
      remedy: 'set it up there, or name the domain that it has',
    };
  if (condition === 'conflict')
    return {
      what: `${place} has a component "${domain}" connected already`,
      remedy: 'end that one first, or give each shard a domain of its own: --remote with {shard} in it',
    };
  return `${place} refused the component "${domain}": ${condition}`;
}

function componentRefusedZh({ at, domain, condition }: ComponentRefused): Sentence {
  const place = endpointText(at);
  if (condition === 'not-authorized')
    return { what: `${place} 不接受组件“${domain}”的密钥`, remedy: '给出服务器上所配置的密钥' };
  if (condition === 'host-unknown')
    return { what: `${place} 没有组件“${domain}”`, remedy: '在服务器上配置该组件，或指明已配置的域' };
  if (condition === 'conflict')
    return {
      what: `${place} 上已有组件“${domain}”的连接`,
      remedy: '先结束该连接；如为分片运行，请在 --remote 的域名中写入 {shard}，使每个分片有自己的域',
    };
  return `${place} 拒绝了组件“${domain}”：${condition}`;
}

const REMEDIES: Readonly<Record<Language, string>> = {
  en: 'where the server is slow, use a smaller --jobs or a longer --timeout',
  zh: '若服务器较慢，请减小 --jobs 或增大 --timeout',
};

/** What broke a login, with what may help where it did not end in time, or was not tried because others had not. */
export const forLogin = (what: string, { kind }: Problem, lang: Language): Sentence =>
  kind === 'phase-expired' || kind === 'not-tried' ? { what, remedy: REMEDIES[lang] } : what;
