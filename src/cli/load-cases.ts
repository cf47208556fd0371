// From scenario files to selected cases.

import { statSync } from 'node:fs';
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
import { joined } from '../wording/texts.ts';
import { UsageError, usageError, usageErrorFrom } from '../wording/usage.ts';
import { formatPlace, ScenarioError } from '../yaml/mistakes.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { shippedScenarios } from './files/paths.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';

export interface LoadOptions {
  /** Those that end in .yaml name scenario files, and ids of random plays select no case; without any selector, all are selected. */
  readonly selectors: readonly string[];
  /** Selectors of cases that are left out. */
  readonly exclude?: readonly string[];
  /** No case is selected. */
  readonly selectsNone?: boolean | undefined;
  /** Scenario files to read, whose cases are selected. */
  readonly files?: readonly string[];
  /** Directories to read instead of the shipped scenarios. */
  readonly roots?: readonly string[] | undefined;
  /** The cases are for a run, with or without a peer; absent: cases of all topologies are selected. */
  readonly hasPeer?: boolean | undefined;
}

export interface LoadedCases {
  /** The catalogue, and those that the scenario files bring. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly rulings: ReadonlyMap<string, Ruling>;
  /** With what the rulings dispute in each. */
  readonly all: readonly Case[];
  readonly selected: readonly Case[];
  /** `all` contains the cases of the package. */
  readonly hasShipped: boolean;
  /** What is probably a mistake in the scenario files. */
  readonly warnings: readonly Mistake[];
}

/** Loads the requirements and the cases, and selects. Throws `ScenarioError` with every mistake, and `UsageError`. */
export async function loadCases(options: LoadOptions): Promise<LoadedCases> {
  const catalogue = loadRequirements();
  const rulings = loadRulings();
  const given = options.selectors.filter((selector) => selector.endsWith('.yaml'));
  const files = [...(options.files ?? []), ...given];
  const selectors = options.selectors.filter((selector) => !selector.endsWith('.yaml') && !isPlay(selector));
  const isOnlyFiles = (files.length > 0 || options.selectors.some(isPlay)) && selectors.length === 0;
  for (const path of [...files, ...(options.roots ?? [])]) kindOf(path);
  const roots = options.roots ?? (isOnlyFiles && files.length > 0 ? [] : [shippedScenarios()]);
  const prepared = createPreparedCases({ cases: openStore(CASES), steps: openStore(STEPS) });
  const standards = () => ({ requirements: catalogue, tables: loadTables() });
  const loaded = await loadScenarios({ roots, files, standards, prepared });
  const { mistakes, warnings } = loaded;
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  const requirements = withOwn(catalogue, loaded.requirements);
  const all = loaded.cases;
  addDisputes(all, rulings);
  const { cases, unmatched } = isOnlyFiles || options.selectsNone ? NOTHING : select(all, selectors, requirements);
  const { exclude = [] } = options;
  const excluded = exclude.length === 0 ? NOTHING : select(all, exclude, requirements);
  const lost = [...unmatched, ...excluded.unmatched];
  if (lost.length > 0) throw unmatchedError(lost, all.length);
  const [chosen, out] = [new Set<Case>(cases), new Set<Case>(excluded.cases)];
  const named = (aCase: Case) => chosen.has(aCase) || files.includes(aCase.place.file);
  const matched = all.filter((aCase) => named(aCase) && !out.has(aCase));
  if (matched.length === 0 && all.some(named)) throw usageError('excludeAll');
  const selected = options.hasPeer === undefined ? matched : playable(matched, options.hasPeer);
  return { requirements, rulings, all, selected, warnings, hasShipped: roots.includes(shippedScenarios()) };
}

/** Writes what is probably a mistake in the scenario files to standard error. */
export function notifyWarnings(warnings: readonly Mistake[]): void {
  const [lang, words] = [ownLanguage(), notices()];
  for (const { place, message } of warnings) notify(`${formatPlace(place)} ${words.warning(message[lang])}`);
}

/** The shipped scenarios, and files or directories with others. Throws `UsageError` for a path that leads to neither. */
export function besideShipped(paths: readonly string[]): Required<Pick<LoadOptions, 'files' | 'roots'>> {
  const of = (kind: 'file' | 'directory') => paths.filter((path) => kindOf(path) === kind);
  return { files: of('file'), roots: [shippedScenarios(), ...of('directory')] };
}

/** Whether a selector is the id of a random play. */
const isPlay = (selector: string): boolean => readPlayName(selector) !== undefined;

/** Whether a run plays random plays. */
export const hasPlays = ({ selector, explore }: Pick<RunArguments, 'selector' | 'explore'>): boolean =>
  explore !== undefined || selector.some(isPlay);

const NOTHING = { cases: [], unmatched: [] };

/** One line for each selector that matches no case. */
function unmatchedError(unmatched: readonly Unmatched[], count: number): UsageError {
  const errors = unmatched.map(({ selector, suggestion }) =>
    usageError('matchesNone', selector, count, 'cases', suggestion),
  );
  return new UsageError(
    joined(
      errors.map(({ texts }) => texts),
      '\n',
    ),
  );
}

/** What is at the path. Throws `UsageError` when there is nothing, or nothing that can be reached. */
export function kindOf(path: string): 'directory' | 'file' {
  try {
    return statSync(path).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') throw usageErrorFrom(error, 'noSuchFile', path);
    throw code === 'ELOOP' ? usageErrorFrom(error, 'linkLoop', path) : usageErrorFrom(error, 'unreadable', path, code);
  }
}
