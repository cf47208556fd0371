// A stanza arrived that no expectation names, although a rule forbids it.

import type { FailureOf } from '../model/failure.ts';
import { kindWords, stanzaKind } from '../stanza/stanza-kind.ts';
import type { FailureKind } from './kind.ts';

const tagOf = ({ isRepeated }: FailureOf<'unexpected'>) => (isRepeated ? 'repeated' : 'unexpected');

/** See `FAILURES`. */
export const unexpected: FailureKind<FailureOf<'unexpected'>> = {
  words: {
    en: ({ session, isRepeated }) =>
      isRepeated ? `${session} received a stanza twice` : `${session} received an unexpected stanza`,
    zh: ({ session, isRepeated }) => (isRepeated ? `${session} 重复收到同一个节` : `${session} 收到了未获允许的节`),
  },
  departure: (failure) => {
    const kind = tagOf(failure);
    return { kind, words: [kind, ...kindWords(stanzaKind(failure.closest))] };
  },
  fingerprint: ({ closest }, { shape }) => `unexpected ${shape(closest)}`,
  mark: tagOf,
  blame: ({ isRepeated, closest }, proofs) => (isRepeated ? undefined : proofs.shows([closest])),
  observed: (failure, wordsOf) => [tagOf(failure), ...wordsOf(failure.closest)].join(' '),
};
