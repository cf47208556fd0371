// The subscription state is not one of those expected.

import type { FailureOf, FoundState } from '../model/failure.ts';
import { statesText, stateText } from '../wording/subscription-states.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const state: FailureKind<FailureOf<'state'>> = {
  words: {
    en: ({ user, contact, found, states }) =>
      `${user}'s subscription to ${contact} is ${stateText(found, contact, 'en')}; expected ${statesText(states, contact, 'en')}`,
    zh: ({ user, contact, found, states }) =>
      `${user} 对 ${contact} 的订阅状态是${stateText(found, contact, 'zh')}，而不是${statesText(states, contact, 'zh')}`,
  },
  departure: ({ differences = [] }) => ({ kind: 'state', words: ['state', ...differences.map(({ kind }) => kind)] }),
  fingerprint: ({ found, contact, states }) =>
    `state ${nameOf(found)} towards ${contact}, expected ${states.map(quote).join(' or ')}`,
  mark: () => 'differs',
  blame: (failure, proofs) => proofs.keeps(failure),
  detail: ({ found, states }) => [found, states],
  observed: ({ differences }) => `state ${differences?.map(({ kind, seen }) => `${kind} ${seen}`).join(' ')}`,
};

const quote = (name: string): string => `"${name}"`;

function nameOf(found: FoundState): string {
  if ('name' in found) return quote(found.name);
  const { subscription, ask, pendingIn } = found;
  return quote(`subscription=${subscription}${ask ? ' ask' : ''}${pendingIn ? ' pending-in' : ''}`);
}
