import { expect, test } from 'vitest';
import type { Case } from '../../model/case.ts';
import { makeResult, place } from '../../report/report.test-kit.ts';
import { contrastOf } from './contrast.ts';

const { case: plain } = makeResult('rfc6121/2.3/a');
const of = (id: string, more: Partial<Case> = {}): Case => ({ ...plain, id, ...more });
const remote = (id: string) => of(id, { topology: 'remote' });
const given = (id: string, state: string) => of(id, { given: { user: 'juliet', contact: 'romeo', state, place } });

test('where no case passes, there is no contrast', () => {
  expect(contrastOf([of('a')], [], of('a'))).toBeUndefined();
});

test('tells cases apart by where contacts are, then by given states', () => {
  expect(contrastOf([remote('a')], [of('b')], remote('a'))).toEqual({ kind: 'topology', topology: 'remote' });
  expect(contrastOf([given('a', 'To')], [given('b', 'None')], given('a', 'To'))).toEqual({
    kind: 'states',
    showing: ['To'],
    passing: ['None'],
  });
});

test('else names the rows of the scenario that pass, else the scenarios', () => {
  const shown = of('s[x]');
  expect(contrastOf([shown], [of('s[y]'), of('t')], shown)).toEqual({
    kind: 'rows',
    scenario: 's',
    showing: ['x'],
    passing: ['y'],
  });
  expect(contrastOf([shown], [of('t[a]'), of('t[b]'), of('u')], shown)).toEqual({
    kind: 'scenarios',
    passing: [
      ['t', 2],
      ['u', 1],
    ],
  });
});
