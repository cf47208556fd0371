// The server does not enforce the limit that the target declares.

import type { FailureOf } from '../model/failure.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const limit: FailureKind<FailureOf<'limit'>> = {
  words: {
    en: ({ limit: most, outcome }) => `the target declares a limit of ${most}, but ${most + 1} was not ${outcome}`,
    zh: ({ limit: most, outcome }) => `目标指明的上限是 ${most}，但 ${most + 1} 的结果不是 ${outcome}`,
  },
  departure: () => ({ kind: 'limit', words: ['limit'] }),
  fingerprint: ({ limit: most, outcome }) => `limit ${most}: one more is not ${outcome}`,
  mark: () => 'violates',
  detail: ({ outcome }) => outcome,
};
