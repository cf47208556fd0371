// What a run shows and how it ends, whatever reporters and exit options are asked for.

import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { freeAddress } from '../target/this-machine.ts';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const CASE = 'rfc6121/2.3.2/add';
const TOTAL = /^1 case: 1 passed in [\d.]+ s\n$/;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Options that start the reference server, with a fault or without, and name it. Without a component, some cases are skipped. */
async function served(fault: readonly string[] = []): Promise<readonly string[]> {
  const { host, port } = await freeAddress();
  const command = [process.execPath, program, 'serve', '--host', host, '--port', String(port), ...fault].join(' ');
  const target = ['-t', `xmpp://${host}:${port}`, '-d', 'xmppspec.localhost', '--plaintext'];
  return [...target, '--server-command', command, '--server-log', join(temporaryDirectory(), 'server.log')];
}

/** A repository with a scenario of its own that fails. */
function repository(): string {
  const directory = temporaryDirectory();
  for (const name of ['.git', 'tests/xmpp']) mkdirSync(join(directory, name), { recursive: true });
  cpSync(join(root, 'src/scenario/fixtures/valid-fail/missing.yaml'), join(directory, 'tests/xmpp/missing.yaml'));
  return directory;
}

describe('one line shows the total', () => {
  test.each([
    ['on standard output where all reports go to files', ['-r', 'junit=x.xml'], 'stdout'],
    ['on standard error where a report is on standard output', ['-r', 'json'], 'stderr'],
    ['beside annotations', ['-r', 'github'], 'stdout'],
    ['where it is asked for', ['-r', 'line', '-r', 'json=x.json'], 'stdout'],
  ] as const)('%s', async (_, reporters, output) => {
    const ran = await xmppspec(['run', CASE, '-t', 'reference', ...reporters], {}, temporaryDirectory());
    expect(ran.code).toBe(0);
    expect(ran[output]).toMatch(TOTAL);
  });

  test('and not twice beside the console report', async () => {
    const { stdout, stderr } = await xmppspec(
      ['run', CASE, '-t', 'reference', '-r', 'console', '-r', 'json=x.json'],
      {},
      temporaryDirectory(),
    );
    expect([stdout.match(/1 case: 1 passed/g), stderr]).toEqual([['1 case: 1 passed'], '']);
  });

  test('of a merge', async () => {
    const directory = temporaryDirectory();
    await xmppspec(['run', CASE, '-r', 'json=a.json'], {}, directory);
    expect((await xmppspec(['merge', 'a.json', '-o', 'b.json'], {}, directory)).stdout).toMatch(TOTAL);
    expect(await xmppspec(['merge', 'a.json'], {}, directory)).toMatchObject({
      stdout: expect.stringMatching(/^\{/),
      stderr: expect.stringMatching(TOTAL),
    });
  });
});

describe('a failure of an own scenario', () => {
  test('is annotated at its path from the root of the repository', async () => {
    const directory = repository();
    const args = ['run', 'missing.yaml', '-r', 'github'];
    const { code, stdout } = await xmppspec(args, { GITHUB_WORKSPACE: directory }, join(directory, 'tests/xmpp'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=tests\/xmpp\/missing\.yaml,line=\d+,col=\d+,title=/m);
  });

  test('has that path in JUnit, and a title', async () => {
    const directory = repository();
    await xmppspec(['run', 'missing.yaml', '-r', 'junit=x.xml'], {}, join(directory, 'tests/xmpp'));
    const document = readFileSync(join(directory, 'tests/xmpp/x.xml'), 'utf8');
    expect(document).toContain('file="tests/xmpp/missing.yaml"');
    expect(document).toContain('<property name="title"');
  });
});

test('a shipped scenario is annotated without a place, and has no file in JUnit: neither is in the repository of the user', async () => {
  const directory = repository();
  const target = await served(['--mutant', 'rfc6121-2.3.3-c/all-taken']);
  const args = ['run', 'rfc6121/2.3.3/refused', ...target, '-r', 'github', '-r', 'junit=x.xml'];
  const { stdout, stderr } = await xmppspec(args, { GITHUB_WORKSPACE: directory }, directory);
  expect(stdout, stderr).toMatch(/^::error title=/m);
  expect(stdout).not.toMatch(/^::error file=/m);
  expect(readFileSync(join(directory, 'x.xml'), 'utf8')).not.toContain(' file="');
});

describe('--exclude', () => {
  test('leaves cases out of run, list and doctor', async () => {
    const all = (await xmppspec(['list', '2.3.2', '--exclude', 'remote'])).stdout.trim().split('\n');
    const { stdout } = await xmppspec(['list', '2.3.2', '--exclude', 'remote', '--exclude', CASE]);
    expect(all.filter((line) => !stdout.includes(line)).map((line) => line.split(' ')[0])).toEqual([CASE]);
    const ran = await xmppspec(['run', '2.3.2', '--exclude', 'remote', '--exclude', CASE, '-r', 'line']);
    // Without a second server, no federated case runs.
    const alone = all.filter((line) => !line.includes('federated]'));
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^${alone.length - 1} cases: `)) });
  });

  test.each([
    [['2.3.2', '--exclude', '2.33'], '"2.33" matches none of'],
    [['2.3.2', '--exclude', '2'], '--exclude leaves no case'],
  ] as const)('%j is a usage error', async (args, message) => {
    expect(await xmppspec(['run', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

test('--fail-on-skipped fails a run with a skipped case, and the merge of its report', async () => {
  const directory = temporaryDirectory();
  const args = ['run', '2.5.2', ...(await served()), '-r', 'json=a.json'];
  const lenient = await xmppspec(args, {}, directory);
  const strict = await xmppspec([...args, '--fail-on-skipped'], {}, directory);
  const merged = await xmppspec(['merge', 'a.json', '-o', 'b.json'], {}, directory);
  expect(lenient.stdout, lenient.stderr).toMatch(/passed, \d+ skipped/);
  expect([lenient.code, strict.code, merged.code]).toEqual([0, 1, 1]);
  for (const { stderr } of [strict, merged]) expect(stderr).toMatch(/--fail-on-skipped: \d+ cases? (were|was) skipped/);
});

describe('--trace=all', () => {
  test('keeps the stanzas of each case, also of those that passed, in a file of its own', async () => {
    const directory = temporaryDirectory();
    const args = ['run', CASE, 'rfc6121/2.3.3/refused', '--trace=all', '--trace-dir', 'stanzas', '-r', 'line'];
    const { code, stdout } = await xmppspec(args, {}, directory);
    expect(code, stdout).toBe(0);
    const files = readdirSync(join(directory, 'stanzas'), { recursive: true, encoding: 'utf8' });
    expect(files).toContain(`${CASE}.txt`);
    expect(files).toContain('rfc6121/2.3.3/refused[duplicate-group].txt');
    const text = readFileSync(join(directory, 'stanzas', `${CASE}.txt`), 'utf8');
    expect(text).toContain(`\n${CASE}  `);
    expect(text).toMatch(/juliet\/balcony -> server .*\n +<iq type="set"[\s\S]*passed after \d+ ms\n$/);
  });

  test('takes no other value', async () => {
    const message = '--trace: expected no value, or --trace=all';
    expect(await xmppspec(['run', '--trace=some'])).toMatchObject({ code: 2, stderr: `${message}\n` });
  });
});
