import { expect, test } from 'vitest';
import { FenceProof } from './fence-proof.ts';

const SESSIONS = ['a', 'b', 'c'];

/** Who must ask in each round of a fence, where every session that must ask is answered. */
function roundsOf(proof: FenceProof): readonly (readonly string[])[] {
  return [...askedIn(proof)];
}

function* askedIn(proof: FenceProof): Generator<readonly string[]> {
  for (const { refs } of proof.rounds(SESSIONS)) {
    for (const answered of refs.map((ref) => proof.asks(ref))) answered();
    yield refs;
  }
}

test('after an act all senders must ask, then all sessions, then all again', () => {
  expect(roundsOf(FenceProof.after(['a', 'c']))).toEqual([['a', 'c'], SESSIONS, SESSIONS]);
});

test('after an act of nobody the first round is empty', () => {
  const proof = new FenceProof();
  proof.acted();
  expect(roundsOf(proof)).toEqual([[], SESSIONS, SESSIONS]);
});

test('after a whole fence nothing must be asked again, until the next act', () => {
  const proof = FenceProof.after(['a']);
  roundsOf(proof);
  expect(roundsOf(proof)).toEqual([[], [], []]);
  proof.acted('b');
  expect(roundsOf(proof)).toEqual([['b'], SESSIONS, SESSIONS]);
});

test('a sender that has had an answer since it sent need not ask in the first round', () => {
  const proof = FenceProof.after(['a', 'b']);
  proof.asks('a')();
  expect(roundsOf(proof)).toEqual([['b'], SESSIONS, SESSIONS]);
});

test('an answer counts in the second round if it was asked for when all senders had been answered', () => {
  const proof = FenceProof.after(['a']);
  const early = proof.asks('b');
  proof.asks('a')();
  early();
  proof.asks('c')();
  expect(roundsOf(proof)).toEqual([[], ['a', 'b'], SESSIONS]);
});

test('an answer counts in the third round if it was asked for when all sessions had been answered', () => {
  const proof = FenceProof.after(['a']);
  proof.asks('a')();
  for (const ref of SESSIONS) proof.asks(ref)();
  proof.asks('b')();
  expect(roundsOf(proof)).toEqual([[], [], ['a', 'c']]);
});

test('what was asked before the last act counts for nothing but what its session had sent', () => {
  const proof = FenceProof.after(['a']);
  proof.asks('a')();
  const late = proof.asks('b');
  proof.acted('c');
  late();
  expect(roundsOf(proof)).toEqual([['c'], SESSIONS, SESSIONS]);
});

test('a session that leaves tells whether it has sent something unanswered, and one of its name begins anew', () => {
  const proof = FenceProof.after(['a', 'b']);
  proof.asks('b')();
  expect([proof.leaves('a'), proof.leaves('b')]).toEqual([true, false]);
  expect(proof.isUnanswered('a')).toBe(false);
  expect(roundsOf(proof)).toEqual([[], SESSIONS, SESSIONS]);
});

test('a session that has joined since the fence must ask, and all others once after it', () => {
  const proof = FenceProof.after(['a']);
  for (const { refs } of proof.rounds(['a', 'b']))
    for (const answered of refs.map((ref) => proof.asks(ref))) answered();
  expect(roundsOf(proof)).toEqual([[], ['c'], SESSIONS]);
});
