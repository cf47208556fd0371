// A stanza that was expected did not arrive, or not in the required order.

import type { FailureOf } from '../model/failure.ts';
import type { Departure } from '../model/finding.ts';
import { isClientRef } from '../stanza/jid.ts';
import { comesInPlaceOf, kindWords, stanzaKind } from '../stanza/stanza-kind.ts';
import { differing } from './differs.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const missing: FailureKind<FailureOf<'missing'>> = {
  words: {
    en: ({ session, isOutOfOrder }) => {
      const [received, receive] = isClientRef(session) ? ['sent', 'send'] : ['received', 'receive'];
      return isOutOfOrder
        ? `${session} ${received} the stanza, but not in the required order`
        : `${session} did not ${receive} the expected stanza`;
    },
    zh: ({ session, isOutOfOrder }) => {
      const received = isClientRef(session) ? '发送' : '收到';
      return isOutOfOrder ? `${session} ${received}了期望的节，但顺序不符` : `${session} 未${received}期望的节`;
    },
  },
  departure,
  fingerprint: ({ expected, isOutOfOrder }, { shape, got, where }) =>
    `missing ${shape(expected)}${got}${isOutOfOrder ? ' out of order' : where}`,
  mark: ({ isOutOfOrder }) => (isOutOfOrder ? 'misplaced' : 'closest'),
  blame: ({ isOutOfOrder, expected }, proofs) => (isOutOfOrder ? undefined : proofs.lacks(expected)),
  detail: ({ isOutOfOrder }) => isOutOfOrder,
  observed: ({ isOutOfOrder, expected }, wordsOf) =>
    [isOutOfOrder ? 'order' : 'missing', ...wordsOf(expected)].join(' '),
};

/** What came in the place of the stanza differs from it; what only came nearest says nothing of the server. */
function departure({ isOutOfOrder, expected, closest, difference }: FailureOf<'missing'>): Departure {
  const isInItsPlace = expected !== undefined && closest !== undefined && comesInPlaceOf(expected, closest);
  const stanza = stanzaKind(expected);
  if (!isOutOfOrder && isInItsPlace && difference !== undefined) return differing(stanza, difference.path);
  const kind = isOutOfOrder ? 'order' : 'missing';
  return { kind, words: [kind, ...kindWords(stanza)] };
}
