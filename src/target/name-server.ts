// A name server for launched servers that may connect to others. Without it a server would ask the one of this machine.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import type { Endpoint } from '../model/problem.ts';

/** A name that is not known takes as long as with a resolver that has to ask others: longer than any fence. */
const DELAY_MS = 2000;

/** Where a server under test finds other servers. */
export interface NameServerOptions extends Names {
  /** A loopback address. */
  readonly host: string;
  /** UDP port. */
  readonly port: number;
}

/** Something that runs as long as a launched server. */
export interface Companion {
  /** Ends it. Does nothing the second time. */
  close(): void;
}

/** Starts a name server. It keeps no process from ending. Rejects when it cannot listen. */
export async function startNameServer({ host, port, ...names }: NameServerOptions): Promise<Companion> {
  const socket = createSocket('udp4').bind(port, host);
  await once(socket, 'listening');
  socket.unref().on('error', () => undefined);
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;
  socket.on('message', (query, from) => {
    const answer = answerTo(query, names);
    if (answer === undefined) return;
    if (answer.isKnown) {
      send(socket, answer.message, from);
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      send(socket, answer.message, from);
    }, DELAY_MS).unref();
    timers.add(timer);
  });
  return {
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      socket.close();
    },
  };
}

function send(socket: Socket, answer: Buffer, { port, address }: RemoteInfo): void {
  socket.send(answer, port, address, () => undefined);
}

/** What a name server knows. */
interface Names {
  /** Where the XMPP server of each domain listens for other servers. */
  readonly servers?: ReadonlyMap<string, Endpoint> | undefined;
  /** The address of every other XMPP server that is asked for (RFC 6120 3.2.1); absent: there is none. */
  readonly others?: Endpoint | undefined;
}

interface Answer {
  readonly message: Buffer;
  /** The name is that of an address, or of one of the servers. */
  readonly isKnown: boolean;
}

/** Octets of the header of a DNS message (RFC 1035 4.1.1). */
const HEADER = 12;

/** Flags of an answer: QR, RD, RA, and the code of the result (RFC 1035 4.1.1). */
const FLAGS = 0x8180;
const NO_SUCH_NAME = 3;

const TYPE_A = 1;
const TYPE_SRV = 33;

/** In seconds: longer than any run. */
const TIME_TO_LIVE = 86_400;

/** What an SRV lookup puts before the domain (RFC 6120 3.2.1). */
const SERVICE = '_xmpp-server._tcp.';

/** Before a domain: any service. */
const ANY_SERVICE = /^_[^.]+\._tcp\./;

/** The answer to a query with one question; undefined for anything else. */
export function answerTo(query: Buffer, names: Names): Answer | undefined {
  const end = endOfQuestion(query);
  if (end === undefined || query.readUInt16BE(4) !== 1) return undefined;
  const question = query.subarray(HEADER, end);
  const { name, type } = readQuestion(question);
  const record = recordFor(name, type, names);
  const isKnown = isIPv4(name) || names.servers?.has(name.replace(ANY_SERVICE, '')) === true;
  const header = Buffer.alloc(HEADER);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(record === undefined && !isKnown ? FLAGS + NO_SUCH_NAME : FLAGS, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(record === undefined ? 0 : 1, 6);
  return { message: Buffer.concat([header, question, ...(record === undefined ? [] : [record])]), isKnown };
}

/** Where the first question ends: labels, an empty label, type and class (RFC 1035 4.1.2). */
function endOfQuestion(query: Buffer): number | undefined {
  let at = HEADER;
  while (at < query.length && query.readUInt8(at) !== 0) at += 1 + query.readUInt8(at);
  const end = at + 5;
  return end <= query.length ? end : undefined;
}

function readQuestion(question: Buffer): { readonly name: string; readonly type: number } {
  const labels: string[] = [];
  for (let at = 0; question.readUInt8(at) !== 0; at += 1 + question.readUInt8(at)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + question.readUInt8(at)));
  }
  return { name: labels.join('.').toLowerCase(), type: question.readUInt16BE(question.length - 4) };
}

/** The target of an SRV record is an address here. A server that looks it up as a name gets the address itself. */
function recordFor(name: string, type: number, { servers, others }: Names): Buffer | undefined {
  const host = isIPv4(name) ? name : servers?.get(name)?.host;
  if (type === TYPE_A && host !== undefined) return record(TYPE_A, Buffer.from(host.split('.').map(Number)));
  if (type !== TYPE_SRV || !name.startsWith(SERVICE)) return undefined;
  const server = servers?.get(name.slice(SERVICE.length)) ?? others;
  return server && record(TYPE_SRV, serviceData(server));
}

/** Priority, weight, port and target (RFC 2782). */
function serviceData({ host, port }: Endpoint): Buffer {
  const labels = host.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label, 'latin1')]));
  const fixed = Buffer.alloc(6);
  fixed.writeUInt16BE(port, 4);
  return Buffer.concat([fixed, ...labels, Buffer.alloc(1)]);
}

/** A record for the name of the question, which it points to: type, the class IN, time to live, data (RFC 1035 4.1.3). */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 + HEADER, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(TIME_TO_LIVE, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
