// On existing accounts, which something else may use, no server is accused by one failure alone.

import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { CaseResult } from '../model/result.ts';
import type { Environment } from './environment.ts';
import { createRepetition } from './repetition.ts';
import { type FinishedCase, runCase } from './run-case.ts';

/** Runs a case. On existing accounts, a case that fails or warns runs once more, and only what both times show counts. */
export async function runConfirmed(aCase: Case, env: Environment): Promise<FinishedCase> {
  const first = await runCase(aCase, env);
  if (env.watch === undefined || !isAccusation(first.result) || env.signal.aborted) return first;
  await first.cleanup;
  const second = await runCase(aCase, env);
  if (second.foreignUse !== undefined) return second;
  return { ...second, result: confirmed(first.result, second.result) };
}

/** The result with the fewer accusations where the other repeats them all; otherwise the case is broken (flaky). */
function confirmed(first: CaseResult, second: CaseResult): CaseResult {
  if (isAccusation(second)) {
    if (isContained(first, second)) return first;
    if (isContained(second, first)) return second;
  }
  const repetition = createRepetition(2);
  repetition.add(first);
  return repetition.add(second) ?? second;
}

const isAccusation = ({ outcome }: CaseResult): boolean => outcome === 'failed' || outcome === 'warned';

function isContained(few: CaseResult, many: CaseResult): boolean {
  const accusations = (result: CaseResult) => result.requirements.filter(({ verdict }) => verdict !== 'passed');
  return accusations(few).every(({ id }) => accusations(many).some((accusation) => accusation.id === id));
}

/** The result of a case during which something else used an account of the run: it accuses nobody. */
export function withoutAccusation(result: CaseResult, cause: Problem): CaseResult {
  if (!isAccusation(result)) return result;
  return {
    ...result,
    outcome: 'broken',
    reason: { kind: 'foreign-traffic', cause },
    checks: [],
    requirements: [],
    passive: {},
  };
}
