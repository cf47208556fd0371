// The sentences about connections that cannot be made.

import type { ConnectionProblem, Endpoint } from '../model/problem.ts';
import type { Sentences } from './sentence.ts';

/** Problems on the way to a server: host name, TCP, TLS. */
export const CONNECTION_PROBLEMS: Sentences<ConnectionProblem> = {
  'connection-refused': {
    en: ({ at }) => ({
      what: `${endpointText(at)} refused the connection`,
      remedy: 'check that the server runs there',
    }),
    zh: ({ at }) => ({ what: `${endpointText(at)} 拒绝连接`, remedy: '确认服务器在该处运行' }),
  },
  'host-not-found': {
    en: ({ host }) => ({ what: `the host name "${host}" was not found`, remedy: 'check its spelling, and the DNS' }),
    zh: ({ host }) => ({ what: `找不到主机名“${host}”`, remedy: '检查拼写和 DNS' }),
  },
  unreachable: {
    en: ({ at, code }) => ({
      what: `${endpointText(at)} cannot be reached (${code})`,
      remedy: 'check the network between this machine and the server',
    }),
    zh: ({ at, code }) => ({ what: `无法到达 ${endpointText(at)} (${code})`, remedy: '检查本机与服务器之间的网络' }),
  },
  'connection-broken-off': {
    en: ({ at, code }) => `${endpointText(at)} broke the connection off (${code})`,
    zh: ({ at, code }) => `${endpointText(at)} 中断了连接 (${code})`,
  },
  'tls-failed': {
    en: ({ at, reason }) => `TLS with ${endpointText(at)} failed: ${reason}`,
    zh: ({ at, reason }) => `与 ${endpointText(at)} 的 TLS 握手失败：${reason}`,
  },
  'certificate-refused': {
    en: ({ at, domain, reason }) => ({
      what: `the certificate of ${endpointText(at)} for "${domain}" was refused: ${reason}`,
      remedy: 'trust its authority with --ca FILE, or accept any certificate with --insecure',
    }),
    zh: ({ at, domain, reason }) => ({
      what: `${endpointText(at)} 用于“${domain}”的证书不被接受：${reason}`,
      remedy: '用 --ca FILE 信任其签发机构，或用 --insecure 接受任何证书',
    }),
  },
  'authorities-unreadable': {
    en: ({ reason }) => ({
      what: `the certificates of --ca cannot be read: ${reason}`,
      remedy: 'name a file of certificates in PEM',
    }),
    zh: ({ reason }) => ({ what: `无法读取 --ca 的证书：${reason}`, remedy: '指明一个 PEM 格式的证书文件' }),
  },
  'starttls-missing': {
    en: ({ at }) => ({
      what: `${endpointText(at)} offers no StartTLS`,
      remedy: 'ask for plaintext with --plaintext (--insecure only accepts any certificate)',
    }),
    zh: ({ at }) => ({
      what: `${endpointText(at)} 不提供 StartTLS`,
      remedy: '用 --plaintext 改用明文（--insecure 只表示接受任何证书）',
    }),
  },
  'starttls-refused': {
    en: ({ at }) => `${endpointText(at)} offers StartTLS, but refused it`,
    zh: ({ at }) => `${endpointText(at)} 通告了 StartTLS，却拒绝使用`,
  },
};

/** `host:port` as people write it, with brackets around an IPv6 address. */
export function endpointText({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
