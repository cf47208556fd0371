// A server that somebody else runs, given as xmpp://host[:port] (StartTLS) or xmpps://host[:port] (direct TLS).

import { isIP } from 'node:net';
import type { Address, RunningTarget, TargetTraits, TlsMode } from '../model/target.ts';

export interface ExternalOptions {
  /** The XMPP domain, where it is not the host. */
  readonly domain?: string;
  /** `plain` asks for no TLS, which is allowed on loopback only; otherwise the scheme decides. */
  readonly tls?: TlsMode;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly traits?: Partial<TargetTraits>;
}

/** An address that cannot be used; the message tells what to write instead. */
export class AddressError extends Error {}

/** Ports of RFC 6120 14.7 (StartTLS) and XEP-0368 (direct TLS). */
const DEFAULT_PORT = { 'xmpp:': 5222, 'xmpps:': 5223 } as const;

const MAX_PORT = 65_535;

/** A target that is only reached: stopping it does nothing. Throws `AddressError`. */
export function externalTarget(url: string, options: ExternalOptions = {}): RunningTarget {
  return {
    name: url,
    ambient: [],
    limits: {},
    special: {},
    ...options.traits,
    address: parseAddress(url, options),
    cpuMs: () => undefined,
    stop: async () => undefined,
  };
}

/** Reads `xmpp://host[:port]` or `xmpps://host[:port]`. Throws `AddressError`. */
export function parseAddress(url: string, options: ExternalOptions = {}): Address {
  const { scheme, host, port, rest } = parts(url);
  if (host.includes('@')) throw new AddressError(`"${url}" names a user; leave it out and give accounts separately`);
  if (rest !== '') throw new AddressError(`"${url}" goes on with "${rest}"; expected nothing after host and port`);
  if (host === '') throw new AddressError(`"${url}" has no host; expected ${scheme}//host[:port]`);
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return {
    host: bare,
    port: portNumber(url, port, DEFAULT_PORT[scheme]),
    domain: options.domain ?? bare,
    tls: tlsMode(url, scheme, bare, options.tls),
    insecure: options.insecure ?? false,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
}

function parts(url: string) {
  const found = /^(xmpps?:)\/\/(\[[^\]]*\]|[^:/?#]*)(?::([^/?#]*))?(.*)$/is.exec(url);
  if (found === null) throw new AddressError(`expected xmpp://host[:port] or xmpps://host[:port], got "${url}"`);
  const scheme = found[1]?.toLowerCase() === 'xmpps:' ? 'xmpps:' : 'xmpp:';
  return { scheme, host: found[2] ?? '', port: found[3], rest: found[4] ?? '' } as const;
}

function portNumber(url: string, port: string | undefined, otherwise: number): number {
  if (port === undefined) return otherwise;
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  if (number >= 1 && number <= MAX_PORT) return number;
  throw new AddressError(`"${url}" has port "${port}"; expected a number from 1 to ${MAX_PORT}`);
}

function tlsMode(url: string, scheme: keyof typeof DEFAULT_PORT, host: string, wanted?: TlsMode): TlsMode {
  const natural = scheme === 'xmpps:' ? 'direct' : 'starttls';
  if (wanted === undefined || wanted === natural) return natural;
  if (wanted !== 'plain' || natural === 'direct') {
    throw new AddressError(
      `"${url}" means ${natural}, but ${wanted} was asked for; xmpps:// is direct TLS, xmpp:// is not`,
    );
  }
  if (isLoopback(host)) return 'plain';
  throw new AddressError(`plaintext is for loopback addresses, "${url}" is none; use TLS`);
}

/** True for 127.0.0.0/8, ::1 and the names that RFC 6761 6.3 keeps for them. */
function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || /(^|\.)localhost\.?$/i.test(host);
}
