// The implementation report of RFC 6121 12 (YD/T 2936 clause 16): for each feature, whether the server supports it.

import type { Outcome } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import { featuresOf, features as ofStandard } from '../spec/features.ts';
import { isObservable } from '../spec/requirements.ts';
import { isElsewhere } from '../spec/sections.ts';
import type { CountedResult } from './counted-result.ts';
import type { FeatureReport, NotKept, RequirementGroup } from './counted-schema.ts';
import { countOutcomes, type OutcomeCounts, type RequirementTally, tallyRequirements } from './outcomes.ts';

/** The results, and the server that they are about. */
interface Run {
  readonly info: Pick<RunInfo, 'target'>;
  readonly results: readonly CountedResult[];
}

export interface FeatureReports {
  /** The 17 features in the order of the standard, then those of suites. */
  readonly features: readonly FeatureReport[];
  /** Requirements of no feature. */
  readonly others: RequirementGroup;
}

/** The results of cases of RFC 6121. Those of another specification say nothing of its features, whatever rules they cite. */
export const ofRfc6121 = <Result extends { readonly case: { readonly section: string } }>(
  results: readonly Result[],
): readonly Result[] => results.filter(({ case: { section } }) => !isElsewhere(section));

/** Reports on every feature. */
export function featureReports({ info, results }: Run, catalogue: ReadonlyMap<string, Requirement>): FeatureReports {
  const ofAll = requirementGroups(results, catalogue);
  const ofRfc = requirementGroups(ofRfc6121(results), catalogue);
  const isProbed = results.some((result) => result.outcome !== 'broken');
  return {
    features: featuresOf(catalogue).map((feature) => {
      const { name, seenAtLogin, found = name } = feature;
      const groupOf = ofStandard.includes(feature) ? ofRfc : ofAll;
      const group = groupOf((requirement) => requirement.feature === name);
      const announced = isProbed && seenAtLogin ? info.target.features.includes(found) : undefined;
      return { feature: feature.name, level: feature.level, verdict: verdictOf(group, announced), announced, ...group };
    }),
    others: ofAll(({ feature }) => feature === 'none'),
  };
}

/** The features without those of RFC 6121 where no case is about any of these, and suites bring others. */
export function shownFeatures(features: readonly FeatureReport[]): readonly FeatureReport[] {
  const [ours, own] = [true, false].map((wanted) =>
    features.filter(({ feature }) => ofStandard.some(({ name }) => name === feature) === wanted),
  );
  const isUntested = (ours ?? []).every(({ verdict }) => verdict === 'not tested');
  return isUntested && own !== undefined && own.length > 0 ? own : features;
}

function verdictOf({ requirements, notKept }: RequirementGroup, announced?: boolean): FeatureReport['verdict'] {
  const { checked, kept, passive } = requirements;
  const hasFailed = notKept.some(({ verdict }) => verdict === 'failed');
  // A server that lacks the feature breaks none of its rules. One that breaks them has it, and does not announce it.
  if (announced === false) return hasFailed ? 'partly' : 'not supported';
  // The stanzas that a server happens to send can show that it violates a rule, but not that it has a feature.
  if (checked === passive) return 'not tested';
  if (kept === checked) return 'supported';
  return kept === 0 && hasFailed ? 'not supported' : 'partly';
}

/** The report on the requirements that a condition chooses. */
export type GroupReporter = (isInside: (requirement: Requirement) => boolean) => RequirementGroup;

/** Reads the results once, and returns the report on any group of requirements: a feature, a chapter, all. */
export function requirementGroups(
  results: readonly CountedResult[],
  catalogue: ReadonlyMap<string, Requirement>,
): GroupReporter {
  const tallies = new Map(tallyRequirements(results).map((tally) => [tally.id, tally]));
  const byCase = new Map(results.map((result) => [result.case.id, result]));
  const passive = new Set(results.flatMap((r) => Object.keys(r.passive).filter((id) => (r.passive[id] ?? 0) > 0)));

  return (isInside) => {
    const isChecked = ({ id }: Requirement) => tallies.has(id) || passive.has(id);
    const group = [...catalogue.values()].filter((r) => isInside(r) && (isObservable(r) || isChecked(r)));
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
  byCase: ReadonlyMap<string, CountedResult>,
): readonly NotKept[] {
  const { id, level, rfc, ydt, text } = requirement;
  if (tally === undefined || tally.verdict === 'passed') return [];
  const { verdict, cases } = tally;
  const excuses = cases.map((name) => byCase.get(name)?.knownFailure);
  const known = excuses.includes(undefined) ? undefined : excuses[0];
  return [{ id, level, verdict, rfc, ydt, text, cases, known }];
}

function countCases(results: readonly CountedResult[], ids: ReadonlySet<string>): OutcomeCounts {
  const outcomes = results.map((result) => outcomeFor(result, ids)).filter((outcome) => outcome !== undefined);
  return countOutcomes(outcomes.map((outcome) => ({ outcome })));
}

function outcomeFor(result: CountedResult, ids: ReadonlySet<string>): Outcome | undefined {
  const isAbout = result.case.requirements.some((id) => ids.has(id));
  if (result.outcome === 'skipped' || result.outcome === 'broken') return isAbout ? result.outcome : undefined;
  const verdicts = result.requirements.filter(({ id }) => ids.has(id)).map(({ verdict }) => verdict);
  return (['failed', 'warned', 'passed'] as const).find((verdict) => verdicts.includes(verdict));
}
