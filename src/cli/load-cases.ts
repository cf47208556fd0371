// From scenario files to selected cases.

import { relative } from 'node:path';
import process from 'node:process';
import { readPlayName } from '../explore/play-name.ts';
import type { Case } from '../model/case.ts';
import type { Mistake } from '../model/place.ts';
import type { Requirement, Ruling } from '../model/standard.ts';
import { openStore } from '../prepared/store.ts';
import { loadScenarios } from '../scenario/load.ts';
import { CASES, createPreparedCases, STEPS } from '../scenario/prepared-cases.ts';
import { playable, select, type Unmatched } from '../scenario/select.ts';
import { loadTables } from '../scenario/standard/tables.ts';
import { loadRequirements, withOwn } from '../spec/requirements.ts';
import { addDisputes, loadRulings } from '../spec/rulings.ts';
import { type Suite, suiteAround } from '../suite/suite.ts';
import { joined } from '../wording/texts.ts';
import { UsageError, usageError } from '../wording/usage.ts';
import { formatPlace, ScenarioError } from '../yaml/mistakes.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { shippedScenarios } from './files/paths.ts';
import { isDirectory, isPlace, kindsOf } from './files/places.ts';
import { suiteFolders, suiteOfPlace } from './files/suites.ts';
import { checkAmbient } from './given/ambient.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';

export interface LoadOptions {
  /**
   * Ids of random plays select no case. Files and directories among them say where cases come from: all of these are selected where
   * no other selector is given. Without any selector, all cases are.
   */
  readonly selectors: readonly string[];
  /** Selectors of cases that are left out. */
  readonly exclude?: readonly string[];
  /** No case is selected. */
  readonly selectsNone?: boolean | undefined;
  /** Further files and directories of scenarios, as among `selectors`. */
  readonly places?: readonly string[];
  /** Suites to read instead of the shipped one, which is read where there is a selector, or no file and no directory: see `suiteFolders`. */
  readonly suites?: readonly string[] | undefined;
  /** Without `suites`, the shipped one is read in any case. */
  readonly besideShipped?: boolean;
  /** The cases are for a run, with or without a peer; absent: cases of all topologies are selected. */
  readonly hasPeer?: boolean | undefined;
}

export interface LoadedCases {
  /** The catalogue, and those that suites and scenario files bring. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly rulings: ReadonlyMap<string, Ruling>;
  /** With what the rulings dispute in each. */
  readonly all: readonly Case[];
  readonly selected: readonly Case[];
  /** The suites of other specifications. */
  readonly suites: readonly Suite[];
  /** `all` contains the cases of the package. */
  readonly hasShipped: boolean;
  /** What is probably a mistake in the scenario files. */
  readonly warnings: readonly Mistake[];
}

/** Loads the requirements and the cases, and selects. Throws `ScenarioError` with every mistake, and `UsageError`. */
export async function loadCases(options: LoadOptions): Promise<LoadedCases> {
  const catalogue = loadRequirements();
  const rulings = loadRulings();
  const places = [...(options.places ?? []), ...options.selectors.filter(isPlace)].map(suiteOfPlace);
  const selectors = options.selectors.filter((selector) => !isPlace(selector) && !isPlay(selector));
  const isOnlyPlaces = (places.length > 0 || options.selectors.some(isPlay)) && selectors.length === 0;
  const { files, directories } = kindsOf(places);
  const shipped = shippedScenarios();
  // A shipped file has one id, whatever it is selected by.
  const needsNone = isOnlyPlaces && places.length > 0 && !places.some((place) => isBelow(shipped, place));
  const isNone = needsNone && options.besideShipped !== true;
  const base = options.suites === undefined ? (isNone ? [] : [shipped]) : suiteFolders(options.suites, process.cwd());
  // Of a suite, all is read: its cases refer to each other. What is ours is in none.
  const around = places.flatMap((place) => (isBelow(shipped, place) ? [] : (suiteAround(place, process.cwd()) ?? [])));
  const roots = [...new Set([...base, ...around, ...directories])];
  const prepared = createPreparedCases({ cases: openStore(CASES), steps: openStore(STEPS) });
  const standards = () => ({ requirements: catalogue, tables: loadTables() });
  const loaded = await loadScenarios({ roots, files, standards, prepared });
  const { mistakes, warnings } = loaded;
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  const requirements = withOwn(catalogue, loaded.requirements);
  const all = loaded.cases;
  addDisputes(all, rulings);
  for (const { name, ambient, role } of loaded.suites) {
    // What a client does at a login is ambient in all cases but those about the login, which take it first.
    checkAmbient(
      role === 'client' ? [] : ambient,
      all.filter(({ id }) => id.startsWith(`${name}/`)),
    );
  }
  const { cases, unmatched } = isOnlyPlaces || options.selectsNone ? NOTHING : select(all, selectors, requirements);
  const { exclude = [] } = options;
  const excluded = exclude.length === 0 ? NOTHING : select(all, exclude, requirements);
  const lost = [...unmatched, ...excluded.unmatched];
  if (lost.length > 0) throw unmatchedError(lost, all.length);
  const [chosen, out] = [new Set<Case>(cases), new Set<Case>(excluded.cases)];
  const isGiven = ({ place: { file } }: Case) => places.some((place) => isBelow(place, file));
  const named = (aCase: Case) => chosen.has(aCase) || (isOnlyPlaces && isGiven(aCase));
  const matched = all.filter((aCase) => named(aCase) && !out.has(aCase));
  if (matched.length === 0 && all.some(named)) throw usageError('excludeAll');
  const selected = options.hasPeer === undefined ? matched : playable(matched, options.hasPeer);
  const { suites } = loaded;
  return { requirements, rulings, all, selected, warnings, suites, hasShipped: roots.includes(shipped) };
}

/** Writes what is probably a mistake in the scenario files to standard error. */
export function notifyWarnings(warnings: readonly Mistake[]): void {
  const [lang, words] = [ownLanguage(), notices()];
  for (const { place, message } of warnings) notify(`${formatPlace(place)} ${words.warning(message[lang])}`);
}

/** Whether a file is the place, or below it. */
const isBelow = (place: string, file: string): boolean => !relative(place, file).startsWith('..');

/** Whether a selector is the id of a random play. */
const isPlay = (selector: string): boolean => readPlayName(selector) !== undefined;

/** Whether a run plays random plays. */
export const hasPlays = ({ selector, explore }: Pick<RunArguments, 'selector' | 'explore'>): boolean =>
  explore !== undefined || selector.some(isPlay);

const NOTHING = { cases: [], unmatched: [] };

/** One line for each selector that matches no case. */
function unmatchedError(unmatched: readonly Unmatched[], count: number): UsageError {
  const errors = unmatched.map(({ selector, suggestion }) =>
    usageError('matchesNone', selector, count, 'cases', isDirectory(selector) ? `./${selector}` : suggestion),
  );
  return new UsageError(
    joined(
      errors.map(({ texts }) => texts),
      '\n',
    ),
  );
}
