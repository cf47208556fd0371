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

const SHOWN = {
  missing: { en: 'the client does not show what it should', zh: '客户端没有显示应显示的内容' },
  differs: { en: 'the client shows something else than it should', zh: '客户端显示的内容与期望不符' },
  unexpected: { en: 'the client shows what it should not', zh: '客户端显示了不应显示的内容' },
} as const;

/** See `FAILURES`. */
export const roster: FailureKind<FailureOf<'roster'>> = {
  words: {
    en: ({ item, shown }) => (shown === undefined ? ITEMS : SHOWN)[item].en,
    zh: ({ item, shown }) => (shown === undefined ? ITEMS : SHOWN)[item].zh,
  },
  departure: ({ item, difference, shown }) => ({
    kind: 'roster',
    words: [shown ?? 'roster', item, ...(difference === undefined ? [] : [difference.path])],
  }),
  fingerprint: ({ item, expected, shown }, { shape, got, where }) =>
    `${shown === undefined ? ITEMS[item].fingerprint : `${shown} shown: ${item}`}${expected === undefined ? '' : `: ${shape(expected)}`}${got}${where}`,
  mark: () => 'differs',
  detail: ({ item }) => item,
};
