import { expect, test, vi } from 'vitest';
import type { Case } from '../../model/case.ts';
import type { Failure } from '../../model/failure.ts';
import type { CaseResult, Outcome } from '../../model/result.ts';
import { loadAppendixA } from '../../spec/appendix-a.ts';
import { parseXml } from '../../stanza/xml.ts';
import { messageCase, place } from '../fake-session.test-kit.ts';
import { emptyResult } from '../look.ts';
import { MissingBasics, reportersOf } from './missing-basics.ts';

const states = new Map(loadAppendixA().states.map((state) => [state.name, state]));
const push = parseXml('<iq type="set"><query xmlns="jabber:iq:roster"><item jid="a@b"/></query></iq>');
const noPush = { kind: 'missing', isOutOfOrder: false, expected: push } as const;

const dependent: Case = messageCase({}, { id: 'dependent' });
const reporter: Case = messageCase({}, { id: 'reporter', establishes: 'roster-push' });

function resultOf(aCase: Case, outcome: Outcome, failure?: Failure): CaseResult {
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
  const basics = new MissingBasics({ reporters: [reporter], states, isExcused, play });
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

test('a case that establishes something and is broken shows nothing to be missing', async () => {
  const asking: Case = { ...reporter, establishes: 'ask' };
  const noAsk = { kind: 'ask', seen: false } as const;
  const reason = {
    kind: 'state-not-reached',
    state: 'To',
    user: 'juliet',
    subscription: 'to',
    differences: [noAsk],
  } as const;
  const report = emptyResult(asking, { outcome: 'broken', reason, began: 0 });
  const basics = new MissingBasics({ reporters: [asking], states, isExcused: () => false, play: async () => [report] });
  const results = await basics.charge([emptyResult(dependent, { outcome: 'broken', reason, began: 0 })]);
  expect(outcomes(results)).toEqual(['broken']);
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

/** A case that begins in this state, and the one for a cell of Appendix A, which begins in that of its row. */
const given = (id: string, state: string): Case =>
  messageCase({}, { id, given: { place, user: 'juliet', contact: 'romeo', state } });
const ofCell = (table: string, row: string): Case => ({
  ...given(`${table}[${row}]`, row),
  establishes: 'state',
  cell: { table: `appendix-a/${table}`, row, column: 'state_after' },
});
const toTo = ofCell('in-subscribed', 'None + Pending Out');
const toPendingOut = ofCell('out-subscribe', 'None');
const toPendingIn = ofCell('in-subscribe', 'None');

const wrongState = {
  kind: 'state',
  user: 'juliet',
  contact: 'romeo',
  found: { name: 'None' },
  states: ['To'],
} as const;
const notAsked = [{ kind: 'subscription', seen: 'none', expected: 'to' }] as const;
const unreached = (aCase: Case, user = 'juliet'): CaseResult => {
  const state = aCase.given?.state ?? '';
  const reason = { kind: 'state-not-reached', state, user, subscription: 'none', differences: notAsked } as const;
  return emptyResult(aCase, { outcome: 'broken', reason, began: 0 });
};
const wrong = (aCase: Case) => resultOf(aCase, 'failed', wrongState);

/** The cases named as the reason, where those that establish a state have the results given. */
async function named(results: readonly CaseResult[], played: readonly CaseResult[] = []) {
  const play = async (cases: readonly Case[]) => played.filter((one) => cases.includes(one.case));
  const options = { reporters: [toTo, toPendingOut, toPendingIn], states, isExcused: () => false, play };
  const charged = await new MissingBasics(options).charge(results);
  return charged.map(({ reason }) => (reason?.kind === 'basic-missing' ? reason.reportedBy : undefined));
}

test('a case whose given state is not reached names the case for the cell that leads into the state', async () => {
  expect(await named([unreached(given('to', 'To')), wrong(toTo), wrong(toPendingOut)])).toEqual([
    toTo.id,
    undefined,
    undefined,
  ]);
});

test('where the contact does not reach its state, the cell is that of the contact', async () => {
  expect(await named([unreached(given('pending', 'None + Pending Out'), 'romeo'), wrong(toPendingIn)])).toEqual([
    toPendingIn.id,
    undefined,
  ]);
});

test('names the case that fails on the way to the state, and plays each that is not selected', async () => {
  expect(await named([unreached(given('to', 'To'))], [unreached(toTo), wrong(toPendingOut)])).toEqual([
    toPendingOut.id,
  ]);
});

test('a request that is not delivered again is charged to the case that expects it', async () => {
  const reason = {
    kind: 'request-not-redelivered',
    state: 'None + Pending In',
    user: 'juliet',
    contact: 'romeo',
  } as const;
  const broken = emptyResult(given('in', 'None + Pending In'), { outcome: 'broken', reason, began: 0 });
  expect(await named([broken], [wrong(toPendingIn)])).toEqual([toPendingIn.id]);
});

test.each<[string, CaseResult]>([
  ['passes', resultOf(toTo, 'passed')],
  ['fails for something else', resultOf(toTo, 'failed', noPush)],
])('stays broken where the case for the cell %s', async (_, report) => {
  expect(await named([unreached(given('to', 'To'))], [report])).toEqual([undefined]);
});

test('finds the cases that establish something', () => {
  const needing = messageCase({}, { needs: [{ feature: 'roster-get', reportedBy: 'get' }] });
  const get = messageCase({}, { id: 'get' });
  expect(reportersOf([dependent, reporter, needing, get])).toEqual([reporter, get]);
});

const told: Case = messageCase({}, { id: 'told', establishes: 'redelivery' });
const disputes = [{ ruling: 'R9', failure: 'request-missing', lacking: 'redelivery' }] as const;
const excused: CaseResult = {
  ...resultOf({ ...dependent, disputes }, 'warned', noPush),
  checks: [
    {
      place,
      session: 'juliet',
      requirements: ['must'],
      verdict: 'warned',
      failure: noPush,
      disputed: [{ requirement: 'must', ruling: 'R9' }],
    },
  ],
  requirements: [{ id: 'must', level: 'MUST', verdict: 'warned', ruling: 'R9' }],
};

test.each<[Outcome, Outcome]>([
  ['passed', 'failed'],
  ['warned', 'warned'],
  ['broken', 'warned'],
])(
  'a dispute for servers that lack something: where the case that shows it has %s, the other has %s',
  async (at, then) => {
    const reporters = [told];
    const basics = new MissingBasics({
      reporters,
      states,
      isExcused: () => false,
      play: async () => [resultOf(told, at)],
    });
    const [result] = await basics.charge([excused]);
    expect(result?.outcome).toBe(then);
    expect(result?.requirements.map(({ verdict }) => verdict)).toEqual([then]);
    expect(result?.checks.map(({ verdict }) => verdict)).toEqual([then]);
  },
);

test('a dispute for servers that lack something holds for the peer', async () => {
  const actors = dependent.actors.map((actor) => ({ ...actor, name: 'juliet', isPeer: true }));
  const onPeer = { ...excused, case: { ...excused.case, actors } };
  const basics = new MissingBasics({
    reporters: [told],
    states,
    isExcused: () => false,
    play: async () => [resultOf(told, 'passed')],
  });
  expect(outcomes(await basics.charge([onPeer]))).toEqual(['warned']);
});
