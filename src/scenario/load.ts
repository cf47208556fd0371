// Reads all scenario files and joins their cases.

import type { Basic, Case, Need } from '../model/case.ts';
import type { Mistake, Place } from '../model/place.ts';
import type { Requirement } from '../model/standard.ts';
import { isMandatory } from '../spec/features.ts';
import { isObservable, withOwn } from '../spec/requirements.ts';
import { type OwnRequirement, wrongIds } from '../suite/own-requirements.ts';
import type { SuiteReading } from '../suite/read-suite.ts';
import type { Suite } from '../suite/suite.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { formatPlace, sortMistakes } from '../yaml/mistakes.ts';
import { isBasic } from './basics.ts';
import type { PreparedCases } from './prepared-cases.ts';
import { readScenarios, type ScenarioPlaces, type ScenarioText } from './read-scenarios.ts';
import type { Origin, ParsedScenario } from './scenario.ts';
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
  /** The requirements that the files and their suites bring. */
  readonly requirements: readonly Requirement[];
  /** The suites of the files. */
  readonly suites: readonly Suite[];
  /** All mistakes of all files, by file and line. */
  readonly mistakes: readonly Mistake[];
  /** What is probably a mistake, in the same order. */
  readonly warnings: readonly Mistake[];
}

/** Reads all scenario files. Unreadable and wrong files are reported as mistakes, not thrown. */
export async function loadScenarios(options: LoadOptions): Promise<Loaded> {
  const { files, mistakes: unreadable } = readScenarios(options);
  const readings = await readSuites(files, options);
  const suites = [...readings.values()].flatMap(({ suite = [] }) => suite);
  const scenarios = await casesOf(files, readings, options);
  const cases = scenarios.flatMap((scenario) => scenario.cases);
  const own = [...suites, ...scenarios].flatMap(({ requirements = [] }) => requirements);
  const mistakes = [
    ...unreadable,
    ...[...readings.values()].flatMap((reading) => reading.mistakes),
    ...scenarios.flatMap((scenario) => scenario.mistakes),
    ...duplicateIds(cases),
    ...duplicateFeatures(scenarios),
    ...(own.length === 0 ? [] : wrongIds(own, options.standards().requirements)),
  ];
  const warnings = sortMistakes([...scenarios.flatMap((scenario) => scenario.warnings), ...uncited(own, scenarios)]);
  return {
    cases: linkNeeds(cases, scenarios),
    requirements: own.map(({ requirement }) => requirement),
    suites,
    mistakes: sortMistakes(mistakes),
    warnings,
  };
}

type Suites = ReadonlyMap<string, SuiteReading>;

/** The suites of the files, by folder. One with wrong needs has mistakes: all of its files would repeat them. */
async function readSuites(files: readonly ScenarioText[], { standards }: LoadOptions): Promise<Suites> {
  const folders = [...new Set(files.flatMap(({ suite = [] }) => suite))];
  if (folders.length === 0) return new Map();
  const [{ readSuite }, { wrongNeeds }] = await Promise.all([
    import('../suite/read-suite.ts'),
    import('./in-suite.ts'),
  ]);
  const read = (folder: string): SuiteReading => {
    const reading = readSuite(folder);
    const mistakes = reading.suite === undefined ? [] : wrongNeeds(reading.suite, standards());
    return mistakes.length === 0 ? reading : { mistakes };
  };
  return new Map(folders.map((folder) => [folder, read(folder)]));
}

/** The file with the suite that it is in, and the id that this gives it. */
function inItsSuite({ origin, suite: folder = '' }: ScenarioText, suites: Suites): Origin {
  const suite = suites.get(folder)?.suite;
  return suite === undefined ? origin : { ...origin, id: `${suite.name}/${origin.id}`, suite };
}

/**
 * Most runs have prepared scenarios alone: the reader of scenarios is loaded for others. A file may cite requirements that
 * another one brings, so all are read before the first is expanded. Where a suite has mistakes, its files are read and not expanded.
 */
async function casesOf(
  files: readonly ScenarioText[],
  suites: Suites,
  options: LoadOptions,
): Promise<readonly ParsedScenario[]> {
  const prepared = files.map(({ text, origin, suite }) =>
    suite === undefined ? options.prepared?.(text, origin) : undefined,
  );
  if (prepared.every((one) => one !== undefined)) return prepared;
  const { expandScenario, readScenario } = await import('./scenario.ts');
  const read = files.map((one, at) => prepared[at] ?? readScenario(one.text, inItsSuite(one, suites)));
  const { requirements, ...rest } = options.standards();
  const known = [...[...suites.values()].flatMap(({ suite = [] }) => suite), ...read];
  const own = known.flatMap((one) => (one.requirements ?? []).map(({ requirement }) => requirement));
  const standards = { ...rest, requirements: withOwn(requirements, own) };
  const isLame = ({ suite }: ScenarioText) => suite !== undefined && suites.get(suite)?.suite === undefined;
  return read.map((one, at) => {
    if ('cases' in one) return one;
    const isRead = files.slice(at, at + 1).some(isLame);
    return isRead ? { cases: [], mistakes: one.mistakes, warnings: [] } : expandScenario(one, standards);
  });
}

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
function uncited(own: readonly OwnRequirement[], scenarios: readonly ParsedScenario[]): readonly Mistake[] {
  if (own.length === 0 || scenarios.some(({ mistakes }) => mistakes.length > 0)) return [];
  const cited = new Set(scenarios.flatMap(({ cases }) => cases.flatMap(({ requirements }) => requirements)));
  return own
    .filter(({ requirement }) => isObservable(requirement) && !cited.has(requirement.id))
    .map(({ requirement: { id }, place }) => ({ place, message: scenarioMistake('uncited', id) }));
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
