import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { SUITE_TIMEOUT_MS } from './whole-suite.test-kit.ts';

/** What the modules of Debian's configurations could change. The whole suite takes minutes there, and belongs to the proof. */
const MODULE_CASES = {
  'prosody-debian': ['4.7.2', '8.3', '8.5.1', '8.5.2.1.3', '8.5.2.2.3'],
  'ejabberd-debian': ['3.2.2', '4.7.2.1', '8.3', '8.5.1', '8.5.2.1.3', '8.5.2.2.3'],
} as const;

describe.each(['prosody-debian', 'ejabberd-debian'] as const)('what modules change', (server) => {
  describeInstalled(server, () => {
    test(`${server} violates exactly what its baseline lists`, { timeout: SUITE_TIMEOUT_MS }, async () => {
      const json = join(temporaryDirectory(), 'report.json');
      const baseline = ['--baseline', `baselines/${server}.yaml`];
      const reports = ['-r', 'console', '-r', `json=${json}`];
      const { code, stdout } = await xmppspec(['run', ...MODULE_CASES[server], '-t', server, ...baseline, ...reports]);
      const { results, staleBaseline } = JSON.parse(readFileSync(json, 'utf8'));
      const broken = (results as readonly { outcome: string }[]).filter(({ outcome }) => outcome === 'broken');
      expect({ code, staleBaseline, broken }, stdout).toEqual({ code: 0, staleBaseline: [], broken: [] });
    });
  });
});
