// `xmppspec federate` as a user runs it.

import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freeAddress } from '../target/free-address.ts';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';
import { start } from './running.test-kit.ts';

test('two servers that are launched give four cells, with a page and a report each', async () => {
  const directory = temporaryDirectory();
  const args = ['federate', 'reference', 'reference-noisy', '-o', directory, '-c', '3.1.2', '--lang', 'en'];
  const { code, stdout, stderr } = await xmppspec(args);
  expect(code, stderr + stdout).toBe(0);
  // The runs themselves have nothing to say.
  expect(stderr.split('\n').filter((line) => !/^\d\/4 /.test(line))).toEqual(['']);
  const files = ['reference', 'reference-noisy', 'reference+reference-noisy', 'reference-noisy+reference'];
  const expected = ['index.html', ...files.flatMap((file) => [`${file}.html`, `${file}.json`])];
  expect(readdirSync(directory).toSorted()).toEqual(expected.toSorted());
  const counts = [...stdout.matchAll(/(\d+)\/(\d+)/g)];
  expect(counts).toHaveLength(4);
  for (const [, passed, ran] of counts) expect(passed).toBe(ran);
  const page = readFileSync(join(directory, 'index.html'), 'utf8');
  for (const [, file] of page.matchAll(/href="([^#"]+)"/g)) {
    expect(existsSync(join(directory, decodeURIComponent(file ?? '')))).toBe(true);
  }
});

test('a pair that cannot be tested says why, in the language of the grid', async () => {
  const { host, port } = await freeAddress();
  const target = (domain: string) => `{ address: "xmpp://${host}:${port}", domain: ${domain}, plaintext: true }`;
  const config = temporaryFile('c.yaml', `targets: { a: ${target('a.example')}, b: ${target('b.example')} }\n`);
  const directory = temporaryDirectory();
  const args = ['federate', 'a', 'b', '--config', config, '-o', directory, '-c', '3.1.2', '--lang', 'zh'];
  const { code, stdout } = await xmppspec(args);
  expect(code).toBe(3);
  expect(stdout).toContain('a → b：无法测试\n  a，连接：');
  expect(stdout.match(/拒绝/g)?.length).toBeGreaterThanOrEqual(4);
  expect(readdirSync(directory)).toEqual(['index.html']);
});

test('servers that cannot be paired are refused before anything runs', async () => {
  const directory = temporaryDirectory();
  const args = ['federate', 'reference', 'xmpp://127.0.0.1', '-o', directory];
  const { code, stderr } = await xmppspec(args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--peer: a server that is launched') });
  expect(readdirSync(directory)).toEqual([]);
});

test('Ctrl-C ends the run under way, and the grid says what was not run', async () => {
  const directory = temporaryDirectory();
  const running = start(['federate', 'reference', 'reference-noisy', '-o', directory, '--lang', 'en']);
  const { stderr } = running.child;
  if (stderr !== null) await once(stderr, 'data');
  running.child.kill('SIGINT');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  expect(stdout).toContain('not run');
  const left = readdirSync(running.state, { recursive: true }).filter((name) => String(name).endsWith('.jsonl'));
  expect(left).toEqual([]);
});
