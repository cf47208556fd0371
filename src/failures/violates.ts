// The server took an outcome that a scenario knows and the requirement forbids.

import type { FailureOf } from '../model/failure.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const violates: FailureKind<FailureOf<'violates'>> = {
  words: {
    en: ({ outcome, permitted }) =>
      `the server's behaviour "${outcome}" violates this requirement${permittedEn(permitted)}`,
    zh: ({ outcome, permitted }) => `服务器的做法是“${outcome}”，偏离了此要求${permittedZh(permitted)}`,
  },
  // The names of outcomes differ from case to case: `Finding.outcomes` has them.
  departure: () => ({ kind: 'outcome', words: ['outcome'] }),
  fingerprint: ({ outcome }, { got }) => `took the outcome "${outcome}"${got}`,
  mark: () => 'violates',
  blame: ({ closest, others = [] }, proofs) =>
    closest === undefined ? proofs.omits() : proofs.shows([closest, ...others]),
  detail: ({ outcome }) => outcome,
  observed: ({ outcome }) => `outcome ${outcome}`,
};

const permittedEn = (names: readonly string[]): string =>
  names.length === 0 ? '' : `; permitted here: ${names.map((name) => `"${name}"`).join(' or ')}`;
const permittedZh = (names: readonly string[]): string =>
  names.length === 0 ? '' : `；此处允许：${names.map((name) => `“${name}”`).join('或')}`;
