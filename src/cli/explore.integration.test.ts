import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';

/** The last line, without its time. */
const lastLine = (text: string): string => (text.trim().split('\n').at(-1) ?? '').replace(/ in [\d.]+ s$/, '');

test('the reference server passes random plays, and one of them is repeated by its id', async () => {
  const all = await xmppspec(['explore', '-t', 'reference', '--seed', '1', '--plays', '8']);
  expect([all.code, lastLine(all.stdout)], all.stdout).toEqual([0, '8 cases: 8 passed']);
  const one = await xmppspec(['run', 'explore/1@2/remote/3', '-t', 'reference']);
  expect([one.code, lastLine(one.stdout)], one.stdout).toEqual([0, '1 case: 1 passed']);
});

test('with a peer, all plays have contacts there, and one of them needs the peer when it is repeated', async () => {
  const pair = ['-t', 'reference', '--peer', 'reference'];
  const all = await xmppspec(['explore', ...pair, '--seed', '1', '--plays', '4']);
  expect([all.code, lastLine(all.stdout)], all.stdout).toEqual([0, '4 cases: 4 passed']);
  const one = ['run', 'explore/1@2/federated/3', '-t', 'reference'];
  const again = await xmppspec([...one, '--peer', 'reference']);
  expect([again.code, lastLine(again.stdout)], again.stdout).toEqual([0, '1 case: 1 passed']);
  const alone = await xmppspec(one);
  expect([alone.code, lastLine(alone.stdout)], alone.stdout).toEqual([2, '1 case: 1 skipped']);
});

test('two runs of one seed judge the same acts alike', async () => {
  const one = async (jobs: string) => {
    const json = join(temporaryDirectory(), 'report.json');
    await xmppspec(['explore', '-t', 'reference', '--seed', '2', '--plays', '4', '-j', jobs, '-r', `json=${json}`]);
    const { results } = JSON.parse(readFileSync(json, 'utf8')) as { results: readonly Record<string, unknown>[] };
    return results.map(({ id, outcome, observed, checks, requirements }) => ({
      ...{ id, outcome, observed, checks, requirements },
    }));
  };
  const first = await one('1');
  expect(first.flatMap(({ checks }) => checks).length).toBeGreaterThan(100);
  expect(await one('4')).toEqual(first);
});

test('run plays them beside its cases', async () => {
  const { code, stdout } = await xmppspec(['run', '2.1.6', '-t', 'reference', '--explore', '3', '--seed', '4@2']);
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('Random plays: 3 passed');
  expect(stdout).toContain('2  Managing the roster: 8 passed');
});

test.each([
  [['explore', '--seed', 'x'], 'expected a whole number'],
  [['explore', '--seed', '7@99'], '--seed 7@99: drawn by version 99 of the random plays'],
  [['explore', '--plays', '0'], 'expected a whole number from 1'],
  [['run', 'explore/1@99/local/3', '-t', 'reference'], 'explore/1@99/local/3: drawn by version 99'],
  [['run', 'explore/1@2/moon/3', '-t', 'reference'], '"explore/1@2/moon/3" matches none'],
  [['explore', '-t', 'reference', '--plays', '1', '--write', '/proc/none'], 'cannot write'],
])('%j is a usage error', async (args, words) => {
  const { code, stderr } = await xmppspec(args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});

/** Serves the reference server with a fault, and returns the options that lead to it. */
async function faulty(mutant: string): Promise<readonly string[]> {
  const server = spawn(process.execPath, [program, 'serve', '--port', '0', '--mutant', mutant], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return ['-t', /xmpp:\S+?:\d+/.exec(line)?.[0] ?? '', '-d', 'xmppspec.localhost', '--plaintext'];
}

test('a fault is found, shortened, written as a scenario that fails alone, and known to a baseline by its rule', async () => {
  const server = await faulty('rfc6121-4.4.2-a/without-show');
  const [found, baseline] = [join(temporaryDirectory(), 'found'), join(temporaryDirectory(), 'known.yaml')];
  const plays = ['explore', ...server, '--plays', '14'];
  const first = await xmppspec([...plays, '--seed', '1', '--write', found]);
  expect(first.code, first.stdout).toBe(1);
  const written = readdirSync(found).sort();
  const shortest = written
    .map((name) => readFileSync(join(found, name), 'utf8'))
    .sort((a, b) => a.length - b.length)[0];
  // Two logins, two stanzas that subscribe, and an update: as few acts as show it, of 60.
  expect(shortest?.split('- expect:').length).toBeLessThan(9);
  const alone = await xmppspec(['run', ...written.map((name) => join(found, name)), ...server]);
  expect(alone.code, alone.stdout + alone.stderr).toBe(1);
  expect(alone.stdout).toContain(`${written.length} failed`);
  const update = [...plays, '--seed', '1', '--baseline', baseline, '--update-baseline', '--reason', 'known'];
  expect((await xmppspec(update)).code).toBe(0);
  const other = await xmppspec([...plays, '--seed', '3', '--baseline', baseline]);
  expect(other.code, other.stdout).toBe(0);
  // The other seed shows the fault, too.
  expect(other.stdout).toMatch(/[1-9]\d* known/);
});
