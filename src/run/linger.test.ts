import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Environment } from './environment.ts';
import { Known } from './facts.ts';
import { fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { Lingering } from './linger.ts';
import { runCases, type Schedule } from './run-cases.ts';

/** Delivers a message at once, and in this number of looks another copy right after the end of the look. */
function copying(copies: number, changes: Partial<Environment> = {}): Environment {
  let left = copies;
  let copy = () => {};
  const env = fakeEnvironment({
    onSend: (_, stanza, all) => {
      copy = () => all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
      copy();
    },
  });
  const emit = ({ type }: RunEvent) => {
    if (type !== 'case-looked') return;
    left -= 1;
    if (left >= 0) copy();
  };
  return { ...env, emit, ...changes };
}

const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'])] });
const schedule: Schedule = { jobs: 1, bail: undefined };

test('a stanza that comes after the end of a case makes it suspect: it is played again', async () => {
  const { results, summary } = await runCases([aCase], copying(1), schedule);
  expect(results).toMatchObject([{ outcome: 'passed', looks: ['broken', 'passed'] }]);
  expect(summary.lateStanzas).toBe(1);
});

test('a case is broken where a stanza comes after the end of every look, and its transcript shows it', async () => {
  const { results } = await runCases([aCase], copying(9), schedule);
  expect(results).toMatchObject([{ outcome: 'broken', lateStanzas: 1 }]);
  const messages = results[0]?.transcript.entries.filter(({ direction }) => direction === 'received');
  expect(messages?.filter(({ stanza }) => stanza?.name === 'message')).toHaveLength(2);
});

describe('where fences turn out to have waited too little', () => {
  /** The number of looks at a case, on a server that is known to need this time after the first of them. */
  async function looksOf(one: Case, neededMs: number, changes: Partial<Environment> = {}) {
    const known = new Known();
    const emit = ({ type }: RunEvent) => {
      if (type === 'case-looked') known.learn({ kind: 'lag', lagMs: Math.floor(neededMs / 3) });
    };
    const { results } = await runCases([one], { ...copying(0), ...changes, known, emit }, schedule);
    expect(results).toMatchObject([{ outcome: 'passed' }]);
    return results[0]?.looks?.length ?? 1;
  }
  const leaving: Case = {
    ...aCase,
    steps: [...aCase.steps, { kind: 'disconnect', place, session: 'juliet/balcony' }],
  };

  test('a case that stayed for as long as they need, and saw nothing, is not looked at again', async () => {
    expect(await looksOf(aCase, 100)).toBe(1);
  });

  test.each([
    ['they need longer than it stayed', aCase, 800, {}],
    ['it could not stay', aCase, 100, { capacity: 2 }],
    ['one of its sessions had left', leaving, 100, {}],
  ])('it is looked at again where %s', async (_, one, neededMs, changes) => {
    expect(await looksOf(one, neededMs, changes)).toBe(2);
  });
});

test.each([
  ['where other cases wait for the accounts', copying(1, { capacity: 2 }), schedule],
  ['where the server is known to keep its order', copying(1), { ...schedule, looksAgain: false }],
])('no case stays after its end %s', async (_, env, given) => {
  const { results, summary } = await runCases([aCase], env, given);
  expect(results).toMatchObject([{ outcome: 'passed' }]);
  expect(summary.lateStanzas).toBe(0);
});

test('no case stays where it holds an account that others need', () => {
  const [juliet] = aCase.actors;
  const { signal } = new AbortController();
  const lingering = new Lingering({ signal, capacity: undefined }, { jobs: 1, isWanted: true });
  expect(lingering.mayStay(aCase)).toBe(true);
  expect(lingering.mayStay({ ...aCase, actors: [{ ...juliet!, account: 'rosterless' }] })).toBe(false);
});

test('no case stays when the run is stopped', async () => {
  const lingering = new Lingering({ signal: AbortSignal.abort(), capacity: undefined }, { jobs: 1, isWanted: true });
  const first = await Promise.race([lingering.stay().then(() => 'over'), nextTurn('staying')]);
  expect(first).toBe('over');
});
