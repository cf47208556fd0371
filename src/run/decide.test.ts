import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import { decide, type Look } from './decide.ts';
import { messageCase } from './fake-session.test-kit.ts';
import { emptyResult } from './look.ts';

const began = performance.now();
const base = emptyResult(messageCase({}), { outcome: 'passed', reason: { kind: 'interrupted' }, began });

const look = (changes: Partial<CaseResult>, more: Partial<Look> = {}): Look => ({
  result: { ...base, reason: undefined, ...changes },
  facts: { settleMs: 0, rounds: 3 },
  stayedMs: 0,
  lagMs: 0,
  ...more,
});
const accused = (verdict: 'failed' | 'warned', ...ids: readonly string[]): Look =>
  look({ outcome: verdict, requirements: ids.map((id) => ({ id, level: 'MUST', verdict })) });
const broken = (reason: Reason): Look => look({ outcome: 'broken', reason });

const passed = look({});
const failed = accused('failed', 'a');
const skipped = look({ outcome: 'skipped', reason: { kind: 'limit-not-met', limit: 'roster' } });
const overridden = look({ outcome: 'skipped', reason: { kind: 'priority-overridden', given: -1, shown: 0 } });
const unprepared = look({ outcome: 'skipped', reason: { kind: 'setup-failed', requirements: ['a'] } });
const late = broken({ kind: 'late-stanzas', count: 1 });
const lost = broken({
  kind: 'fence-lost',
  session: 'juliet/balcony',
  cause: { kind: 'no-answer', to: 'x', timeoutMs: 1 },
});
const state = broken({ kind: 'state-not-reached', state: 'To', user: 'juliet', subscription: 'none' });
const bug = broken({ kind: 'bug', stack: 'Error' });
const cameLate = { ...passed, lagMs: 40 };
const refused = (cause: 'no-answer' | 'not-tried' | 'server-unproven'): Look =>
  broken({
    kind: 'login-failed',
    session: 'juliet/balcony',
    cause:
      cause === 'no-answer'
        ? { kind: cause, to: 'x', timeoutMs: 1 }
        : cause === 'not-tried'
          ? { kind: cause, wait: 'login', expiries: 3 }
          : { kind: cause },
  });

const ended = broken({
  kind: 'roster-not-read',
  session: 'juliet/balcony',
  cause: { kind: 'request-ended', id: 'roster-1', cause: { kind: 'stream-error', condition: 'conflict' } },
});

const brokenOff = (code: string): Look =>
  broken({
    kind: 'login-failed',
    session: 'juliet/balcony',
    cause: { kind: 'connection-broken-off', at: { host: '127.0.0.1', port: 5222 }, code },
  });

const withoutAccounts = (cause: Problem): Look => broken({ kind: 'no-accounts', cause });
const unanswered = { kind: 'no-answer', to: 'registration', timeoutMs: 1 } as const;

const needs = (looks: readonly [Look, ...Look[]], settleMs = 0) => decide(looks, { settleMs, rounds: 3 }).isOpen;

test.each([
  ['failed', failed, true],
  ['warned', accused('warned', 'a'), true],
  ['passed', passed, false],
  ['skipped', skipped, false],
  ['skipped for a priority that the server showed', overridden, true],
  ['broken by late stanzas', late, true],
  ['broken by a lost fence', lost, true],
  ['broken because its state was not reached', state, true],
  ['broken by a login that was not answered', refused('no-answer'), true],
  ['broken by a login that was not tried any more', refused('not-tried'), true],
  ['broken by a login that was refused', refused('server-unproven'), false],
  ['broken because its session ended before the roster came', ended, true],
  ['broken because the connection of a login broke off while it was written', brokenOff('EPIPE'), true],
  ['broken because the connection of a login broke off while it was read', brokenOff('ECONNRESET'), true],
  [
    'broken because no account was made in time',
    withoutAccounts({ kind: 'registration-unanswered', domain: 'x', cause: unanswered }),
    true,
  ],
  ['broken because no account may be made', withoutAccounts({ kind: 'registration-not-offered', domain: 'x' }), false],
  ['broken by a bug of ours', bug, false],
])('after one look, a case that %s: looked at again %#', (_, first, expected) => {
  expect(needs([first])).toBe(expected);
});

test('a case is looked at again where its fences waited for less than the server needs by now', () => {
  expect(needs([passed], 50)).toBe(true);
  expect(needs([{ ...passed, facts: { settleMs: 50, rounds: 3 } }], 50)).toBe(false);
  expect(needs([{ ...skipped, stayedMs: Number.POSITIVE_INFINITY }], 50)).toBe(false);
});

test.each<[string, readonly [Look, ...Look[]], boolean]>([
  ['two that accuse', [failed, failed], false],
  ['two conclusive ones that differ', [failed, passed], false],
  ['two that accuse of different requirements', [failed, accused('failed', 'b')], true],
  ['two that accuse, one of more', [failed, accused('failed', 'a', 'b')], false],
  ['one that accuses and one that is broken', [failed, lost], true],
  ['one that accuses and one that saw something late', [failed, cameLate], true],
  ['one that was broken and one that accuses', [late, failed], true],
  ['one that was broken and one that passed', [late, passed], false],
  ['two that were broken, neither by lateness', [state, state], false],
  ['two whose connections the server broke off', [brokenOff('ECONNRESET'), brokenOff('EPIPE')], true],
  ['one that was broken otherwise, and one whose connection was broken off', [lost, brokenOff('EPIPE')], true],
  ['one whose connection was broken off, and one broken otherwise', [brokenOff('EPIPE'), lost], false],
  ['two that saw something late', [late, late], true],
  ['two that were skipped for a priority', [overridden, overridden], false],
  ['one whose set-up failed', [unprepared], true],
  ['one that was skipped for a priority and one that passed', [overridden, passed], false],
  ['one that was skipped for a priority and one that accuses', [overridden, failed], true],
  ['one that was skipped for a priority and one that was broken', [overridden, lost], true],
  ['three', [failed, lost, lost], false],
])('after several looks, %s: another one is needed %#', (_, looks, expected) => {
  expect(needs(looks)).toBe(expected);
});

const verdict = (looks: readonly [Look, ...Look[]], settleMs = 0) => {
  const { outcome, reason } = decide(looks, { settleMs, rounds: 3 }).result;
  return [outcome, ...(reason === undefined ? [] : [reason.kind])];
};

test.each<readonly [string, readonly [Look, ...Look[]], readonly string[]]>([
  ['one that passed', [passed], ['passed']],
  ['one that accuses, before the run ended', [failed], ['broken', 'unconfirmed']],
  ['one that was broken for good', [bug], ['broken', 'bug']],
  ['two that accuse', [failed, failed], ['failed']],
  ['two that accuse, the first also of a SHOULD', [accused('failed', 'a', 'b'), failed], ['failed']],
  ['two that accuse of different requirements', [failed, accused('warned', 'b')], ['broken', 'not-again']],
  ['three that accuse, two of them of the same', [failed, accused('failed', 'b'), failed], ['failed']],
  ['one that accuses, one that does not', [failed, passed], ['broken', 'not-again']],
  ['one that accuses, one that is skipped', [failed, skipped], ['broken', 'not-again']],
  ['one that accuses, two in which it came late', [failed, cameLate, cameLate], ['broken', 'came-late']],
  ['one that accuses, two that are broken', [failed, lost, lost], ['broken', 'unconfirmed']],
  ['one that accuses, a broken one, and one that accuses', [failed, lost, failed], ['failed']],
  ['a priority that was overridden, twice', [overridden, overridden], ['skipped', 'priority-overridden']],
  ['a priority that was overridden, then a pass', [overridden, passed], ['passed']],
  ['a priority that was overridden, then two that accuse', [overridden, failed, failed], ['failed']],
  ['a priority that was overridden, and broken looks', [overridden, lost, lost], ['skipped', 'priority-overridden']],
  ['one that accuses, a priority overridden, and one that accuses', [failed, overridden, failed], ['failed']],
  ['one that accuses, a priority overridden twice', [failed, overridden, overridden], ['broken', 'unconfirmed']],
  ['late stanzas, then a pass', [late, passed], ['passed']],
  ['late stanzas, then a failure that nothing repeats', [late, failed, passed], ['broken', 'not-again']],
  ['late stanzas in all', [late, late, late], ['broken', 'late-stanzas']],
  ['a state that was reached at last', [state, passed], ['passed']],
  [
    'a state that was not reached, then connections broken off',
    [state, brokenOff('EPIPE'), brokenOff('EPIPE')],
    ['broken', 'state-not-reached'],
  ],
  ['connections broken off in all', [brokenOff('EPIPE'), brokenOff('EPIPE')], ['broken', 'login-failed']],
])('%s: the one result', (_, looks, expected) => {
  expect(verdict(looks)).toEqual(expected);
});

test('a look that waited too little neither acquits nor accuses alone', () => {
  const settled = (one: Look): Look => ({ ...one, facts: { settleMs: 50, rounds: 3 } });
  expect(verdict([passed, passed, passed], 50)).toEqual(['broken', 'unsettled']);
  expect(verdict([failed, settled(passed)], 50)).toEqual(['passed']);
  expect(verdict([passed, settled(failed), settled(failed)], 50)).toEqual(['failed']);
  expect(verdict([failed, settled(failed)], 50)).toEqual(['failed']);
  expect(verdict([failed, failed, failed], 50)).toEqual(['broken', 'unsettled']);
});

test('a look whose fences had fewer rounds than the server needs decides nothing, unless its case has stayed', () => {
  const rounds = (count: number, one: Look): Look => ({ ...one, facts: { settleMs: 0, rounds: count } });
  const outcome = (...looks: [Look, ...Look[]]) => decide(looks, { settleMs: 0, rounds: 2 }).result.outcome;
  expect(outcome(rounds(1, passed), rounds(1, passed), rounds(1, passed))).toBe('broken');
  expect(outcome(rounds(1, { ...passed, stayedMs: 40 }))).toBe('passed');
  expect(outcome(rounds(2, passed))).toBe('passed');
  expect(outcome(rounds(1, failed), rounds(3, passed))).toBe('passed');
});

test('what only a look accuses of whose fences had not all rounds is decided by two others', () => {
  const early = { ...failed, facts: { settleMs: 0, rounds: 1 } };
  const decided = (...looks: [Look, ...Look[]]) => {
    const { isOpen, result } = decide(looks, { settleMs: 0, rounds: 1 });
    return isOpen ? 'open' : (result.reason?.kind ?? result.outcome);
  };
  expect(decided(early)).toBe('open');
  expect(decided(early, failed)).toBe('failed');
  expect(decided(early, passed)).toBe('open');
  expect(decided(early, passed, passed)).toBe('passed');
  expect(decided(early, passed, failed)).toBe('not-again');
});

test('the result is that of the look with the fewer accusations, and names the outcome of each look', () => {
  const first = accused('failed', 'a', 'b');
  expect(decide([first, failed], { settleMs: 0, rounds: 3 }).result).toMatchObject({
    requirements: failed.result.requirements,
    looks: ['failed', 'failed'],
  });
  expect(decide([passed], { settleMs: 0, rounds: 3 }).result.looks).toBeUndefined();
});

test('a result that is broken by its looks accuses nobody', () => {
  expect(decide([failed], { settleMs: 0, rounds: 3 }).result).toMatchObject({ checks: [], requirements: [] });
});

describe('of any looks', () => {
  const kinds = [
    passed,
    failed,
    accused('failed', 'b'),
    accused('warned', 'a', 'b'),
    skipped,
    overridden,
    late,
    lost,
    state,
    bug,
  ];
  const anyLook = fc.record({
    one: fc.constantFrom(...kinds),
    settleMs: fc.constantFrom(0, 50, 100),
    rounds: fc.constantFrom(1, 3),
    lagMs: fc.constantFrom(0, 0, 0, 40),
  });
  const anyLooks = fc
    .array(anyLook, { minLength: 1, maxLength: 3 })
    .map((all) => all.map(({ one, lagMs, ...facts }): Look => ({ ...one, facts, lagMs })) as [Look, ...Look[]]);
  const settling = fc.constantFrom(0, 50, 100);
  const outcomeOf = (looks: readonly [Look, ...Look[]], settleMs: number) =>
    decide(looks, { settleMs, rounds: 3 }).result.outcome;
  const isAccusation = (outcome: string) => outcome === 'failed' || outcome === 'warned';

  test('nothing is accused that fewer than two looks accuse of', () => {
    fc.assert(
      fc.property(anyLooks, settling, (looks, settleMs) => {
        const accusing = looks.filter(({ result }) => isAccusation(result.outcome));
        if (isAccusation(outcomeOf(looks, settleMs))) expect(accusing.length).toBeGreaterThan(1);
      }),
    );
  });

  // A run only learns: no look knows less than one before it, and none more than the run.
  test('what the run learns later never makes an accusation of what was inconclusive, without a new look', () => {
    fc.assert(
      fc.property(anyLooks, settling, settling, (all, one, other) => {
        const known = all.map(({ facts }) => facts.settleMs).sort((a, b) => a - b);
        const looks = all.map((look, at) => ({ ...look, facts: { settleMs: known[at] ?? 0, rounds: 3 } })) as [
          Look,
          ...Look[],
        ];
        const older = Math.max(...known, Math.min(one, other));
        if (outcomeOf(looks, older) !== 'broken') return;
        expect(isAccusation(outcomeOf(looks, Math.max(older, one, other)))).toBe(false);
      }),
    );
  });

  test('two looks decide the same in either order', () => {
    fc.assert(
      fc.property(anyLook, anyLook, settling, (a, b, settleMs) => {
        const [first, second] = [a, b].map(({ one, lagMs, ...facts }): Look => ({ ...one, facts, lagMs }));
        const orders = [
          [first!, second!],
          [second!, first!],
        ] as const;
        const [forth, back] = orders.map((looks) => isAccusation(outcomeOf(looks, settleMs)));
        expect(forth).toBe(back);
      }),
    );
  });

  test('three looks always decide', () => {
    fc.assert(
      fc.property(fc.tuple(anyLook, anyLook, anyLook), settling, (all, settleMs) => {
        const [a, b, c] = all.map(({ one, lagMs, ...facts }): Look => ({ ...one, facts, lagMs }));
        expect(decide([a!, b!, c!], { settleMs, rounds: 3 }).isOpen).toBe(false);
      }),
    );
  });
});
