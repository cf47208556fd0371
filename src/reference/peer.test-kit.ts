// A server of a few lines, for the other end of a stream between servers.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';
import type { Endpoint } from '../model/problem.ts';
import { NS } from '../stanza/xml.ts';
import { TestClient } from './client.test-kit.ts';
import { portOf } from './peers.test-kit.ts';
import type { ReferenceServer } from './server.ts';

const NAMESPACES = `xmlns='jabber:server' xmlns:db='jabber:server:dialback' xmlns:stream='${NS.streams}'`;

/** A stream with a server, on a plain socket. */
export class TestPeer extends TestClient {
  constructor(socket: Socket, domain = '') {
    super(socket, domain, NS.server);
  }

  /** Sends a stream header. */
  sendHeader(attrs: string): void {
    this.send(`<?xml version='1.0'?><stream:stream ${NAMESPACES} ${attrs}>`);
  }
}

/** Opens a stream to a server. */
export async function openPeer(server: ReferenceServer, attrs: string): Promise<TestPeer> {
  const socket = connect(server.s2sPort ?? 0, server.host);
  await once(socket, 'connect');
  const peer = new TestPeer(socket, server.domain);
  peer.sendHeader(attrs);
  return peer;
}

/** Listens for a server, until the tests of the file have ended. `accepted` gets each stream that it opens. */
export async function listenAsPeer(accepted: (peer: TestPeer) => void): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    accepted(new TestPeer(socket));
  });
  const address = { host: '127.0.0.1', port: await portOf(listener) };
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await once(listener.close(), 'close');
  });
  return address;
}
