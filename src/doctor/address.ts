// The way to the server: host name, TCP, TLS, an XML stream for the domain.

import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Language } from '../model/event.ts';
import type { Phase } from '../model/problem.ts';
import type { Address } from '../model/target.ts';
import { endpointText } from '../wording/endpoint.ts';
import { ProblemError, problemOf, problemText } from '../wording/problems.ts';
import { explain } from '../xmpp/explain.ts';
import { createTlsOptions } from '../xmpp/tls-options.ts';
import { judgeCertificate } from './certificate.ts';
import { type Checked, NOTHING, type Seen, type Sheet } from './checklist.ts';
import { askForTls, type Greeting, greet, NoStream, openSocket, resolveHost } from './diagnose.ts';
import { shakeHands, type TlsFacts } from './diagnose-tls.ts';
import { WAY } from './words.ts';

interface Way {
  readonly address: Address;
  readonly timeoutMs: number;
  readonly lang: Language;
}

/** Walks to the server and hangs up. Has a value when a stream opens, under TLS where TLS is wanted. */
export async function checkWay(sheet: Sheet, way: Way): Promise<Checked<true>> {
  const { address } = way;
  const host = await sheet.check('host', NOTHING, () => waiting(way, 'connect', (signal) => lookUp(way, signal)));
  const connection = await sheet.check('connection', host, () =>
    waiting(way, 'connect', (signal) => connect(way, signal)),
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
    way.address.tls === 'plain' ? withoutTls(way, greeting) : upgrade(way, socket, greeting),
  );
  return sheet.check('certificate', tls, async (facts) => judgeCertificate(facts, way.address, way.lang));
}

async function tlsFirst(sheet: Sheet, way: Way, connection: Checked<Socket>): Promise<Checked<true>> {
  const tls = await sheet.check('tls', connection, (socket) => direct(way, socket));
  const trusted = await sheet.check('certificate', tls, async (facts) =>
    judgeCertificate(facts, way.address, way.lang),
  );
  const secure: Checked<TLSSocket> = { value: trusted.value && tls.value?.socket, blame: trusted.blame };
  const stream = await sheet.check('stream', secure, (socket) => openStream(way, socket));
  return { value: stream.value && true, blame: stream.blame };
}

/** Bounds a wait. Rejects with a `ProblemError`. */
async function waiting<T>(way: Way, phase: Phase, job: (signal: AbortSignal) => Promise<T>) {
  const signal = AbortSignal.timeout(way.timeoutMs);
  try {
    return await job(signal);
  } catch (error) {
    const { address, timeoutMs } = way;
    const expired = {
      kind: 'phase-expired',
      phase,
      at: { host: address.host, port: address.port },
      timeoutMs,
    } as const;
    throw new ProblemError(signal.aborted ? expired : explain(error, phase, address), { cause: error });
  }
}

async function lookUp({ address: { host }, lang }: Way, signal: AbortSignal): Promise<Seen<true>> {
  if (isIP(host) !== 0) return { status: 'ok', text: WAY[lang].isAddress(host), value: true };
  const found = await resolveHost(host, signal);
  return { status: 'ok', text: WAY[lang].resolves(host, found.join(', ')), value: true };
}

async function connect({ address, lang }: Way, signal: AbortSignal): Promise<Seen<Socket>> {
  const value = await openSocket(address.host, address.port, signal);
  const place = endpointText({ host: value.remoteAddress ?? address.host, port: address.port });
  return { status: 'ok', text: WAY[lang].connects(place), value };
}

interface OpenedStream {
  readonly socket: Socket;
  readonly greeting: Greeting;
}

async function openStream(way: Way, socket: Socket): Promise<Seen<OpenedStream>> {
  const { domain } = way.address;
  const words = WAY[way.lang];
  const greeting = await waiting(way, 'features', (signal) =>
    greet(socket, domain, signal).catch((error: unknown) => explainNoStream(error, way.lang)),
  );
  const { error } = greeting;
  if (error === undefined) return { status: 'ok', text: words.opens(domain), value: { socket, greeting } };
  if (error !== 'host-unknown') return { status: 'failed', text: words.opensNot(domain, error) };
  return { status: 'failed', text: words.unknownDomain(domain), remedy: words.nameDomain };
}

function explainNoStream(error: unknown, lang: Language): never {
  if (!(error instanceof NoStream)) throw error;
  const { received } = error;
  const words = WAY[lang];
  const what = received === '' ? words.closed : words.said(JSON.stringify(received));
  throw new Error(`${what}; ${words.namePort}`);
}

async function withoutTls({ lang }: Way, { startTls }: Greeting): Promise<Seen<'plain'>> {
  const words = WAY[lang];
  const offer = startTls === 'missing' ? words.offersNone : words.hasStartTls(words[startTls]);
  return { status: 'ok', text: words.plaintext(offer), value: 'plain' };
}

async function upgrade(way: Way, socket: Socket, { startTls }: Greeting): Promise<Seen<TlsFacts>> {
  const words = WAY[way.lang];
  const remedy = words.setTlsUp;
  if (startTls === 'missing') return { status: 'failed', text: words.noStartTls, remedy };
  const answer = await waiting(way, 'tls', (signal) => askForTls(socket, signal));
  if (answer === 'failure') return { status: 'failed', text: words.refusedStartTls, remedy };
  if (answer !== 'proceed') return { status: 'failed', text: words.endedAtTls(answer.error) };
  const value = await secure(way, socket);
  return { status: 'ok', text: words.startTls(words[startTls], value.protocol, value.cipher), value };
}

async function direct(way: Way, socket: Socket): Promise<Seen<TlsFacts>> {
  const words = WAY[way.lang];
  const value = await secure(way, socket).catch((error: unknown) => {
    throw new Error(`${problemText(problemOf(error), way.lang)}; ${words.useStartTls}`, { cause: error });
  });
  return { status: 'ok', text: words.directTls(value.protocol, value.cipher), value };
}

function secure(way: Way, socket: Socket): Promise<TlsFacts> {
  return waiting(way, 'tls', (signal) => shakeHands(socket, createTlsOptions(way.address)(), signal));
}
