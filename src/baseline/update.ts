// `--update-baseline`: the file says again what fails now. What people wrote stays; what is new waits for their words.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { CaseResult } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import { citation } from '../report/text/citation.ts';
import { failuresOf } from './apply.ts';
import type { Baseline, BaselineEntry } from './baseline-file.ts';

interface Update {
  readonly results: readonly CaseResult[];
  readonly before: Baseline;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** What changed, in numbers. */
export interface Updated {
  readonly baseline: Baseline;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Entries, old and new, that have no reason yet. */
  readonly waiting: number;
}

/**
 * The baseline as it is after this run. Entries of cases that did not run to their end stay as they are, and where the
 * server varies, checks that failed in other runs stay beside those that fail now.
 */
export function updateBaseline({ results, before, requirements }: Update): Updated {
  const told = new Map(results.filter(isTold).map((result) => [result.case.id, result]));
  const kept = before.known.filter((entry) => !told.has(entry.case));
  const seen = [...told.values()].flatMap((result) =>
    failuresOf(result).map(({ requirement: id, checks }): BaselineEntry => {
      const old = before.known.find((entry) => entry.case === result.case.id && entry.requirement === id);
      const requirement = requirements.get(id);
      const clause = requirement === undefined ? '' : citation(requirement, 'en').replace(' · ', ', ');
      const fresh = { case: result.case.id, requirement: id, clause, checks: [], seen: checks.join('; '), reason: '' };
      const isOurText = old !== undefined && old.seen === old.checks.join('; ');
      const ofOtherRuns = old?.varies === true ? old.checks : [];
      const all = [...new Set([...checks, ...ofOtherRuns])].sort();
      return { ...(old ?? fresh), checks: all, ...(isOurText && { seen: fresh.seen }) };
    }),
  );
  const known = [...kept, ...seen].sort(byCase);
  const isOld = (entry: BaselineEntry) => find(before.known, entry) !== undefined;
  return {
    baseline: { ...before, known },
    added: seen.filter((entry) => !isOld(entry)).length,
    changed: seen.filter((entry) => isOld(entry) && !sameChecks(entry, find(before.known, entry))).length,
    removed: before.known.filter((entry) => find(known, entry) === undefined).length,
    waiting: known.filter(({ reason }) => reason === '').length,
  };
}

/** Writes the file; its comments at the top stay. */
export function writeBaseline(file: string, { server, known }: Baseline): void {
  const head = existsSync(file) ? (/^(?:#.*\n)*/.exec(readFileSync(file, 'utf8'))?.[0] ?? '') : '';
  const entries = known.map((entry) => {
    const { checks, ...rest } = entry;
    const line = (key: string, value: string | undefined) =>
      value === undefined ? [] : [`    ${key}: ${JSON.stringify(value)}`];
    return [
      `  - case: ${JSON.stringify(rest.case)}`,
      `    requirement: ${rest.requirement}`,
      ...line('clause', rest.clause),
      '    checks:',
      ...checks.map((check) => `      - ${JSON.stringify(check)}`),
      ...(rest.varies === undefined ? [] : [`    varies: ${rest.varies}`]),
      ...line('seen', rest.seen),
      ...line('reason', rest.reason),
      ...line('link', rest.link),
      ...line('expires', rest.expires),
    ].join('\n');
  });
  const name = stringify({ server }, { lineWidth: 0 });
  writeFileSync(file, `${head}${name}known:${entries.length === 0 ? ' []' : ''}\n${entries.join('\n')}\n`);
}

const isTold = ({ outcome }: CaseResult): boolean => outcome !== 'skipped' && outcome !== 'broken';

function find(list: readonly BaselineEntry[], wanted: BaselineEntry): BaselineEntry | undefined {
  return list.find((entry) => entry.case === wanted.case && entry.requirement === wanted.requirement);
}

function sameChecks(a: BaselineEntry, b: BaselineEntry | undefined): boolean {
  return a.checks.join('\n') === b?.checks.join('\n');
}

function byCase(a: BaselineEntry, b: BaselineEntry): number {
  return compare(a.case, b.case) || compare(a.requirement, b.requirement);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
