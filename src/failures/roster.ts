// The stored roster differs from the expected one.

import type { FailureOf } from '../model/failure.ts';
import type { FailureKind } from './kind.ts';

const ITEMS = {
  missing: { en: 'the roster lacks an item', zh: '名册中缺少条目', fingerprint: 'missing roster item' },
  differs: { en: 'an item of the roster differs', zh: '名册中的条目与期望不符', fingerprint: 'roster item differs' },
  unexpected: {
    en: 'the roster holds an item that should not be there',
    zh: '名册中有不应存在的条目',
    fingerprint: 'unexpected roster item',
  },
} as const;

/** See `FAILURES`. */
export const roster: FailureKind<FailureOf<'roster'>> = {
  words: { en: ({ item }) => ITEMS[item].en, zh: ({ item }) => ITEMS[item].zh },
  departure: ({ item, difference }) => ({
    kind: 'roster',
    words: ['roster', item, ...(difference === undefined ? [] : [difference.path])],
  }),
  fingerprint: ({ item, expected }, { shape, got, where }) =>
    `${ITEMS[item].fingerprint}${expected === undefined ? '' : `: ${shape(expected)}`}${got}${where}`,
  mark: () => 'differs',
  detail: ({ item }) => item,
};
