// Reads all scenario files and joins their cases.

import type { Basic, Case, Need } from '../model/case.ts';
import type { Mistake, Place } from '../model/place.ts';
import type { Requirement } from '../model/standard.ts';
import { isMandatory } from '../spec/features.ts';
import { withOwn } from '../spec/requirements.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { formatPlace, sortMistakes } from '../yaml/mistakes.ts';
import { isBasic } from './basics.ts';
import { wrongIds } from './own-requirements.ts';
import type { PreparedCases } from './prepared-cases.ts';
import { readScenarios, type ScenarioPlaces, type ScenarioText } from './read-scenarios.ts';
import type { ParsedScenario } from './scenario.ts';
import type { Standards } from './scope.ts';

export interface LoadOptions extends ScenarioPlaces {
  /** What files that are not prepared refer to. */
  readonly standards: () => Standards;
  /** Saves the work for files that are as the build found them. */
  readonly prepared?: PreparedCases | undefined;
}

export interface Loaded {
  /** The cases of all files without mistakes, by file. */
  readonly cases: readonly Case[];
  /** The requirements that the files bring. */
  readonly requirements: readonly Requirement[];
  /** All mistakes of all files, by file and line. */
  readonly mistakes: readonly Mistake[];
  /** What is probably a mistake, in the same order. */
  readonly warnings: readonly Mistake[];
}

/** Reads all scenario files. Unreadable and wrong files are reported as mistakes, not thrown. */
export async function loadScenarios(options: LoadOptions): Promise<Loaded> {
  const { files, mistakes: unreadable } = readScenarios(options);
  const scenarios = await casesOf(files, options);
  const cases = scenarios.flatMap((scenario) => scenario.cases);
  const mistakes = [
    ...unreadable,
    ...scenarios.flatMap((scenario) => scenario.mistakes),
    ...duplicateIds(cases),
    ...duplicateFeatures(scenarios),
    ...wrongRequirements(scenarios, options),
  ];
  const warnings = sortMistakes([...scenarios.flatMap((scenario) => scenario.warnings), ...uncited(scenarios)]);
  return {
    cases: linkNeeds(cases, scenarios),
    requirements: ownIn(scenarios),
    mistakes: sortMistakes(mistakes),
    warnings,
  };
}

/**
 * Most runs have prepared scenarios alone: the reader of scenarios is loaded for others. A file may cite requirements that
 * another one brings, so all are read before the first is expanded.
 */
async function casesOf(files: readonly ScenarioText[], options: LoadOptions): Promise<readonly ParsedScenario[]> {
  const prepared = files.map(({ text, origin }) => options.prepared?.(text, origin));
  if (prepared.every((one) => one !== undefined)) return prepared;
  const { expandScenario, readScenario } = await import('./scenario.ts');
  const read = files.map(({ text, origin }, at) => prepared[at] ?? readScenario(text, origin));
  const { requirements, ...rest } = options.standards();
  const standards = { ...rest, requirements: withOwn(requirements, ownIn(read)) };
  return read.map((one) => ('cases' in one ? one : expandScenario(one, standards)));
}

const ownIn = (scenarios: readonly Pick<ParsedScenario, 'requirements'>[]): readonly Requirement[] =>
  scenarios.flatMap(({ requirements = [] }) => requirements.map(({ requirement }) => requirement));

function duplicateIds(cases: readonly Case[]): readonly Mistake[] {
  const first = new Map<string, Place>();
  return cases.flatMap(({ id, place }) => {
    const earlier = first.get(id);
    first.set(id, earlier ?? place);
    return earlier === undefined ? [] : [{ place, message: scenarioMistake('caseTwice', id, formatPlace(earlier)) }];
  });
}

function duplicateFeatures(scenarios: readonly ParsedScenario[]): readonly Mistake[] {
  const first = new Map<string, Place>();
  return scenarios.flatMap(({ establishes }) => {
    if (establishes === undefined || isBasic(establishes.feature)) return [];
    const { feature, place } = establishes;
    const earlier = first.get(feature);
    first.set(feature, earlier ?? place);
    return earlier === undefined
      ? []
      : [{ place, message: scenarioMistake('establishedTwice', feature, formatPlace(earlier)) }];
  });
}

/** Requirements that no case cites. Where a file has mistakes, its cases are not known. */
function uncited(scenarios: readonly ParsedScenario[]): readonly Mistake[] {
  const own = scenarios.flatMap(({ requirements = [] }) => requirements);
  if (own.length === 0 || scenarios.some(({ mistakes }) => mistakes.length > 0)) return [];
  const cited = new Set(scenarios.flatMap(({ cases }) => cases.flatMap(({ requirements }) => requirements)));
  return own
    .filter(({ requirement: { id } }) => !cited.has(id))
    .map(({ requirement: { id }, place }) => ({ place, message: scenarioMistake('uncited', id) }));
}

function wrongRequirements(
  scenarios: readonly ParsedScenario[],
  { standards }: Pick<LoadOptions, 'standards'>,
): readonly Mistake[] {
  const own = scenarios.flatMap(({ requirements = [] }) => requirements);
  return own.length === 0 ? [] : wrongIds(own, standards().requirements);
}

/**
 * Adds to each need the case that reports the absence of the feature, and to cases that report a basic, which one. The cases
 * were made for this call: they are completed in place, because a copy would read their steps.
 */
function linkNeeds(cases: readonly Case[], scenarios: readonly ParsedScenario[]): readonly Case[] {
  const reporters = new Map(
    scenarios.flatMap(({ establishes, cases: [first] }) =>
      establishes && first ? [[establishes.feature, first.id] as const] : [],
    ),
  );
  const basics = new Map(
    scenarios.flatMap(({ establishes: { feature = '' } = {}, cases: own }) => {
      // Each cell of Appendix A leads into a state of its own.
      const reporting = feature === 'state' ? own : own.slice(0, 1);
      return isBasic(feature) ? reporting.map(({ id }) => [id, feature] as const) : [];
    }),
  );
  const linked = ({ feature }: Need): Need => {
    const reportedBy = reporters.get(feature);
    return {
      feature,
      ...(reportedBy !== undefined && { reportedBy }),
      ...(isMandatory(feature) && { isMandatory: true }),
    };
  };
  for (const entry of cases) Object.assign(entry, withBasic(basics.get(entry.id)), { needs: entry.needs.map(linked) });
  return cases;
}

const withBasic = (establishes: Basic | undefined): Pick<Case, 'establishes'> =>
  establishes === undefined ? {} : { establishes };
