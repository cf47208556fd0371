// The way that one server takes to another, as far as it shows from this machine: look-up, port, TLS, certificate, dialback.
// The servers may see more, or less, so what is amiss here is a hint: the pings decide.

import { Resolver } from 'node:dns/promises';
import type { Socket } from 'node:net';
import type { Endpoint, Phase } from '../model/problem.ts';
import { ProblemError } from '../wording/problems.ts';
import { explain } from '../xmpp/explain.ts';
import { tlsOptionsFor } from '../xmpp/stream-sockets.ts';
import { type Checklist, type CheckResult, failed, NO_PREREQUISITE } from './checklist.ts';
import { askForTls, type Greeting, greet, hangUp, openSocket, resolveHost } from './stream-probe.ts';
import { faultsOf, shakeHands, type TlsFacts } from './tls-certificate.ts';

/** The port of servers for other servers, where no SRV record names one (RFC 6120 3.2.2). */
const DEFAULT_PORT = 5269;

/** The server that is looked for, and on whose behalf. */
export interface RouteRequest {
  readonly domain: string;
  /** The domain of the server that connects. */
  readonly from: string;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
  /** Where a launched server listens for others: the tester is the name server of launched servers. */
  readonly answered?: Endpoint | undefined;
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Connected {
  readonly socket: Socket;
  readonly at: Endpoint;
}

interface Opened extends Connected {
  readonly greeting: Greeting;
}

interface Secured extends Opened {
  readonly facts: TlsFacts;
}

/** Looks up, connects, and reads what the server offers to others. What fails is a failed check. */
export async function checkRoute(list: Checklist, request: RouteRequest): Promise<void> {
  const found = await list.check('resolution', NO_PREREQUISITE, () => hint(resolve(request)));
  const connection = await list.check('connection', found, (at) => hint(connect(request, at)));
  try {
    const stream = await list.check('stream', connection, (connected) => hint(open(request, connected)));
    const tls = await list.check('tls', stream, (opened) => hint(secure(request, opened)));
    await list.check('certificate', tls, (secured) => judge(request, secured));
    const last = tls.value === undefined ? stream : tls;
    await list.check('dialback', last, (opened) => hint(askDialback(request, opened)));
  } finally {
    if (connection.value !== undefined) await hangUp(connection.value.socket);
  }
}

/** What does not work from here may work between the servers. */
const hint = <T>(look: Promise<CheckResult<T>>): Promise<CheckResult<T>> =>
  look.catch((error: unknown) => ({ ...failed(error), status: 'missing' }));

async function resolve(request: RouteRequest): Promise<CheckResult<Endpoint>> {
  const { domain, answered } = request;
  if (answered !== undefined)
    return { status: 'ok', seen: { kind: 'service-answered', domain, at: answered }, value: answered };
  const [value] = isNeverLookedUp(domain) ? [] : await servicesOf(request);
  if (value !== undefined) return { status: 'ok', seen: { kind: 'service-found', domain, at: value }, value };
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]);
  const [host] = isNeverLookedUp(domain) ? [] : await resolveHost(domain, signal).catch(() => []);
  if (host === undefined) return { status: 'missing', seen: { kind: 'domain-unresolved', domain } };
  const at = { host, port: DEFAULT_PORT };
  return { status: 'ok', seen: { kind: 'domain-resolved', domain, at }, value: at };
}

/** Names that stay on this machine, or name nothing (RFC 6761 6.3, 6.4). */
const isNeverLookedUp = (domain: string): boolean => /(^|\.)(localhost|invalid)\.?$/i.test(domain);

/** The servers of the SRV records, the first one first (RFC 6120 3.2.1); none where the look-up finds none. */
async function servicesOf({ domain, timeoutMs, signal }: RouteRequest): Promise<readonly Endpoint[]> {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  const records = await resolver.resolveSrv(`_xmpp-server._tcp.${domain}`).catch(() => []);
  signal.removeEventListener('abort', cancel);
  const sorted = records.toSorted((a, b) => a.priority - b.priority);
  return sorted.filter(({ name }) => name !== '').map(({ name, port }) => ({ host: name, port }));
}

/** A wait of a negotiation. */
interface Wait {
  readonly phase: Phase;
  readonly at: Endpoint;
}

/** Bounds a wait. Rejects with a `ProblemError`. */
async function bounded<T>(
  { domain, ca, timeoutMs, signal }: RouteRequest,
  { phase, at }: Wait,
  job: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await job(AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (timeout.aborted) throw new ProblemError({ kind: 'phase-expired', phase, at, timeoutMs }, { cause: error });
    const address = { ...at, domain, ca, tls: 'starttls', insecure: true } as const;
    throw new ProblemError(explain(error, phase, address), { cause: error });
  }
}

async function connect(request: RouteRequest, at: Endpoint): Promise<CheckResult<Connected>> {
  const wait = { phase: 'connect', at } as const;
  const socket = await bounded(request, wait, (signal) => openSocket(at.host, at.port, signal));
  return { status: 'ok', seen: { kind: 'connected', at }, value: { socket, at } };
}

async function open(request: RouteRequest, { socket, at }: Connected): Promise<CheckResult<Opened>> {
  const { domain } = request;
  const wait = { phase: 'features', at } as const;
  const greeting = await bounded(request, wait, (signal) => greet(socket, request, signal));
  const { error } = greeting;
  if (error !== undefined)
    return { status: 'missing', seen: { kind: 'server-stream-refused', domain, condition: error } };
  return { status: 'ok', seen: { kind: 'server-stream-opened', domain }, value: { socket, at, greeting } };
}

async function secure(request: RouteRequest, opened: Opened): Promise<CheckResult<Secured>> {
  const { startTls } = opened.greeting;
  if (startTls === 'missing') return { status: 'missing', seen: { kind: 'server-plaintext' } };
  const wait = { phase: 'tls', at: opened.at } as const;
  const answer = await bounded(request, wait, (signal) => askForTls(opened.socket, signal));
  if (answer !== 'proceed') return { status: 'missing', seen: { kind: 'server-tls-refused' } };
  const options = tlsOptionsFor({ ...opened.at, ...request, tls: 'starttls', insecure: true });
  const facts = await bounded(request, wait, (signal) => shakeHands(opened.socket, options, signal));
  const { protocol, cipher } = facts;
  return { status: 'ok', seen: { kind: 'starttls', startTls, protocol, cipher }, value: { ...opened, facts } };
}

/** Without a valid certificate a server needs dialback to prove its domain (XEP-0220). */
async function judge({ domain, ca }: RouteRequest, { facts }: Secured): Promise<CheckResult<true>> {
  const { subject, names, issuer, validTo } = facts.certificate;
  const faults = faultsOf(facts.certificate, { domain, ca });
  const until = validTo.toISOString().slice(0, 10);
  const seen = { kind: 'server-certificate', subject, names, issuer, until, faults } as const;
  return { status: faults.length === 0 ? 'ok' : 'missing', seen };
}

/** Under TLS the stream begins again, with other features (RFC 6120 5.4.3.3). */
async function askDialback(request: RouteRequest, opened: Opened | Secured): Promise<CheckResult<true>> {
  const wait = { phase: 'features', at: opened.at } as const;
  const secured = 'facts' in opened ? opened.facts.socket : undefined;
  const greeting =
    secured === undefined
      ? opened.greeting
      : await bounded(request, wait, (signal) => greet(secured, request, signal)).finally(() => secured.destroy());
  if (greeting.hasDialback) return { status: 'ok', seen: { kind: 'dialback-declared' } };
  return { status: 'missing', seen: { kind: 'dialback-not-declared' } };
}
