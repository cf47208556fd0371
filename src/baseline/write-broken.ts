// Writes the cases that are known to be broken into the YAML document of a baseline.

import { type Document, isMap, isScalar } from 'yaml';
import type { BaselineFile } from './baseline-file.ts';
import type { BrokenEntry } from './broken-entries.ts';
import { exactPatterns } from './case-globs.ts';
import { removeEntry } from './comments.ts';
import { listIn, setCases } from './edit-lists.ts';

/** Edits the groups of the file that have entries, removes the others, and appends new ones: one for each cause and reason. */
export function writeBroken(document: Document, { broken = [], caseIds }: BaselineFile): void {
  if (document.get('broken') === undefined) {
    if (broken.length === 0) return;
    const pair = document.createPair('broken', []);
    if (isScalar(pair.key)) pair.key.spaceBefore = true;
    document.add(pair);
  }
  const list = listIn(document.contents, 'broken');
  const placed = broken.map((entry) => ({ ...entry, at: entry.at ?? groupFor(entry, list.items) }));
  for (const [at, node] of [...list.items].entries()) {
    if (!isMap(node)) continue;
    const own = placed.filter((entry) => entry.at === at);
    if (own[0] === undefined) removeEntry(list, node);
    else {
      if (String(node.get('reason')).trim() !== own[0].reason) node.set('reason', own[0].reason);
      setCases(listIn(node, 'cases'), idsOf(own), caseIds);
    }
  }
  for (const own of newGroups(placed)) {
    const [{ cause, reason }] = own;
    const node = document.createNode({ cause, reason, cases: exactPatterns({ ids: idsOf(own) }, caseIds) });
    node.spaceBefore = list.items.length > 0;
    list.items.push(node);
  }
  list.flow = false;
  if (list.items.length === 0) document.delete('broken');
}

/** The index of the first group that a new entry can join. */
function groupFor({ cause, reason }: BrokenEntry, nodes: readonly unknown[]): number | undefined {
  const isOpen = (node: unknown) =>
    isMap(node) &&
    node.get('cause') === cause &&
    node.get('reason') === reason &&
    !node.has('expires') &&
    !node.has('varies');
  const at = nodes.findIndex(isOpen);
  return at < 0 ? undefined : at;
}

const idsOf = (entries: readonly Placed[]): readonly string[] => entries.map((entry) => entry.case);

/** `at` is undefined where no group of the file can have the entry. */
type Placed = Omit<BrokenEntry, 'at'> & { readonly at: number | undefined };

type Group = readonly [Placed, ...Placed[]];

/** New entries by cause and reason, sorted by the cause. */
function newGroups(broken: readonly Placed[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const entry of broken.filter(({ at }) => at === undefined)) {
    const key = `${entry.cause}\n${entry.reason}`;
    const group = groups.get(key);
    groups.set(key, group === undefined ? [entry] : [...group, entry]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
