// Where the entries of a baseline go: into the groups and failures of the file, or into new ones.

import type { BaselineData } from './baseline-schema.ts';
import { type BaselineEntry, isSameList } from './listings.ts';

/** A failure as it is to be written. */
export interface PlannedFailure {
  /** Its index in its group of the file; absent: it is new. */
  readonly index?: number;
  checks: readonly string[];
  readonly varies: boolean;
  /** Ids of rulings; none: nothing disputes it. */
  disputed: readonly string[];
  /** Ids; none: the failure is to be removed. */
  cases: readonly string[];
}

/** A group as it is to be written. */
export interface PlannedGroup {
  /** Its index in the file; absent: it is new. */
  readonly index?: number;
  readonly requirement: string;
  reason: string;
  readonly seen?: string | undefined;
  /** Of a new group. */
  readonly against?: string | undefined;
  readonly expires?: string | undefined;
  readonly failures: PlannedFailure[];
}

/**
 * Finds a place for every entry. An entry whose checks are the same stays where it is. One whose checks changed stays in
 * its group. A new one joins the first group of its requirement and reason that does not expire, else a new group.
 */
export function planGroups(data: BaselineData, entries: readonly BaselineEntry[]): readonly PlannedGroup[] {
  const groups: PlannedGroup[] = data.known.map(({ requirement, reason, seen, expires, failures }, index) => ({
    ...{ index, requirement, reason, seen, expires },
    failures: failures.map(({ checks, varies = false, disputed = [] }, at) => ({
      ...{ index: at, checks, varies, disputed },
      cases: [],
    })),
  }));
  for (const own of perFailure(entries)) changeTogether(groups, own);
  for (const entry of entries) add(groupOf(entry, groups), entry);
  return groups;
}

/** The entries that the file lists, those of one failure together. */
function perFailure(entries: readonly BaselineEntry[]): readonly (readonly BaselineEntry[])[] {
  const failures = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    if (entry.at === undefined) continue;
    const key = `${entry.at.group}.${entry.at.failure}`;
    failures.set(key, [...(failures.get(key) ?? []), entry]);
  }
  return [...failures.values()];
}

/** Where the checks of all entries of a failure changed alike, the failure itself changes. */
function changeTogether(groups: readonly PlannedGroup[], entries: readonly BaselineEntry[]): void {
  const [first] = entries;
  const group = groups[first?.at?.group ?? -1];
  const failure = group?.failures[first?.at?.failure ?? -1];
  if (first === undefined || group === undefined || failure === undefined) return;
  group.reason = first.reason;
  const { checks, disputed = [] } = first;
  if (!entries.every((entry) => isSameFailure({ checks, disputed }, entry))) return;
  if (!isSameList(failure.checks, checks)) failure.checks = checks;
  failure.disputed = disputed;
}

function add(group: PlannedGroup, { case: id, checks, varies = false, disputed = [] }: BaselineEntry): void {
  const entry = { checks, disputed };
  const same = group.failures.find((failure) => failure.varies === varies && isSameFailure(entry, failure));
  if (same === undefined) group.failures.push({ checks, varies, disputed, cases: [id] });
  else same.cases = [...same.cases, id];
}

/** What one failure of a file says of its cases. */
type Shown = Pick<BaselineEntry, 'checks' | 'disputed'>;

const isSameFailure = (a: Shown, b: Shown): boolean =>
  isSameList(a.checks, b.checks) && isSameList(a.disputed ?? [], b.disputed ?? []);

/** The group of an entry that the file lists, else one that it can join. */
function groupOf({ requirement, reason, seen, against, at }: BaselineEntry, groups: PlannedGroup[]): PlannedGroup {
  const isOpen = (group: PlannedGroup) =>
    group.requirement === requirement &&
    group.reason === reason &&
    group.expires === undefined &&
    (seen === undefined || group.seen === seen);
  const found = at === undefined ? groups.find(isOpen) : groups[at.group];
  if (found !== undefined) return found;
  const group = { requirement, reason, seen, against, failures: [] };
  groups.push(group);
  return group;
}
