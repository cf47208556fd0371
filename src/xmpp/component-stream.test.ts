import { afterEach, expect, test } from 'vitest';
import { NS } from '../stanza/xml.ts';
import { isServedAlone } from './component-stream.ts';
import { type Rule, startFakeServer } from './fake-server.test-kit.ts';
import { OpenStreams } from './open-streams.ts';
import { connectComponent } from './renewable-domain.ts';

const DOMAIN = 'remote.localhost';
const HEADER = `<stream:stream xmlns='jabber:component:accept' xmlns:stream='${NS.streams}' from='${DOMAIN}' id='s'>`;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A remote domain whose server hands this connection the probes with these numbers. */
async function remoteWith(isOurs: (number: number) => boolean) {
  const opened: Rule = [/<stream:stream [^>]*>/, () => HEADER];
  const joined: Rule = [/<handshake>[^<]*<\/handshake>/, () => '<handshake/>'];
  const routed: Rule = [
    /<message [^>]*to="([^"]*\/(\d+))"[^>]*\/>/,
    ([, to, number]) => (isOurs(Number(number)) ? `<message type='headline' to='${to}' from='${to}'/>` : ''),
  ];
  const server = await startFakeServer({ rules: [opened, joined, routed] });
  const { host, port } = server.address;
  const options = { timeoutMs: 5000, streams: new OpenStreams() };
  const remote = await connectComponent({ host, port, domain: DOMAIN, secret: 's' }, options);
  stops.push(() => remote.close(), server.stop);
  return { server, remote };
}

test('a domain is ours alone where every stanza to it comes back', async () => {
  const { remote } = await remoteWith(() => true);
  expect(await isServedAlone(remote, 5000)).toBe(true);
  expect([remote.isShared, remote.unclaimedStanzas]).toEqual([false, []]);
});

test('another connection serves it where some stanzas do not come back', async () => {
  const { remote } = await remoteWith((number) => number % 2 === 0);
  expect(await isServedAlone(remote, 200)).toBe(false);
});

test('nothing is proven where none comes back', async () => {
  const { remote } = await remoteWith(() => false);
  expect(await isServedAlone(remote, 200)).toBe(true);
});

test('a run that is there first learns of the second by its stanzas', async () => {
  const { server, remote } = await remoteWith(() => true);
  const options = { account: { jid: `romeo@${DOMAIN}`, password: '' }, resource: 'orchard', answers: false };
  const romeo = await remote.connect({ ...options, timeoutMs: 5000, record: () => undefined });
  server.send(`<message to='xmppspec-sole-other@${DOMAIN}/3'/><message to='romeo@${DOMAIN}/orchard'/>`);
  await romeo.arrival(() => romeo.inbox.length > 0, 5000);
  expect(remote.isShared).toBe(true);
});
