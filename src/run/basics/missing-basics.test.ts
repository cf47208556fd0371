import { expect, test, vi } from 'vitest';
import type { Basic, Case } from '../../model/case.ts';
import type { CaseResult, Outcome } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import { messageCase, place } from '../fake-session.test-kit.ts';
import { emptyResult } from '../run-case.ts';
import { MissingBasics, reportersOf } from './missing-basics.ts';

const push = parseXml('<iq type="set"><query xmlns="jabber:iq:roster"><item jid="a@b"/></query></iq>');
const noPush = { kind: 'missing', isOutOfOrder: false, expected: push } as const;

const dependent: Case = messageCase({}, { id: 'dependent' });
const reporter: Case = messageCase({}, { id: 'reporter', establishes: 'roster-push' });

function resultOf(aCase: Case, outcome: Outcome, failure?: typeof noPush): CaseResult {
  const result = emptyResult(aCase, { outcome, reason: { kind: 'late-stanzas', count: 1 }, began: 0 });
  if (failure === undefined) return result;
  const check = { place, session: 'juliet', requirements: ['must'], verdict: 'failed', failure } as const;
  return { ...result, checks: [check], requirements: [{ id: 'must', level: 'MUST', verdict: 'failed' }] };
}

const failing = resultOf(dependent, 'failed', noPush);
const reporting = resultOf(reporter, 'failed', noPush);

/** Charges the results, where a case that establishes something has this result when it is played. */
async function charge(results: readonly CaseResult[], played?: CaseResult, isExcused = () => false) {
  const play = vi.fn(async () => (played === undefined ? [] : [played]));
  const basics = new MissingBasics({ reporters: [reporter], isExcused, play });
  return { results: await basics.charge(results), basics, play };
}

const outcomes = (results: readonly CaseResult[]) => results.map(({ outcome }) => outcome);

test('skips a case that shows what another case reports, and keeps the other', async () => {
  const { results, play } = await charge([failing, reporting]);
  expect(outcomes(results)).toEqual(['skipped', 'failed']);
  expect(results[0]?.reason).toEqual({
    kind: 'basic-missing',
    basic: 'roster-push',
    reportedBy: 'reporter',
    level: 'MUST',
    shown: 'failed',
  });
  expect(results[0]).toMatchObject({ checks: [], requirements: [] });
  expect(play).not.toHaveBeenCalled();
});

test.each<[Outcome]>([['passed'], ['broken'], ['skipped']])(
  'keeps a failure where the other case is %s',
  async (outcome) => {
    expect(outcomes((await charge([failing, resultOf(reporter, outcome)])).results)).toEqual(['failed', outcome]);
  },
);

test('keeps a failure where the other case fails for another reason', async () => {
  const other = { ...noPush, expected: parseXml('<message/>') };
  expect(outcomes((await charge([failing, resultOf(reporter, 'failed', other)])).results)).toEqual([
    'failed',
    'failed',
  ]);
});

test('plays a case that is not selected, once, and only where something may be missing', async () => {
  const { results, basics, play } = await charge([failing], reporting);
  expect(outcomes(results)).toEqual(['skipped']);
  await basics.charge([failing]);
  expect(play).toHaveBeenCalledTimes(1);
  expect((await charge([resultOf(dependent, 'passed')])).play).not.toHaveBeenCalled();
});

test('keeps a failure where the other case was not played', async () => {
  expect(outcomes((await charge([failing])).results)).toEqual(['failed']);
});

test('says where the baseline excuses the case that reports it', async () => {
  const { results } = await charge([failing], reporting, () => true);
  expect(results[0]?.reason).toMatchObject({ isKnown: true });
});

test.each<[Basic, CaseResult['reason']]>([
  ['pending-request', { kind: 'request-not-redelivered', state: 'To', user: 'juliet', contact: 'romeo' }],
])('skips a case whose given state needs %s', async (basic, reason) => {
  const play = async () => [];
  const state = messageCase({}, { id: 'state', establishes: basic });
  const basics = new MissingBasics({ reporters: [state], isExcused: () => false, play });
  const results = await basics.charge([
    { ...failing, outcome: 'broken', reason, checks: [] },
    resultOf(state, 'failed'),
  ]);
  expect(outcomes(results)).toEqual(['skipped', 'failed']);
});

test('finds the cases that establish something', () => {
  const needing = messageCase({}, { needs: [{ feature: 'roster-get', reportedBy: 'get' }] });
  const get = messageCase({}, { id: 'get' });
  expect(reportersOf([dependent, reporter, needing, get])).toEqual([reporter, get]);
});
