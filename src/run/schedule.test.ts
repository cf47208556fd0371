import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import { fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { runCases } from './run-cases.ts';
import { groupCases, mostBeside, mostLooks } from './schedule.ts';

const error = { sessions: [receives('juliet/balcony', ['<message type="error"/>'])] };
const slow = (id: string, steps?: readonly Step[]): Case =>
  messageCase({ ...error, withinMs: 1000 }, { id, ...(steps && { steps }) });
const quick = (id: string, accounts = 1): Case => {
  const { actors, ...rest } = messageCase({}, { id });
  return { ...rest, actors: Array.from({ length: accounts }, (_, at) => ({ ...actors[0]!, name: `a${at}` })) };
};
const { target } = fakeEnvironment({});
const ids = (cases: readonly Case[]) => cases.map(({ id }) => id);
const group = (cases: readonly Case[], capacity?: number, jobs = 16) => {
  const phases = groupCases(cases, { capacity, target }, jobs);
  const [first = [], second = [], last = []] = phases;
  const isBeside = phases.length === 2;
  const [others, slow, alone] = isBeside ? [...first, ...second] : [...first, ...second, ...last];
  const idsOf = (one: typeof slow) => [...(one?.waiting ?? [])].map(({ id }) => id);
  return { slow: idsOf(slow), others: idsOf(others), alone: idsOf(alone), atOnce: slow?.atOnce, isBeside };
};

test('cases that wait for the network run beside the others', () => {
  expect(group([quick('a'), slow('b'), quick('c')])).toMatchObject({ slow: ['b'], others: ['a', 'c'], isBeside: true });
});

const many = Array.from({ length: 9 }, (_, at) => slow(`a${at}`));

test.each([
  { capacity: 12, needs: 3, expected: { isBeside: true, atOnce: 6 } },
  { capacity: 4, needs: 3, expected: { isBeside: true, atOnce: 1 } },
  { capacity: 3, needs: 3, expected: { isBeside: false, atOnce: 3 } },
  { capacity: 2, needs: 1, expected: { isBeside: true, atOnce: 1 } },
])('of $capacity accounts they leave $needs to the largest other case, and half to all others', (row) => {
  expect(group([...many, quick('b', row.needs)], row.capacity)).toMatchObject(row.expected);
});

test.each([1, 16])('with %i jobs, cases that disturb the servers run alone', (jobs) => {
  const cut = slow('a', [{ kind: 'network', change: 'cut', ends: [], place }, ...slow('a').steps]);
  const restart = {
    ...quick('b'),
    steps: [{ kind: 'network', change: 'restart', actor: 'juliet', ends: [], place }] as const,
  };
  expect(group([cut, restart, quick('c')], undefined, jobs)).toMatchObject({
    alone: ['a', 'b'],
    others: ['c'],
    slow: [],
  });
});

test('a case that runs alone begins when all others and their further looks have ended, and is looked at again alone', async () => {
  const events: string[] = [];
  const emit = (event: RunEvent) => {
    if (event.type === 'case-started') events.push(`${event.case.id} ${event.look} begins`);
    if (event.type === 'case-looked') events.push(`${event.result.case.id} ${event.look} ends`);
  };
  const control = {
    cut: async () => true,
    restore: async () => undefined,
    connectsAgainSoon: true,
    canRestart: true,
    restart: async () => true,
  };
  const env = fakeEnvironment({}, { emit, pair: control });
  const alone = (id: string) =>
    messageCase(error, {
      id,
      steps: [{ kind: 'network', change: 'cut', ends: [], place }, ...messageCase(error).steps],
    });
  const { results } = await runCases([alone('a'), alone('b'), quick('c'), slow('d')], env, {
    jobs: 4,
    bail: undefined,
  });
  expect(ids(results.map((result) => result.case))).toEqual(['a', 'b', 'c', 'd']);
  const last = events.slice(events.findIndex((event) => event.startsWith('a ')));
  expect(last).toEqual(
    [1, 2].flatMap((look) => ['a', 'b'].flatMap((id) => [`${id} ${look} begins`, `${id} ${look} ends`])),
  );
});

test('they are cases like any other with one job, and on a server that connects to no other', () => {
  expect(group([slow('a')], undefined, 1).slow).toEqual([]);
  const isolated = { capacity: undefined, target: { ...target, isIsolated: true } };
  const [[, waiting] = []] = groupCases([slow('a')], isolated, 16);
  expect([...waiting!.waiting]).toEqual([]);
});

test('they all begin at once, and no other case waits for them', async () => {
  const events: string[] = [];
  const env = fakeEnvironment(
    {},
    {
      emit: (event) => {
        if (event.type === 'case-started') events.push(`${event.case.id} begins`);
        if (event.type === 'case-finished') events.push(`${event.result.case.id} ends`);
      },
    },
  );
  const cases = [quick('a'), quick('b'), slow('c'), slow('d'), slow('e')];
  const { results } = await runCases(cases, env, { jobs: 2, bail: undefined });
  expect(ids(results.map((result) => result.case))).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(events.slice(0, 5).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => `${id} begins`));
  expect(events.indexOf('b ends')).toBeLessThan(events.indexOf('c ends'));
});

test('where logins had to be spread, fewer further looks than first looks are taken at once, and none beside them', () => {
  expect([mostBeside(16), mostBeside(16, true)]).toEqual([64, 0]);
  expect([mostLooks(16), mostLooks(16, true), mostLooks(1, true)]).toEqual([256, 8, 1]);
});
