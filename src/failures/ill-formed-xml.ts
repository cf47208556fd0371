// A stream ended at XML that RFC 6120 11 forbids.

import type { FailureOf } from '../model/failure.ts';
import { problemText } from '../wording/problems.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const illFormedXml: FailureKind<FailureOf<'ill-formed-xml'>> = {
  words: { en: (failure) => problemText(failure, 'en'), zh: (failure) => problemText(failure, 'zh') },
  departure: ({ fault }) => ({
    kind: 'ill-formed-xml',
    words: [fault === 'ill-formed' ? 'ill-formed-xml' : fault],
  }),
  fingerprint: ({ fault }) => `XML forbidden by RFC 6120 11: ${fault}`,
  mark: () => 'violates',
  blame: (_, proofs) => proofs.acts(),
  detail: ({ fault }) => fault,
  observed: ({ fault }) => `fault ${fault}`,
};
