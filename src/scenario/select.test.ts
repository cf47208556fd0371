import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { playable, select } from './select.ts';
import { standards } from './standards.test-kit.ts';

const aCase = (id: string, section: string, requirements: string[] = []) =>
  ({ id, section, topology: 'local', requirements }) as Partial<Case> as Case;

const cases = [
  aCase('rfc6121/2.3/set', '2.3', ['rfc6121-2.3.2-b']),
  aCase('rfc6121/2.3/refused[two-items]', '2.3'),
  aCase('rfc6121/2.3/refused[two-items,remote]', '2.3'),
  aCase('rfc6121/2.3.1/deep', '2.3.1'),
  aCase('rfc6121/20/late', '20'),
  aCase('rfc6121/A.2.1/table', 'A.2.1', ['rfc6121-2.1.6-a']),
];
const choose = (...selectors: string[]) => select(cases, selectors, standards.requirements);
const names = (...selectors: string[]) => choose(...selectors).cases.map(({ id }) => id.slice('rfc6121/'.length));

test('a feature of RFC 6121 selects no case of another specification', () => {
  const own = aCase('xep0191/a', 'XEP-0191 3.2', ['rfc6121-2.1.6-a']);
  const selected = select([...cases, own], ['roster-push', 'rfc6121-2.1.6-a'], standards.requirements).cases;
  expect(selected).toContain(own);
  expect(select([...cases, own], ['roster-push'], standards.requirements).cases).not.toContain(own);
});

test('selects all cases without a selector', () => {
  expect(choose()).toEqual({ cases, unmatched: [] });
});

test.each([
  ['rfc6121/2.3/set', ['2.3/set']],
  ['rfc6121/2.3/refused', ['2.3/refused[two-items]', '2.3/refused[two-items,remote]']],
  ['rfc6121/2.3/refused[two-items]', ['2.3/refused[two-items]']],
  ['rfc6121/2.3/*', ['2.3/set', '2.3/refused[two-items]', '2.3/refused[two-items,remote]']],
  ['*/2.3/*[*,remote]', ['2.3/refused[two-items,remote]']],
  ['rfc6121/*/deep', ['2.3.1/deep']],
  ['**/t*', ['A.2.1/table']],
  ['2', ['2.3/set', '2.3/refused[two-items]', '2.3/refused[two-items,remote]', '2.3.1/deep']],
  ['2.3.1', ['2.3.1/deep']],
  ['A', ['A.2.1/table']],
  ['rfc6121-2.3.2-b', ['2.3/set']],
  [standards.requirements.get('rfc6121-2.1.6-a')?.feature ?? '', ['A.2.1/table']],
])('%s', (selector, expected) => {
  expect(names(selector)).toEqual(expected);
});

test('unites the selectors, and selects a case once', () => {
  expect(names('A', '2.3.1', 'rfc6121/2.3.1/deep')).toEqual(['2.3.1/deep', 'A.2.1/table']);
});

test.each([
  ['rfc6121/2.3/sett', 'rfc6121/2.3/set'],
  ['rfc6121/2.3', 'rfc6121/2.3/**'],
  ['rfc6121-2.3.2-bb', 'rfc6121-2.3.2-b'],
  ['A.2.2', 'A.2.1'],
  ['nothing-like-it', undefined],
  ['*', '*/**'],
  ['none', undefined],
])('finds no case for %s and suggests %s', (selector, suggestion) => {
  expect(choose('2', selector).unmatched).toEqual([suggestion === undefined ? { selector } : { selector, suggestion }]);
});

const inTopology = (id: string, topology: Case['topology']) => ({ ...aCase(id, '3'), topology });
const mixed = [inTopology('x', 'local'), inTopology('x[remote]', 'remote'), inTopology('x[federated]', 'federated')];

test('a topology selects its cases', () => {
  const chosen = select(mixed, ['federated', 'remote'], standards.requirements);
  expect(chosen.cases.map(({ id }) => id)).toEqual(['x[remote]', 'x[federated]']);
});

test.each([
  [true, ['x[federated]']],
  [false, ['x', 'x[remote]']],
])('with a peer (%s) a run plays these cases', (hasPeer, ids) => {
  expect(playable(mixed, hasPeer).map(({ id }) => id)).toEqual(ids);
});

test('where a run can play none of the cases, it keeps all, and each says why it is skipped', () => {
  expect(playable(mixed.slice(2), false)).toEqual(mixed.slice(2));
});
