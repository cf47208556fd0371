// Two runs at the same time on one list of accounts.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lazily } from '../prepared/store.ts';
import { readReports } from '../results/report-file.ts';
import { describeServer } from '../target/describe-server.test-kit.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { registered } from './registered-accounts.test-kit.ts';

/** Runs cases on these accounts. Resolves with the exit code, what was written to standard error, and the report. */
async function runOn(target: LaunchedTarget, args: readonly string[]) {
  const { host, port, domain } = target.address;
  const file = join(temporaryDirectory(), 'report.json');
  const server = ['-t', `xmpp://${host}:${port}`, '-d', domain, '--plaintext', '--timeout', '20000'];
  const { code, stderr } = await xmppspec(['run', ...server, ...args, '-r', `json=${file}`]);
  // A run that stops before its first case writes no report.
  const results = existsSync(file) ? readReports([file]).flatMap(({ report }) => report.results) : [];
  return { code, stderr, results };
}

/** The accounts may fail cases: the last line says so, and nothing else is said. */
const EXPLAINED = /^(exit 1: .*\n)?$/;

for (const name of ['reference', 'prosody'] as const) {
  describeServer(name, (target) => {
    const SECTIONS = ['2.1.3', '2.1.4', '2.1.6', '2.2', '2.4', '2.5'];

    /** Six accounts, and a run that has them for itself. Both tests compare with it. */
    const sixAlone = lazily(async () => {
      const accounts = await registered(target().address, 6);
      return { accounts, alone: await runOn(target(), [...SECTIONS, ...accounts]) };
    });

    test('at least one of them stops and says why, and neither accuses the server', async () => {
      const { alone } = await sixAlone();
      const accounts = await registered(target().address, 4);
      const both = await Promise.all([1, 2].map(() => runOn(target(), [...SECTIONS, ...accounts])));
      const accused = ({ results }: (typeof both)[number]) =>
        results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned').map(({ id }) => id);
      expect([alone.code, alone.stderr]).toEqual([expect.any(Number), expect.stringMatching(EXPLAINED)]);
      expect(both.flatMap(accused).filter((id) => !accused(alone).includes(id))).toEqual([]);
      // A run that finds out before its first case has no more to say.
      const stopped = both.filter(({ stderr }) =>
        /^(exit 3: )?stopped: the account \S+ is in use elsewhere: /m.test(stderr),
      );
      expect(
        stopped.length,
        JSON.stringify(both.map(({ code, stderr, results }) => [code, stderr, results.length])),
      ).toBeGreaterThan(0);
      expect(stopped.map(({ code }) => code)).toEqual(stopped.map(() => 3));
      expect(stopped.every(({ results }) => results.length < alone.results.length)).toBe(true);
    });

    test('two shards of one list disturb neither each other nor the verdicts', async () => {
      const { accounts, alone } = await sixAlone();
      const shards = await Promise.all(
        ['1/2', '2/2'].map((shard) => runOn(target(), [...SECTIONS, ...accounts, '--shard', shard])),
      );
      const outcomes = (results: (typeof alone)['results']) =>
        results.map(({ id, outcome }) => `${id} ${outcome}`).sort();
      expect(shards.map(({ stderr }) => stderr)).toEqual(
        [EXPLAINED, EXPLAINED].map((text) => expect.stringMatching(text)),
      );
      expect(outcomes(shards.flatMap(({ results }) => results))).toEqual(outcomes(alone.results));
    });
  });
}
