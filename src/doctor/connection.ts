// The checks of the way to a server, also before a run: whether it can be tested at all.

import { isIP, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { Endpoint, Phase } from '../model/problem.ts';
import type { Address } from '../model/target.ts';
import { ProblemError, problemOf } from '../wording/problems.ts';
import { explain } from '../xmpp/explain.ts';
import { tlsOptionsFor } from '../xmpp/stream-sockets.ts';
import { CheckFailure, Checklist, type CheckResult, NO_PREREQUISITE, type Prerequisite } from './checklist.ts';
import type { Observation, ReportedCheck } from './reported-check.ts';
import {
  askForTls,
  type Greeting,
  greet,
  hangUp,
  Incomplete,
  NoStream,
  openSocket,
  resolveHost,
} from './stream-probe.ts';
import { judgeCertificate, shakeHands, type TlsFacts } from './tls-certificate.ts';

/**
 * Bounds look-up and connecting together, in milliseconds: a host that drops packets never answers. TCP sends its first
 * packet again after 1 s, so one lost packet does not fail the check.
 */
const CONNECT_TIMEOUT_MS = 2000;

/** Characters shown of an answer: enough to recognise another protocol. */
const SHOWN_LENGTH = 60;

/** The way to a server, and how long to wait on it. */
export interface Way {
  readonly address: Address;
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Gives up every wait. */
  readonly signal: AbortSignal;
}

interface Route extends Way {
  /** When look-up and connecting are given up, as `performance.now()`. */
  readonly connectBy: number;
}

/** Connects to the server and hangs up. Has a value when a stream opens, under TLS unless plaintext is wanted; what fails is a failed check. */
export async function checkConnection(list: Checklist, way: Way): Promise<Prerequisite<true>> {
  const connectBy = performance.now() + Math.min(way.timeoutMs, CONNECT_TIMEOUT_MS);
  const route = { ...way, connectBy };
  const host = await list.check('host', NO_PREREQUISITE, () => lookUp(route));
  const connection = await list.check('connection', host, () => connect(route));
  try {
    return await (route.address.tls === 'direct' ? tlsFirst : streamFirst)(list, route, connection);
  } finally {
    if (connection.value !== undefined) await hangUp(connection.value);
  }
}

async function streamFirst(list: Checklist, route: Route, connection: Prerequisite<Socket>) {
  const stream = await list.check('stream', connection, (socket) => openStream(route, socket));
  const tls = await list.check<OpenedStream, TlsFacts | 'plain'>('tls', stream, (opened) =>
    route.address.tls === 'plain' ? withoutTls(route, opened) : upgrade(route, opened),
  );
  return list.check('certificate', tls, async (facts) => judgeCertificate(facts, route.address));
}

async function tlsFirst(list: Checklist, route: Route, connection: Prerequisite<Socket>): Promise<Prerequisite<true>> {
  const tls = await list.check('tls', connection, (socket) => direct(route, socket));
  const trusted = await list.check('certificate', tls, async (facts) => judgeCertificate(facts, route.address));
  const secured: Prerequisite<TLSSocket> = { ...trusted, value: trusted.value && tls.value?.socket };
  const stream = await list.check('stream', secured, (socket) => openStream(route, socket));
  return { ...stream, value: stream.value && true };
}

interface Wait {
  readonly phase: Phase;
  readonly limitMs: number;
  /** What is observed when nothing more arrives, from what has been received. */
  readonly expired: (received: string) => Observation;
}

/**
 * Bounds a wait. Rejects with `CheckFailure` when it expires, with `NoStream` or `Incomplete`, and with a `ProblemError`
 * for every other error.
 */
async function bounded<T>(
  { address, signal }: Route,
  { phase, limitMs, expired }: Wait,
  job: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(limitMs);
  try {
    return await job(AbortSignal.any([signal, timeout]));
  } catch (error) {
    const received = error instanceof Incomplete ? error.received : '';
    if (timeout.aborted) throw new CheckFailure(expired(received), { cause: error });
    if (error instanceof NoStream || error instanceof Incomplete) throw error;
    throw new ProblemError(explain(error, phase, address), { cause: error });
  }
}

/** The wait for the next step of a negotiation. */
function stepOf(route: Route, phase: Phase): Wait {
  const { timeoutMs: limitMs } = route;
  const problem = { kind: 'phase-expired', phase, at: endpointOf(route), timeoutMs: limitMs } as const;
  return { phase, limitMs, expired: () => ({ kind: 'problem', problem }) };
}

const endpointOf = ({ address: { host, port } }: Route): Endpoint => ({ host, port });

async function lookUp(route: Route): Promise<CheckResult<true>> {
  const { host } = route.address;
  if (isIP(host) !== 0) return { status: 'ok', seen: { kind: 'host-is-address', host }, value: true };
  const wait = connecting(route, (timeoutMs) => ({ kind: 'host-unanswered', host, timeoutMs }));
  const addresses = await bounded(route, wait, (signal) => resolveHost(host, signal));
  return { status: 'ok', seen: { kind: 'host-resolved', host, addresses }, value: true };
}

async function connect(route: Route): Promise<CheckResult<Socket>> {
  const { host, port } = route.address;
  const wait = connecting(route, (timeoutMs) => ({ kind: 'connection-unanswered', at: { host, port }, timeoutMs }));
  const value = await bounded(route, wait, (signal) => openSocket(host, port, signal));
  return { status: 'ok', seen: { kind: 'connected', at: { host: value.remoteAddress ?? host, port } }, value };
}

/** A wait within the time that is left to connect. */
function connecting({ connectBy }: Route, expired: (timeoutMs: number) => Observation): Wait {
  const limitMs = Math.max(0, Math.ceil(connectBy - performance.now()));
  return { phase: 'connect', limitMs, expired: () => expired(limitMs) };
}

interface OpenedStream {
  readonly socket: Socket;
  readonly greeting: Greeting;
}

async function openStream(route: Route, socket: Socket): Promise<CheckResult<OpenedStream>> {
  const { domain } = route.address;
  const { timeoutMs: limitMs } = route;
  const at = endpointOf(route);
  const expired = (received: string): Observation => ({
    kind: 'stream-unanswered',
    at,
    timeoutMs: limitMs,
    ...shownOf(received),
  });
  try {
    const greeting = await bounded(route, { phase: 'features', limitMs, expired }, (s) => greet(socket, { domain }, s));
    const { error } = greeting;
    if (error !== undefined) return { status: 'failed', seen: { kind: 'stream-refused', domain, condition: error } };
    return { status: 'ok', seen: { kind: 'stream-opened', domain }, value: { socket, greeting } };
  } catch (error) {
    if (error instanceof NoStream) return { status: 'failed', seen: { kind: 'no-stream', ...shownOf(error.received) } };
    if (!(error instanceof Incomplete)) throw error;
    return { status: 'failed', seen: { kind: 'stream-cut', at, ...shownOf(error.received) } };
  }
}

/** How an answer begins, and its length in characters. */
const shownOf = (received: string) => ({ received: received.slice(0, SHOWN_LENGTH), length: received.length });

async function withoutTls({ address }: Route, { greeting }: OpenedStream): Promise<CheckResult<'plain'>> {
  const { startTls, hasMechanisms } = greeting;
  if (startTls !== 'missing' && !hasMechanisms) {
    const isConfigured = address.isPlaintextConfigured === true;
    return { status: 'failed', seen: { kind: 'mechanisms-need-tls', isConfigured } };
  }
  return { status: 'ok', seen: { kind: 'plaintext', startTls }, value: 'plain' };
}

async function upgrade(route: Route, { socket, greeting: { startTls } }: OpenedStream): Promise<CheckResult<TlsFacts>> {
  if (startTls === 'missing') return { status: 'failed', seen: { kind: 'starttls-not-offered' } };
  const answer = await bounded(route, stepOf(route, 'tls'), (signal) => askForTls(socket, signal));
  if (answer === 'failure') return { status: 'failed', seen: { kind: 'starttls-not-granted' } };
  if (answer !== 'proceed') return { status: 'failed', seen: { kind: 'starttls-ended', condition: answer.error } };
  const value = await secure(route, socket);
  const { protocol, cipher } = value;
  return { status: 'ok', seen: { kind: 'starttls', startTls, protocol, cipher }, value };
}

async function direct(route: Route, socket: Socket): Promise<CheckResult<TlsFacts>> {
  try {
    const value = await secure(route, socket);
    return { status: 'ok', seen: { kind: 'direct-tls', protocol: value.protocol, cipher: value.cipher }, value };
  } catch (error) {
    if (error instanceof CheckFailure) throw error;
    return { status: 'failed', seen: { kind: 'direct-tls-failed', problem: problemOf(error) } };
  }
}

function secure(route: Route, socket: Socket): Promise<TlsFacts> {
  return bounded(route, stepOf(route, 'tls'), (signal) => shakeHands(socket, tlsOptionsFor(route.address), signal));
}

/** A server that is being started answers after seconds; a new connection each quarter of a second is no load. */
const POLL_MS = 250;

/** Connections in a row that may be cut: a network that cuts one in ten would otherwise end one run in ten. */
const ATTEMPTS = 5;

/** The checks that a server fails while it starts. */
const STARTING: readonly string[] = ['host', 'connection', 'stream'];

/** Whether the obstacle may be that the server has not started yet. */
export const passesWithTime = ({ name }: ReportedCheck): boolean => STARTING.includes(name);

/** The first check of the connection that fails; undefined when a stream opens, under TLS unless plaintext is wanted. */
export async function findObstacle(way: Way): Promise<ReportedCheck | undefined> {
  let obstacle: ReportedCheck | undefined;
  for (let made = 0; made < ATTEMPTS && !way.signal.aborted; made += 1) {
    obstacle = await knock(way);
    if (obstacle === undefined || !isCut(obstacle.seen)) break;
  }
  return obstacle;
}

async function knock(way: Way): Promise<ReportedCheck | undefined> {
  const list = new Checklist(way.signal);
  const { value } = await checkConnection(list, way);
  return value === undefined ? list.reported.find(({ status }) => status === 'failed') : undefined;
}

/** Whether another connection may get further: as in a run, which tries again after an <internal-server-error/>. */
function isCut(seen: Observation): boolean {
  if (seen.kind === 'stream-refused') return seen.condition === 'internal-server-error';
  if (seen.kind === 'no-stream') return seen.received === '';
  if (seen.kind === 'starttls-ended') return seen.condition === '';
  if (seen.kind === 'stream-cut') return true;
  return 'problem' in seen && seen.problem.kind === 'connection-broken-off';
}

/**
 * Polls until the server opens a stream, or until that time of `performance.now()`. Tries at least once. Resolves with the
 * obstacle that remains; one that time does not remove, such as a certificate, ends the wait. Never rejects.
 */
export async function awaitServer(way: Way, until: number): Promise<ReportedCheck | undefined> {
  for (;;) {
    const leftMs = Math.max(POLL_MS, Math.ceil(until - performance.now()));
    const obstacle = await findObstacle({ ...way, timeoutMs: Math.min(way.timeoutMs, leftMs) });
    const isOver = way.signal.aborted || performance.now() + POLL_MS >= until;
    if (obstacle === undefined || !passesWithTime(obstacle) || isOver) return obstacle;
    await pause(POLL_MS, undefined, { signal: way.signal }).catch(() => undefined);
  }
}
