// Writes a baseline: edits the YAML document that it was read from, so that what people wrote stays, and adds what the standard says.

import { Document, isMap, isScalar, isSeq, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Level, Requirement } from '../model/standard.ts';
import { placeOf } from '../spec/sections.ts';
import type { BaselineFile } from './baseline-file.ts';
import type { BaselineData } from './baseline-schema.ts';
import type { BrokenEntry } from './broken-entries.ts';
import { exactPatterns } from './case-globs.ts';
import {
  listIn,
  type PlannedFailure,
  type PlannedGroup,
  planGroups,
  removeEntry,
  setCases,
  setChecks,
} from './edit-lists.ts';
import { isSameList } from './listings.ts';

/** One line for each value, however long, for `grep` and `diff`. */
const FORMAT = { lineWidth: 0, flowCollectionPadding: false } as const;

interface Writing {
  readonly document: Document;
  /** Ids of all cases: a glob is written only where it matches no case but those it stands for. */
  readonly caseIds: readonly string[];
  /** The requirements in the order in which new groups are written. */
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/**
 * The text of the file. Groups and failures that did not change are written as they were, with their comments; only what
 * the standard says about each group is brought up to date. New groups come in the order of `requirements`.
 */
export function baselineText(baseline: BaselineFile, requirements: ReadonlyMap<string, Requirement>): string {
  const { server, entries, caseIds, text } = baseline;
  const document = text === undefined ? new Document({ server, known: [] }) : readDocument(text);
  const writing = { document, caseIds, requirements };
  const known = listIn(document.contents, 'known');
  const planned = planGroups(document.toJS() as BaselineData, entries);
  const nodes = [...known.items];
  for (const group of planned) {
    const node = nodes[group.index ?? -1];
    if (isMap(node) && !editGroup(node, group, writing)) removeEntry(known, node);
  }
  for (const group of sortGroups(planned, writing)) insertGroup(known, group, writing);
  known.flow = known.items.length === 0;
  writeBroken(document, baseline);
  return document.toString(FORMAT);
}

/** Aliases become copies of what they stand for, so that each can be edited. */
function readDocument(text: string): Document {
  const document: Document = parseDocument(text);
  visit(document, { Alias: (_, alias) => document.createNode(alias.resolve(document)?.toJS(document)) });
  return document;
}

/** Returns whether anything is left of the group. */
function editGroup(node: YAMLMap, group: PlannedGroup, writing: Writing): boolean {
  if (group.failures.every(({ cases }) => cases.length === 0)) return false;
  if (String(node.get('reason')).trim() !== group.reason) node.set('reason', group.reason);
  setEvidence(node, group, writing);
  const failures = listIn(node, 'failures');
  const nodes = [...failures.items];
  for (const failure of group.failures) {
    const own = nodes[failure.index ?? -1];
    if (failure.index === undefined) failures.add(failureNode(failure, writing));
    else if (isMap(own) && !editFailure(own, failure, writing)) removeEntry(failures, own);
  }
  return true;
}

/** Returns whether anything is left of the failure. */
function editFailure(node: YAMLMap, { cases, checks, disputed }: PlannedFailure, writing: Writing): boolean {
  if (cases.length === 0) return false;
  setCases(listIn(node, 'cases'), cases, writing.caseIds);
  setChecks(listIn(node, 'checks'), checks);
  setDisputed(node, disputed, writing);
  return true;
}

/** Keys that are missing come directly after the requirement. */
function setEvidence(node: YAMLMap, { requirement: id }: PlannedGroup, { document, requirements }: Writing): void {
  const requirement = requirements.get(id);
  if (requirement === undefined) return;
  const evidence = Object.entries(evidenceOf(requirement));
  for (const [key, text] of evidence) if (node.has(key) && node.get(key) !== text) node.set(key, text);
  const missing = evidence.filter(([key]) => !node.has(key)).map(([key, text]) => document.createPair(key, text));
  const at = node.items.findIndex(({ key }) => isScalar(key) && key.value === 'requirement');
  node.items.splice(at + 1, 0, ...missing);
}

function setDisputed(node: YAMLMap, disputed: readonly string[], { document }: Writing): void {
  const list = node.get('disputed', true);
  const before = isSeq(list) ? list.items.map((item) => String(isScalar(item) ? item.value : item)) : [];
  if (isSameList(before, disputed)) return;
  if (disputed.length === 0) node.delete('disputed');
  else node.set('disputed', document.createNode(disputed, { flow: true }));
}

function insertGroup(known: YAMLSeq, group: PlannedGroup, writing: Writing): void {
  const { reason, requirement: id, seen, against } = group;
  const requirement = writing.requirements.get(id);
  const evidence = requirement === undefined ? {} : evidenceOf(requirement);
  const failures = group.failures.map((failure) => failureNode(failure, writing));
  const node = writing.document.createNode({
    ...{ requirement: id, ...evidence, reason },
    ...(seen !== undefined && { seen }),
    ...(against !== undefined && { against }),
    failures,
  });
  const order = [...writing.requirements.keys()];
  const rank = (one: unknown) => order.indexOf(String(one));
  const before = known.items.findLastIndex((other) => isMap(other) && rank(other.get('requirement')) <= rank(id));
  node.spaceBefore = known.items.length > 0;
  known.items.splice(before + 1, 0, node);
}

/** New groups by requirement and reason. */
function sortGroups(groups: readonly PlannedGroup[], { requirements }: Writing): readonly PlannedGroup[] {
  const order = [...requirements.keys()];
  const rank = ({ requirement }: PlannedGroup) => order.indexOf(requirement);
  return groups
    .filter(({ index }) => index === undefined)
    .sort((a, b) => rank(a) - rank(b) || (a.reason < b.reason ? -1 : 1));
}

function failureNode({ cases, checks, varies, disputed }: PlannedFailure, writing: Writing): YAMLMap {
  const patterns = exactPatterns({ ids: cases }, writing.caseIds);
  const node: YAMLMap = writing.document.createNode({ cases: patterns, checks, ...(varies && { varies }) });
  setDisputed(node, disputed, writing);
  return node;
}

/** The keys that `--update-baseline` writes into each group, in the order of the file. */
interface Evidence {
  readonly level: Level;
  /** The section of the RFC, and the clause of YD/T 2936-2015 where it has the rule. */
  readonly section: string;
  /** Where the text of the section can be read. */
  readonly standard: string;
  /** What the section asks of a server, in the words of the catalogue. */
  readonly demands: string;
}

/** What the standard says about the requirement. */
function evidenceOf(requirement: Requirement): Evidence {
  const { name, url } = placeOf(requirement);
  return {
    level: requirement.level,
    section: requirement.ydt === null ? name : `${name}, YD/T 2936-2015 ${requirement.ydt}`,
    standard: url,
    demands: requirement.text,
  };
}

/** Edits the groups of the file that have entries, removes the others, and appends new ones: one for each cause and reason. */
function writeBroken(document: Document, { broken = [], caseIds }: BaselineFile): void {
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
