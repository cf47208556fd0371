// The first steps to a server, one by one, by plain sockets: a login that fails does not show which step failed.

import { lookup } from 'node:dns/promises';
import { on, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { serialize } from '../stanza/serialize.ts';
import { element, NS } from '../stanza/xml.ts';
import type { StartTls } from './reported-check.ts';

/** What a server sends first (RFC 6120 4.3.2, 4.9, 5.4.1). */
export interface Greeting {
  /** Condition of the stream error that came instead of features, such as `host-unknown`. */
  readonly error?: string;
  readonly startTls: StartTls;
  /** Authentication can begin without TLS: a server that requires TLS offers no mechanism before it (RFC 6120 5.3.1). */
  readonly hasMechanisms: boolean;
  /** The server declares dialback in the header or among the features (XEP-0220 2.4). */
  readonly hasDialback: boolean;
}

/** For whom a stream is opened; `from`: on behalf of another server (RFC 6120 4.7.1). */
interface StreamRequest {
  readonly domain: string;
  readonly from?: string | undefined;
}

/** The server does not speak XMPP: `received` is its answer, empty for none. */
export class NoStream extends Error {
  readonly received: string;
  constructor(received: string) {
    super('no XML stream was opened');
    this.received = received;
  }
}

/** The stream ended, or the wait for it, before its features were complete; `received` is what had arrived. */
export class Incomplete extends Error {
  readonly received: string;
  constructor(received: string, options?: ErrorOptions) {
    super('the answer is not complete', options);
    this.received = received;
  }
}

/** Features take some 1,000 characters. A server that sends more than this before them is not waited for. */
const MAX_GREETING_LENGTH = 65_536;

/** IP addresses of a host. Rejects as `dns.lookup` does, and when the signal aborts; the resolver itself goes on. */
export async function resolveHost(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason));
  const found = await Promise.race([lookup(host, { all: true }), aborted]);
  return found.map(({ address }) => address);
}

/** Connects. The caller closes the socket. Rejects with the error of the socket, and when the signal aborts. */
export async function openSocket(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port }).setNoDelay();
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    await hangUp(socket);
    throw error;
  }
  // Without a listener, an error would end the process. The next read notices the end.
  return socket.on('error', () => undefined);
}

/** Ends the connection. Resolves when the socket has closed, so that it is not open when the process ends. Never rejects. */
export async function hangUp(socket: Socket): Promise<void> {
  if (socket.closed) return;
  await new Promise((resolve) =>
    socket
      .once('close', resolve)
      .on('error', () => undefined)
      .destroy(),
  );
}

/** What ends the wait for the greeting: stream features, the end of a stream error, or what no stream begins with. */
const GREETING_END = /<\/(\w+:)?(features|error)>|<(\w+:)?features[^>]*\/>/;

/** An answer that is not XML, or whose first element is another than <stream/>. */
const FOREIGN = /^\s*[^\s<]|^\s*(<\?[^>]*\?>\s*)?<(?!\?|([\w-]+:)?stream[\s>])[^>]*>/;

/**
 * Opens a stream for a domain, as a client or as a server. Rejects with `NoStream` when none opens, and with `Incomplete` when the stream ends before
 * its features or the signal aborts.
 */
export async function greet(socket: Socket, { domain, from }: StreamRequest, signal: AbortSignal): Promise<Greeting> {
  const kind =
    from === undefined ? `xmlns='${NS.client}'` : `xmlns='${NS.server}' xmlns:db='${NS.dialback}' from='${from}'`;
  const namespaces = `${kind} xmlns:stream='${NS.streams}'`;
  socket.write(`<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' ${namespaces}>`);
  const isEnough = (text: string) => FOREIGN.test(text) || GREETING_END.test(text);
  const received = await readTo(socket, isEnough, signal);
  if (received === '' || FOREIGN.test(received)) throw new NoStream(received);
  const error = conditionIn(received);
  if (error === undefined && !GREETING_END.test(received)) throw new Incomplete(received);
  const startTls = /<(?:\w+:)?starttls\b[^>]*?(\/?)>\s*(<(?:\w+:)?required)?/.exec(received);
  const isRequired = startTls?.[1] === '' && startTls[2] !== undefined;
  return {
    hasDialback: DIALBACK.test(received),
    hasMechanisms: /<(\w+:)?mechanism\b/.test(received),
    startTls: startTls === null ? 'missing' : isRequired ? 'required' : 'offered',
    ...(error === undefined ? {} : { error }),
  };
}

const DIALBACK = new RegExp(`${NS.dialback}|${NS.dialbackFeature}`);

const TLS_ANSWER = /<(\w+:)?(proceed|failure)\b[^>]*>|<\/(\w+:)?error>/;

/**
 * Asks for TLS on a stream that offers it (RFC 6120 5.4.2). Resolves with the answer, or with the condition of the stream
 * error that ended the stream (RFC 6120 4.9), empty for none.
 */
export async function askForTls(
  socket: Socket,
  signal: AbortSignal,
): Promise<'proceed' | 'failure' | { error: string }> {
  socket.write(serialize(element('starttls', NS.tls)));
  const received = await readTo(socket, (text) => TLS_ANSWER.test(text), signal);
  if (/<(\w+:)?proceed\b/.test(received)) return 'proceed';
  return /<(\w+:)?failure\b/.test(received) ? 'failure' : { error: conditionIn(received) ?? '' };
}

/** Condition of a stream error. */
function conditionIn(received: string): string | undefined {
  return /<(?:\w+:)?error\b[^>]*>\s*<([\w-]+)/.exec(received)?.[1];
}

/**
 * Reads until `isEnough`, until the server closes the connection, or until it has sent too much. Rejects with
 * `Incomplete` when the signal aborts.
 */
async function readTo(socket: Socket, isEnough: (received: string) => boolean, signal: AbortSignal): Promise<string> {
  let received = '';
  try {
    for await (const [chunk] of on(socket, 'data', { signal, close: ['end', 'close'] })) {
      received += String(chunk);
      if (isEnough(received) || received.length > MAX_GREETING_LENGTH) break;
    }
  } catch (error) {
    throw signal.aborted ? new Incomplete(received, { cause: error }) : error;
  }
  return received;
}
