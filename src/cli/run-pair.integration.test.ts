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

/** Something of what two servers do together: removals, requests, messages, states. */
const SAMPLE = ['2.5.2', '3.1.2', '5.2.2', 'A.2.1'];

/** What fails in the same way in every run. On jabberd2 a few removals and states fail in some runs and in others not. */
const STEADY = ['3.1.2', '4.2', '5.2.2', '8.5.2', '8.5.3'];

const PAIRS = [
  ['prosody', 'ejabberd', SAMPLE],
  ['ejabberd', 'prosody', SAMPLE],
  ['prosody', 'prosody', SAMPLE],
  ['prosody', 'jabberd2', STEADY],
] as const;

for (const [name, peerName, selectors] of PAIRS) {
  describe(`${name} with ${peerName}`, () =>
    describeInstalled(name, () =>
      describeInstalled(peerName, () => {
        test('the two violate exactly what their baseline lists', async () => {
          const json = join(temporaryDirectory(), 'report.json');
          const baseline = ['--baseline', `baselines/${name}+${peerName}.yaml`];
          const reports = ['-r', 'console', '-r', `json=${json}`];
          const args = ['run', ...selectors, '-t', name, '--peer', peerName, ...baseline, ...reports];
          const { code, stdout, stderr } = await xmppspec(args);
          const report = JSON.parse(readFileSync(json, 'utf8'));
          const results = report.results as readonly Result[];
          expect(results.filter(({ topology }) => topology !== 'federated')).toEqual([]);
          expect(
            results.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id),
            stdout,
          ).toEqual([]);
          expect({ late: report.summary.lateStanzas, stale: report.staleBaseline }).toEqual({ late: 0, stale: [] });
          expect([code, stderr], stdout).toEqual([0, '']);
          expect(report.peer).toMatchObject({ name: peerName, domain: 'xmppspec-peer.localhost' });
          expect(report.rerun).toEqual(['-t', name, '--peer', peerName]);
          expect(stdout).toContain(`contacts on ${peerName} (`);
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
