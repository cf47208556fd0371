import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory, xmppspec } from '../cli.test-kit.ts';

const program = fileURLToPath(new URL('../../../bin/xmppspec.js', import.meta.url));

/** Serves on a free port. Resolves with the address once the server prints it. */
async function serve(...args: string[]) {
  const server = spawn(process.execPath, [program, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { server, line, address: /xmpp:\S+?:\d+/.exec(line)?.[0] ?? '' };
}

test('serves until it is interrupted, and a run against it passes', async () => {
  const { server, line, address } = await serve();
  expect(line).toContain('serving xmppspec.localhost at xmpp://127.0.0.1:');
  const run = await xmppspec(['run', '2.3.2', '-t', address, '-d', 'xmppspec.localhost', '--insecure']);
  expect(run.code, run.stdout).toBe(0);
  server.kill('SIGINT');
  expect(await once(server, 'exit')).toEqual([0, null]);
});

test('serves with a fault, which a run against it finds', async () => {
  const { address } = await serve('--mutant', 'delivers-nothing');
  const run = await xmppspec([
    'run',
    '2.3.2',
    'rfc6121/12/roster-push',
    '-t',
    address,
    '-d',
    'xmppspec.localhost',
    '--plaintext',
  ]);
  expect(run.code, run.stdout).toBe(1);
});

test('refuses an unknown mutant', async () => {
  const { code, stderr } = await xmppspec(['serve', '--mutant', 'delivers-nothin']);
  expect([code, stderr]).toEqual([2, 'unknown mutant "delivers-nothin"; did you mean "delivers-nothing"?\n']);
});

test('refuses a port that is in use', async () => {
  const { address } = await serve();
  const { code, stderr } = await xmppspec(['serve', '--port', address.split(':').at(-1) ?? '']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('cannot serve at 127.0.0.1:')]);
});

test('a run that skips every case for want of a mandatory feature names the case that reports it, and ends with 3', async () => {
  const { address } = await serve('--mutant', 'never-answers');
  const where = ['-t', address, '-d', 'xmppspec.localhost', '--plaintext'];
  const run = await xmppspec(['run', '2.3.2', ...where, '--timeout', '3000']);
  const message =
    'cases were skipped: as it seems, the server does not offer roster-get, which is mandatory, but no case has shown that';
  const hint = /; this case reports it: xmppspec run rfc6121\/\S+ -t xmpp:\S+ -d xmppspec.localhost --plaintext\n$/;
  expect([run.code, run.stderr]).toEqual([3, expect.stringContaining(message)]);
  expect(run.stderr).toMatch(hint);
});

test('a server that alters long ids is accused of that, and no case is skipped for it', async () => {
  const { address } = await serve('--mutant', 'rfc6120-8.1.3-a/ids-cut');
  const where = ['-t', address, '-d', 'xmppspec.localhost', '--plaintext'];
  const json = join(temporaryDirectory(), 'report.json');
  const { code } = await xmppspec(['run', '2.1.4', '2.3.2', ...where, '-r', `json=${json}`]);
  const report = readFileSync(json, 'utf8');
  const { results } = JSON.parse(report) as {
    readonly results: readonly { readonly id: string; readonly outcome: string }[];
  };
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  expect([code, failed]).toEqual([1, ['rfc6121/2.1.4/answered-once']]);
  expect(report).not.toContain('feature-missing');
});

test('--bail counts a failure of the first repetition', async () => {
  const { address } = await serve('--mutant', 'delivers-nothing');
  const where = ['-t', address, '-d', 'xmppspec.localhost', '--plaintext'];
  const json = join(temporaryDirectory(), 'report.json');
  const options = ['--repeat', '4', '--bail', '1', '-j', '1', '-r', `json=${json}`];
  const { code, stderr } = await xmppspec(['run', '2.3.2', ...where, ...options]);
  const { results, summary } = JSON.parse(readFileSync(json, 'utf8'));
  expect([code, stderr]).toEqual([
    1,
    'stopped after 1 of 4 repetitions; the report says what they agree on\nexit 1: 1 case failed\n',
  ]);
  expect([summary.failed, summary.repetitions]).toEqual([1, { asked: 4, made: 1 }]);
  expect(results).toHaveLength(summary.cases);
});
