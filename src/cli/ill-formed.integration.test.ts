// A server whose XML is ill-formed now and then: a proxy between the reference server and the tester spoils it.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReference } from '../reference/server.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const TIMEOUT_MS = 120_000;

/** A proxy in front of a port, that changes what comes from there. */
async function startProxy(port: number, change: (text: string) => string): Promise<number> {
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    for (const socket of [client, server]) sockets.add(socket.on('error', () => socket.destroy()));
    client.pipe(server);
    server.on('data', (bytes) => void client.write(change(bytes.toString('utf8'))));
    server.on('end', () => client.end());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return (proxy.address() as AddressInfo).port;
}

test('cases that meet ill-formed XML are broken, and the run lists it', { timeout: TIMEOUT_MS }, async () => {
  const server = await startReference();
  onTestFinished(() => server.stop());
  const port = await startProxy(server.port, (text) => text.replaceAll('<body>', '<body>a & b '));
  const file = join(temporaryDirectory(), 'report.json');
  const where = ['-t', `xmpp://127.0.0.1:${port}`, '-d', server.domain, '--plaintext'];
  const { code, stdout } = await xmppspec(['run', '5.2.2', '2.1.4', ...where, '-r', `json=${file}`, '-r', 'console']);
  const { results, illFormedXml } = JSON.parse(readFileSync(file, 'utf8')) as {
    results: { id: string; outcome: string; cause?: { kind: string } }[];
    illFormedXml: { case: string; fault: string; excerpt: string }[];
  };
  const broken = results.filter(({ outcome }) => outcome === 'broken');
  expect(code).toBe(3);
  expect(broken.length).toBeGreaterThan(0);
  expect(results.filter(({ id, outcome }) => id.includes('/2.1.4/') && outcome === 'broken')).toEqual([]);
  expect(illFormedXml.map((found) => found.case)).toEqual(broken.map(({ id }) => id));
  for (const { cause } of broken) expect(cause?.kind).toBe('ill-formed-xml');
  for (const { fault, excerpt } of illFormedXml)
    expect([fault, excerpt]).toEqual(['ill-formed', expect.stringContaining('a & b')]);
  expect(stdout).toContain('XML that breaks RFC 6120 11\n  the server sent ill-formed XML ("&" begins no reference');
});
