// Servers that get no further than their door: they answer fixed text, nothing, or not even a connection.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const STREAMS = 'http://etherx.jabber.org/streams';

export const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='${STREAMS}' id='1' version='1.0'>`;

/** A stream header with these features. */
export const features = (content: string): string => `${HEADER}<stream:features>${content}</stream:features>`;

export const MECHANISMS = `<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>`;
export const REGISTER = `<register xmlns='http://jabber.org/features/iq-register'/>`;
export const STARTTLS = `<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`;

/** What is answered to received text that matches. `$1` is the first group of the match. */
export type Answer = readonly [RegExp, string];

/** A server that answers by these rules and `greeting` at once. Resolves with its URL. It stops after the test. */
export function startDoor(answers: readonly Answer[], greeting = ''): Promise<string> {
  return startServer((socket) => {
    socket.write(greeting);
    socket.on('data', (chunk) => {
      for (const [pattern, answer] of answers) {
        const match = pattern.exec(String(chunk));
        if (match !== null) socket.write(answer.replaceAll('$1', match[1] ?? ''));
      }
    });
  });
}

/** A server that handles each connection this way. Resolves with its URL. It stops after the test. */
export async function startServer(handle: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    handle(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `xmpp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Listens with the shortest queue, prints the port, and then never accepts a connection. */
const DEAF = `const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, String(server.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** Connections that fill the queue of such a process, and some more. */
const FILLING = 8;

/** An address that swallows packets: the queue of a process that accepts nothing is full. Resolves with its URL. */
export async function startBlackHole(): Promise<string> {
  const child = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  const sockets = Array.from({ length: FILLING }, () =>
    connect(Number(port), '127.0.0.1').on('error', () => undefined),
  );
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    child.kill('SIGKILL');
  });
  // Until no more of them connect.
  for (let open = -1; open !== sockets.filter(({ connecting }) => !connecting).length; await pause(50)) {
    open = sockets.filter(({ connecting }) => !connecting).length;
  }
  return `xmpp://127.0.0.1:${Number(port)}`;
}

/** The end of a stream, which clients send. */
const STREAM_END = '</stream:stream>';

/** A way to the server at this port on which it never sees that a client ends its stream. Resolves with its URL. */
export function startOpenEnded(port: number): Promise<string> {
  return startServer((socket) => {
    const server = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.on('data', (chunk) => server.write(String(chunk).replace(STREAM_END, '')));
    socket.on('close', () => server.destroy());
    server.on('data', (chunk) => socket.write(chunk)).on('close', () => socket.destroy());
  });
}
