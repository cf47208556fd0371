import { expect, test } from 'vitest';
import { runCase } from './case.ts';
import { type Behaviour, fakeEnvironment, messageCase, receives } from './fake-server.test-kit.ts';
import { createRepetition, shuffled } from './repeat.ts';
import { runCases } from './run.ts';

const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const resultOf = async (isDelivered: boolean) => {
  const onSend: NonNullable<Behaviour['onSend']> = (_, stanza, all) => {
    if (isDelivered) all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
  };
  return (await runCase(aCase, fakeEnvironment({ onSend }))).result;
};

test('a case whose verdicts differ between repetitions is broken, and says how often each came', async () => {
  const add = createRepetition(3);
  expect(add(await resultOf(true))).toBeUndefined();
  expect(add(await resultOf(false))).toBeUndefined();
  expect(add(await resultOf(true))).toMatchObject({
    outcome: 'broken',
    reason: 'verdicts differ between repetitions: passed 2, failed 1',
  });
});

test('a case whose verdicts agree has one result', async () => {
  const add = createRepetition(2);
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
