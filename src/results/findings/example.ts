// The case that shows a finding best: the shortest that shows it whole.

import type { Showing } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';

/** A case that shows it in full before one that a ruling or the baseline excuses, then the shortest. */
export function shortestShowing(shown: readonly Showing[]): Showing {
  const ranked = shown.map((showing) => ({ showing, rank: rankOf(showing), length: lengthOf(showing.result) }));
  const [best] = ranked.sort((a, b) => a.rank - b.rank || a.length - b.length);
  if (best === undefined) throw new Error('bug: a finding without a case');
  return best.showing;
}

/** The result with the shortest transcript, of those that have one. */
export function shortest(results: readonly CaseResult[]): CaseResult {
  const ranked = results.map((result) => ({ result, length: lengthOf(result) }));
  const [best] = ranked.sort((a, b) => a.length - b.length);
  if (best === undefined) throw new Error('bug: a finding without a case');
  return best.result;
}

/** Smaller is better. A transcript or checks that are left out show less. */
function rankOf({ result, verdict, known, check: { disputed = [] } }: Showing): number {
  const isPartial = result.transcript.entries.length === 0 || result.checksLeftOut !== undefined;
  const flaws = [isPartial, known !== undefined, verdict === 'warned', disputed.length > 0];
  return flaws.reduce((sum, flaw, at) => sum + (flaw ? 2 ** (flaws.length - at) : 0), 0);
}

/** Stanzas that are no setup and no fence, then sessions; one without a transcript shows least. */
function lengthOf({ transcript: { entries }, case: { actors, topology } }: CaseResult): number {
  if (entries.length === 0) return Number.POSITIVE_INFINITY;
  const stanzas = entries.filter(({ kind }) => kind === 'step' || kind === 'unexplained').length;
  const sessions = actors.reduce((sum, actor) => sum + actor.sessions.length, 0);
  return stanzas * 10 + sessions + (topology === 'local' ? 0 : 0.5);
}
