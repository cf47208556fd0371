// `xmppspec federate` as a user runs it.

import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { freeAddress } from '../target/this-machine.ts';
import { program, temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';
import { start } from './running.test-kit.ts';

const packedText = (path: string): string => gunzipSync(readFileSync(path)).toString('utf8');

test('two servers that are launched give four cells, with a page and a report each', async () => {
  const directory = temporaryDirectory();
  const args = ['federate', 'reference', 'reference-noisy', '-o', directory, '-c', '3.1.2', '--lang', 'en'];
  const { code, stdout, stderr } = await xmppspec(args);
  expect(code, stderr + stdout).toBe(0);
  // The runs themselves have nothing to say.
  const [begin, ...lines] = stderr.trim().split('\n');
  expect(begin).toMatch(/^4 runs, \d+ at once$/);
  expect(lines).toEqual(
    [1, 2, 3, 4].map((at) => expect.stringMatching(new RegExp(`^${at}/4 .*: (\\d+) of \\1 passed.* \\(\\d+ s\\)$`))),
  );
  const files = ['reference', 'reference-noisy', 'reference+reference-noisy', 'reference-noisy+reference'];
  const expected = ['index.html', 'index.json', ...files.flatMap((file) => [`${file}.html`, `${file}.json.gz`])];
  expect(readdirSync(directory).toSorted()).toEqual(expected.toSorted());
  expect(stdout.match(/ 0 only together/g)).toHaveLength(4);
  const page = readFileSync(join(directory, 'index.html'), 'utf8');
  for (const [, file] of page.matchAll(/href="([^#"]+)(?:#[^"]*)?"/g)) {
    expect(existsSync(join(directory, decodeURIComponent(file ?? '')))).toBe(true);
  }
});

test('a resumed event makes only the runs that its directory lacks, and one made anew shows what changed', async () => {
  const directory = temporaryDirectory();
  const args = ['federate', 'reference', 'reference-noisy', '-o', directory, '-c', '3.1.2', '--lang', 'en'];
  await xmppspec(args);
  const report = join(directory, 'reference-noisy+reference.json.gz');
  rmSync(report);
  const resumed = await xmppspec([...args, '--resume']);
  expect(resumed.stderr).toMatch(/^4 runs, \d+ at once; 3 kept from before\n4\/4 reference-noisy → reference: .*\n$/);
  expect({ code: resumed.code, isThere: existsSync(report) }).toEqual({ code: 0, isThere: true });
  const other = await xmppspec([...args, '-c', '2.3.2', '--resume']);
  expect({ code: other.code, stderr: other.stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('is of other cases'),
  });
  const nothing = await xmppspec([...args, '--since', temporaryDirectory()]);
  expect({ code: nothing.code, stderr: nothing.stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('--since'),
  });
  const again = await xmppspec([
    'federate',
    'reference',
    'reference-noisy',
    '-o',
    join(directory, 'new'),
    '-c',
    '3.1.2',
    '--since',
    directory,
    '--title',
    'Night',
  ]);
  expect(again.code, again.stderr).toBe(0);
  const page = readFileSync(join(directory, 'new', 'index.html'), 'utf8');
  expect(page).toContain('<h1>Night</h1>');
  expect(page).toContain('↑ rules met now and not at the event of ');
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
  expect(readdirSync(directory).toSorted()).toEqual(['index.html', 'index.json']);
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

test('each cell has the known failures of its servers, and a directory without any is refused', async () => {
  const directory = temporaryDirectory();
  const known = temporaryDirectory();
  const servers = ['federate', 'reference', 'reference-noisy', '-o', directory, '-c', '3.1.2', '--lang', 'en'];
  const wrong = await xmppspec([...servers, '--baselines', known]);
  expect({ code: wrong.code, stderr: wrong.stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('expected names such as reference.yaml, reference-noisy+reference.yaml'),
  });
  // An entry for a case that passes: `run` fails where a baseline no longer fits.
  const entry = (id: string) => `server: reference
known:
  - requirement: rfc6121-3.1.2-e
    reason: stale
    failures:
      - cases: ['${id}']
        checks: ['juliet/balcony: missing presence']
`;
  const file = join(known, 'reference+reference-noisy.yaml');
  writeFileSync(file, entry('rfc6121/3.1.2/nothing'));
  const mistaken = await xmppspec([...servers, '--baselines', known]);
  expect({ code: mistaken.code, stderr: mistaken.stderr }).toEqual({ code: 2, stderr: expect.stringContaining(file) });
  writeFileSync(file, entry('rfc6121/3.1.2/federated[federated]'));
  const { code, stderr } = await xmppspec([...servers, '--baselines', known]);
  expect(code, stderr).toBe(1);
  // The event explains its exit code once, and not that of each run.
  expect(stderr.match(/^exit 1: /gm)).toHaveLength(1);
  const staleIn = (file: string) =>
    (JSON.parse(packedText(join(directory, `${file}.json.gz`))) as { staleBaseline: readonly unknown[] }).staleBaseline
      .length;
  expect(staleIn('reference+reference-noisy')).toBeGreaterThan(0);
  expect(staleIn('reference-noisy+reference')).toBe(0);
});

test('a server that the config file starts runs once for all pairs, with one log', async () => {
  const directory = temporaryDirectory();
  const serving = async (domain: string) => {
    const { host, port } = await freeAddress();
    const count = join(directory, `${domain}.starts`);
    const command = `echo start >> '${count}'; '${process.execPath}' '${program}' serve --host ${host} --port ${port} -d ${domain}`;
    return {
      count,
      target: { address: `xmpp://${host}:${port}`, domain, plaintext: true, server: { command } },
    };
  };
  const [a, b] = [await serving('a.localhost'), await serving('b.localhost')];
  const config = temporaryFile('c.yaml', JSON.stringify({ targets: { a: a.target, b: b.target } }));
  const output = join(directory, 'out');
  const args = ['federate', 'a', 'b', '--config', config, '-o', output, '-c', '2.3.2', '-c', '3.1.2', '--lang', 'en'];
  const { stderr } = await xmppspec(args);
  expect(
    [a, b].map(({ count }) => readFileSync(count, 'utf8')),
    stderr,
  ).toEqual(['start\n', 'start\n']);
  const logs = ['a', 'b'].map((name) => readFileSync(join(output, `${name}.log`), 'utf8'));
  expect(logs).toEqual(['a', 'b'].map((name) => expect.stringContaining(`serving ${name}.localhost at xmpp://`)));
  expect(readdirSync(output)).toEqual(expect.arrayContaining(['a.json.gz', 'b.json.gz']));
  expect(stderr.match(/log of the server of/g)).toHaveLength(2);
});
