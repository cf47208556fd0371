// A name server for launched servers that may connect to others: it knows no name, and says so after a while. Without it a
// server would ask the one of this machine.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** As slow as a resolver that has to ask others: longer than any fence takes. */
const DELAY_MS = 2000;

/** Octets of the header of a DNS message (RFC 1035 4.1.1). */
const HEADER = 12;

/** Flags of an answer: QR, RD, RA, and the code of the result (RFC 1035 4.1.1). */
const FLAGS = 0x8180;
const NO_SUCH_NAME = 3;

/** Where a server under test finds other servers. */
export interface NameServerOptions {
  /** A loopback address. */
  readonly host: string;
  /** UDP port. */
  readonly port: number;
  /** The address of every XMPP server that is asked for (RFC 6120 3.2.1); absent: there is none. */
  readonly target?: { readonly host: string; readonly port: number };
}

/** Something that runs as long as a launched server. */
export interface Companion {
  /** Ends it. Does nothing the second time. */
  close(): void;
}

/** Starts a name server. It keeps no process from ending. Rejects when it cannot listen. */
export async function startNameServer({ host, port, target }: NameServerOptions): Promise<Companion> {
  const socket = createSocket('udp4').bind(port, host);
  await once(socket, 'listening');
  socket.unref().on('error', () => undefined);
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;
  socket.on('message', (query, from) => {
    const answer = answerTo(query, target);
    if (answer === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      send(socket, answer, from);
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

/** The answer to a query with one question; undefined for anything else. */
export function answerTo(query: Buffer, target: NameServerOptions['target']): Buffer | undefined {
  const end = endOfQuestion(query);
  if (end === undefined || query.readUInt16BE(4) !== 1) return undefined;
  const question = query.subarray(HEADER, end);
  const record = target !== undefined && asksForServer(question) ? serviceRecord(target) : undefined;
  const header = Buffer.alloc(HEADER);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(record === undefined ? FLAGS + NO_SUCH_NAME : FLAGS, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(record === undefined ? 0 : 1, 6);
  return Buffer.concat([header, question, ...(record === undefined ? [] : [record])]);
}

/** Where the first question ends: labels, an empty label, type and class (RFC 1035 4.1.2). */
function endOfQuestion(query: Buffer): number | undefined {
  let at = HEADER;
  while (at < query.length && query.readUInt8(at) !== 0) at += 1 + query.readUInt8(at);
  const end = at + 5;
  return end <= query.length ? end : undefined;
}

const TYPE_SRV = 33;

function asksForServer(question: Buffer): boolean {
  const isService = question.readUInt16BE(question.length - 4) === TYPE_SRV;
  return isService && question.subarray(1).toString('latin1').toLowerCase().startsWith('_xmpp-server\x04_tcp');
}

/** An SRV record (RFC 2782) for the name of the question. Its target is an IP address, which no server looks up. */
function serviceRecord({ host, port }: { readonly host: string; readonly port: number }): Buffer {
  const labels = host.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label, 'latin1')]));
  const name = Buffer.concat([...labels, Buffer.alloc(1)]);
  const record = Buffer.alloc(18);
  // A pointer to the question, the type, the class IN, no time to live.
  record.writeUInt16BE(0xc000 + HEADER, 0);
  record.writeUInt16BE(TYPE_SRV, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(6 + name.length, 10);
  record.writeUInt16BE(port, 16);
  return Buffer.concat([record, name]);
}
