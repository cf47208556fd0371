// Changes the lists of a failure in the YAML document, and leaves alone what stays.

import { isMap, isScalar, isSeq, Scalar, type YAMLSeq } from 'yaml';
import { exactPatterns, isGlob, matchIds } from './case-globs.ts';
import { ownComments, removeEntry } from './comments.ts';
import { isSameList, without } from './multiset.ts';

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
