import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { KnownFailure } from '../model/result.ts';
import type { ExpectStep, Step } from '../model/step.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from '../run/fake-server.test-kit.ts';
import { runCase } from '../run/run-case.ts';
import { runCases } from '../run/run-cases.ts';
import { parseXml } from '../stanza/xml.ts';
import { createBaseline, excuse, staleEntries } from './apply.ts';

const checks = ['step 1, juliet/chamber: missing message'];
const known: KnownFailure = { case: 'fake/2/case', requirement: 'must', checks, reason: 'the fake delivers nothing' };
const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const schedule = { jobs: 1, bail: undefined };

test('a known failure is excused with its reason', async () => {
  const { results, summary, staleBaseline } = await runCases(
    [aCase],
    fakeEnvironment({}, { baseline: createBaseline([known]) }),
    schedule,
  );
  expect(results[0]).toMatchObject({ outcome: 'failed', knownFailure: 'the fake delivers nothing' });
  expect([summary.failed, summary.knownFailures, staleBaseline]).toEqual([1, 1, []]);
});

test('a failure of another requirement is not excused', async () => {
  const baseline = [{ ...known, requirement: 'should' }];
  const { results } = await runCases([aCase], fakeEnvironment({}, { baseline: createBaseline(baseline) }), schedule);
  expect(results[0]?.knownFailure).toBeUndefined();
});

test('a known failure that passes is told as stale', async () => {
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
  const { result } = await runCase(one, fakeEnvironment(behaviour));
  const { knownFailure: excused, reason, outcome } = excuse(result, baseline);
  return { excused, reason, outcome, stale: staleEntries([result], baseline).map((entry) => entry.checks) };
}

const other = 'step 1, juliet/chamber: unexpected message';

test('a failure of another check of the same requirement is not excused, and the one that is gone is told', async () => {
  const { excused, stale } = await hold(aCase, [{ ...known, checks: [other] }]);
  expect([excused, stale]).toEqual([undefined, [[other]]]);
});

test('a stanza of another content is another failure', async () => {
  const silent = messageCase({ sessions: [receives('juliet/chamber', [])] });
  const sends = (xml: string): Behaviour => ({ onSend: (_, __, all) => all.get('chamber')?.deliver(xml) });
  const baseline = [{ ...known, checks: ['step 1, juliet/chamber: unexpected message {body}'] }];
  expect(await hold(silent, baseline, sends('<message><body/></message>'))).toMatchObject({ stale: [] });
  expect((await hold(silent, baseline, sends('<message><body/></message>'))).excused).toBeDefined();
  expect((await hold(silent, baseline, sends('<message><subject/></message>'))).excused).toBeUndefined();
});

test('a check that is listed and did not fail is stale, though another of its entry did', async () => {
  const { excused, stale } = await hold(aCase, [{ ...known, checks: [...checks, other] }]);
  expect([excused, stale]).toEqual(['the fake delivers nothing', [[other]]]);
});

test('where the server varies, one of the checks that are listed is to fail', async () => {
  const one = await hold(aCase, [{ ...known, checks: [...checks, other], varies: true }]);
  expect([one.excused, one.stale]).toEqual(['the fake delivers nothing', []]);
  expect((await hold(aCase, [{ ...known, checks: [other], varies: true }])).stale).toEqual([[other]]);
});

test('an entry of a requirement that records no verdict when it holds is stale once the case shows no failure of it', async () => {
  const passive = { ...known, requirement: 'should', checks: ['juliet/chamber: sent by the server, message'] };
  expect((await hold(aCase, [known, passive])).stale).toEqual([passive.checks]);
});

test('nothing is said of entries whose case was skipped', async () => {
  const skipped = messageCase({}, { needs: [{ feature: 'roster-version' }] });
  expect(await hold(skipped, [known])).toMatchObject({ outcome: 'skipped', stale: [] });
});

/** Sends and expects a message in the chamber, and again. */
function twice(first: Partial<ExpectStep>): Case {
  const at = (line: number) => ({ ...place, line });
  const send = { kind: 'send', from: 'juliet/balcony', stanza: parseXml('<message id="m"/>') } as const;
  const expected = (line: number): Step => {
    const sessions = [receives('juliet/chamber', ['<message/>'])].map((one) => ({
      ...one,
      receives: one.receives.map((check) => ({ ...check, place: at(line) })),
    }));
    return { kind: 'expect', alternatives: [], proves: [], sessions, place: at(line), ...(line === 2 && first) };
  };
  return messageCase({}, { steps: [{ ...send, place: at(1) }, expected(2), { ...send, place: at(3) }, expected(4)] });
}

const later = 'step 4, juliet/chamber: missing message';

test('what is listed of a step behind an unknown failure had no turn, and is not stale', async () => {
  const { excused, stale } = await hold(twice({}), [{ ...known, checks: [later] }]);
  expect([excused, stale]).toEqual([undefined, []]);
});

test('what is listed of a step behind a known failure can never be seen with it, and is stale', async () => {
  const { stale } = await hold(twice({}), [{ ...known, checks: ['step 2, juliet/chamber: missing message', later] }]);
  expect(stale).toEqual([[later]]);
});

test('a warning ends no play: what is listed of later steps had its turn', async () => {
  const warns = twice({
    sessions: [{ ...receives('juliet/chamber', ['<message/>'], 'should'), place: { ...place, line: 2 } }],
  });
  const gone = 'step 4, juliet/chamber: unexpected message';
  expect((await hold(warns, [{ ...known, checks: [gone] }])).stale).toEqual([[gone]]);
});

test('an entry that has expired excuses nothing, and the failure says until when it was excused', async () => {
  const { excused, reason, stale } = await hold(aCase, [{ ...known, expired: '2020-01-01' }]);
  expect([excused, reason, stale]).toEqual([
    undefined,
    { kind: 'baseline-expired', entries: [{ requirement: 'must', until: '2020-01-01' }] },
    [],
  ]);
});

test('an entry that has expired excused no other failure', async () => {
  const { reason } = await hold(aCase, [{ ...known, checks: [other], expired: '2020-01-01' }]);
  expect(reason).toBeUndefined();
});
