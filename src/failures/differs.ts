// A stanza arrived, but differs from what a requirement asks for.

import type { FailureOf } from '../model/failure.ts';
import type { Departure, StanzaKind } from '../model/finding.ts';
import { isClientRef } from '../stanza/jid.ts';
import { stanzaKind } from '../stanza/stanza-kind.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const differs: FailureKind<FailureOf<'differs'>> = {
  words: {
    en: ({ session, difference }) =>
      `${session} ${isClientRef(session) ? 'sent' : 'received'} the stanza, but ${difference.path} differs`,
    zh: ({ session, difference }) =>
      `${session} ${isClientRef(session) ? '发送' : '收到'}了该节，但 ${difference.path} 不符`,
  },
  // The type of what arrived is not that of what was expected where they differ in it.
  departure: ({ closest, difference: { path } }) => {
    const stanza = stanzaKind(closest);
    return differing(path === `${stanza.name}@type` ? { name: stanza.name } : stanza, path);
  },
  fingerprint: ({ closest }, { shape, where }) => `${shape(closest)}${where}`,
  mark: () => 'differs',
  blame: ({ closest }, proofs) => proofs.lacks(closest),
  observed: ({ difference }) => `differs ${difference.path} ${difference.actual.kind}`,
};

/** A stanza that differs at `path`, such as `iq/query/item@approved`. */
export const differing = (stanza: StanzaKind, path: string): Departure => ({
  kind: 'differs',
  words: ['differs', path],
  stanza,
  path,
});
