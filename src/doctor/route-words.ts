// The sentences about the way between two servers.

import type { Language } from '../model/event.ts';
import { COMMON } from '../wording/common.ts';
import { endpointText } from '../wording/connection-problems.ts';
import { type Sentence, type Sentences, sayParts } from '../wording/sentence.ts';
import { CERTIFICATE_FAULTS } from './connection-words.ts';
import type { RouteObservation } from './reported-check.ts';

const SERVER_LOGS: Readonly<Record<Language, string>> = {
  en: 'read the logs of both servers about this connection',
  zh: '查看两台服务器日志中有关该连接的记录',
};

/** What to do about an error by which the own server says that it does not reach the other one, by its condition. */
const REMEDIES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    'remote-server-not-found':
      'check that this server resolves the domain, that the port of the other one is open to it, and that it may connect to other servers',
    'remote-server-timeout': 'check port, TLS, certificate and dialback, and the logs of both servers',
  },
  zh: {
    'remote-server-not-found': '检查该服务器能否解析此域、对方的端口是否向它开放，以及是否允许它连接其他服务器',
    'remote-server-timeout': '检查端口、TLS、证书和回拨，并查看两台服务器的日志',
  },
};

const ms = (value: number): string => `${value.toFixed(1)} ms`;

export const ROUTE: Sentences<RouteObservation> = {
  'service-found': {
    en: ({ domain, at }) => `the SRV record of ${domain} names ${endpointText(at)}`,
    zh: ({ domain, at }) => `${domain} 的 SRV 记录指向 ${endpointText(at)}`,
  },
  'service-answered': {
    en: ({ domain, at }) => `the name server of the run answers that ${domain} is at ${endpointText(at)}`,
    zh: ({ domain, at }) => `测试程序的名字服务器答复：${domain} 位于 ${endpointText(at)}`,
  },
  'domain-resolved': {
    en: ({ domain, at }) => `${domain} has no SRV record; without one it is at ${endpointText(at)}`,
    zh: ({ domain, at }) => `${domain} 没有 SRV 记录；据此其地址为 ${endpointText(at)}`,
  },
  'domain-unresolved': {
    en: ({ domain }) => ({
      what: `this machine finds neither an SRV record nor an address of ${domain}`,
      remedy: `publish _xmpp-server._tcp.${domain}, or see that the other server can resolve it`,
    }),
    zh: ({ domain }) => ({
      what: `本机既查不到 ${domain} 的 SRV 记录，也查不到它的地址`,
      remedy: `发布 _xmpp-server._tcp.${domain}，或确认另一台服务器能够解析它`,
    }),
  },
  'server-stream-opened': {
    en: ({ domain }) => `a stream between servers opens for ${domain}`,
    zh: ({ domain }) => `可为 ${domain} 打开服务器之间的流`,
  },
  'server-stream-refused': {
    en: ({ domain, condition }) => ({
      what: `the server refuses a stream between servers for ${domain}: <${condition}/>`,
      remedy: 'check that it serves this domain, and that it accepts other servers',
    }),
    zh: ({ domain, condition }) => ({
      what: `服务器拒绝为 ${domain} 打开服务器之间的流：<${condition}/>`,
      remedy: '检查它是否承载此域，以及是否接受其他服务器',
    }),
  },
  'server-tls-refused': {
    en: () => 'StartTLS is offered to servers, but refused',
    zh: () => '对其他服务器通告了 StartTLS，却拒绝使用',
  },
  'server-plaintext': {
    en: () => 'StartTLS is not offered to servers',
    zh: () => '对其他服务器不提供 StartTLS',
  },
  'server-certificate': {
    en: (data) => certificateSentence(data, 'en'),
    zh: (data) => certificateSentence(data, 'zh'),
  },
  'dialback-declared': {
    en: () => 'dialback is offered (XEP-0220)',
    zh: () => '提供回拨 (XEP-0220)',
  },
  'dialback-not-declared': {
    en: () => 'dialback is not offered; servers need certificates that the other side trusts',
    zh: () => '不提供回拨；两台服务器需要对方信任的证书',
  },
  'answered-across': {
    en: (data) => `${data.to} answers a ping in ${ms(data.ms)}`,
    zh: (data) => `${data.to} 在 ${ms(data.ms)} 后应答 ping`,
  },
  'refused-across': {
    en: (data) => ({
      what: `a ping to ${data.to} comes back after ${ms(data.ms)} with <${data.condition || 'error'}/>`,
      remedy: REMEDIES.en[data.condition] ?? SERVER_LOGS.en,
    }),
    zh: (data) => ({
      what: `发往 ${data.to} 的 ping 在 ${ms(data.ms)} 后返回 <${data.condition || 'error'}/>`,
      remedy: REMEDIES.zh[data.condition] ?? SERVER_LOGS.zh,
    }),
  },
  'route-silent': {
    en: ({ to, timeoutMs }) => ({
      what: `a ping to ${to} got no answer and no error within ${timeoutMs} ms`,
      remedy: SERVER_LOGS.en,
    }),
    zh: ({ to, timeoutMs }) => ({
      what: `发往 ${to} 的 ping 在 ${timeoutMs} ms 内既无应答也无错误`,
      remedy: SERVER_LOGS.zh,
    }),
  },
  'answer-lost': {
    en: ({ to, timeoutMs }) => ({
      what: `a ping arrived at ${to}, but its answer did not come back within ${timeoutMs} ms`,
      remedy: SERVER_LOGS.en,
    }),
    zh: ({ to, timeoutMs }) => ({
      what: `ping 已到达 ${to}，但 ${timeoutMs} ms 内没有收到应答`,
      remedy: SERVER_LOGS.zh,
    }),
  },
};

type Certificate = Extract<RouteObservation, { kind: 'server-certificate' }>;

const WORDS = {
  en: {
    itself: 'itself',
    described: (names: string, issuer: string, until: string) =>
      `for ${names}, issued by ${issuer}, valid until ${until}`,
    trusted: 'it proves the domain',
    remedy: 'dialback has to prove the domain, or give the other server a certificate to trust',
  },
  zh: {
    itself: '其自身',
    described: (names: string, issuer: string, until: string) => `用于 ${names}，由 ${issuer} 签发，有效期至 ${until}`,
    trusted: '可证明该域',
    remedy: '须以回拨证明该域，或使用对方服务器信任的证书',
  },
} as const satisfies Record<Language, unknown>;

/** Names, issuer and end of the certificate, then each fault, seen from this machine. */
function certificateSentence({ subject, names, issuer, until, faults }: Certificate, lang: Language): Sentence {
  const words = WORDS[lang];
  const { semicolon, comma } = COMMON[lang];
  const described = words.described(names.join(', ') || subject, issuer === subject ? words.itself : issuer, until);
  if (faults.length === 0) return `${described}${semicolon}${words.trusted}`;
  const parts = faults.map((fault) => sayParts(CERTIFICATE_FAULTS, fault, { lang, cause: () => '' }).what);
  return { what: `${described}${semicolon}${parts.join(comma)}`, remedy: words.remedy };
}
