import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Facts, firstFacts, type Lesson, withLesson } from './facts.ts';

const lags = (facts: Facts, ...lagsMs: readonly number[]): Facts =>
  lagsMs.reduce((before, lagMs) => withLesson(before, { kind: 'lag', lagMs }), facts);

describe('the order of the server', () => {
  test('a strict one needs no settling time', () => {
    expect(firstFacts()).toMatchObject({ lagsMs: [], largestLagMs: 0, settleMs: 0 });
  });

  test('the settling time is three times the usual lag', () => {
    expect(firstFacts({ lagsMs: [3] })).toMatchObject({ largestLagMs: 3, settleMs: 50 });
    expect(firstFacts({ lagsMs: [20, 19, 18] }).settleMs).toBe(100);
  });

  test('one lag that is much longer than the usual ones is waited for once', () => {
    const usual = Array.from({ length: 20 }, () => 10);
    expect(firstFacts({ lagsMs: [...usual, 180] })).toMatchObject({ largestLagMs: 180, settleMs: 200 });
  });

  test('a lag that is longer than all before makes the settling time longer', () => {
    const facts = lags(firstFacts({ lagsMs: [3] }), 2);
    expect(facts).toMatchObject({ largestLagMs: 3, settleMs: 50 });
    expect(lags(facts, 60)).toMatchObject({ largestLagMs: 60, settleMs: 100 });
  });

  test('the settling time has an upper bound', () => {
    expect(firstFacts({ lagsMs: [900] }).settleMs).toBe(800);
  });

  test('where nothing was measured, fences are careful', () => {
    expect(firstFacts({ isMeasured: false })).toMatchObject({ lagsMs: [], settleMs: 100 });
  });

  test('a server that was measured as strict becomes relaxed when a stanza comes late', () => {
    expect(lags(firstFacts(), 12)).toMatchObject({ lagsMs: [12], largestLagMs: 12, settleMs: 50 });
  });

  test('a stanza that waited for more than a second says nothing of the order', () => {
    const facts = firstFacts({ lagsMs: [3] });
    expect(lags(facts, 2400)).toBe(facts);
  });
});

describe('the rounds of fences', () => {
  const late = (facts: Facts, rounds: number) => withLesson(facts, { kind: 'lag', lagMs: 4, rounds });

  test('what comes after a fence with fewer than all rounds shows that it needs one more, and no lag', () => {
    const facts = firstFacts({ rounds: 1 });
    expect(late(facts, 1)).toMatchObject({ rounds: 2, lagsMs: [], settleMs: 0 });
    expect(late(late(facts, 1), 2)).toMatchObject({ rounds: 3, lagsMs: [], settleMs: 0 });
  });

  test('a fence that is known to have too few teaches nothing', () => {
    const facts = firstFacts({ rounds: 2 });
    expect(late(facts, 1)).toBe(facts);
  });

  test('what comes after all rounds is a lag, whatever earlier fences had', () => {
    expect(late(firstFacts({ rounds: 1 }), 3)).toMatchObject({ rounds: 3, lagsMs: [4], settleMs: 50 });
  });
});

describe('redelivery', () => {
  const shown = (facts: Facts, isShown: boolean) =>
    withLesson(facts, { kind: 'redelivery', domain: 'a.test', isShown });

  test('one miss, and no request that comes later shows it again', () => {
    const facts = shown(shown(firstFacts(), true), false);
    expect(shown(facts, true).redelivers).toEqual({ 'a.test': false });
  });
});

const lesson: fc.Arbitrary<Lesson> = fc.oneof(
  fc.record({
    kind: fc.constant('lag' as const),
    lagMs: fc.integer({ min: 0, max: 1500 }),
    rounds: fc.constantFrom(1, 2, 3),
  }),
  fc.record({
    kind: fc.constant('expired' as const),
    wait: fc.constantFrom('login' as const, 'ping-answer' as const),
    began: fc.nat(100),
    ended: fc.nat(100),
  }),
  fc.record({ kind: fc.constant('answered' as const), wait: fc.constant('login' as const) }),
  fc.record({ kind: fc.constant('second-chance' as const) }),
  fc.record({ kind: fc.constant('redelivery' as const), domain: fc.constant('a.test'), isShown: fc.boolean() }),
);

test('a lesson never makes fences shorter, never changes the facts before it, and has a version of its own', () => {
  fc.assert(
    fc.property(fc.array(lesson), (lessons) => {
      let facts = firstFacts({ rounds: 1 });
      for (const one of lessons) {
        const before = structuredClone(facts);
        const next = withLesson(facts, one);
        expect(facts).toEqual(before);
        expect(next.settleMs).toBeGreaterThanOrEqual(facts.settleMs);
        expect(next.rounds).toBeGreaterThanOrEqual(facts.rounds);
        expect(next === facts || next.version === facts.version + 1).toBe(true);
        facts = next;
      }
    }),
  );
});
