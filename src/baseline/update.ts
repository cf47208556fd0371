// `--update-baseline`: the entries after a run.

import type { CaseResult } from '../model/result.ts';
import { failuresOf, isDecided } from './apply.ts';
import type { BaselineFile } from './baseline-file.ts';
import { type BrokenEntry, brokenAfter } from './broken-entries.ts';
import { listedAs, PLAYS } from './case-globs.ts';
import { type BaselineEntry, isSameList, without } from './listings.ts';

interface Update {
  readonly results: readonly CaseResult[];
  readonly before: BaselineFile;
  /** The reason of every entry that has none; absent: they wait for one. */
  readonly reason?: string | undefined;
}

/** The entries after a run, and how many of them changed. */
export interface Updated {
  readonly baseline: BaselineFile;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Entries, old and new, that have no reason yet. */
  readonly waiting: number;
}

/**
 * The baseline after a run. Known failures of cases that were skipped, broken or not run stay as they are. Where the server
 * varies, checks that failed in other runs stay beside those that failed now.
 */
export function updateBaseline({ results, before, reason = '' }: Update): Updated {
  const decided = results.filter(isDecided);
  const ids = new Set(decided.map((result) => result.case.id));
  const old = new Map(before.entries.map((entry) => [keyOf(entry), entry]));
  const failing = joined(decided.flatMap((result) => entriesFor(result, old)));
  const seen = new Set(failing.map(keyOf));
  const kept = before.entries.filter((entry) => !ids.has(entry.case) && !seen.has(keyOf(entry)));
  const withReason = <Entry extends { readonly reason: string }>(entry: Entry) =>
    entry.reason === '' ? { ...entry, reason } : entry;
  const entries = [...kept, ...failing].map(withReason);
  const broken = brokenAfter(results, before.broken ?? []).map(withReason);
  const now = new Set(entries.map(keyOf));
  const isGone = ({ case: id, cause }: BrokenEntry) => !broken.some((one) => one.case === id && one.cause === cause);
  const added = failing.filter((entry) => !old.has(keyOf(entry))).length;
  const removed = before.entries.filter((entry) => !now.has(keyOf(entry))).length;
  return {
    baseline: { ...before, entries, broken },
    added: added + broken.filter(({ at }) => at === undefined).length,
    changed: failing.filter((entry) => isChanged(entry, old.get(keyOf(entry)))).length,
    removed: removed + (before.broken ?? []).filter(isGone).length,
    waiting: [...entries, ...broken].filter((entry) => entry.reason === '').length,
  };
}

function isChanged({ checks, disputed = [] }: BaselineEntry, before: BaselineEntry | undefined): boolean {
  return before !== undefined && !(isSameList(checks, before.checks) && isSameList(disputed, before.disputed ?? []));
}

function entriesFor(result: CaseResult, old: ReadonlyMap<string, BaselineEntry>): readonly BaselineEntry[] {
  return failuresOf(result).map(({ requirement, checks, disputed }) => {
    const rulings = disputed.length > 0 ? { disputed } : {};
    const fresh: BaselineEntry = { case: listedAs(result), requirement, checks, reason: '', ...rulings };
    const before = old.get(keyOf(fresh));
    if (before === undefined) return fresh;
    const isOfOthers = before.varies === true || fresh.case === PLAYS;
    const ofOtherRuns = isOfOthers ? without(before.checks, checks) : [];
    const { disputed: _, ...kept } = before;
    return { ...kept, checks: [...checks, ...ofOtherRuns].sort(), ...rulings };
  });
}

/** Entries for the same are one, with the checks of all: many plays show one departure. */
function joined(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const byKey = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const checks = [...new Set([...(byKey.get(keyOf(entry))?.checks ?? []), ...entry.checks])].sort();
    byKey.set(keyOf(entry), entry.case === PLAYS ? { ...entry, checks } : entry);
  }
  return [...byKey.values()];
}

const keyOf = (entry: Pick<BaselineEntry, 'case' | 'requirement'>): string => `${entry.case} ${entry.requirement}`;
