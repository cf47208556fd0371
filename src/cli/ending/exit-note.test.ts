import { expect, test } from 'vitest';
import type { CaseResult, Outcome } from '../../model/result.ts';
import { type RunEnd, runExit } from './exit-code.ts';
import { exitNote, rerunCase } from './exit-note.ts';

const result = (outcome: Outcome) => ({ outcome }) as CaseResult;
const known = (outcome: Outcome): CaseResult => ({ ...result(outcome), knownFailure: 'bug 1' });
const entry = { case: 'a', requirement: 'b', checks: [], reason: 'bug 1' };

const noteOf = (results: readonly CaseResult[], more: Partial<RunEnd> = {}, isUnnamed = false) => {
  const run = { results, staleBaseline: [], strict: false, ...more };
  const exit = runExit(run);
  return [exit.code, exitNote(exit, run, { rerun: [], isUnnamed })];
};

const { passed, failed, warned, skipped, broken } = Object.fromEntries(
  (['passed', 'failed', 'warned', 'skipped', 'broken'] as const).map((outcome) => [outcome, result(outcome)]),
) as Record<Outcome, CaseResult>;

test.each<[readonly CaseResult[], Partial<RunEnd>, number, string]>([
  [[passed, failed], {}, 1, '1 case failed'],
  [[failed, failed, warned], { strict: true }, 1, '2 cases failed, 1 case warned (--strict)'],
  [[failed, known('failed')], {}, 1, '1 case failed that the baseline does not list'],
  [[passed], { staleBaseline: [entry] }, 1, '1 baseline entry passes now; run again with --update-baseline'],
  [
    [failed],
    { staleBaseline: [entry, entry] },
    1,
    '1 case failed that the baseline does not list, and 2 baseline entries pass now',
  ],
  [
    [passed, skipped],
    { failOnSkipped: true },
    1,
    '--fail-on-skipped: 1 case was skipped; the report says what they need',
  ],
  [[skipped], {}, 2, 'no case ran: the report says what each of them needs'],
  [[passed, broken], {}, 3, '1 case is inconclusive, which is no verdict on the server; the report says why'],
  [
    [known('broken')],
    {},
    3,
    'no case has a verdict: the baseline lists why, but a run that shows nothing is no success',
  ],
  [[passed, known('failed'), known('warned')], {}, 0, 'the baseline lists the 2 cases that did not pass'],
])('says why a run ends with its code: %#', (results, more, code, why) => {
  expect(noteOf(results, more)).toEqual([code, why]);
});

test('has nothing to add to a run in which all passed, unless nobody named the server', () => {
  expect(noteOf([passed, skipped])).toEqual([0, undefined]);
  expect(noteOf([passed], {}, true)).toEqual([0, expect.stringContaining('NO SERVER OF YOURS WAS TESTED')]);
});

const PAIR = [
  ...['-t', 'ours', '--insecure', '--peer', 'theirs', '--peer-account', 'a@example.net', '--peer-proof', 'dialback'],
  ...['--peer-insecure', '--peer-plaintext', '--single', 'ours.json', '--single', 'theirs.json', '--config', 'c.yaml'],
];

test.each(['rfc6121/2.1.4/empty', 'rfc6121/3.1.2/silence[full,remote]'])('the command of %s has no peer', (id) => {
  expect(rerunCase(id, PAIR)).toEqual([id, '-t', 'ours', '--insecure', '--config', 'c.yaml']);
});

test.each(['a/own[federated]', 'a/own[full,federated]'])('the command of %s has the peer', (id) => {
  expect(rerunCase(id, PAIR)).toEqual([id, ...PAIR]);
});
