import type { CaseResult } from '../model/result.ts';
import { isOnlyInPair } from './alone.ts';

/**
 * Puts results first that introduce a violated requirement or a reason not seen earlier, so that a short list shows as
 * many different problems as possible. Failures that only a pair of servers shows stand before all others.
 */
export function distinctFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  const seen = new Set<string>();
  const isNew = (result: CaseResult): boolean => {
    const fresh = subjectsOf(result).filter((subject) => !seen.has(subject));
    for (const subject of fresh) seen.add(subject);
    return fresh.length > 0;
  };
  const marked = results.map((result) => ({ result, first: isNew(result) }));
  const sorted = [true, false].flatMap((first) =>
    marked.filter((entry) => entry.first === first).map(({ result }) => result),
  );
  return pairFirst(sorted);
}

/** Failures that only a pair of servers shows first, otherwise in the same order. */
export function pairFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  return [...results.filter(isOnlyInPair), ...results.filter((result) => !isOnlyInPair(result))];
}

function subjectsOf({ requirements, reason }: CaseResult): readonly string[] {
  const broken = requirements.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id);
  return reason === undefined ? broken : [...broken, JSON.stringify(reason)];
}
