import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Case, SessionPlan } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';
import { fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { runCases, type Schedule } from './run-cases.ts';
import { alikeTogether, groupCases, mostBeside, mostLooks } from './schedule.ts';

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
  const { slow, others, alone, ...rest } = groupCases(cases, { capacity, target }, jobs);
  return { slow: ids(slow), others: ids(others), alone: ids(alone), ...rest };
};

test('cases that wait for the network run beside the others', () => {
  expect(group([quick('a'), slow('b'), quick('c')])).toMatchObject({ slow: ['b'], others: ['a', 'c'], isBeside: true });
});

test('many jobs leave less room for second looks beside first ones', () => {
  expect([1, 16, 96, 1000].map((jobs) => mostBeside(jobs))).toEqual([4, 64, 160, 0]);
});

test.each([
  { capacity: 12, needs: 3, expected: { isBeside: true, atOnce: 6 } },
  { capacity: 4, needs: 3, expected: { isBeside: true, atOnce: 1 } },
  { capacity: 3, needs: 3, expected: { isBeside: false, atOnce: 3 } },
  { capacity: 2, needs: 1, expected: { isBeside: true, atOnce: 1 } },
])('of $capacity accounts they leave $needs to the largest other case, and half to all others', (row) => {
  expect(group([slow('a'), quick('b', row.needs)], row.capacity)).toMatchObject(row.expected);
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
    ['a', 'b'].flatMap((id) => [1, 2].flatMap((look) => [`${id} ${look} begins`, `${id} ${look} ends`])),
  );
});

test('they are cases like any other with one job, and on a server that connects to no other', () => {
  expect(group([slow('a')], undefined, 1).slow).toEqual([]);
  expect(groupCases([slow('a')], { capacity: undefined, target: { ...target, isIsolated: true } }, 16).slow).toEqual(
    [],
  );
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

test('where one takes long, its second look begins before the end of the first', async () => {
  const events: string[] = [];
  const emit = (event: RunEvent) => {
    if (event.type === 'case-started') events.push(`look ${event.look} begins`);
    if (event.type === 'case-looked') events.push(`look ${event.look} ends`);
  };
  const fake = fakeEnvironment({}, { emit });
  const connect: Environment['connect'] = async (options) => {
    await sleep(1500);
    return fake.connect(options);
  };
  const { results } = await runCases([slow('a')], { ...fake, connect }, { jobs: 2, bail: undefined });
  expect(results).toMatchObject([{ outcome: 'failed', looks: ['failed', 'failed'] }]);
  expect(events).toEqual(['look 1 begins', 'look 2 begins', 'look 1 ends', 'look 2 ends']);
});

const begins = (id: string, ...sessions: readonly Partial<SessionPlan>[]): Case => {
  const one = quick(id);
  const [actor] = one.actors;
  const [plan] = actor!.sessions;
  return {
    ...one,
    actors: [{ ...actor!, sessions: sessions.map((changes) => ({ ...plan!, roster: true, ...changes })) }],
  };
};

test('cases that begin with the same sessions follow each other, those with most first', () => {
  const available = { presence: parseXml('<presence/>') };
  const cases = [begins('a', {}), begins('b', {}, {}), begins('c', available), begins('d', {}), begins('e', {}, {})];
  expect(ids(alikeTogether(cases))).toEqual(['b', 'e', 'c', 'a', 'd']);
});

test('cases that drop a connection come first: a server may notice late', () => {
  const drop = { kind: 'drop', session: 'juliet/balcony', place } as const;
  expect(ids(alikeTogether([begins('a', {}, {}), { ...begins('b', {}), steps: [drop] }]))).toEqual(['b', 'a']);
});

const wash = async () => true;

test.each<[string, Partial<Schedule>, Partial<Environment>, readonly string[]]>([
  ['accounts are lent again', {}, { wash }, ['b', 'a', 'c']],
  ['each account is new', {}, {}, ['a', 'b', 'c']],
  ['one case runs at a time', { jobs: 1 }, { wash }, ['a', 'b', 'c']],
])(
  'where %s, cases begin in the order that this needs, and results have that of the list',
  async (_, schedule, changes, order) => {
    const begun: string[] = [];
    const emit = (event: RunEvent) => {
      if (event.type === 'case-started') begun.push(event.case.id);
    };
    const env = fakeEnvironment({}, { emit, ...changes });
    const cases = [begins('a', {}), begins('b', {}, { ref: 'juliet/chamber', resource: 'chamber' }), begins('c', {})];
    const { results } = await runCases(cases, env, { jobs: 2, bail: undefined, looksAgain: false, ...schedule });
    expect([begun, ids(results.map((result) => result.case))]).toEqual([order, ['a', 'b', 'c']]);
  },
);

test('a shuffled run keeps its order where accounts are lent again', async () => {
  const begunWith = async (changes: Partial<Environment>) => {
    const begun: string[] = [];
    const emit = (event: RunEvent) => {
      if (event.type === 'case-started') begun.push(event.case.id);
    };
    const cases = Array.from({ length: 9 }, (_, at) =>
      begins(`${at}`, ...Array.from({ length: (at % 3) + 1 }, () => ({}))),
    );
    const schedule = { jobs: 2, bail: undefined, looksAgain: false, seed: 3 };
    await runCases(cases, fakeEnvironment({}, { emit, ...changes }), schedule);
    return begun;
  };
  expect(await begunWith({ wash })).toEqual(await begunWith({}));
});

test('where logins had to be spread, fewer further looks than first looks are taken at once, and none beside them', () => {
  expect([mostLooks(16), mostLooks(16, true), mostLooks(1, true)]).toEqual([256, 8, 1]);
  expect([mostBeside(16), mostBeside(16, true)]).toEqual([64, 0]);
});
