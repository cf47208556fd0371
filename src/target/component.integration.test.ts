import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { ComponentAddress } from '../model/target.ts';
import { iqRequest } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';
import { describeServer } from './describe-server.test-kit.ts';
import { logIn, register } from './sessions.test-kit.ts';
import { TARGET_NAMES } from './target-names.ts';
import { freeAddress } from './this-machine.ts';

/** The port of servers for other servers, without an SRV record (RFC 6120 3.2.2). */
const S2S_PORT = 5269;

/** prosody gives up a domain after 2 to 5 s. */
const ANSWER_MS = 30_000;

/** Reads until `end` matches, and returns everything read. */
async function readTo(socket: Socket, end: RegExp): Promise<string> {
  let received = '';
  while (!end.test(received)) received += await once(socket, 'data');
  return received;
}

/** Opens a component's stream and sends its handshake (XEP-0114 3). */
async function shakeHands({ host, port, domain }: ComponentAddress, secret: string): Promise<Socket> {
  const socket = connect(port, host).setEncoding('utf8');
  const namespaces = `xmlns='jabber:component:accept' xmlns:stream='${NS.streams}'`;
  socket.write(`<stream:stream to='${domain}' ${namespaces}>`);
  const header = await readTo(socket, /<stream:stream[^>]*>/);
  const id = /\sid=['"]([^'"]*)/.exec(header)?.[1];
  socket.write(`<handshake>${createHash('sha1').update(`${id}${secret}`).digest('hex')}</handshake>`);
  return socket;
}

/** A request that only the other server can answer. */
const pingAbroad = (domain: string) => iqRequest('get', element('ping', NS.ping), `friar@${domain}`);

/** Listens for other servers at a domain that is an IP address, so that no name server is needed. */
async function listenAsServer(): Promise<{ host: string; callers: string[]; server: Server }> {
  const { host } = await freeAddress();
  const callers: string[] = [];
  const server = createServer((socket) => {
    callers.push(String(socket.remoteAddress));
    socket.destroy();
  });
  await once(server.listen(S2S_PORT, host), 'listening');
  return { host, callers, server };
}

for (const name of TARGET_NAMES) {
  describeServer(name, (target) => {
    test('accepts the component of its remote domain, and sends it no request', async () => {
      const { address, component } = target();
      const socket = await shakeHands(component!, component!.secret);
      await readTo(socket, /<handshake[^>]*(\/>|><\/handshake>)/);
      const ping = `<iq type='get' id='p' from='romeo@${component!.domain}/x' to='${address.domain}'><ping xmlns='${NS.ping}'/></iq>`;
      socket.write(ping);
      const stanzas = (await readTo(socket, /<iq [^>]*id=['"]p['"]/)).match(/<(iq|message|presence)\s/g);
      expect(stanzas).toHaveLength(1);
      socket.destroy();
    });

    test('refuses a component with a wrong secret', async () => {
      const socket = await shakeHands(target().component!, 'guessed');
      expect(await readTo(socket, /<\/stream:stream>/)).not.toContain('<handshake');
      socket.destroy();
    });

    test('answers for unknown domains itself and connects to no other server', async () => {
      const { host, callers, server } = await listenAsServer();
      const session = await logIn(target(), await register(target(), 'rosaline'));
      // A server with server-to-server connections rightly connects to the IP address.
      const abroad = [...(target().isIsolated ? [host] : []), 'mantua.invalid', 'mantua.localhost'];
      const ask = (domain: string) => session.request(pingAbroad(domain), 'step', ANSWER_MS);
      const answers = await Promise.all(abroad.map(ask));
      expect(answers.map(({ attrs }) => attrs['type'])).toEqual(abroad.map(() => 'error'));
      expect(callers).toEqual([]);
      await session.close(1000);
      server.close();
    });
  });
}
