import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';

interface Result {
  readonly id: string;
  readonly topology: string;
  readonly outcome: string;
}

const PAIRS = [
  ['prosody', 'ejabberd'],
  ['ejabberd', 'prosody'],
  ['prosody', 'prosody'],
  ['prosody', 'jabberd2'],
] as const;

for (const [name, peerName] of PAIRS) {
  describe(`${name} with ${peerName}`, () =>
    describeInstalled(name, () =>
      describeInstalled(peerName, () => {
        test('cases with contacts on the peer run, and the report names both servers', {
          timeout: 120_000,
        }, async () => {
          const json = join(temporaryDirectory(), 'report.json');
          const args = ['run', '3.1.2', '-t', name, '--peer', peerName, '-r', 'console', '-r', `json=${json}`];
          const { stdout, stderr } = await xmppspec(args);
          const report = JSON.parse(readFileSync(json, 'utf8'));
          const results = report.results as readonly Result[];
          expect(results.length).toBeGreaterThan(0);
          expect(results.filter(({ topology }) => topology !== 'federated')).toEqual([]);
          expect(
            results.filter(({ outcome }) => ['broken', 'skipped'].includes(outcome)),
            stdout,
          ).toEqual([]);
          expect(report.peer).toMatchObject({ name: peerName, domain: 'xmppspec-peer.localhost' });
          expect(report.rerun).toEqual(['-t', name, '--peer', peerName]);
          expect(stdout).toContain(`contacts on ${peerName} (`);
          expect(stderr).toBe('');
        });
      }),
    ));
}

describeInstalled('prosody', () => {
  test('an interrupt ends both servers', { timeout: 60_000 }, async () => {
    const state = temporaryDirectory();
    const args = [program, 'run', '-t', 'prosody', '--peer', 'prosody'];
    const env = { ...process.env, XDG_STATE_HOME: state };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    // The head of the report comes when both servers run.
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    expect(await ended).toBe(130);
    const journals = readdirSync(state, { recursive: true }).filter((file) => String(file).endsWith('.jsonl'));
    expect(journals).toEqual([]);
  });
});
