// What TLS a server speaks and what its certificate says, whether it is trusted or not.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** A certificate as the server shows it; the first of its chain. */
export interface CertificateFacts {
  readonly subject: string;
  /** DNS names and addresses it is for. */
  readonly names: readonly string[];
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** OpenSSL's code of why it is not trusted, such as `DEPTH_ZERO_SELF_SIGNED_CERT`; absent: it is. */
  readonly distrust?: string;
  /** Whether it is for the domain that the options ask for. */
  readonly isForDomain: boolean;
}

export interface TlsFacts {
  /** Speaks on under TLS; closing it is left to the caller. */
  readonly socket: TLSSocket;
  /** `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: CertificateFacts;
}

/** Puts TLS over a connected socket, whatever the certificate. Rejects with the error of TLS, and when the signal aborts. */
export async function shakeHands(plain: Socket, options: ConnectionOptions, signal: AbortSignal): Promise<TlsFacts> {
  // The name is checked apart from the trust, so that each can be told.
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

/** Node.js puts each part of a distinguished name on a line of its own. */
const oneLine = (name: string | undefined): string => (name ?? '').trim().replaceAll('\n', ', ');
