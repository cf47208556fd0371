// A baseline made on one mutant, applied to others: it excuses no failure for another reason.

import { expect, test } from 'vitest';
import { applyBaseline, failuresOf, staleEntries } from '../baseline/apply.ts';
import type { CaseResult, KnownFailure } from '../model/result.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadCases } from './load-cases.ts';
import { startMutant } from './mutant-trial.ts';

const requirements = loadRequirements();
const options = { requirements, timeoutMs: 5000, signal: new AbortController().signal };
const selectors = ['2.3.3', '2.4.1'];
const { selected } = await loadCases({ selectors });

async function resultsOn(id: string): Promise<readonly CaseResult[]> {
  const mutant = allMutants().find((one) => one.id === id);
  if (mutant === undefined) throw new Error(`no mutant ${id}`);
  const server = await startMutant(mutant.fault(), options);
  return server
    .run(selected, 8)
    .then(
      ({ results }) => results,
      () => [],
    )
    .finally(() => server.close());
}

const baselineOf = (results: readonly CaseResult[]): readonly KnownFailure[] =>
  results.flatMap((result) =>
    failuresOf(result).map((failure) => ({ ...failure, case: result.case.id, reason: 'it is made so' })),
  );
const failed = (results: readonly CaseResult[]) => results.filter(({ outcome }) => outcome === 'failed');
const excused = (results: readonly CaseResult[], baseline: readonly KnownFailure[]) =>
  failed(results).filter((result) => applyBaseline(result, baseline).knownFailure !== undefined).length;

test('a baseline excuses the fault it was made on, run after run, and no other', async () => {
  const [stored, again, leftOut] = [
    await resultsOn('rfc6121-2.3.3-f/stored'),
    await resultsOn('rfc6121-2.3.3-f/stored'),
    await resultsOn('rfc6121-2.3.3-f/left-out'),
  ];
  const baseline = baselineOf(stored);
  expect(failed(stored).length).toBeGreaterThan(0);
  expect([excused(again, baseline), staleEntries(again, baseline)]).toEqual([failed(stored).length, []]);
  expect(failed(leftOut).length).toBeGreaterThan(0);
  expect(excused(leftOut, baseline)).toBe(0);
});
