import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const ALL = ['8.3', 'rfc6121/3.1.2/unreachable-domain'];

/** Servers that look for others, and what a stanza to an unreachable domain comes to there. jabberd2 fails other cases. */
const SERVERS = [
  { name: 'prosody-s2s', cases: ALL, outcome: 'not-found' },
  { name: 'ejabberd-s2s', cases: ALL, outcome: 'timed-out' },
  { name: 'jabberd2', cases: ['rfc6121/8.3/unknown-domain[*]'], outcome: 'not-found' },
] as const;

describe.each(SERVERS)('errors that need the network', ({ name, cases, outcome }) => {
  describeInstalled(name, () => {
    test('are waited for, and the command ends', async () => {
      const json = join(temporaryDirectory(), 'report.json');
      const selected = [...cases, '2.3.2'];
      const args = ['-t', name, '-v', '-r', 'console', '-r', `json=${json}`];
      const { stdout } = await xmppspec(['run', ...selected, ...args]);
      const { results, summary } = JSON.parse(readFileSync(json, 'utf8'));
      const network = results.filter(({ id }: { id: string }) => /8\.3|unreachable-domain/.test(id));
      expect(network.length).toBeGreaterThan(10);
      expect(
        network.filter(({ outcome }: { outcome: string }) => outcome !== 'passed'),
        stdout,
      ).toEqual([]);
      expect(stdout).toContain(`rfc6121/8.3/unknown-domain: ${outcome}`);
      expect(summary.lateStanzas).toBe(0);
    });
  });
});
