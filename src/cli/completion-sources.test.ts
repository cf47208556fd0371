import { expect, test } from 'vitest';
import { selectorsFrom } from './completion-sources.ts';

const named = (...words: readonly string[]) => words.map((word) => ({ word, about: '' }));

test('selectors are offered part by part', () => {
  const known = {
    topologies: ['local', 'remote'],
    features: ['roster-get'],
    sections: named('2.3', '2.3.3'),
    requirements: named('rfc6121-2.3.3-a', 'rfc6121-2.3.3-b'),
    cases: named('rfc6121/2.3.3/refused[a]', 'rfc6121/2.3.3/refused[b]', 'rfc6121/2.4/x'),
  };
  const from = (begin: string) => selectorsFrom(begin, known).map(({ word }) => word);
  expect(from('')).toEqual(['local', 'remote', 'roster-get', '2.3', '2.3.3', 'rfc6121-', 'rfc6121/']);
  expect(from('2.')).toEqual(['2.3', '2.3.3']);
  expect(from('rfc6121-2')).toEqual(['rfc6121-2.3.3-a', 'rfc6121-2.3.3-b']);
  expect(from('rfc6121/')).toEqual(['rfc6121/2.3.3/', 'rfc6121/2.4/']);
  expect(from('rfc6121/2.3.3/')).toEqual(['rfc6121/2.3.3/refused']);
  expect(from('rfc6121/2.3.3/refused[')).toEqual(['rfc6121/2.3.3/refused[a]', 'rfc6121/2.3.3/refused[b]']);
});
