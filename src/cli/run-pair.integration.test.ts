import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { launchPair } from '../target/launch-pair.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { FAULTS, PAIRS, type Result } from './run-pair.test-kit.ts';

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
          expect([code, stderr], stdout).toEqual([
            0,
            expect.stringMatching(/^(\d+ s {2}.*\n)*exit 0: the baseline lists .*\n$/),
          ]);
          expect(report.peer).toMatchObject({ name: peerName, domain: 'xmppspec-peer.localhost' });
          expect(report.rerun).toEqual(['-t', name, '--peer', peerName]);
          expect(stdout).toContain(`contacts on ${peerName} (`);
        });
      }),
    ));
}

test('the reference server loses nothing when streams are cut and servers restart', async () => {
  const json = join(temporaryDirectory(), 'report.json');
  const { code, stdout } = await xmppspec([
    'run',
    ...FAULTS,
    '-t',
    'reference',
    '--peer',
    'reference',
    '-r',
    `json=${json}`,
  ]);
  const results = JSON.parse(readFileSync(json, 'utf8')).results as readonly Result[];
  expect([results.length, code], stdout).toEqual([15, 0]);
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
});

test('on servers that run already, such cases are skipped, and the report says why', async () => {
  const { target, peer } = await launchPair(['reference', 'reference']);
  try {
    const url = ({ address }: LaunchedTarget) => `xmpp://${address.host}:${address.port}`;
    const first = ['-t', url(target), '-d', target.address.domain, '--plaintext'];
    const second = ['--peer', url(peer), '--peer-domain', peer.address.domain, '--peer-plaintext'];
    const { code, stdout } = await xmppspec(['run', ...FAULTS, ...first, ...second]);
    expect(code, stdout).toBe(2);
    expect(stdout).toContain(
      'the streams between the servers cannot be cut: xmppspec has not launched the two together',
    );
    expect(stdout).toContain('the servers cannot be restarted: xmppspec has not launched the two together');
    expect(stdout).toContain('15 skipped');
  } finally {
    await Promise.all([target.stop(), peer.stop()]);
  }
});

describeInstalled('prosody', () => {
  test('an interrupt ends both servers', async () => {
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
