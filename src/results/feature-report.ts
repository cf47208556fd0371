// What RFC 6121 12 (YD/T 2936 clause 16) asks for: for each feature, whether the server has it.

import type { CaseResult, Outcome } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { Level, Requirement } from '../model/standard.ts';
import { type Feature, type FeatureLevel, features } from '../spec/features.ts';
import { isObservable } from '../spec/requirements.ts';
import { countOutcomes, type OutcomeCounts } from './outcomes.ts';
import { type RequirementTally, tallyRequirements } from './tally.ts';

/** What the report is made from: the end of a run, or what a file tells of one. */
interface Told {
  readonly info: Pick<RunInfo, 'target'>;
  readonly results: readonly CaseResult[];
}

/** `partly`: some of the requirements checked are kept, some are not; a departure from a SHOULD alone is no lack of support. */
type FeatureVerdict = 'supported' | 'partly' | 'not supported' | 'not tested';

/** A requirement that does not hold everywhere. */
export interface NotKept {
  readonly id: string;
  readonly level: Level;
  /** At its worst. */
  readonly verdict: 'failed' | 'warned';
  /** Section of RFC 6121, and clause of YD/T 2936-2015 or null where it lacks the rule. */
  readonly rfc: string;
  readonly ydt: string | null;
  readonly text: string;
  /** Ids of the cases with that verdict. */
  readonly cases: readonly string[];
  /** Why the baseline excuses it, where it excuses it in each of these cases. */
  readonly known?: string;
}

/** What came out about a group of requirements. */
export interface RequirementGroup {
  /**
   * Of the requirements that a tester can see kept or broken: how many were checked, how many of these held always,
   * and how many were only held against whatever arrived, and not broken by it. A MAY cannot be broken.
   */
  readonly requirements: Readonly<Record<'observable' | 'checked' | 'kept' | 'passive', number>>;
  /**
   * Cases by what they say of this group, whatever else they say; those that stopped before they decided any of it are
   * not counted.
   */
  readonly cases: OutcomeCounts;
  /** What failed before what warned. */
  readonly notKept: readonly NotKept[];
}

export interface FeatureReport extends RequirementGroup {
  readonly feature: string;
  /** What the standard asks of a server. */
  readonly level: FeatureLevel;
  readonly verdict: FeatureVerdict;
  /** Whether the server shows at login that it has the feature; absent where a login does not tell. */
  readonly announced?: boolean;
}

export interface FeatureReports {
  /** The 17 features in the order of the standard. */
  readonly features: readonly FeatureReport[];
  /** Requirements of no feature. */
  readonly others: RequirementGroup;
}

/** The report on every feature. */
export function featureReports({ info, results }: Told, catalogue: ReadonlyMap<string, Requirement>): FeatureReports {
  const groupOf = groupReporter(results, catalogue);
  const isProbed = results.some((result) => result.outcome !== 'broken');
  return {
    features: features.map((feature) => {
      const group = groupOf(feature.name);
      const announced = isProbed && feature.seenAtLogin ? info.target.features.includes(feature.name) : undefined;
      const said = announced === undefined ? {} : { announced };
      return { ...headOf(feature), verdict: verdictOf(group, announced), ...said, ...group };
    }),
    others: groupOf('none'),
  };
}

const headOf = ({ name, level }: Feature) => ({ feature: name, level });

function verdictOf({ requirements, notKept }: RequirementGroup, announced?: boolean): FeatureVerdict {
  const { checked, kept, passive } = requirements;
  if (announced === false) return 'not supported';
  // What a server happens to send may show that it breaks a rule, never that it has a feature.
  if (checked === passive) return 'not tested';
  if (kept === checked) return 'supported';
  const isMissing = kept === 0 && notKept.some(({ verdict }) => verdict === 'failed');
  return isMissing ? 'not supported' : 'partly';
}

/** Reads the results once, and then tells of the requirements of any feature. */
function groupReporter(results: readonly CaseResult[], catalogue: ReadonlyMap<string, Requirement>) {
  const tallies = new Map(tallyRequirements(results).map((tally) => [tally.id, tally]));
  const byCase = new Map(results.map((result) => [result.case.id, result]));
  const passive = new Set(results.flatMap((r) => Object.keys(r.passive).filter((id) => (r.passive[id] ?? 0) > 0)));

  return (feature: string): RequirementGroup => {
    const isChecked = ({ id }: Requirement) => tallies.has(id) || passive.has(id);
    const group = [...catalogue.values()].filter((r) => r.feature === feature && (isObservable(r) || isChecked(r)));
    const ids = new Set(group.map(({ id }) => id));
    const broken = group
      .flatMap((requirement) => notKept(requirement, tallies.get(requirement.id), byCase))
      .sort((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'));
    const checked = group.filter(isChecked);
    const onlyPassive = checked.filter(({ id }) => !tallies.has(id));
    return {
      requirements: {
        observable: group.length,
        checked: checked.length,
        kept: checked.length - broken.length,
        passive: onlyPassive.length,
      },
      cases: countCases(results, ids),
      notKept: broken,
    };
  };
}

function notKept(
  requirement: Requirement,
  tally: RequirementTally | undefined,
  byCase: ReadonlyMap<string, CaseResult>,
): readonly NotKept[] {
  const { id, level, rfc, ydt, text } = requirement;
  if (tally === undefined || tally.verdict === 'passed' || level === 'MAY') return [];
  const { verdict, cases } = tally;
  const excuses = cases.map((name) => byCase.get(name)?.knownFailure);
  const known = excuses.includes(undefined) ? undefined : excuses[0];
  const base = { id, level, verdict, rfc, ydt, text, cases };
  return [known === undefined ? base : { ...base, known }];
}

function countCases(results: readonly CaseResult[], ids: ReadonlySet<string>): OutcomeCounts {
  const outcomes = results.map((result) => outcomeFor(result, ids)).filter((outcome) => outcome !== undefined);
  return countOutcomes(outcomes.map((outcome) => ({ outcome })));
}

function outcomeFor(result: CaseResult, ids: ReadonlySet<string>): Outcome | undefined {
  const isAbout = result.case.requirements.some((id) => ids.has(id));
  if (result.outcome === 'skipped' || result.outcome === 'broken') return isAbout ? result.outcome : undefined;
  const verdicts = result.requirements.filter(({ id }) => ids.has(id)).map(({ verdict }) => verdict);
  return (['failed', 'warned', 'passed'] as const).find((verdict) => verdicts.includes(verdict));
}
