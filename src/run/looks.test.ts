import { performance } from 'node:perf_hooks';
import { describe, expect, test, vi } from 'vitest';
import type { Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import type { Connect, Loan } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';
import type { Environment } from './environment.ts';
import { firstFacts, Known } from './facts.ts';
import { type Behaviour, fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { type RunResult, runCases, type Schedule } from './run-cases.ts';

const toChamber = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const named = (aCase: Case, ...ids: readonly string[]) => ids.map((id) => ({ ...aCase, id: `fake/2/${id}` }));
const many = (count: number) => named(toChamber, ...Array.from({ length: count }, (_, at) => `${at}`));

/** Delivers what balcony sends, from the `first` stanza on. */
const deliversFrom = (first: number): Behaviour => {
  let sent = 0;
  return {
    onSend: (_, stanza, all) => {
      sent += 1;
      if (sent >= first) all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    },
  };
};

const play = (cases: readonly Case[], env: Environment, schedule: Partial<Schedule> = {}) =>
  runCases(cases, env, { jobs: 1, bail: undefined, ...schedule });
const outcomes = ({ results }: RunResult) =>
  results.map(({ outcome, reason }) => [outcome, ...(reason === undefined ? [] : [reason.kind])].join(' '));

test('a failure that the second look repeats stands, and costs no expired wait', async () => {
  const ran = await play([toChamber], fakeEnvironment({}));
  expect(outcomes(ran)).toEqual(['failed']);
  expect(ran.summary).toMatchObject({ expiredWaits: 0, looks: { again: 1, changed: 0, leftOut: 0 } });
});

test('a random play whose failures are all listed in the baseline is played once', async () => {
  const baseline: Environment['baseline'] = {
    apply: (result) => (result.outcome === 'failed' ? { ...result, knownFailure: 'a fault' } : result),
    staleEntries: () => [],
  };
  const script: Case['script'] = () => {
    const acts = [toChamber.steps];
    return { next: () => acts.shift(), take: () => undefined };
  };
  const aPlay = { ...toChamber, steps: [], script };
  const ran = await play([aPlay, toChamber], fakeEnvironment({}, { baseline }));
  expect(outcomes(ran)).toEqual(['failed', 'failed']);
  expect(ran.summary.looks).toMatchObject({ again: 1 });
});

test('a failure that the second look does not repeat is broken', async () => {
  const ran = await play([toChamber], fakeEnvironment(deliversFrom(2)));
  expect(outcomes(ran)).toEqual(['broken not-again']);
  expect(ran.summary.looks).toMatchObject({ again: 1, changed: 1 });
});

test('the totals count unexplained stanzas, and the cases that saw some', async () => {
  const twice: Behaviour = {
    onSend: (_, __, all) => {
      for (const id of ['1', '2']) all.get('chamber')?.deliver(`<message id="${id}"/>`);
    },
  };
  const ran = await play(named(messageCase({ proves: [] }), 'a', 'b'), fakeEnvironment(twice));
  expect(ran.summary.unexplained).toEqual({ stanzas: 4, cases: 2 });
});

test('each case has one result, after all looks at all cases', async () => {
  const events: string[] = [];
  const emit = (event: RunEvent) => {
    if (event.type === 'case-looked') events.push(`look ${event.look}`);
    if (event.type === 'looking-again') events.push(`again ${event.count}`);
    if (event.type === 'case-finished') events.push(`${event.result.outcome}`);
  };
  await play(many(2), fakeEnvironment({}, { emit }));
  expect(events).toEqual(['look 1', 'look 1', 'again 2', 'look 2', 'look 2', 'failed', 'failed']);
});

describe('beside the first looks at other cases', () => {
  /** The looks in their order, by a clock that each reading moves on by `ms`. */
  const looksIn = async (ms: number, schedule: Partial<Schedule>, changes: Partial<Environment> = {}) => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += ms;
      return now;
    });
    const looks: number[] = [];
    /** Second looks under way, and the most when others begin after the first looks. */
    let [underWay, most] = [0, 0];
    const emit = (event: RunEvent) => {
      if (event.type === 'case-started' && event.look === 2) underWay += 1;
      if (event.type === 'looking-again') most = Math.max(most, underWay);
      if (event.type !== 'case-looked') return;
      looks.push(event.look);
      if (event.look === 2) underWay -= 1;
    };
    const ran = await play(many(40), fakeEnvironment({}, { emit, ...changes }), { jobs: 2, ...schedule });
    clock.mockRestore();
    expect(new Set(outcomes(ran))).toEqual(new Set(['failed']));
    const last = looks.lastIndexOf(1);
    return { beside: looks.slice(0, last).filter((look) => look === 2).length, most, all: looks.length };
  };

  test('failures are looked at again some time after', async () => {
    const { beside, all } = await looksIn(100, {});
    expect([beside > 0, all]).toEqual([true, 80]);
  });

  test('those that are still under way after the last of them hold no other second look up', async () => {
    const { most, all } = await looksIn(100, {});
    expect([most > 0, all]).toEqual([true, 80]);
  });

  test.each<[string, number, Partial<Schedule>, Partial<Environment>]>([
    ['right after', 0, {}, {}],
    ['with one job', 100, { jobs: 1 }, {}],
    ['on existing accounts', 100, {}, { capacity: 60 }],
  ])('none is looked at again %s', async (_, ms, schedule, changes) => {
    expect(await looksIn(ms, schedule, changes)).toEqual({ beside: 0, most: 0, all: 80 });
  });
});

test('where one look is enough, no case is looked at again', async () => {
  const ran = await play([toChamber], fakeEnvironment({}), { looksAgain: false });
  expect([outcomes(ran), ran.summary.looks]).toEqual([['failed'], undefined]);
});

test('an accusation that a stopped run could not confirm is broken', async () => {
  const stop = new AbortController();
  const ran = await play(many(2), fakeEnvironment({ onSend: () => stop.abort() }, { signal: stop.signal }));
  expect(outcomes(ran)).toEqual(['broken unconfirmed']);
});

describe('with --bail', () => {
  test('a failure that does not hold does not end the run', async () => {
    expect(outcomes(await play(many(3), fakeEnvironment(deliversFrom(2)), { bail: 1 }))).toEqual([
      'broken not-again',
      'passed',
      'passed',
    ]);
  });

  test('a failure that holds ends it', async () => {
    expect(outcomes(await play(many(3), fakeEnvironment({}), { bail: 2 }))).toEqual(['failed', 'failed']);
  });
});

test('with --repeat, each repetition is judged by its looks, and one that differs makes the case flaky', async () => {
  const ran = await play([toChamber], fakeEnvironment(deliversFrom(2)), { repeat: 3 });
  expect(ran.results).toMatchObject([
    {
      outcome: 'broken',
      reason: {
        kind: 'flaky',
        outcomes: [
          { outcome: 'broken', count: 1 },
          { outcome: 'passed', count: 2 },
        ],
        why: { kind: 'not-again' },
      },
    },
  ]);
});

test('with few accounts, cases wait for them in all looks', async () => {
  let [free, most] = [3, 0];
  const waiting: (() => void)[] = [];
  const take = async (): Promise<Loan> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    most = Math.max(most, 3 - free);
    const giveBack = async () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    };
    return { account: { jid: 'user@fake.localhost', password: '' }, giveBackClean: giveBack, giveBack: giveBack };
  };
  const lend: Environment['lend'] = (kinds) => Promise.all(kinds.map(take));
  const ran = await play(many(40), fakeEnvironment({}, { lend, capacity: 3 }), { jobs: 16 });
  expect([new Set(outcomes(ran)), ran.results.length, most, free]).toEqual([new Set(['failed']), 40, 3, 3]);
});

test('where most of a run is broken, a sample is looked at again, and the rest only if that helps', async () => {
  const ran = await play(many(200), fakeEnvironment({ onPing: () => 'lost' }), { jobs: 16 });
  const { again = 0, leftOut = 0 } = ran.summary.looks ?? {};
  expect([again + leftOut, again < 100, ran.summary.broken]).toEqual([200, true, 200]);
});

test('where the sample gets a verdict, all are looked at again', async () => {
  let isLost = true;
  const emit = (event: RunEvent) => {
    if (event.type === 'looking-again') isLost = false;
  };
  const behaviour: Behaviour = { ...deliversFrom(1), onPing: () => (isLost ? 'lost' : 'answer') };
  const ran = await play(many(100), fakeEnvironment(behaviour, { emit }));
  expect([ran.summary.passed, ran.summary.looks]).toMatchObject([100, { again: 100, leftOut: 0 }]);
});

const brokenOff: Problem = { kind: 'connection-broken-off', at: { host: '127.0.0.1', port: 5222 }, code: 'ECONNRESET' };

test('the order of a run does not decide which of many broken cases are looked at again, and one case more changes one at most', async () => {
  const again = async (count: number, seed: number) => {
    const ids = new Set<string>();
    const emit = (event: RunEvent) => {
      if (event.type === 'case-looked' && event.look > 1) ids.add(event.result.case.id);
    };
    const connect: Connect = () => Promise.reject(new ProblemError(brokenOff));
    await play(many(count), fakeEnvironment({}, { emit, connect }), { jobs: 16, seed });
    return [...ids];
  };
  const [first, second, more] = [await again(200, 1), await again(200, 2), await again(201, 3)];
  const others = (ids: readonly string[]) => ids.filter((id) => !first.includes(id)).length;
  expect([first.length, others(second), others(more) <= 1]).toEqual([64, 0, true]);
});

test('the only case that is broken by its cause is looked at again, beside the sample of many broken ones', async () => {
  const again = async (failing: number) => {
    const env = fakeEnvironment({ onPing: () => 'lost' });
    let logins = 0;
    const connect: Connect = (options) => {
      logins += 1;
      return logins === failing ? Promise.reject(new ProblemError(brokenOff)) : env.connect(options);
    };
    return (await play(many(201), { ...env, connect })).summary.looks?.again ?? 0;
  };
  const [without, one] = [await again(0), await again(100)];
  expect([one - without, without < 100]).toEqual([1, true]);
});

describe('on a server whose stanzas arrive after the fence', () => {
  /** Delivers to chamber, but after all answers to pings that follow the stanza. */
  const overtaken: Behaviour = {
    onSend: (_, stanza, all) => {
      const chamber = all.get('chamber');
      setTimeout(() => chamber?.deliver(`<message id="${stanza.attrs['id']}"/>`), 1);
    },
  };
  /** Learns nothing. */
  class Deaf extends Known {
    override learn(): void {}
  }
  const toNobody = messageCase({ sessions: [{ ...receives('juliet/chamber', []), proves: ['must'] }] });

  test('what comes after an absence shows it once the fences wait long enough', async () => {
    const known = new Known();
    const env = fakeEnvironment(overtaken, { known, timeoutMs: 1000 });
    const ran = await play([...named(toNobody, 'absence'), ...named(toChamber, 'presence')], env);
    expect([known.facts.lagsMs.length > 0, outcomes(ran)]).toEqual([true, ['failed', 'passed']]);
    expect(ran.results.map(({ looks }) => looks)).toEqual([
      ['broken', 'failed', 'failed'],
      ['failed', 'passed'],
    ]);
  });

  test('what comes after the end of a case shows it, too', async () => {
    const ran = await play(named(toNobody, 'absence'), fakeEnvironment(overtaken, { timeoutMs: 1000 }));
    expect([outcomes(ran), ran.summary.looks]).toMatchObject([['failed'], { again: 1 }]);
  });

  test('where fences never wait long enough, no absence passes', async () => {
    const known = new Deaf();
    const ran = await play(named(toNobody, 'absence'), fakeEnvironment(overtaken, { known, timeoutMs: 1000 }));
    expect([outcomes(ran), ran.results[0]?.looks]).toEqual([['broken late-stanzas'], ['broken', 'broken', 'broken']]);
  });

  test('what comes late in one case makes an absence suspect that passed before', async () => {
    // With few accounts no case stays after its end.
    const env = fakeEnvironment(overtaken, { timeoutMs: 1000, capacity: 4 });
    const ran = await play([...named(toNobody, 'absence'), ...named(toChamber, 'presence')], env);
    expect(outcomes(ran)).toEqual(['failed', 'passed']);
    expect(ran.results.map(({ looks }) => looks)).toEqual([
      ['passed', 'failed', 'failed'],
      ['failed', 'passed', 'passed'],
    ]);
  });

  test('a stanza that comes later than any fence waits makes its case broken', async () => {
    const known = new Deaf();
    const env = fakeEnvironment(overtaken, { known, timeoutMs: 1000 });
    expect(outcomes(await play([toChamber], env))).toEqual(['broken came-late']);
  });
});

test('what comes with a second round makes a suspect of a case whose fences had one, and nothing waits longer', async () => {
  let pings = 0;
  let held: (() => void) | undefined;
  const slow: Behaviour = {
    onSend: (_, stanza, all) => {
      const chamber = all.get('chamber');
      pings = 0;
      held = () => chamber?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    },
    onPing: (resource) => {
      if (resource === 'chamber') pings += 1;
      if (pings === 2) held?.();
      if (pings === 2) held = undefined;
      return 'answer';
    },
  };
  const known = new Known(firstFacts({ rounds: 1 }));
  const toNobody = messageCase({ sessions: [{ ...receives('juliet/chamber', []), proves: ['must'] }] });
  // With few accounts no case stays after its end.
  const ran = await play([toNobody], fakeEnvironment(slow, { known, capacity: 4 }));
  expect(ran.results).toMatchObject([{ outcome: 'failed', looks: ['broken', 'failed', 'failed'] }]);
  expect(known.facts).toMatchObject({ rounds: 2, lagsMs: [], settleMs: 0 });
});

test('the transcript of a case that passed is kept only where a report shows it', async () => {
  const entriesIn = async (schedule: Partial<Schedule>, changes: Parameters<typeof fakeEnvironment>[0] = {}) => {
    const { results } = await play([toChamber], fakeEnvironment(changes), schedule);
    return results.map(({ outcome, transcript: { entries } }) => `${outcome} ${entries.length > 0}`);
  };
  const delivers = () => deliversFrom(1);
  expect(await entriesIn({ keepsPassed: true }, delivers())).toEqual(['passed true']);
  expect(await entriesIn({ keepsPassed: false }, delivers())).toEqual(['passed false']);
  expect(await entriesIn({ keepsPassed: false })).toEqual(['failed true']);
  expect(await entriesIn({ keepsPassed: false }, deliversFrom(2))).toEqual(['broken true']);
});
