import { expect, test } from 'vitest';
import { blamed, grid, passed, RULE, RUNS, runOf } from '../report/federation/federation.test-kit.ts';
import { failedResult, makeResult, requirements } from '../report/report.test-kit.ts';
import { cellsOf, federationOf } from './federation.ts';
import type { PairRun } from './pair-run.ts';

/** The requirements that a with b does not meet, in a grid of these runs. */
function rulesOf(runs: readonly PairRun[]) {
  const cell = federationOf(['a', 'b'], runs, requirements).rows[0]?.[1];
  return cell?.kind === 'tested' ? cell.rules : undefined;
}

test('has a cell for every ordered pair, and then one for each server alone', () => {
  expect(cellsOf(grid).map(({ server, peer, kind }) => `${server}${peer} ${kind}`)).toEqual([
    ...['ab tested', 'ac blocked'],
    ...['ba tested', 'bc not-run'],
    ...['ca blocked', 'cb blocked'],
    ...['aa tested', 'bb tested', 'cc blocked'],
  ]);
});

test('counts what passed of what ran, without skipped cases', () => {
  expect(grid.rows[0]?.[0]).toMatchObject({ ran: 1, outcomes: { passed: 1, skipped: 1 } });
  expect(grid.rows[1]?.[0]).toMatchObject({ ran: 2, knownFailures: 1 });
});

test('marks a requirement that each server meets alone, and puts it first', () => {
  expect(rulesOf(RUNS)).toMatchObject([
    { id: RULE, verdict: 'failed', isTogether: true },
    { id: 'rfc6121-2.2-a', verdict: 'warned', isTogether: false },
  ]);
});

test.each([
  ['one server does not meet alone', [failedResult()], ['a']],
  ['one server alone has not shown', [], []],
])('does not mark a requirement that %s', (_, results, alone) => {
  const runs = [runOf('a', 'a', results), runOf('b', 'b', [passed()]), runOf('a', 'b', [failedResult()])];
  expect(rulesOf(runs)).toMatchObject([{ id: RULE, isTogether: false, alone }]);
});

test.each([
  ['A', 'server'],
  ['B', 'peer'],
  ['pair', 'either'],
] as const)('a check charged to %s puts %s at fault, once', (side, who) => {
  const run = blamed(runOf('a', 'b', [failedResult(), failedResult('rfc6121/2.3/other')]), side);
  expect(rulesOf([run])).toMatchObject([{ id: RULE, atFault: [who] }]);
});

test('a server that only its case alone puts at fault is marked so', () => {
  const alone = blamed(runOf('a', 'b', [failedResult()]), 'B', 'alone');
  expect(rulesOf([alone])).toMatchObject([{ id: RULE, atFault: ['peer-alone'] }]);
});

test('who is known to be at fault stands before what is not shown', () => {
  const open = blamed(runOf('a', 'b', [failedResult('rfc6121/2.3/open')]), 'pair');
  const shown = blamed(runOf('a', 'b', [failedResult('rfc6121/2.3/shown')]), 'A');
  const results = [...(open.report?.results ?? []), ...(shown.report?.results ?? [])];
  const run = { ...open, report: open.report && { ...open.report, results } };
  expect(rulesOf([run])).toMatchObject([{ id: RULE, atFault: ['server', 'either'] }]);
});

test('what a baseline knows stands last, and does not count as new', () => {
  const known = { ...failedResult(), knownFailure: 'bug 7' };
  const fresh = makeResult('rfc6121/2.2/late', {
    outcome: 'warned',
    requirements: [{ id: 'rfc6121-2.2-a', level: 'SHOULD', verdict: 'warned' }],
  });
  const runs = [runOf('a', 'b', [known, fresh])];
  expect(rulesOf(runs)).toMatchObject([{ isKnown: false }, { id: RULE, isKnown: true }]);
  const cell = federationOf(['a', 'b'], runs, requirements).rows[0]?.[1];
  expect(cell).toMatchObject({ knownFailures: 1, fresh: { failed: 0, warned: 1 } });
});

test('a report without sides puts nobody at fault', () => {
  expect(rulesOf([runOf('a', 'b', [failedResult()])])).toMatchObject([{ id: RULE, atFault: [] }]);
});

test('a pair whose cases are broken is blocked, and its report stays linked', () => {
  expect(grid.rows[0]?.[2]).toMatchObject({ kind: 'blocked', file: 'a+c', obstacles: [{ place: 'there' }, {}] });
  expect(grid.rows[2]?.[0]).toMatchObject({ kind: 'blocked', file: undefined });
});

test('a pair whose cases were all skipped did not run', () => {
  const runs = [runOf('a', 'b', [makeResult('rfc6121/2.3/idle', { outcome: 'skipped' })])];
  expect(federationOf(['a', 'b'], runs, requirements).rows[0]?.[1]).toMatchObject({ kind: 'not-run' });
});

test('names the software as a server did in any run with its users', () => {
  expect(grid.servers).toEqual([
    { name: 'a', software: 'A 1.0' },
    { name: 'b', software: 'B 1.0' },
    { name: 'c', software: '' },
  ]);
});
