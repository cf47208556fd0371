import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

// jabberd2 takes half a minute on two cores: every write of it waits 43 ms.
const TIMEOUT_MS = 240_000;

// What a server cannot be brought into is broken, not failed: jabberd2 never shows a pending request again.
const UNREACHED = /^the state ".*" was not reached/;

describe.each(['reference', 'prosody', 'ejabberd', 'jabberd2'] as const)('the whole suite', (server) => {
  describeInstalled(server, () => {
    const departures = server === 'reference' ? 'nowhere' : 'where its baseline says, and nowhere else';
    test(`${server} departs from the standards ${departures}`, { timeout: TIMEOUT_MS }, async () => {
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
      const { results, stale, summary } = JSON.parse(readFileSync(json, 'utf8'));
      const broken = results.filter((r: { outcome: string }) => r.outcome === 'broken');
      const unexplained = broken.filter(
        (r: { reason: string }) => !(server === 'jabberd2' && UNREACHED.test(r.reason)),
      );
      expect({ stale, unexplained, late: summary.late }, stdout).toEqual({ stale: [], unexplained: [], late: 0 });
      expect(code, stdout).toBe(broken.length > 0 ? 3 : 0);
    });
  });
});
