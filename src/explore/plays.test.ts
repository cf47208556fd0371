import { constantFrom } from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseResult } from '../model/result.ts';
import type { Environment } from '../run/environment.ts';
import { type Behaviour, fakeEnvironment } from '../run/fake-session.test-kit.ts';
import { runCases, type Schedule } from '../run/run-cases.ts';
import { element, NS } from '../stanza/xml.ts';
import type { PlayModel } from './play-model.ts';
import { Plays } from './plays.ts';
import { scenarioOf } from './write-scenario.ts';

const PLACE = { file: 'model', line: 1, col: 1 };

/** What the server of this model keeps: whether it returns what is sent. */
type Returns = 'yes' | 'no';

interface World {
  readonly sent: number;
  /** Undefined until the server has shown it. */
  readonly returns?: Returns;
}

const message = (sent: number, type: string) => element('message', NS.client, { id: `x${sent}`, type });

/** One user sends messages, which the server may return, always or never. */
const MODEL: PlayModel<World, string> = {
  section: 'Random plays',
  actors: () => [
    {
      name: 'juliet',
      account: 'fresh',
      isRemote: false,
      sessions: [{ ref: 'juliet/balcony', resource: 'balcony', roster: false, answers: true, atStart: true }],
    },
  ],
  begin: () => ({ sent: 0 }),
  acts: () => constantFrom('chat', 'normal', 'headline').map((act) => [act]),
  sizeOf: () => 1,
  fitting: (worlds, act) => (act !== 'headline' || worlds.every(({ sent }) => sent > 1) ? act : undefined),
  steps: ({ sent }, act) => [{ kind: 'send', from: 'juliet/balcony', stanza: message(sent, act), place: PLACE }],
  outcomes: ({ sent, returns }, act) => {
    const check = { pattern: message(sent, act), proves: ['must'], further: [], place: PLACE };
    const at = { session: 'juliet/balcony', may: [], inOrder: false, proves: [], place: PLACE };
    const base = { proves: ['must'], violates: [] };
    const all = [
      {
        ...base,
        name: 'returned',
        sessions: [{ ...at, receives: [check] }],
        world: { sent: sent + 1, returns: 'yes' },
      },
      { ...base, name: 'silent', sessions: [], world: { sent: sent + 1, returns: 'no' } },
    ] as const;
    return all.filter(({ world }) => returns === undefined || returns === world.returns);
  },
};

const names = [1, 2, 3, 4].map((number) => ({ seed: 7, version: 1, topology: 'local' as const, number }));

/** A server that returns what is sent, as long as `isKept` says so. */
const server = (isKept: (type: string | undefined, count: number) => boolean): Behaviour => {
  let count = 0;
  return {
    onSend: (resource, { attrs: { id, type } }, all) => {
      count += 1;
      if (isKept(type, count)) all.get(resource)?.deliver(`<message id="${id}" type="${type}"/>`);
    },
  };
};

/** `most`: the run ends after as many plays of the shortening. */
async function play(behaviour: Behaviour, { most = Number.POSITIVE_INFINITY, ...changes }: Changes = {}) {
  const plays = new Plays(MODEL, names);
  let count = 0;
  const shorten: Schedule['shorten'] = (results, one) =>
    plays.shorten(5000, results, async (aCase, isConfirmed) => {
      count += 1;
      return count > most ? undefined : one(aCase, isConfirmed);
    });
  const schedule = { jobs: 1, bail: undefined, looksAgain: false, shorten };
  const { results } = await runCases(plays.cases, fakeEnvironment(behaviour, changes), schedule);
  return Object.assign(results, { played: count });
}

type Changes = Parameters<typeof fakeEnvironment>[1] & { readonly most?: number };

test('a server that keeps to what it has chosen passes', async () => {
  for (const isKept of [() => true, () => false]) {
    const results = await play(server(isKept));
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(results.every(({ checks, observed }) => checks.length > 0 || observed.includes('silent'))).toBe(true);
  }
});

test('a server that departs from what it has chosen fails, by the shortest play that shows it', async () => {
  const results = await play(server((type) => type !== 'headline'));
  const [shortest] = results.filter(({ outcome }) => outcome === 'failed');
  const sent = shortest?.case.steps.flatMap((step) => (step.kind === 'send' ? [step.stanza.attrs['type']] : []));
  expect(sent).toHaveLength(3);
  expect(sent?.[2]).toBe('headline');
  expect(shortest?.requirements).toEqual([{ id: 'must', level: 'MUST', verdict: 'failed' }]);
  expect(shortest?.case.requirements).toEqual(['must']);
});

test('where the run ends before the shortest play is confirmed, it stands', async () => {
  const after = async (most: number) => {
    const results = await play(
      server((type) => type !== 'headline'),
      { most },
    );
    const failed = results.filter(({ outcome }) => outcome === 'failed');
    return { length: Math.min(...failed.map(({ case: { steps } }) => steps.length)), played: results.played };
  };
  const [none, all] = [await after(0), await after(1000)];
  // The last play confirms.
  expect((await after(all.played - 1)).length).toBe(all.length);
  expect(all.length).toBeLessThan(none.length);
});

test('what a baseline lists is not shortened', async () => {
  const entry = { requirement: 'must', cases: ['explore/**'], reason: 'known' };
  const apply = (result: CaseResult) => (result.outcome === 'failed' ? { ...result, knownFailure: entry } : result);
  const baseline = { apply, staleEntries: () => [] } as unknown as Environment['baseline'];
  const results = await play(
    server((type) => type !== 'headline'),
    { baseline },
  );
  expect([results.map(({ outcome }) => outcome), results.played]).toEqual([expect.arrayContaining(['failed']), 0]);
});

test('the same seed draws the same plays, and another one draws others', () => {
  const textOf = (seed: number) => {
    const plays = new Plays(MODEL, [{ seed, version: 1, topology: 'local', number: 3 }]);
    const script = plays.cases[0]?.script?.(() => false);
    const steps = [];
    for (let next = script?.next(); next !== undefined; next = script?.next()) steps.push(...next);
    return JSON.stringify(steps);
  };
  expect(textOf(7)).toBe(textOf(7));
  expect(textOf(7)).not.toBe(textOf(8));
  expect(textOf(7).length).toBeGreaterThan(1000);
});

test('a failed play is written as a scenario', async () => {
  const results = await play(server((type) => type !== 'headline'));
  const failed = results.find(({ outcome }) => outcome === 'failed');
  expect(failed && scenarioOf(failed)).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=https://unpkg.com/xmppspec/scenarios/schema.json
    # The server chose: returned

    title: Random play 1 of seed 7
    section: "1"
    actors:
      juliet:
        balcony:
          roster: false
          presence: none
    steps:
      - send:
          from: juliet/balcony
          stanza: <message id="x0" type="chat"/>
      - expect:
          proves:
            - must
          oneOf:
            outcome-1:
              juliet/balcony:
                receives:
                  - stanza: <message id="x0" type="chat"/>
                    proves:
                      - must
            outcome-2: {}
      - send:
          from: juliet/balcony
          stanza: <message id="x1" type="chat"/>
      - expect:
          proves:
            - must
          juliet/balcony:
            receives:
              - stanza: <message id="x1" type="chat"/>
                proves:
                  - must
      - send:
          from: juliet/balcony
          stanza: <message id="x2" type="headline"/>
      - expect:
          proves:
            - must
          juliet/balcony:
            receives:
              - stanza: <message id="x2" type="headline"/>
                proves:
                  - must
    "
  `);
});
