// Changes the lists of a failure in the YAML document, and leaves alone what stays.

import { isScalar, Scalar, type YAMLSeq } from 'yaml';
import { exactPatterns, isGlob, matchIds } from './case-globs.ts';
import { removeEntry } from './comments.ts';
import { isSameList, without } from './multiset.ts';

/** Makes a list of patterns match exactly these ids. Patterns stay where they match no others. */
export function setCases(list: YAMLSeq, ids: readonly string[], caseIds: readonly string[]): void {
  const wanted = new Set(ids);
  const patterns = textsIn(list);
  const isExact = (pattern: string) => matchIds(pattern, caseIds).every((id) => wanted.has(id));
  const listed = new Set(patterns.flatMap((pattern) => matchIds(pattern, caseIds)));
  if (patterns.every(isExact) && ids.every((id) => listed.has(id))) return;
  const stays = (node: Scalar) => isExact(String(node.value)) && (isGlob(String(node.value)) || hasComment(node));
  const staying = list.items.filter(isScalar).filter(stays);
  const covered = new Set(staying.flatMap(({ value }) => matchIds(String(value), caseIds)));
  const added = exactPatterns({ ids: ids.filter((id) => !covered.has(id)), allowed: ids }, caseIds);
  setTexts(list, [...staying.map(({ value }) => String(value)), ...added]);
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

const textsIn = (list: YAMLSeq): readonly string[] =>
  list.items.map((item) => (isScalar(item) ? String(item.value) : ''));
