// When a server that we launched is ready: it answers a stream header with stream features (RFC 6120 4.3.2).

import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Address } from '../model.ts';

/** prosody takes 0.1 s to come up, ejabberd 1.3 s: a fiftieth of a second costs neither much. */
const RETRY_MS = 20;

/** One attempt on loopback takes a millisecond; a server that accepts and keeps silent is tried again after this. */
const ATTEMPT_MS = 1000;

/**
 * Waits until the server answers. Rejects when `signal` aborts.
 * The one place that polls: a server has no way to tell a stranger that it listens.
 */
export async function waitUntilReady(address: Address, signal: AbortSignal): Promise<void> {
  while (!(await offersFeatures(address))) await pause(RETRY_MS, undefined, { signal });
}

function offersFeatures({ host, port, domain }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, host).setTimeout(ATTEMPT_MS).setEncoding('utf8');
    const done = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.on('connect', () => socket.write(header(domain)));
    socket.on('data', (chunk) => {
      received += chunk;
      if (received.includes('</stream:features>')) done(true);
    });
    for (const ending of ['error', 'timeout', 'close']) socket.on(ending, () => done(false));
  });
}

function header(domain: string): string {
  const namespaces = `xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'`;
  return `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' ${namespaces}>`;
}
