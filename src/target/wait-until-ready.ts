// A launched server is ready when it answers a stream header with stream features (RFC 6120 4.3.2) and has registered
// its administrator (XEP-0077), if there is one. Plain text over loopback is used, because nothing else may work yet.

import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { localOf } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';

/** prosody is ready after 0.1 s, ejabberd after 1.3 s: attempts every 20 ms delay neither much. */
const RETRY_MS = 20;

/** One attempt on loopback takes a few milliseconds; a server that accepts and does not answer is tried again after this. */
const ATTEMPT_MS = 1000;

/**
 * Waits until the server answers and the administrator, if any, exists. Rejects when `signal` aborts. This is the one place that
 * polls: a server cannot announce that it listens.
 */
export async function waitUntilReady(address: Address, admin: Account | undefined, signal: AbortSignal): Promise<void> {
  while (!(await answers(address, admin, signal))) await pause(RETRY_MS, undefined, { signal });
}

/** False: not yet. An account that exists already is from an attempt whose answer was lost. */
function answers({ host, port, domain }: Address, admin: Account | undefined, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    let hasAsked = false;
    const socket = connect(port, host).setTimeout(ATTEMPT_MS).setEncoding('utf8').setNoDelay();
    const abort = () => done(false);
    const done = (ready: boolean) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(ready);
    };
    signal.addEventListener('abort', abort);
    socket.on('connect', () => socket.write(header(domain)));
    socket.on('data', (chunk) => {
      received += chunk;
      if (!hasAsked && received.includes('</stream:features>')) {
        hasAsked = true;
        if (admin === undefined) done(true);
        else socket.write(registration(admin));
      }
      if (/<iq\s[^>]*type=['"]result['"]|<conflict\s/.test(received)) done(true);
    });
    for (const ending of ['error', 'timeout', 'close']) socket.on(ending, () => done(false));
  });
}

function header(domain: string): string {
  const namespaces = `xmlns='${NS.client}' xmlns:stream='${NS.streams}'`;
  return `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' ${namespaces}>`;
}

function registration({ jid, password }: Account): string {
  const fields = `<username>${localOf(jid)}</username><password>${password}</password>`;
  return `<iq type='set' id='admin'><query xmlns='${NS.register}'>${fields}</query></iq>`;
}
