import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { describeServer } from '../target/describe-server.test-kit.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const program = fileURLToPath(new URL('../../bin/xmppspec.js', import.meta.url));

/** An account is in the journal before it is on the server. When this number is listed, the first ones exist. */
const ACCOUNTS = 8;

/** Runs all cases on an external server, one at a time, and sends the signal once some accounts exist. */
async function interrupted({ address }: LaunchedTarget, signal: NodeJS.Signals) {
  const ca = join(temporaryDirectory(), 'ca.pem');
  writeFileSync(ca, address.ca ?? '');
  const url = `xmpp://${address.host}:${address.port}`;
  return interruptedRun(['-t', url, '-d', address.domain, '--ca', ca, '-j', '1'], signal, ACCOUNTS);
}

/** Sends the signal once there is a journal with that many accounts: then the run has something to undo. */
async function interruptedRun(args: readonly string[], signal: NodeJS.Signals, accounts = 0) {
  const state = temporaryDirectory();
  const child = spawn(process.execPath, [program, 'run', ...args], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const journals = () => readdirSync(state, { recursive: true }).filter((name) => String(name).endsWith('.jsonl'));
  await expect.poll(journals, { timeout: 20_000, interval: 20 }).toHaveLength(1);
  const listed = () => readFileSync(join(state, String(journals()[0])), 'utf8').split('"account-created"').length - 1;
  if (accounts > 0) await expect.poll(listed, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(accounts);
  child.kill(signal);
  return { code: await ended, journals, state };
}

describeServer('prosody', (target) => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s removes all accounts before the run ends', async (signal, exitCode) => {
    const { code, journals } = await interrupted(target(), signal);
    expect([code, journals()]).toEqual([exitCode, []]);
  });

  test('an interrupt during the launch has the same exit code', async () => {
    const { code, journals } = await interruptedRun(['-t', 'prosody'], 'SIGINT');
    expect([code, journals()]).toEqual([130, []]);
  });

  test('clean removes the accounts that a killed run left behind', async () => {
    const { code, journals, state } = await interrupted(target(), 'SIGKILL');
    expect([code, journals().length]).toEqual([null, 1]);
    const { stdout, stderr } = await xmppspec(['clean'], { XDG_STATE_HOME: state });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^removed [1-9]\d* accounts? and 0 directories/);
    expect(journals()).toEqual([]);
  });
});

test('a closed standard output ends the run as an interrupt does, and is no failure', async () => {
  const child = spawn(process.execPath, [program, 'run', '2', '-t', 'reference'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await ended).toBe(0);
});

/** Two looks at one play need as many at most, with those of the tries before; each shorter play needs more. */
const ACCOUNTS_BEFORE_SHORTENING = 18;

test('an interrupt while a play is shortened reports what has failed, and leaves no account', async () => {
  const serve = ['serve', '--port', '0', '--mutant', 'rfc6121-4.4.2-a/without-show'];
  const server = spawn(process.execPath, [program, ...serve], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const file = join(temporaryDirectory(), 'report.json');
  const target = ['-t', /xmpp:\S+?:\d+/.exec(line)?.[0] ?? '', '-d', 'xmppspec.localhost', '--plaintext'];
  const play = ['explore/1@2/local/2', ...target, '-r', `json=${file}`];
  const { code, journals } = await interruptedRun(play, 'SIGINT', ACCOUNTS_BEFORE_SHORTENING);
  expect([code, journals()]).toEqual([130, []]);
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as { results: readonly Record<string, unknown>[] };
  expect(results).toMatchObject([{ id: 'explore/1@2/local/2', outcome: 'failed' }]);
});
