import { expect, test } from 'vitest';
import { blamed, passed, runOf } from '../report/federation/federation.test-kit.ts';
import { failedResult, makeResult, requirements } from '../report/report.test-kit.ts';
import { changeOf, eventScore, federationOf, rankedServers } from './federation.ts';
import { cellCounts, groupOf, ruleRows } from './federation-rules.ts';
import type { PairRun } from './pair-run.ts';

const other = makeResult('rfc6121/2.2/other', {
  requirements: [{ id: 'rfc6121-2.2-a', level: 'SHOULD', verdict: 'passed' }],
});
const alone = (name: string, ...results: Parameters<typeof runOf>[2]) => runOf(name, name, results);
const grid = (...runs: readonly PairRun[]) => federationOf(['a', 'b', 'c'], runs, requirements);
const ranking = (...runs: readonly PairRun[]) =>
  rankedServers(grid(...runs)).map(({ name, rank, met, decided }) => `${rank ?? '–'} ${name} ${met}/${decided}`);

test('a rule that a pair does not meet counts against both servers, and against the event', () => {
  const runs = [runOf('a', 'b', [failedResult(), other]), runOf('a', 'c', [passed(), other])];
  expect(ranking(...runs)).toEqual(['1 c 2/2', '2 a 1/2', '2 b 1/2']);
  expect(eventScore(grid(...runs))).toEqual({ met: 1, decided: 2 });
});

test.each([
  ['the sessions show that the other server is at fault', [blamed(runOf('a', 'b', [failedResult(), other]), 'B')]],
  [
    'the other server alone breaks it alone',
    [alone('a', passed()), alone('b', failedResult()), runOf('a', 'b', [failedResult(), other])],
  ],
])('it does not count against a server where %s', (_, runs) => {
  expect(ranking(...runs)).toEqual(['1 a 2/2', '2 b 1/2', '– c 0/0']);
});

test('a rule is its own row once, and of the server that is shown to break it', () => {
  const runs = [blamed(runOf('a', 'b', [failedResult()]), 'B'), blamed(runOf('b', 'a', [failedResult()]), 'pair')];
  const federation = grid(...runs);
  const rows = ruleRows(federation, requirements);
  expect(rows).toHaveLength(1);
  expect(rows.map(groupOf)).toEqual(['unshown']);
  const cells = [federation.rows[0]?.[1], federation.rows[1]?.[0]];
  expect(cells.map((cell) => cell?.kind === 'tested' && cellCounts(cell))).toEqual([
    { together: 0, unshown: 0, ofServer: 0, ofPeer: 1, known: 0 },
    { together: 0, unshown: 1, ofServer: 0, ofPeer: 0, known: 0 },
  ]);
});

test('only rules that both events decided have changed', () => {
  const before = grid(runOf('a', 'b', [passed()]));
  const now = grid(runOf('a', 'b', [failedResult(), other]));
  const [cell, none] = [now.rows[0]?.[1], now.rows[0]?.[2]];
  expect(cell && changeOf(cell, before)).toEqual({ better: [], worse: ['rfc6121-2.3.3-c'] });
  expect(none && changeOf(none, before)).toBeUndefined();
  expect(cell && changeOf(cell, undefined)).toBeUndefined();
});
