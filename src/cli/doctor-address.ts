// The way to the server: host name, TCP, TLS, an XML stream for the domain.

import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Address } from '../model.ts';
import { askForTls, type Greeting, greet, NoStream, openSocket, resolveHost } from '../target/diagnose.ts';
import { shakeHands, type TlsFacts } from '../target/diagnose-tls.ts';
import { describeWait, explain, messageOf, type Phase, placeOf } from '../xmpp/explain.ts';
import { createTlsOptions } from '../xmpp/tls-options.ts';
import { judgeCertificate } from './doctor-certificate.ts';
import { type Checked, NOTHING, type Seen, type Sheet } from './doctor-sheet.ts';

interface Way {
  readonly address: Address;
  readonly timeoutMs: number;
}

/** Walks to the server and hangs up. Has a value when a stream opens, under TLS where TLS is wanted. */
export async function checkWay(sheet: Sheet, way: Way): Promise<Checked<true>> {
  const { address } = way;
  const host = await sheet.check('host', NOTHING, () => waiting(way, 'connect', (signal) => lookUp(address, signal)));
  const connection = await sheet.check('connection', host, () =>
    waiting(way, 'connect', (signal) => connect(address, signal)),
  );
  try {
    return await (address.tls === 'direct' ? tlsFirst : streamFirst)(sheet, way, connection);
  } finally {
    connection.value?.destroy();
  }
}

async function streamFirst(sheet: Sheet, way: Way, connection: Checked<Socket>): Promise<Checked<true>> {
  const stream = await sheet.check('stream', connection, (socket) => openStream(way, socket));
  const tls = await sheet.check<OpenedStream, TlsFacts | 'plain'>('tls', stream, ({ socket, greeting }) =>
    way.address.tls === 'plain' ? withoutTls(greeting) : upgrade(way, socket, greeting),
  );
  return sheet.check('certificate', tls, async (facts) => judgeCertificate(facts, way.address));
}

async function tlsFirst(sheet: Sheet, way: Way, connection: Checked<Socket>): Promise<Checked<true>> {
  const tls = await sheet.check('tls', connection, (socket) => direct(way, socket));
  const trusted = await sheet.check('certificate', tls, async (facts) => judgeCertificate(facts, way.address));
  const secure: Checked<TLSSocket> = { value: trusted.value && tls.value?.socket, blame: trusted.blame };
  const stream = await sheet.check('stream', secure, (socket) => openStream(way, socket));
  return { value: stream.value && true, blame: stream.blame };
}

/** Bounds a wait, and puts an error of the socket into words. */
async function waiting<T>({ address, timeoutMs }: Way, phase: Phase, job: (signal: AbortSignal) => Promise<T>) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await job(signal);
  } catch (error) {
    const text = signal.aborted
      ? `${describeWait(phase, address)} within ${timeoutMs} ms`
      : explain(error, phase, address);
    throw new Error(text, { cause: error });
  }
}

async function lookUp({ host }: Address, signal: AbortSignal): Promise<Seen<true>> {
  if (isIP(host) !== 0) return { status: 'ok', text: `${host} is an IP address`, value: true };
  const found = await resolveHost(host, signal);
  return { status: 'ok', text: `${host} is ${found.join(', ')}`, value: true };
}

async function connect(address: Address, signal: AbortSignal): Promise<Seen<Socket>> {
  const value = await openSocket(address.host, address.port, signal);
  const place = placeOf({ ...address, host: value.remoteAddress ?? address.host });
  return { status: 'ok', text: `${place} takes connections`, value };
}

interface OpenedStream {
  readonly socket: Socket;
  readonly greeting: Greeting;
}

async function openStream(way: Way, socket: Socket): Promise<Seen<OpenedStream>> {
  const { domain } = way.address;
  const greeting = await waiting(way, 'features', (signal) => greet(socket, domain, signal).catch(explainNoStream));
  const { error } = greeting;
  if (error === undefined) {
    return { status: 'ok', text: `a stream opens for ${domain}`, value: { socket, greeting } };
  }
  if (error !== 'host-unknown') return { status: 'failed', text: `the server opens no stream for ${domain}: ${error}` };
  const remedy = 'name the domain that it serves with -d DOMAIN';
  return { status: 'failed', text: `the server does not serve ${domain} (host-unknown)`, remedy };
}

function explainNoStream(error: unknown): never {
  if (!(error instanceof NoStream)) throw error;
  const { received } = error;
  const remedy = 'name the port for XMPP clients; where it is one of direct TLS, write xmpps://';
  const what = received === '' ? 'closed the connection' : `said ${JSON.stringify(received)}`;
  throw new Error(`no XMPP stream was opened, the server ${what}; ${remedy}`);
}

async function withoutTls({ startTls }: Greeting): Promise<Seen<'plain'>> {
  const offer = startTls === 'missing' ? 'the server offers none' : `the server has StartTLS, ${startTls}`;
  return { status: 'ok', text: `plaintext is used; ${offer}`, value: 'plain' };
}

async function upgrade(way: Way, socket: Socket, { startTls }: Greeting): Promise<Seen<TlsFacts>> {
  const remedy = 'set TLS up on the server; on a loopback address --plaintext does without';
  if (startTls === 'missing') return { status: 'failed', text: 'the server offers no StartTLS', remedy };
  const consents = await waiting(way, 'tls', (signal) => askForTls(socket, signal));
  if (!consents) return { status: 'failed', text: 'the server offers StartTLS, but refused it', remedy };
  const value = await secure(way, socket);
  return { status: 'ok', text: `StartTLS, ${startTls}; ${value.protocol}, ${value.cipher}`, value };
}

async function direct(way: Way, socket: Socket): Promise<Seen<TlsFacts>> {
  const value = await secure(way, socket).catch((error: unknown) => {
    throw new Error(`${messageOf(error)}; write xmpp:// where the port is one of StartTLS`, { cause: error });
  });
  return { status: 'ok', text: `direct TLS; ${value.protocol}, ${value.cipher}`, value };
}

function secure(way: Way, socket: Socket): Promise<TlsFacts> {
  return waiting(way, 'tls', (signal) => shakeHands(socket, createTlsOptions(way.address)(), signal));
}
