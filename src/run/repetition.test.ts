import { expect, test } from 'vitest';
import { createBaseline, failuresOf } from '../baseline/apply.ts';
import type { Environment } from './environment.ts';
import { type Behaviour, fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';
import { createRepetition, shuffled } from './repetition.ts';
import { runCases, type Schedule } from './run-cases.ts';

const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const resultOf = async (isDelivered: boolean) => {
  const onSend: NonNullable<Behaviour['onSend']> = (_, stanza, all) => {
    if (isDelivered) all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
  };
  return (await lookAt(aCase, fakeEnvironment({ onSend }))).result;
};

test('a case whose verdict varies is broken, and its reason counts each outcome', async () => {
  const { add } = createRepetition(3);
  expect(add(await resultOf(true))).toBeUndefined();
  expect(add(await resultOf(false))).toBeUndefined();
  expect(add(await resultOf(true))).toMatchObject({
    outcome: 'broken',
    reason: {
      kind: 'flaky',
      outcomes: [
        { outcome: 'passed', count: 2 },
        { outcome: 'failed', count: 1 },
      ],
    },
  });
});

test('a case whose verdicts agree has one result', async () => {
  const { add } = createRepetition(2);
  add(await resultOf(true));
  expect(add(await resultOf(true))).toMatchObject({ outcome: 'passed' });
});

test('the same seed gives the same order, another seed another one', () => {
  const items = Array.from({ length: 50 }, (_, index) => index);
  expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
  expect(shuffled(items, 7)).not.toEqual(shuffled(items, 8));
  expect([...shuffled(items, 7)].sort((a, b) => a - b)).toEqual(items);
});

test('a repeated run reports every case once', async () => {
  const cases = ['a', 'b', 'c'].map((id) => ({ ...aCase, id }));
  const finished: string[] = [];
  const env = fakeEnvironment(
    {},
    { emit: (event) => void (event.type === 'case-finished' && finished.push(event.result.case.id)) },
  );
  const { results } = await runCases(cases, env, { jobs: 2, bail: undefined, repeat: 3, seed: 1 });
  expect([...finished].sort()).toEqual(['a', 'b', 'c']);
  expect(results.map((result) => result.case.id)).toEqual(['a', 'b', 'c']);
});

test('an interrupted repetition is judged on the repetitions completed, and counts them', async () => {
  const repetition = createRepetition(9);
  const { add, unfinished } = repetition;
  const other = await resultOf(true);
  add(await resultOf(true));
  add(await resultOf(false));
  add({ ...other, case: { ...other.case, id: 'other' } });
  expect(unfinished()).toMatchObject([
    {
      outcome: 'broken',
      reason: {
        kind: 'flaky',
        outcomes: [
          { outcome: 'passed', count: 1 },
          { outcome: 'failed', count: 1 },
        ],
      },
    },
    { case: { id: 'other' }, outcome: 'passed' },
  ]);
  expect(repetition.made).toBe(1);
});

/** Three cases that fail or not, repeated by one worker. */
const repeated = (changes: Partial<Schedule>, behaviour: Behaviour, env: Partial<Environment> = {}) => {
  const cases = ['a', 'b', 'c'].map((id) => ({ ...aCase, id }));
  return runCases(cases, fakeEnvironment(behaviour, env), { jobs: 1, bail: undefined, ...changes });
};

test('a failure in the first repetition counts at once for the bail', async () => {
  const { results, summary } = await repeated({ repeat: 4, bail: 1 }, {});
  expect(results.map(({ case: { id }, outcome }) => [id, outcome])).toEqual([['a', 'failed']]);
  expect(summary.repetitions).toEqual({ asked: 4, made: 1 });
});

test('a case that fails in every repetition counts once for the bail', async () => {
  const { results } = await repeated({ repeat: 4, bail: 3 }, {});
  expect(results.map(({ case: { id } }) => id)).toEqual(['a', 'b', 'c']);
});

test('a failure that the baseline excuses does not stop the run', async () => {
  const once = await repeated({}, {});
  const known = once.results.flatMap((result) =>
    failuresOf(result).map((seen) => ({ ...seen, case: result.case.id, reason: 'bug 1' })),
  );
  const { results } = await repeated({ bail: 1 }, {}, { baseline: createBaseline(known) });
  expect(results).toHaveLength(3);
});

test('an interrupted run is judged on the repetitions completed', async () => {
  const controller = new AbortController();
  let sent = 0;
  const onSend = () => {
    sent += 1;
    if (sent === 7) controller.abort();
  };
  const { results, summary } = await repeated({ repeat: 50 }, { onSend }, { signal: controller.signal });
  expect(results.map(({ case: { id } }) => id)).toEqual(['a', 'b', 'c']);
  expect(summary.repetitions).toEqual({ asked: 50, made: 2 });
});

test('a complete run has made all repetitions', async () => {
  expect((await repeated({ repeat: 2 }, {})).summary.repetitions).toEqual({ asked: 2, made: 2 });
  expect((await repeated({}, {})).summary.repetitions).toBeUndefined();
});
