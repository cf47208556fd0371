// A server that runs already, at an address: xmpp://host[:port] (StartTLS) or xmpps://host[:port] (direct TLS).

import { isIP } from 'node:net';
import type { AddressProblem } from '../model/problem.ts';
import type { Address, RunningTarget, TargetTraits, TlsMode } from '../model/target.ts';
import { ProblemError } from '../wording/problems.ts';
import { publicAddress } from '../wording/secrets.ts';

export interface ExternalOptions extends AddressOptions {
  readonly traits?: Partial<TargetTraits>;
}

/** A server that runs already, by its address (see `parseAddress`). Stopping it does nothing. Throws `ProblemError`. */
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

interface AddressOptions {
  /** The XMPP domain, where it is not the host. */
  readonly domain?: string | undefined;
  /** Use no TLS; `configured`: because the config file says so. Allowed on loopback addresses only. */
  readonly plaintext?: boolean | 'configured' | undefined;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
  /** Accept any certificate. */
  readonly insecure?: boolean | undefined;
}

type Scheme = 'xmpp:' | 'xmpps:';

/** Ports of RFC 6120 14.7 (StartTLS) and XEP-0368 (direct TLS). */
const DEFAULT_PORT: Readonly<Record<Scheme, number>> = { 'xmpp:': 5222, 'xmpps:': 5223 };

const MAX_PORT = 65_535;

/** Reads `xmpp://host[:port]` or `xmpps://host[:port]`. Throws `ProblemError` with an `AddressProblem`. */
export function parseAddress(url: string, options: AddressOptions = {}): Address {
  const { scheme, host, port, rest } = split(url);
  if (/^\w+:\/\/.*@/s.test(url)) throw refusal({ kind: 'address-has-user', url });
  if (rest !== '') throw refusal({ kind: 'address-too-long', url, rest });
  if (host === '') throw refusal({ kind: 'address-has-no-host', url });
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return {
    host: bare,
    port: port === undefined ? DEFAULT_PORT[scheme] : portNumber(url, port),
    domain: options.domain ?? bare,
    tls: options.plaintext ? plaintextMode(url, scheme, bare) : scheme === 'xmpps:' ? 'direct' : 'starttls',
    ...(options.plaintext === 'configured' && { isPlaintextConfigured: true }),
    insecure: options.insecure ?? false,
    ca: options.ca,
  };
}

/** The problem as an error. What may be a password in the address is hidden. */
function refusal(problem: AddressProblem): ProblemError {
  const { url, ...rest } = problem;
  return new ProblemError({ ...rest, url: publicAddress(url) } as AddressProblem);
}

function split(url: string) {
  const found = /^(xmpps?:)\/\/(\[[^\]]*\]|[^:/?#]*)(?::([^/?#]*))?(.*)$/is.exec(url);
  if (found === null) throw refusal({ kind: 'address-malformed', url });
  const scheme: Scheme = found[1]?.toLowerCase() === 'xmpps:' ? 'xmpps:' : 'xmpp:';
  return { scheme, host: found[2] ?? '', port: found[3], rest: found[4] ?? '' };
}

function portNumber(url: string, port: string): number {
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  if (number >= 1 && number <= MAX_PORT) return number;
  throw refusal({ kind: 'address-port-invalid', url, port: /^\d*$/.test(port) ? port : '(hidden)' });
}

function plaintextMode(url: string, scheme: Scheme, host: string): TlsMode {
  if (scheme === 'xmpps:') throw refusal({ kind: 'address-needs-tls', url });
  if (isLoopback(host)) return 'plain';
  throw refusal({ kind: 'plaintext-not-loopback', url });
}

/** True for 127.0.0.0/8, ::1 and the names that RFC 6761 6.3 keeps for them. */
function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || /(^|\.)localhost\.?$/i.test(host);
}
