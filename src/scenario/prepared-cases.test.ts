import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readStore } from '../prepared/store.ts';
import { createPreparedCases, preparedTexts } from './prepared-cases.ts';
import { readScenarios } from './read-scenarios.ts';
import { parseScenario } from './scenario.ts';
import { CHECK, standards, withSteps } from './standards.test-kit.ts';

const origin = { file: '2.3/a.yaml', id: '2.3/a', section: '2.3' };
const prepare = (text: string, from = origin) => ({ text, origin: from, parsed: parseScenario(text, from, standards) });
const storeOf = (text: string) => readStore(Buffer.from(text));
const finderOf = (...scenarios: ReturnType<typeof prepare>[]) => {
  const { cases, steps } = preparedTexts(scenarios);
  return createPreparedCases({ cases: storeOf(cases), steps: storeOf(steps) });
};

test('the prepared cases of every shipped scenario are those of its text', () => {
  const shipped = fileURLToPath(new URL('../../scenarios', import.meta.url));
  const scenarios = readScenarios({ roots: [shipped], files: [] }).files.map((file) => prepare(file.text, file.origin));
  const find = finderOf(...scenarios);
  expect(scenarios.length).toBeGreaterThan(400);
  for (const { text, origin: from, parsed } of scenarios) expect(find(text, from)).toEqual(parsed);
});

test.each([
  ['of a text that has changed', `${withSteps(CHECK)}\n`, origin],
  ['of a file with another id', withSteps(CHECK), { ...origin, id: '2.3/b' }],
  ['of a file in another folder', withSteps(CHECK), { ...origin, section: '2.4' }],
])('the cases %s are not prepared', (_, text, from) => {
  const find = finderOf(prepare(withSteps(CHECK)));
  expect(find(withSteps(CHECK), origin)?.cases).toHaveLength(1);
  expect(find(text, from)).toBeUndefined();
});

test('prepared cases have the places of the file that is read', () => {
  const find = finderOf(prepare(withSteps(CHECK)));
  expect(find(withSteps(CHECK), { ...origin, file: 'moved/2.3/a.yaml' })?.cases[0]?.place.file).toBe(
    'moved/2.3/a.yaml',
  );
});

test('the steps of a scenario are read once, when those of one of its cases are asked for', () => {
  const prepared = prepare(withSteps(CHECK));
  const texts = preparedTexts([prepared]);
  let reads = 0;
  const steps = (digest: string) => {
    reads += 1;
    return storeOf(texts.steps)(digest);
  };
  const [entry] = createPreparedCases({ cases: storeOf(texts.cases), steps })(prepared.text, origin)?.cases ?? [];
  expect([entry?.id, reads]).toEqual(['2.3/a', 0]);
  expect([entry?.steps.length, entry?.actors.length, reads]).toEqual([1, 2, 1]);
});

test('a scenario with mistakes is not prepared', () => {
  const text = withSteps('  - sned: 1');
  expect(finderOf(prepare(text))(text, origin)).toBeUndefined();
});
