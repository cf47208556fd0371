// Edits lists of a baseline, and keeps the comments that people wrote in it.

import { isMap, isNode, isScalar, isSeq, type Node, Scalar, visit, type YAMLSeq } from 'yaml';
import { exactPatterns, isGlob, matchIds } from './case-globs.ts';
import { isSameList, without } from './listings.ts';

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
