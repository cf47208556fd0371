// From scenario files to selected cases.

import { statSync } from 'node:fs';
import type { Case } from '../model/case.ts';
import type { Mistake } from '../model/place.ts';
import type { Requirement, Ruling } from '../model/standard.ts';
import { openStore } from '../prepared/store.ts';
import { loadScenarios } from '../scenario/load.ts';
import { CASES, createPreparedCases, STEPS } from '../scenario/prepared-cases.ts';
import { playable, select } from '../scenario/select.ts';
import { loadTables } from '../scenario/standard/tables.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadRulings, withDisputes } from '../spec/rulings.ts';
import { UsageError } from '../wording/usage-error.ts';
import { ScenarioError } from '../yaml/mistakes.ts';
import { shippedScenarios } from './paths.ts';

export interface LoadOptions {
  /** Those that end in .yaml name scenario files; without any selector, all cases are selected. */
  readonly selectors: readonly string[];
  /** Scenario files to read, whose cases are selected. */
  readonly files?: readonly string[];
  /** Directories to read instead of the shipped scenarios. */
  readonly roots?: readonly string[] | undefined;
  /** The cases are for a run, with or without a peer; absent: cases of all topologies are selected. */
  readonly hasPeer?: boolean | undefined;
}

export interface LoadedCases {
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
  const requirements = loadRequirements();
  const rulings = loadRulings();
  const named = options.selectors.filter((selector) => selector.endsWith('.yaml'));
  const files = [...(options.files ?? []), ...named];
  const selectors = options.selectors.filter((selector) => !selector.endsWith('.yaml'));
  const isOnlyFiles = files.length > 0 && selectors.length === 0;
  for (const path of [...files, ...(options.roots ?? [])]) kindOf(path);
  const roots = options.roots ?? (isOnlyFiles ? [] : [shippedScenarios()]);
  const prepared = createPreparedCases({ cases: openStore(CASES), steps: openStore(STEPS) });
  const standards = () => ({ requirements, tables: loadTables() });
  const loaded = await loadScenarios({ roots, files, standards, prepared });
  const { mistakes, warnings } = loaded;
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  const all = withDisputes(loaded.cases, rulings);
  const { cases, unmatched } = isOnlyFiles ? NOTHING : select(all, selectors, requirements);
  if (unmatched.length > 0) throw new UsageError(unmatched.map((u) => noMatch(u, all.length)).join('\n'));
  const chosen = new Set(cases);
  const matched = all.filter((aCase) => chosen.has(aCase) || files.includes(aCase.place.file));
  const selected = options.hasPeer === undefined ? matched : playable(matched, options.hasPeer);
  return { requirements, rulings, all, selected, warnings, hasShipped: roots.includes(shippedScenarios()) };
}

const NOTHING = { cases: [], unmatched: [] };

function noMatch(unmatched: { selector: string; suggestion?: string }, count: number): string {
  const hint = unmatched.suggestion === undefined ? '' : `; did you mean "${unmatched.suggestion}"?`;
  return `"${unmatched.selector}" matches none of ${count} cases${hint}`;
}

/** What is at the path. Throws `UsageError` when there is nothing, or nothing that can be reached. */
export function kindOf(path: string): 'directory' | 'file' {
  try {
    return statSync(path).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') throw new UsageError(`no such file or directory: ${path}`, { cause: error });
    const why = code === 'ELOOP' ? 'the link leads to itself' : code;
    throw new UsageError(`${path} cannot be read: ${why}`, { cause: error });
  }
}
