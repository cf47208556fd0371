// A feature that seems to be missing: the case that reports its absence decides, before any other case is skipped for it.

import type { Case, Need } from '../model/case.ts';
import type { FeatureMissing, SkipReason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import type { Facts, Known, Proof } from './facts.ts';

interface ProofOptions {
  /** Features that the server is known to offer. */
  readonly offered: readonly string[];
  /** The cases that report the absence of something; absent: none is known. */
  readonly reporters: readonly Case[] | undefined;
  /** Whether a result has failures and the baseline excuses each. */
  readonly isExcused: (result: CaseResult) => boolean;
  /** Plays cases, selected or not, and confirms what they show. */
  readonly play: (cases: readonly Case[]) => Promise<readonly CaseResult[]>;
  readonly known: Pick<Known, 'learn'>;
}

/** Features whose case passed. The first look may have had no answer. */
export const shownIn = ({ features }: Pick<Facts, 'features'>): readonly string[] =>
  [...features].filter(([, { result }]) => result.outcome === 'passed').map(([feature]) => feature);

/**
 * Plays what reports the absence of those features that the cases need and the server does not seem to offer. The run learns what that
 * shows, and gets the results. `asked` has the features whose case was played, or is to be played next. Rejects as `play` does.
 */
export async function proveFeatures(
  cases: readonly Case[],
  options: ProofOptions,
  asked = new Set<string>(),
): Promise<readonly CaseResult[]> {
  const played: CaseResult[] = [];
  for (const { feature, reportedBy } of doubted(cases, options)) {
    const reporter = options.reporters?.find(({ id }) => id === reportedBy);
    if (reporter === undefined || asked.has(feature)) continue;
    asked.add(feature);
    // What it needs itself comes first.
    played.push(...(await proveFeatures([reporter], options, asked)));
    const [result] = await options.play([reporter]);
    if (result === undefined) continue;
    options.known.learn({ kind: 'feature', feature, proof: { result, isKnown: options.isExcused(result) } });
    played.push(result);
  }
  return played;
}

/** Why a case with this need is skipped. */
export function reasonFor(need: Need, { features }: Pick<Facts, 'features'>): SkipReason {
  const proof = features.get(need.feature);
  // The case that reports it needs another feature that is missing.
  if (proof?.result.outcome === 'skipped' && isLack(proof.result.reason)) return proof.result.reason;
  return { ...missing(need, shownBy(proof)), ...(proof?.isKnown && { isKnown: true }) };
}

const missing = ({ feature, reportedBy, isMandatory }: Need, shown?: FeatureMissing['shown']): FeatureMissing => ({
  kind: 'feature-missing',
  feature,
  reportedBy,
  level: shown === 'failed' ? 'MUST' : shown === 'warned' ? 'SHOULD' : isMandatory ? 'MUST' : undefined,
  shown,
});

const isLack = (reason: CaseResult['reason']): reason is FeatureMissing => reason?.kind === 'feature-missing';

function shownBy(proof: Proof | undefined): FeatureMissing['shown'] {
  const { outcome } = proof?.result ?? {};
  return outcome === 'passed' || outcome === 'skipped' ? undefined : outcome;
}

/** The features that the cases need and the server does not seem to offer, each once. */
function doubted(cases: readonly Case[], { offered }: ProofOptions): readonly Need[] {
  const needs = cases.flatMap((one) => one.needs.filter((need) => need.reportedBy !== undefined));
  return [...new Map(needs.map((need) => [need.feature, need])).values()].filter(
    ({ feature }) => !offered.includes(feature),
  );
}
