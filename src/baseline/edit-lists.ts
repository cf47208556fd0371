// Where the entries of a baseline go, and how its lists are edited so that the comments that people wrote in it stay.

import { isMap, isNode, isScalar, isSeq, type Node, Scalar, visit, type YAMLSeq } from 'yaml';
import type { BaselineData } from './baseline-schema.ts';
import { exactPatterns, isGlob, matchIds } from './case-globs.ts';
import { type BaselineEntry, isSameList, without } from './listings.ts';

/**
 * Makes a list of patterns match exactly these ids. Patterns that match no others stay. Comments of a pattern that matches
 * too much stay at the first pattern that replaces it.
 */
export function setCases(list: YAMLSeq, ids: readonly string[], caseIds: readonly string[]): void {
  const nodes = list.items.filter(isScalar);
  const matchedBy = (node: Scalar) => matchIds(textOf(node), caseIds);
  const wanted = new Set(ids);
  const exact = nodes.filter((node) => matchedBy(node).every((id) => wanted.has(id)));
  if (exact.length === nodes.length && new Set(nodes.flatMap(matchedBy)).size === wanted.size) return;
  const staying = exact.filter((node) => isGlob(textOf(node)) || hasComment(node));
  const covered = new Set(staying.flatMap(matchedBy));
  const added = exactPatterns({ ids: ids.filter((id) => !covered.has(id)), allowed: ids }, caseIds);
  for (const node of nodes.filter((one) => hasComment(one) && !staying.includes(one))) {
    const matched = new Set(matchedBy(node));
    node.value = added.find((pattern) => matchIds(pattern, caseIds).some((id) => matched.has(id))) ?? node.value;
  }
  setTexts(list, [...staying.map(textOf), ...added]);
}

const hasComment = ({ comment, commentBefore }: Scalar): boolean => Boolean(comment) || Boolean(commentBefore);

/** Makes a list hold exactly these fingerprints. */
export function setChecks(list: YAMLSeq, checks: readonly string[]): void {
  if (!isSameList(textsIn(list), checks)) setTexts(list, checks);
}

/** Removes the texts that are not wanted and inserts those that are missing in alphabetical order. */
function setTexts(list: YAMLSeq, wanted: readonly string[]): void {
  const superfluous = without(textsIn(list), wanted);
  for (const text of superfluous) {
    const node = list.items.filter(isScalar).findLast(({ value }) => value === text);
    if (node !== undefined) removeEntry(list, node);
  }
  for (const text of without(wanted, textsIn(list))) {
    const next = textsIn(list).findIndex((other) => other > text);
    list.items.splice(next === -1 ? list.items.length : next, 0, new Scalar(text));
  }
}

const textOf = ({ value }: Scalar): string => String(value);
const textsIn = (list: YAMLSeq): readonly string[] => list.items.map((item) => (isScalar(item) ? textOf(item) : ''));

/** The list under a key, with its comments at its entries. */
export function listIn(node: unknown, key: string): YAMLSeq {
  const list = isMap(node) ? node.get(key, true) : undefined;
  if (!isSeq(list)) throw new Error(`no list "${key}" in a baseline that was read`);
  ownComments(list);
  return list;
}

/**
 * The YAML library gives a comment above the first entry to the list. Gives it to the entry, so that it goes with it.
 */
function ownComments(list: YAMLSeq): void {
  const [first] = list.items;
  if (!isNode(first) || typeof list.commentBefore !== 'string') return;
  first.commentBefore = joined([list.commentBefore, first.commentBefore]);
  list.commentBefore = null;
}

/**
 * Removes an entry of a list. The comment beside it and the one directly above it go with it. What a blank line separates
 * from it, such as the heading of a section, moves to the next entry, or to the end of the list.
 */
export function removeEntry(list: YAMLSeq, entry: Node): void {
  const index = list.items.indexOf(entry);
  const kept = joined([detached(entry.commentBefore), ...trailing(entry)]);
  list.items.splice(index, 1);
  const next = list.items[index];
  if (index === 0 && isNode(next)) next.spaceBefore = false;
  if (kept === null) return;
  if (isNode(next)) next.commentBefore = joined([`${kept}\n`, next.commentBefore]);
  else list.comment = joined([kept, list.comment]);
}

/** The lines of a comment above its last blank line. */
function detached(comment: string | null | undefined): string | null {
  const lines = comment?.split('\n') ?? [];
  const blank = lines.lastIndexOf('');
  return blank === -1 ? null : lines.slice(0, blank).join('\n');
}

/** Comments below the last line of lists inside of an entry. The YAML library may put there those above the next entry. */
function trailing(entry: Node): readonly string[] {
  const found: string[] = [];
  visit(entry, {
    Seq: (_, { comment, flow }) => {
      if (typeof comment === 'string' && flow !== true) found.push(comment);
    },
  });
  return found;
}

function joined(comments: readonly (string | null | undefined)[]): string | null {
  const texts = comments.filter((comment) => typeof comment === 'string');
  return texts.length === 0 ? null : texts.join('\n');
}

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
