import { expect, test } from 'vitest';
import type { CaseResult, Outcome, Verdict } from '../model/result.ts';
import { makeCase, makeResult, requirements } from '../report/report.test-kit.ts';
import { type Matrix, matrixOf } from './matrix.ts';
import { reportOn } from './written-report.test-kit.ts';

const FILES = ['runs/a.json', 'runs/b.json', 'runs/c.json'];

function matrix(...columns: readonly (readonly CaseResult[])[]): Matrix {
  return matrixOf(
    columns.map((results, at) => ({ file: FILES[at] ?? '', report: reportOn(results) })),
    requirements,
  );
}

const decided = (id: string, verdict: Verdict) => ({ id, level: 'MUST' as const, verdict });
const judged = (...verdicts: readonly [string, Verdict][]) => [
  makeResult('rfc6121/2.3/a', { requirements: verdicts.map(([id, verdict]) => decided(id, verdict)) }),
];

test('requirements on which servers differ come first, then all in the order of the standard', () => {
  const rules = ['rfc6121-2.1.6-a', 'rfc6121-2.3.3-c', 'rfc6121-2.3.3-a', 'rfc6121-2.1.1-c'] as const;
  const [kept, differs, unkept, partly] = rules;
  const { requirements: rows } = matrix(
    judged([kept, 'passed'], [differs, 'passed'], [unkept, 'failed'], [partly, 'passed']),
    judged([kept, 'passed'], [differs, 'failed'], [unkept, 'failed']),
  );
  expect(rows.map(({ id, standing, cells }) => [id, standing, ...cells.map(({ mark }) => mark)])).toEqual([
    [differs, 'differ', 'passed', 'failed'],
    [partly, 'partly', 'passed', 'skipped'],
    [unkept, 'unkept', 'failed', 'failed'],
    [kept, 'kept', 'passed', 'passed'],
  ]);
});

test('a requirement that only broken cases cite is marked as broken', () => {
  const aCase = makeCase('rfc6121/2.3/a', { requirements: ['rfc6121-2.3.3-c'] });
  const broken = makeResult('rfc6121/2.3/a', { case: aCase, outcome: 'broken' });
  const [row] = matrix(judged(['rfc6121-2.3.3-c', 'failed']), [broken]).requirements;
  expect(row?.cells).toEqual([
    { mark: 'failed', cases: ['rfc6121/2.3/a'] },
    { mark: 'broken', cases: [] },
  ]);
});

const delivered = (letter: string, outcome: Outcome = 'passed') => {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const id = 'rfc6121/8.5/message-delivery[no-account,bare,chat]';
  return [makeResult(id, { case: makeCase(id, { cell }), observed: [letter], outcome })];
};

test('a cell of the delivery table is compared with the other servers, even if one has no case of it', () => {
  const [grid] = matrix(delivered('E'), delivered('S', 'warned'), []).grids;
  expect(grid?.rows.flatMap(({ groups }) => groups)).toEqual([
    {
      column: 'chat',
      differs: true,
      cells: [
        expect.objectContaining({ letters: ['E'], outcome: 'passed' }),
        expect.objectContaining({ letters: ['S'], outcome: 'warned' }),
        undefined,
      ],
    },
  ]);
});

test('the same letter with the same outcome is no difference', () => {
  const [grid] = matrix(delivered('E'), delivered('E')).grids;
  expect(grid?.rows.flatMap(({ groups }) => groups).map(({ differs }) => differs)).toEqual([false]);
});

test('tables of appendix A have a column for each topology', () => {
  const cell = { table: 'appendix-a/out-subscribe', row: 'None', column: 'new state' };
  const inState = (topology: 'local' | 'remote') =>
    makeResult(`x[${topology}]`, { case: makeCase(`x[${topology}]`, { section: 'A.2.1', topology, cell }) });
  const [grid] = matrix([inState('local'), inState('remote')], [inState('local')]).grids;
  const groups = grid?.rows.flatMap((row) => row.groups);
  expect(groups?.map(({ column, differs }) => [column, differs])).toEqual([
    ['local', false],
    ['remote', false],
  ]);
  expect(groups?.map(({ cells }) => cells.map((cell) => cell?.outcome))).toEqual([
    ['passed', 'passed'],
    ['passed', undefined],
  ]);
});

test('a requirement that was not decided on a server is no difference', () => {
  const { features, grids } = matrix(delivered('E'), delivered('', 'skipped'), judged(['rfc6121-2.3.3-c', 'passed']));
  expect(grids.flatMap(({ rows }) => rows.flatMap(({ groups }) => groups.map(({ differs }) => differs)))).toEqual([
    false,
  ]);
  expect(features.filter(({ differs }) => differs)).toEqual([]);
});

test('choices that differ come first; a server that shows none does not differ', () => {
  const chosen = (scenario: string, name: string) => makeResult(scenario, { observed: [name] });
  const { latitude } = matrix(
    [chosen('rfc6121/2.1/a', 'x'), chosen('rfc6121/2.2/b', 'x'), chosen('rfc6121/2.3/c', 'x')],
    [chosen('rfc6121/2.1/a', 'x'), chosen('rfc6121/2.3/c', 'y')],
  );
  expect(latitude.map(({ scenario, differs }) => [scenario, differs])).toEqual([
    ['rfc6121/2.3/c', true],
    ['rfc6121/2.1/a', false],
    ['rfc6121/2.2/b', false],
  ]);
});

test.each([
  [{ name: 'prosody' }, { name: 'ejabberd' }, ['prosody', 'ejabberd']],
  [{ name: 'prosody', version: '1' }, { name: 'prosody', version: '2' }, ['prosody 1', 'prosody 2']],
  [{ name: 'prosody' }, { name: 'prosody' }, ['a', 'b']],
])('servers have distinct names', (a, b, names) => {
  const report = (target: object) => reportOn([], { target: { ...reportOn([]).target, ...target } });
  const files = [a, b].map((target, at) => ({ file: FILES[at] ?? '', report: report(target) }));
  expect(matrixOf(files, requirements).servers.map(({ name }) => name)).toEqual(names);
});
