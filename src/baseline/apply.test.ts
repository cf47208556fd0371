import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { KnownFailure } from '../model/result.ts';
import type { Step } from '../model/step.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from '../run/fake-session.test-kit.ts';
import { lookAt } from '../run/look.ts';
import { runCases } from '../run/run-cases.ts';
import { parseXml } from '../stanza/xml.ts';
import { applyBaseline, createBaseline, failuresOf, staleEntries } from './apply.ts';

const checks = ['juliet/chamber: missing message'];
const known: KnownFailure = { case: 'fake/2/case', requirement: 'must', checks, reason: 'the fake delivers nothing' };
const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const schedule = { jobs: 1, bail: undefined };

test('marks a known failure with its reason', async () => {
  const { results, summary, staleBaseline } = await runCases(
    [aCase],
    fakeEnvironment({}, { baseline: createBaseline([known]) }),
    schedule,
  );
  expect(results[0]).toMatchObject({ outcome: 'failed', knownFailure: 'the fake delivers nothing' });
  expect([summary.failed, summary.knownFailures, staleBaseline]).toEqual([1, 1, []]);
});

test('does not mark a failure of another requirement', async () => {
  const baseline = [{ ...known, requirement: 'should' }];
  const { results } = await runCases([aCase], fakeEnvironment({}, { baseline: createBaseline(baseline) }), schedule);
  expect(results[0]?.knownFailure).toBeUndefined();
});

test('reports a known failure that passes as stale', async () => {
  const passes = messageCase({});
  const { staleBaseline } = await runCases(
    [passes],
    fakeEnvironment({}, { baseline: createBaseline([known]) }),
    schedule,
  );
  expect(staleBaseline).toEqual([known]);
});

/** Runs the case, and holds the entries against what came out. */
async function hold(one: Case, baseline: readonly KnownFailure[], behaviour: Behaviour = {}) {
  const { result } = await lookAt(one, fakeEnvironment(behaviour));
  const { knownFailure, reason, outcome } = applyBaseline(result, baseline);
  return { knownFailure, reason, outcome, stale: staleEntries([result], baseline).map((entry) => entry.checks) };
}

const other = 'juliet/chamber: unexpected message';

test('does not mark a failure of another check of the requirement, and reports the one that is gone', async () => {
  const { knownFailure, stale } = await hold(aCase, [{ ...known, checks: [other] }]);
  expect([knownFailure, stale]).toEqual([undefined, [[other]]]);
});

test('a stanza with other content is another failure', async () => {
  const silent = messageCase({ sessions: [receives('juliet/chamber', [])] });
  const sends = (xml: string): Behaviour => ({ onSend: (_, __, all) => all.get('chamber')?.deliver(xml) });
  const baseline = [{ ...known, checks: ['juliet/chamber: unexpected message {body}'] }];
  expect(await hold(silent, baseline, sends('<message><body/></message>'))).toMatchObject({ stale: [] });
  expect((await hold(silent, baseline, sends('<message><body/></message>'))).knownFailure).toBeDefined();
  expect((await hold(silent, baseline, sends('<message><subject/></message>'))).knownFailure).toBeUndefined();
});

test('reports a check that did not fail as stale, although another of its entry did', async () => {
  const { knownFailure, stale } = await hold(aCase, [{ ...known, checks: [...checks, other] }]);
  expect([knownFailure, stale]).toEqual(['the fake delivers nothing', [[other]]]);
});

test('where the server varies, expects at least one of the checks to fail', async () => {
  const one = await hold(aCase, [{ ...known, checks: [...checks, other], varies: true }]);
  expect([one.knownFailure, one.stale]).toEqual(['the fake delivers nothing', []]);
  expect((await hold(aCase, [{ ...known, checks: [other], varies: true }])).stale).toEqual([[other]]);
});

test('reports an entry of a passive requirement as stale once no stanza of the case breaks it', async () => {
  const passive = { ...known, requirement: 'should', checks: ['juliet/chamber: sent by the server, message'] };
  expect((await hold(aCase, [known, passive])).stale).toEqual([passive.checks]);
});

test('reports no entry of a skipped case as stale', async () => {
  const skipped = messageCase({}, { needs: [{ feature: 'roster-version' }] });
  expect(await hold(skipped, [known])).toMatchObject({ outcome: 'skipped', stale: [] });
});

/** Sends a message and expects it in the chamber, twice; the steps are in lines 1 to 4. */
function twice(first: string, second: string): Case {
  const send = { kind: 'send', from: 'juliet/balcony', stanza: parseXml('<message id="m"/>') } as const;
  const wait = { kind: 'expect', alternatives: [], proves: [] } as const;
  const steps = [first, second].flatMap((proves, index): readonly Step[] => {
    const at = (line: number) => ({ ...place, line: 2 * index + line });
    const one = receives('juliet/chamber', ['<message/>'], proves);
    const sessions = [{ ...one, receives: one.receives.map((check) => ({ ...check, place: at(2) })) }];
    return [
      { ...send, place: at(1) },
      { ...wait, sessions, place: at(2) },
    ];
  });
  return messageCase({}, { steps });
}

test('a step that is inserted before a check leaves its entry valid', async () => {
  const connect = { kind: 'connect', session: 'juliet/chamber', place } as const;
  const longer = {
    ...aCase,
    steps: [connect, ...aCase.steps.map((step) => ({ ...step, place: { ...place, line: 9 } }))],
  };
  expect(await hold(longer, [known])).toMatchObject({ knownFailure: known.reason, stale: [] });
});

test('a check that fails in two steps is listed twice, and one entry of it does not cover both', async () => {
  const entry = { ...known, requirement: 'should' };
  const [once] = checks;
  const both = [...checks, ...checks];
  const { result } = await lookAt(twice('should', 'should'), fakeEnvironment({}));
  expect(failuresOf(result)).toEqual([{ requirement: 'should', checks: both, disputed: [] }]);
  expect((await hold(result.case, [entry])).knownFailure).toBeUndefined();
  expect(await hold(result.case, [{ ...entry, checks: both }])).toMatchObject({
    knownFailure: known.reason,
    stale: [],
  });
  const twoSteps = { ...known, checks: both };
  expect((await hold(twice('must', 'must'), [twoSteps])).stale).toEqual([[once]]);
});

test('of a case with a known and a new failure, only the checks that are listed are marked', async () => {
  const marks = async (one: Case, entries: readonly KnownFailure[]) => {
    const { result } = await lookAt(one, fakeEnvironment({}));
    const { knownFailure, checks: all } = applyBaseline(result, entries);
    const failed = all.filter(({ failure }) => failure !== undefined);
    return [knownFailure, failed.map((check) => check.knownFailure)];
  };
  const entry = { ...known, requirement: 'should' };
  expect(await marks(twice('should', 'must'), [entry])).toEqual([undefined, [entry.reason, undefined]]);
  expect(await marks(twice('should', 'should'), [entry])).toEqual([undefined, [entry.reason, undefined]]);
  expect(await marks(twice('should', 'must'), [{ ...entry, expired: '2020-01-01' }])).toEqual([
    undefined,
    [undefined, undefined],
  ]);
  const all = [undefined, undefined];
  expect(await marks(twice('should', 'must'), [entry, known])).toEqual([`${entry.reason}`, all]);
});

test('nothing is stale in a case that an unknown failure ended before its last step', async () => {
  const { knownFailure, stale } = await hold(twice('must', 'must'), [{ ...known, checks: [other] }]);
  expect([knownFailure, stale]).toEqual([undefined, []]);
});

test('an entry is stale in a case that an unknown failure ended at its last step', async () => {
  const { knownFailure, stale } = await hold(twice('should', 'must'), [
    { ...known, requirement: 'should', checks: [other] },
  ]);
  expect([knownFailure, stale]).toEqual([undefined, [[other]]]);
});

test('an entry is stale where only a warning is unknown: it does not end the case', async () => {
  const { stale } = await hold(twice('should', 'should'), [{ ...known, checks: [other] }]);
  expect(stale).toEqual([[other]]);
});

test('a check of a later step that a known failure hides is stale', async () => {
  const { stale } = await hold(twice('must', 'must'), [{ ...known, checks: [...checks, other] }]);
  expect(stale).toEqual([[other]]);
});

test('an expired entry marks nothing, and the reason says when it expired', async () => {
  const { knownFailure, reason, stale } = await hold(aCase, [{ ...known, expired: '2020-01-01' }]);
  expect([knownFailure, reason, stale]).toEqual([
    undefined,
    { kind: 'baseline-expired', entries: [{ requirement: 'must', until: '2020-01-01' }] },
    [],
  ]);
});

test('does not name an expired entry of another check', async () => {
  const { reason } = await hold(aCase, [{ ...known, checks: [other], expired: '2020-01-01' }]);
  expect(reason).toBeUndefined();
});
