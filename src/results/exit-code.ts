import type { CaseResult, KnownFailure } from '../model/result.ts';

export interface RunEnd {
  readonly results: readonly CaseResult[];
  /** Baseline entries that list checks which hold now. */
  readonly staleBaseline: readonly KnownFailure[];
  /** A warning counts as a failure. */
  readonly strict: boolean;
}

/**
 * Exit code of a run: 0 all as expected, 1 something failed that no baseline excuses or a baseline entry passed,
 * 2 no case was executed, 3 nothing failed but something is broken.
 */
export function exitCodeOf({ results, staleBaseline, strict }: RunEnd): 0 | 1 | 2 | 3 {
  if (results.every((result) => result.outcome === 'skipped')) return 2;
  const isFailure = (r: CaseResult) => r.outcome === 'failed' || (strict && r.outcome === 'warned');
  if (staleBaseline.length > 0 || results.some((r) => isFailure(r) && r.knownFailure === undefined)) return 1;
  return results.some((result) => result.outcome === 'broken') ? 3 : 0;
}
