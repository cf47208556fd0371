// The way to the server: host name, TCP, TLS, an XML stream for the domain.

import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Phase } from '../model/problem.ts';
import type { Address } from '../model/target.ts';
import { ProblemError, problemOf } from '../wording/problems.ts';
import { explain } from '../xmpp/explain.ts';
import { createTlsOptions } from '../xmpp/tls-options.ts';
import { judgeCertificate } from './certificate.ts';
import { type Checklist, type CheckResult, NO_PREREQUISITE, type Prerequisite } from './checklist.ts';
import { askForTls, type Greeting, greet, NoStream, openSocket, resolveHost } from './stream-probe.ts';
import { shakeHands, type TlsFacts } from './tls-handshake.ts';

interface Route {
  readonly address: Address;
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** Connects to the server and hangs up. Has a value when a stream opens, under TLS unless plaintext is wanted. */
export async function checkConnection(list: Checklist, route: Route): Promise<Prerequisite<true>> {
  const host = await list.check('host', NO_PREREQUISITE, () => lookUp(route));
  const connection = await list.check('connection', host, () => connect(route));
  try {
    return await (route.address.tls === 'direct' ? tlsFirst : streamFirst)(list, route, connection);
  } finally {
    connection.value?.destroy();
  }
}

async function streamFirst(list: Checklist, route: Route, connection: Prerequisite<Socket>) {
  const stream = await list.check('stream', connection, (socket) => openStream(route, socket));
  const tls = await list.check<OpenedStream, TlsFacts | 'plain'>('tls', stream, (opened) =>
    route.address.tls === 'plain' ? withoutTls(opened) : upgrade(route, opened),
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

/** Bounds a wait. Rejects with a `ProblemError`, and passes `NoStream` on. */
async function bounded<T>(route: Route, phase: Phase, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(route.timeoutMs);
  try {
    return await job(signal);
  } catch (error) {
    if (error instanceof NoStream) throw error;
    const { address, timeoutMs } = route;
    const at = { host: address.host, port: address.port };
    const expired = { kind: 'phase-expired', phase, at, timeoutMs } as const;
    throw new ProblemError(signal.aborted ? expired : explain(error, phase, address), { cause: error });
  }
}

async function lookUp(route: Route): Promise<CheckResult<true>> {
  const { host } = route.address;
  if (isIP(host) !== 0) return { status: 'ok', seen: { kind: 'host-is-address', host }, value: true };
  const addresses = await bounded(route, 'connect', (signal) => resolveHost(host, signal));
  return { status: 'ok', seen: { kind: 'host-resolved', host, addresses }, value: true };
}

async function connect(route: Route): Promise<CheckResult<Socket>> {
  const { host, port } = route.address;
  const value = await bounded(route, 'connect', (signal) => openSocket(host, port, signal));
  return { status: 'ok', seen: { kind: 'connected', at: { host: value.remoteAddress ?? host, port } }, value };
}

interface OpenedStream {
  readonly socket: Socket;
  readonly greeting: Greeting;
}

async function openStream(route: Route, socket: Socket): Promise<CheckResult<OpenedStream>> {
  const { domain } = route.address;
  try {
    const greeting = await bounded(route, 'features', (signal) => greet(socket, domain, signal));
    const { error } = greeting;
    if (error !== undefined) return { status: 'failed', seen: { kind: 'stream-refused', domain, condition: error } };
    return { status: 'ok', seen: { kind: 'stream-opened', domain }, value: { socket, greeting } };
  } catch (error) {
    if (!(error instanceof NoStream)) throw error;
    return { status: 'failed', seen: { kind: 'no-stream', received: error.received } };
  }
}

async function withoutTls({ greeting: { startTls } }: OpenedStream): Promise<CheckResult<'plain'>> {
  return { status: 'ok', seen: { kind: 'plaintext', startTls }, value: 'plain' };
}

async function upgrade(route: Route, { socket, greeting: { startTls } }: OpenedStream): Promise<CheckResult<TlsFacts>> {
  if (startTls === 'missing') return { status: 'failed', seen: { kind: 'starttls-not-offered' } };
  const answer = await bounded(route, 'tls', (signal) => askForTls(socket, signal));
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
    return { status: 'failed', seen: { kind: 'direct-tls-failed', problem: problemOf(error) } };
  }
}

function secure(route: Route, socket: Socket): Promise<TlsFacts> {
  return bounded(route, 'tls', (signal) => shakeHands(socket, createTlsOptions(route.address)(), signal));
}
