// The sockets of a stream, and their TLS.

import { X509Certificate } from 'node:crypto';
import { isIP, Socket } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { domainToASCII } from 'node:url';
import type { FamilySocket } from '@xmpp/client-core';
import type { Address } from '../model/target.ts';
import { messageOf, ProblemError } from '../wording/problems.ts';

/** The sockets of one stream until they have closed: with StartTLS, the plain one and the one over it. */
export class StreamSockets {
  readonly #open = new Set<Socket>();
  readonly #onAllClosed: () => void;
  #current: Socket | undefined;
  #saidGoodbye = false;

  constructor(onAllClosed: () => void) {
    this.#onAllClosed = onAllClosed;
  }

  /** The socket that was added last: the stream is read from it and written to it. */
  get current(): Socket | undefined {
    return this.#current;
  }

  add(socket: Socket | undefined): void {
    if (socket === undefined) return;
    this.#current = socket;
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      if (this.#open.size === 0) this.#onAllClosed();
    });
  }

  /** Closes this side of the stream, once, if it can be written to. */
  sayGoodbye(): void {
    const socket = this.#current;
    if (this.#saidGoodbye || socket === undefined || socket.connecting || !socket.writable) return;
    this.#saidGoodbye = true;
    socket.write('</stream:stream>');
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/** The socket of Node.js behind a socket of the library. */
export function socketOf(socket: FamilySocket | null): Socket | undefined {
  const inner = socket !== null && 'socket' in socket ? socket.socket : socket;
  return inner instanceof Socket ? inner : undefined;
}

const known = new WeakMap<Address, ConnectionOptions>();

/**
 * TLS options for `address`: they ask for its domain and check the certificate for it (RFC 6120 13.7.2), not for the host
 * name. Made once for all streams: reading the authorities costs more than a handshake. Throws `authorities-unreadable` for
 * an `address.ca` that holds no certificates.
 */
export function tlsOptionsFor(address: Address): ConnectionOptions {
  const options = known.get(address) ?? makeTlsOptions(address);
  known.set(address, options);
  return options;
}

/** What certificates say, by their fingerprints; a server has one or a few. */
const described = new Map<string, PeerCertificate>();
const MOST_DESCRIBED = 16;

/**
 * Every handshake checks the certificate. To check its name, Node.js describes each certificate of the chain, which takes 0.3
 * to 0.6 ms: here the certificate of the server is described, and the same one once.
 */
export function describeOnce(socket: TLSSocket): void {
  const nodes = socket.getPeerCertificate.bind(socket);
  const describe = (): PeerCertificate => {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return nodes();
    const known = described.get(certificate.fingerprint256) ?? certificate.toLegacyObject();
    if (described.size < MOST_DESCRIBED) described.set(certificate.fingerprint256, known);
    return known;
  };
  socket.getPeerCertificate = describe as TLSSocket['getPeerCertificate'];
}

function makeTlsOptions(address: Address): ConnectionOptions {
  const name = domainToASCII(address.domain) || address.domain;
  return {
    // An IP address is not allowed as a server name (RFC 6066 3).
    servername: isIP(name) ? '' : name,
    rejectUnauthorized: !address.insecure,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    secureContext: readAuthorities(address.ca),
  };
}

function readAuthorities(ca: string | undefined): SecureContext {
  if (ca === undefined) return createSecureContext();
  try {
    // TLS would silently trust no authority if the text held no certificate.
    new X509Certificate(ca);
    return createSecureContext({ ca });
  } catch (error) {
    throw new ProblemError({ kind: 'authorities-unreadable', reason: messageOf(error) }, { cause: error });
  }
}
