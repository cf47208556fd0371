import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { PAIRS, type Result } from './run-pair.test-kit.ts';

// jabberd2 is slow with a peer.
for (const [name, peerName, selectors] of PAIRS.filter(([, peerName]) => peerName !== 'jabberd2')) {
  describe(`${name} with ${peerName}`, () =>
    describeInstalled(name, () =>
      describeInstalled(peerName, () => {
        test('the two violate exactly what their baseline lists with accounts and sessions that are lent again, too', async () => {
          const json = join(temporaryDirectory(), 'report.json');
          const lent = ['--accounts', 'lent', '--peer-accounts', 'lent'];
          const baseline = ['--baseline', `baselines/${name}+${peerName}.yaml`];
          const run = ['run', ...selectors, '-t', name, '--peer', peerName];
          const args = [...run, ...lent, ...baseline, '-r', `json=${json}`];
          const { code, stderr } = await xmppspec(args);
          const { results, staleBaseline, summary } = JSON.parse(readFileSync(json, 'utf8'));
          const broken = (results as readonly Result[]).filter(({ outcome }) => outcome === 'broken');
          expect({ code, stderr, broken, staleBaseline, late: summary.lateStanzas }).toEqual({
            code: 0,
            stderr: expect.stringMatching(/^(\d+ s {2}.*\n)*exit 0: the baseline lists .*\n$/),
            broken: [],
            staleBaseline: [],
            late: 0,
          });
        });
      }),
    ));
}
