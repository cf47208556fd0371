import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exactPatterns } from '../baseline/case-globs.ts';
import type { Reason } from '../model/reason.ts';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

// Ends a run that hangs. Runs of half a minute have taken 3.5 minutes on a busy machine.
const TIMEOUT_MS = 600_000;

// A case whose given state cannot be reached is broken, not failed: jabberd2 never shows a pending request again. The file
// lists exactly these cases, by globs that match no other, so that a further one is noticed; `vitest run -u` updates it.
const UNREACHED: readonly Reason['kind'][] = ['state-not-reached', 'request-not-redelivered'];
const UNPROVED =
  '# Cases that prove nothing on this server, because it cannot be brought into the state they begin in.';

interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly cause: Reason;
}

describe.each(['reference', 'prosody', 'ejabberd', 'jabberd2'] as const)('the whole suite', (server) => {
  describeInstalled(server, () => {
    const violations = server === 'reference' ? 'nothing' : 'exactly what its baseline lists';
    test(`${server} violates ${violations}`, { timeout: TIMEOUT_MS }, async () => {
      const json = join(temporaryDirectory(), 'report.json');
      const baseline = server === 'reference' ? [] : ['--baseline', `baselines/${server}.yaml`];
      const { code, stdout } = await xmppspec([
        'run',
        '-t',
        server,
        ...baseline,
        '-r',
        'console',
        '-r',
        `json=${json}`,
      ]);
      const { results, staleBaseline, summary } = JSON.parse(readFileSync(json, 'utf8'));
      const broken = (results as readonly Result[]).filter(({ outcome }) => outcome === 'broken');
      const isExplained = ({ cause }: Result) => server === 'jabberd2' && UNREACHED.includes(cause.kind);
      const unexplained = broken.filter((result) => !isExplained(result));
      expect({ staleBaseline, unexplained, late: summary.lateStanzas }, stdout).toEqual({
        staleBaseline: [],
        unexplained: [],
        late: 0,
      });
      expect(code, stdout).toBe(broken.length > 0 ? 3 : 0);
      if (server !== 'jabberd2') return;
      const ids = broken.map(({ id }) => id);
      const list = exactPatterns(
        { ids },
        (results as readonly Result[]).map(({ id }) => id),
      );
      await expect(`${UNPROVED}\n${list.join('\n')}\n`).toMatchFileSnapshot('../../baselines/jabberd2.unproved.txt');
    });
  });
});

/** What the modules of Debian's configurations could change. The whole suite takes minutes there, and belongs to the proof. */
const MODULE_CASES = {
  'prosody-debian': ['4.7.2', '8.3', '8.5.1', '8.5.2.1.3', '8.5.2.2.3'],
  'ejabberd-debian': ['3.2.2', '4.7.2.1', '8.3', '8.5.1', '8.5.2.1.3', '8.5.2.2.3'],
} as const;

describe.each(['prosody-debian', 'ejabberd-debian'] as const)('what modules change', (server) => {
  describeInstalled(server, () => {
    test(`${server} violates exactly what its baseline lists`, { timeout: TIMEOUT_MS }, async () => {
      const json = join(temporaryDirectory(), 'report.json');
      const baseline = ['--baseline', `baselines/${server}.yaml`];
      const reports = ['-r', 'console', '-r', `json=${json}`];
      const { code, stdout } = await xmppspec(['run', ...MODULE_CASES[server], '-t', server, ...baseline, ...reports]);
      const { results, staleBaseline } = JSON.parse(readFileSync(json, 'utf8'));
      const broken = (results as readonly Result[]).filter(({ outcome }) => outcome === 'broken');
      expect({ code, staleBaseline, broken }, stdout).toEqual({ code: 0, staleBaseline: [], broken: [] });
    });
  });
});
