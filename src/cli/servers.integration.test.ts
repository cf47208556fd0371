import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

// For a run that hangs: those of half a minute have taken 3.5 minutes on a busy machine.
const TIMEOUT_MS = 600_000;

// What a server cannot be brought into is broken, not failed: jabberd2 never shows a pending request again. Which cases
// that leaves unproved is listed, so that no other can join them unseen; `vitest run -u` writes the list anew.
const UNREACHED = /^the state ".*" was not reached/;
const UNPROVED =
  '# Cases that prove nothing on this server, because it cannot be brought into the state they begin in.';

interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly reason: string;
}

describe.each(['reference', 'prosody', 'ejabberd', 'jabberd2'] as const)('the whole suite', (server) => {
  describeInstalled(server, () => {
    const violations = server === 'reference' ? 'nowhere' : 'where its baseline says, and nowhere else';
    test(`${server} departs from the standards ${violations}`, { timeout: TIMEOUT_MS }, async () => {
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
      const isExplained = ({ reason }: Result) => server === 'jabberd2' && UNREACHED.test(reason);
      const unexplained = broken.filter((result) => !isExplained(result));
      expect({ staleBaseline, unexplained, late: summary.lateStanzas }, stdout).toEqual({
        staleBaseline: [],
        unexplained: [],
        late: 0,
      });
      expect(code, stdout).toBe(broken.length > 0 ? 3 : 0);
      if (server !== 'jabberd2') return;
      const list = broken.map(({ id }) => `${id}\n`).sort();
      await expect(`${UNPROVED}\n${list.join('')}`).toMatchFileSnapshot('../../baselines/jabberd2.unproved.txt');
    });
  });
});
