// The sentences about the way to the server.

import type { Language } from '../model/event.ts';
import { COMMON, counted } from '../wording/common.ts';
import { endpointText } from '../wording/connection-problems.ts';
import { problemParts } from '../wording/problems.ts';
import { type Sentence, type Sentences, sayParts } from '../wording/sentence.ts';
import type { CertificateFault, ConnectionObservation, StartTls } from './reported-check.ts';

const START_TLS: Readonly<Record<Language, Readonly<Record<StartTls, string>>>> = {
  en: { required: 'required', offered: 'optional', missing: 'not offered' },
  zh: { required: '强制', offered: '可选', missing: '不提供' },
};

/** What is wrong with a certificate, and what to do. */
export const CERTIFICATE_FAULTS: Sentences<CertificateFault> = {
  'self-signed': {
    en: () => ({ what: 'it is self-signed', remedy: 'trust it with --ca FILE, its own PEM' }),
    zh: () => ({ what: '证书是自签名的', remedy: '用 --ca FILE 信任该证书，FILE 是它本身的 PEM' }),
  },
  'authority-unknown': {
    en: ({ code }) => ({
      what: `its authority is not trusted (${code})`,
      remedy: 'trust its authority with --ca FILE',
    }),
    zh: ({ code }) => ({ what: `签发机构不可信 (${code})`, remedy: '用 --ca FILE 信任该机构' }),
  },
  'authority-other': {
    en: ({ code }) => ({
      what: `the authority of --ca did not issue it (${code})`,
      remedy: 'give the right authority with --ca',
    }),
    zh: ({ code }) => ({ what: `证书不是由 --ca 所指的机构签发的 (${code})`, remedy: '用 --ca 指明正确的机构' }),
  },
  expired: {
    en: () => ({ what: 'it has expired', remedy: 'renew it' }),
    zh: () => ({ what: '证书已过期', remedy: '更新证书' }),
  },
  'not-yet-valid': {
    en: ({ from }) => ({ what: `it is not valid before ${from}`, remedy: 'compare the clocks of both machines' }),
    zh: ({ from }) => ({ what: `证书在 ${from} 之前无效`, remedy: '核对双方的时钟' }),
  },
  'domain-other': {
    en: ({ domain }) => ({
      what: `it is not for ${domain}`,
      remedy: 'give the domain of the certificate with -d DOMAIN',
    }),
    zh: ({ domain }) => ({ what: `证书不用于 ${domain}`, remedy: '用 -d DOMAIN 指明证书所用的域' }),
  },
};

export const CONNECTION: Sentences<ConnectionObservation> = {
  'host-is-address': {
    en: ({ host }) => `${host} is an IP address`,
    zh: ({ host }) => `${host} 是 IP 地址`,
  },
  'host-resolved': {
    en: ({ host, addresses }) => `${host} resolves to ${addresses.join(', ')}`,
    zh: ({ host, addresses }) => `${host} 解析为 ${addresses.join(', ')}`,
  },
  'host-unanswered': {
    en: ({ host, timeoutMs }) => ({
      what: `the look-up of ${host} was not answered within ${timeoutMs} ms`,
      remedy: 'check the DNS of this machine, or give the IP address',
    }),
    zh: ({ host, timeoutMs }) => ({
      what: `${timeoutMs} ms 内没有得到 ${host} 的解析结果`,
      remedy: '检查本机的 DNS，或直接给出 IP 地址',
    }),
  },
  connected: {
    en: ({ at }) => `${endpointText(at)} accepts connections`,
    zh: ({ at }) => `${endpointText(at)} 接受连接`,
  },
  'connection-unanswered': {
    en: ({ at, timeoutMs }) => ({
      what: `${endpointText(at)} did not answer within ${timeoutMs} ms`,
      remedy: 'check host and port, and whether a firewall drops the packets',
    }),
    zh: ({ at, timeoutMs }) => ({
      what: `${endpointText(at)} 在 ${timeoutMs} ms 内没有响应`,
      remedy: '检查主机名和端口，以及防火墙是否丢弃了数据包',
    }),
  },
  'stream-opened': {
    en: ({ domain }) => `the server opens a stream for ${domain}`,
    zh: ({ domain }) => `服务器打开到 ${domain} 的流`,
  },
  'stream-refused': {
    en: ({ domain, condition }) =>
      condition === 'host-unknown'
        ? {
            what: `the server does not serve ${domain} (host-unknown)`,
            remedy: 'give a domain that it serves with -d DOMAIN',
          }
        : `the server opens no stream for ${domain}: ${condition}`,
    zh: ({ domain, condition }) =>
      condition === 'host-unknown'
        ? { what: `服务器不为 ${domain} 提供服务 (host-unknown)`, remedy: '用 -d DOMAIN 指明服务器所服务的域' }
        : `服务器不打开到 ${domain} 的流：${condition}`,
  },
  'no-stream': {
    en: ({ received }) => ({
      what:
        received === ''
          ? 'the server closed the connection without opening an XMPP stream'
          : `the server does not speak XMPP, it sent ${JSON.stringify(received)}`,
      remedy: OTHER_PORT.en,
    }),
    zh: ({ received }) => ({
      what:
        received === ''
          ? '服务器关闭了连接，没有打开 XMPP 流'
          : `服务器没有打开 XMPP 流，发来 ${JSON.stringify(received)}`,
      remedy: OTHER_PORT.zh,
    }),
  },
  'stream-cut': {
    en: ({ at, received, length }) =>
      `${endpointText(at)} closed the connection before its stream features were complete; ${arrived.en(length, received)}`,
    zh: ({ at, received, length }) => `${endpointText(at)} 在流特征发完之前关闭了连接；${arrived.zh(length, received)}`,
  },
  'stream-unanswered': {
    en: ({ at, timeoutMs, received, length }) =>
      received === ''
        ? {
            what: `${endpointText(at)} accepts connections, but sent nothing within ${timeoutMs} ms`,
            remedy: OTHER_PORT.en,
          }
        : {
            what: `${endpointText(at)} sent no complete stream features within ${timeoutMs} ms; ${arrived.en(length, received)}`,
            remedy: 'if the server is slow, give a longer --timeout',
          },
    zh: ({ at, timeoutMs, received, length }) =>
      received === ''
        ? { what: `${endpointText(at)} 接受连接，但 ${timeoutMs} ms 内没有发送任何内容`, remedy: OTHER_PORT.zh }
        : {
            what: `${timeoutMs} ms 内没有收到 ${endpointText(at)} 的完整流特征；${arrived.zh(length, received)}`,
            remedy: '如服务器较慢，可加大 --timeout',
          },
  },
  plaintext: {
    en: ({ startTls }) => `plaintext is used; StartTLS is ${START_TLS.en[startTls]}`,
    zh: ({ startTls }) => `使用明文；服务器的 StartTLS：${START_TLS.zh[startTls]}`,
  },
  'mechanisms-need-tls': {
    en: ({ isConfigured }) => ({
      what: 'the server requires TLS: it offers no mechanism without it',
      remedy: isConfigured ? 'remove "plaintext: true" of this target from the config file' : 'leave out --plaintext',
    }),
    zh: ({ isConfigured }) => ({
      what: '服务器要求使用 TLS：不加密时不提供任何机制',
      remedy: isConfigured ? '从配置文件的该目标中去掉“plaintext: true”' : '去掉 --plaintext',
    }),
  },
  starttls: {
    en: ({ startTls, protocol, cipher }) => `StartTLS is ${START_TLS.en[startTls]}; ${protocol}, ${cipher}`,
    zh: ({ startTls, protocol, cipher }) => `StartTLS（${START_TLS.zh[startTls]}）；${protocol}，${cipher}`,
  },
  'starttls-not-offered': {
    en: () => ({ what: 'the server does not offer StartTLS', remedy: SET_UP_TLS.en }),
    zh: () => ({ what: '服务器不提供 StartTLS', remedy: SET_UP_TLS.zh }),
  },
  'starttls-not-granted': {
    en: () => ({ what: 'the server offers StartTLS, but refused it', remedy: SET_UP_TLS.en }),
    zh: () => ({ what: '服务器通告了 StartTLS，却拒绝使用', remedy: SET_UP_TLS.zh }),
  },
  'starttls-ended': {
    en: ({ condition }) => `the server ended the stream when asked for TLS${condition === '' ? '' : `: ${condition}`}`,
    zh: ({ condition }) => `请求 TLS 时，服务器结束了流${condition === '' ? '' : `：${condition}`}`,
  },
  'direct-tls': {
    en: ({ protocol, cipher }) => `direct TLS; ${protocol}, ${cipher}`,
    zh: ({ protocol, cipher }) => `直接 TLS；${protocol}，${cipher}`,
  },
  'direct-tls-failed': {
    en: ({ problem }) => ({
      what: problemParts(problem, 'en').what,
      remedy: 'if the port uses StartTLS, write xmpp://',
    }),
    zh: ({ problem }) => ({
      what: problemParts(problem, 'zh').what,
      remedy: '如该端口使用 StartTLS，写作 xmpp://',
    }),
  },
  'no-certificate': {
    en: () => 'without TLS there is no certificate',
    zh: () => '不使用 TLS，没有证书',
  },
  certificate: {
    en: (data) => certificateSentence(data, 'en'),
    zh: (data) => certificateSentence(data, 'zh'),
  },
};

/** How much has arrived, and how it begins. */
const arrived = {
  en: (length: number, beginning: string) => `${counted(length, 'character')} arrived: ${JSON.stringify(beginning)}`,
  zh: (length: number, beginning: string) => `共收到 ${length} 个字符：${JSON.stringify(beginning)}`,
} as const satisfies Record<Language, unknown>;

const OTHER_PORT: Readonly<Record<Language, string>> = {
  en: 'give the port for XMPP clients; if it uses direct TLS, write xmpps://',
  zh: '指明 XMPP 客户端所用的端口；如该端口直接使用 TLS，写作 xmpps://',
};

const SET_UP_TLS: Readonly<Record<Language, string>> = {
  en: 'set up TLS on the server, or use --plaintext on a loopback address',
  zh: '在服务器上配置 TLS；在回环地址上可用 --plaintext 免去 TLS',
};

type Certificate = Extract<ConnectionObservation, { kind: 'certificate' }>;

const CERTIFICATE_WORDS = {
  en: {
    itself: 'itself',
    described: (names: string, issuer: string, until: string) =>
      `the certificate is for ${names}, issued by ${issuer}, valid until ${until}`,
    trusted: 'it is trusted',
    and: ', and ',
    accepted: 'accepted by --insecure',
    acceptAny: 'or accept any certificate with --insecure',
  },
  zh: {
    itself: '其自身',
    described: (names: string, issuer: string, until: string) =>
      `证书用于 ${names}，由 ${issuer} 签发，有效期至 ${until}`,
    trusted: '可信',
    and: '；',
    accepted: '因 --insecure 而接受',
    acceptAny: '或用 --insecure 接受任何证书',
  },
} as const satisfies Record<Language, unknown>;

/** Names, issuer and end of the certificate, then each fault; the remedy has one part for each fault. */
function certificateSentence(certificate: Certificate, lang: Language): Sentence {
  const { subject, names, until, faults, isAccepted } = certificate;
  const { comma, semicolon } = COMMON[lang];
  const words = CERTIFICATE_WORDS[lang];
  const issuer = certificate.issuer === subject ? words.itself : certificate.issuer;
  const described = words.described(names.join(', ') || subject, issuer, until);
  if (faults.length === 0) return `${described}${semicolon}${words.trusted}`;
  const parts = faults.map((fault) => sayParts(CERTIFICATE_FAULTS, fault, { lang, cause: () => '' }));
  const what = `${described}${semicolon}${parts.map((part) => part.what).join(words.and)}`;
  if (isAccepted) return `${what}${semicolon}${words.accepted}`;
  return { what, remedy: [...parts.flatMap(({ remedy = [] }) => remedy), words.acceptAny].join(comma) };
}
