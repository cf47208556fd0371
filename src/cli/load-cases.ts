// Scenario files to selected cases, with every mistake told at once.

import { statSync } from 'node:fs';
import type { Case } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import { loadScenarios } from '../scenario/load.ts';
import { select } from '../scenario/select.ts';
import { loadTables } from '../scenario/standard/tables.ts';
import { UsageError } from '../wording/usage-error.ts';
import { ScenarioError } from '../yaml/mistakes.ts';
import { shippedScenarios } from './paths.ts';

export interface LoadOptions {
  readonly selectors: readonly string[];
  /** Directories to read instead of the shipped scenarios. */
  readonly roots: readonly string[] | undefined;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

export interface LoadedCases {
  readonly all: readonly Case[];
  readonly selected: readonly Case[];
}

/** Loads and selects. A selector that ends in .yaml is a file of one's own. Throws `ScenarioError` and `UsageError`. */
export async function loadCases(options: LoadOptions): Promise<LoadedCases> {
  const files = options.selectors.filter((selector) => selector.endsWith('.yaml'));
  const selectors = options.selectors.filter((selector) => !selector.endsWith('.yaml'));
  for (const path of [...files, ...(options.roots ?? [])]) mustExist(path);
  const roots = options.roots ?? (files.length > 0 && selectors.length === 0 ? [] : [shippedScenarios()]);
  const { cases, mistakes } = await loadScenarios({
    roots,
    files,
    requirements: options.requirements,
    tables: loadTables(),
  });
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  const isOwn = (aCase: Case) => files.includes(aCase.place.file);
  if (selectors.length === 0) return { all: cases, selected: files.length > 0 ? cases.filter(isOwn) : cases };
  const { cases: chosen, unmatched } = select(cases, selectors, options.requirements);
  if (unmatched.length > 0) throw new UsageError(unmatched.map((u) => noMatch(u, cases.length)).join('\n'));
  return { all: cases, selected: cases.filter((aCase) => chosen.includes(aCase) || isOwn(aCase)) };
}

function noMatch(unmatched: { selector: string; suggestion?: string }, count: number): string {
  const hint = unmatched.suggestion === undefined ? '' : `; did you mean "${unmatched.suggestion}"?`;
  return `"${unmatched.selector}" matches none of ${count} cases${hint}`;
}

function mustExist(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new UsageError(`no such file or directory: ${path}`);
}
