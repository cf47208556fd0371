import { expect, test } from 'vitest';
import { exactPatterns } from '../baseline/case-globs.ts';
import type { Reason } from '../model/reason.ts';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { runWholeSuite, SUITE_TIMEOUT_MS } from './whole-suite.test-kit.ts';

// A case whose given state cannot be reached is broken, not failed: jabberd2 never shows a pending request again. The file
// lists exactly these cases, by globs that match no other, so that a further one is noticed; `vitest run -u` updates it.
const UNREACHED: readonly Reason['kind'][] = ['state-not-reached', 'request-not-redelivered'];
const UNPROVED =
  '# Cases that prove nothing on this server, because it cannot be brought into the state they begin in.';

// Answers of jabberd2 are held for 40 ms. The run waits most of its time, so it is a file of its own, beside others.
describeInstalled('jabberd2', () => {
  test('jabberd2 violates exactly what its baseline lists', { timeout: SUITE_TIMEOUT_MS }, async () => {
    const { ids, broken } = await runWholeSuite('jabberd2', ({ kind }) => UNREACHED.includes(kind));
    const list = exactPatterns({ ids: broken.map(({ id }) => id) }, ids);
    await expect(`${UNPROVED}\n${list.join('\n')}\n`).toMatchFileSnapshot('../../baselines/jabberd2.unproved.txt');
  });
});
