// The TLS of a server and its certificate, trusted or not.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Address } from '../model/target.ts';
import type { CheckResult } from './checklist.ts';
import type { CertificateFault } from './reported-check.ts';

/** Codes of OpenSSL that concern the dates, which are compared here. */
const DATE_CODES: readonly (string | undefined)[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

/** Has a value when a run would continue: the certificate is valid, or `--insecure` accepts it, or there is no TLS. */
export function judgeCertificate(facts: TlsFacts | 'plain', address: Address): CheckResult<true> {
  if (facts === 'plain') return { status: 'not tried', seen: { kind: 'no-certificate' }, value: true };
  const { subject, names, issuer, validTo } = facts.certificate;
  const faults = faultsOf(facts.certificate, address);
  const isAccepted = address.insecure;
  const seen = { kind: 'certificate', subject, names, issuer, until: day(validTo), faults, isAccepted } as const;
  return faults.length === 0 || isAccepted ? { status: 'ok', seen, value: true } : { status: 'failed', seen };
}

/** What is wrong with the certificate of the server of the domain. `ca`: see `Address`. */
export function faultsOf(
  certificate: CertificateFacts,
  { ca, domain }: Pick<Address, 'ca' | 'domain'>,
): readonly CertificateFault[] {
  const now = new Date();
  const { distrust, validFrom, validTo, isForDomain } = certificate;
  const faults: CertificateFault[] = [];
  if (distrust !== undefined && !DATE_CODES.includes(distrust)) faults.push(distrusted(distrust, ca !== undefined));
  if (validTo < now) faults.push({ kind: 'expired' });
  if (validFrom > now) faults.push({ kind: 'not-yet-valid', from: day(validFrom) });
  if (!isForDomain) faults.push({ kind: 'domain-other', domain });
  return faults;
}

function distrusted(code: string, hasCa: boolean): CertificateFault {
  if (hasCa) return { kind: 'authority-other', code };
  return code === SELF_SIGNED ? { kind: 'self-signed' } : { kind: 'authority-unknown', code };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** The first certificate of the chain that the server sends. */
export interface CertificateFacts {
  readonly subject: string;
  /** DNS names and addresses that it is for. */
  readonly names: readonly string[];
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Why it is not trusted, as a code of OpenSSL such as `DEPTH_ZERO_SELF_SIGNED_CERT`; absent: it is trusted. */
  readonly distrust?: string;
  /** Whether it is for the domain that the options ask for. */
  readonly isForDomain: boolean;
}

export interface TlsFacts {
  /** Continues the stream under TLS. The caller closes it. */
  readonly socket: TLSSocket;
  /** `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: CertificateFacts;
}

/** Starts TLS on a connected socket and accepts any certificate. Rejects with the error of TLS, and when the signal aborts. */
export async function shakeHands(plain: Socket, options: ConnectionOptions, signal: AbortSignal): Promise<TlsFacts> {
  // Trust and domain are checked separately, so that each fault is reported.
  const socket = connect({
    ...options,
    socket: plain,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  await once(socket, 'secureConnect', { signal });
  socket.on('error', () => undefined);
  return {
    socket,
    protocol: socket.getProtocol() ?? 'TLS',
    cipher: socket.getCipher().standardName,
    certificate: certificateOf(socket, options),
  };
}

function certificateOf(socket: TLSSocket, options: ConnectionOptions): CertificateFacts {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) throw new Error('the server shows no certificate');
  const { subject, issuer, subjectAltName = '', validFrom, validTo } = certificate;
  return {
    subject: oneLine(subject),
    names: subjectAltName.split(', ').flatMap((name) => name.match(/^(?:DNS|IP Address):(.+)$/)?.[1] ?? []),
    issuer: oneLine(issuer),
    validFrom: new Date(validFrom),
    validTo: new Date(validTo),
    ...(socket.authorized ? {} : { distrust: String(socket.authorizationError) }),
    isForDomain: options.checkServerIdentity?.('', certificate.toLegacyObject()) === undefined,
  };
}

/** A distinguished name on one line: Node.js puts each part on a line of its own. */
const oneLine = (name: string | undefined): string => (name ?? '').trim().replaceAll('\n', ', ');
