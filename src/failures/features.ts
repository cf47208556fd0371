// A stream feature is missing, or is offered where it should not be.

import type { FailureOf } from '../model/failure.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const features: FailureKind<FailureOf<'features'>> = {
  words: {
    en: ({ present }) =>
      present
        ? 'the stream features after authentication lack this one'
        : 'the stream features after authentication hold one that should not be there',
    zh: ({ present }) => (present ? '认证后的流特征中缺少此项' : '认证后的流特征中有不应出现的一项'),
  },
  departure: ({ present, expected }) => ({
    kind: 'features',
    words: [present ? 'no-feature' : 'feature', expected?.name ?? ''],
  }),
  fingerprint: ({ present, expected }, { shape }) =>
    `${present ? 'missing' : 'unexpected'} feature: ${shape(expected)}`,
  mark: () => 'differs',
  blame: (_, proofs) => proofs.acts(),
  detail: ({ present }) => present,
};
