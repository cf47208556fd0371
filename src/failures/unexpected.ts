// A stanza arrived that no expectation names, although a rule forbids it.

import type { FailureOf } from '../model/failure.ts';
import { isClientRef } from '../stanza/jid.ts';
import { kindWords, stanzaKind } from '../stanza/stanza-kind.ts';
import type { FailureKind } from './kind.ts';

const tagOf = ({ isRepeated }: FailureOf<'unexpected'>) => (isRepeated ? 'repeated' : 'unexpected');

/** See `FAILURES`. */
export const unexpected: FailureKind<FailureOf<'unexpected'>> = {
  words: {
    en: ({ session, isRepeated }) => {
      const received = isClientRef(session) ? 'sent' : 'received';
      return isRepeated ? `${session} ${received} a stanza twice` : `${session} ${received} an unexpected stanza`;
    },
    zh: ({ session, isRepeated }) => {
      const received = isClientRef(session) ? '发送' : '收到';
      return isRepeated ? `${session} 重复${received}同一个节` : `${session} ${received}了未获允许的节`;
    },
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
