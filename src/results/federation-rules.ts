// The requirements that servers break, each once, with all runs that show it.

import type { Requirement } from '../model/standard.ts';
import { compareSections } from '../spec/sections.ts';
import { type BrokenRule, ownersOf, type RuleKind, ruleKind } from './broken-rules.ts';
import { cellsOf, type Federation, isPair, type TestedCell } from './federation.ts';
import { WORSE } from './outcomes.ts';

/** A run that does not meet a requirement. */
export interface Showing {
  readonly cell: TestedCell;
  readonly rule: BrokenRule;
}

/** A requirement that some run does not meet. Its level and verdict are those of the worst run. */
export interface RuleRow extends Pick<BrokenRule, 'id' | 'level' | 'verdict'> {
  /** The pairs by kind: see `RuleKind`. */
  readonly pairs: Readonly<Record<RuleKind, readonly Showing[]>>;
  /** The servers that break it alone. */
  readonly alone: readonly Showing[];
}

/** One row a requirement: by group, those that break in most pairs first, then failures, then in the order of the standard. */
export function ruleRows(federation: Federation, requirements: ReadonlyMap<string, Requirement>): readonly RuleRow[] {
  const byId = new Map<string, Showing[]>();
  for (const cell of cellsOf(federation)) {
    if (cell.kind !== 'tested') continue;
    for (const rule of cell.rules) byId.set(rule.id, [...(byId.get(rule.id) ?? []), { cell, rule }]);
  }
  const section = ({ id }: RuleRow) => requirements.get(id)?.rfc ?? '';
  return [...byId.values()]
    .map(rowOf)
    .sort(
      (a, b) =>
        RULE_GROUPS.indexOf(groupOf(a)) - RULE_GROUPS.indexOf(groupOf(b)) ||
        b.pairs.together.length - a.pairs.together.length ||
        WORSE[b.verdict] - WORSE[a.verdict] ||
        compareSections(section(a), section(b)),
    );
}

function rowOf(showings: readonly Showing[]): RuleRow {
  const [worst] = showings.toSorted((a, b) => WORSE[b.rule.verdict] - WORSE[a.rule.verdict]);
  if (worst === undefined) throw new Error('a row without a run');
  const { id, level, verdict } = worst.rule;
  const paired = showings.filter(({ cell }) => isPair(cell));
  const ofKind = (kind: RuleKind) => paired.filter(({ rule, cell }) => ruleKind(rule, cell) === kind);
  return {
    ...{ id, level, verdict },
    pairs: { together: ofKind('together'), own: ofKind('own'), unshown: ofKind('unshown') },
    alone: showings.filter(({ cell }) => !isPair(cell)),
  };
}

/** Where a row stands: by the worst that pairs show of it; `alone`: no pair breaks it. */
export const groupOf = ({ pairs }: RuleRow): RuleKind | 'alone' =>
  (['together', 'unshown', 'own'] as const).find((kind) => pairs[kind].length > 0) ?? 'alone';

/** The groups in the order of the page. */
export const RULE_GROUPS = ['together', 'unshown', 'own', 'alone'] as const;

/** How the requirements that a cell does not meet divide. What a baseline knows is in none but `known`. */
export interface CellCounts {
  readonly together: number;
  readonly unshown: number;
  /** Those that are a matter of the server of the users, and of that of the contacts, see `ownersOf`; one of both is in both. */
  readonly ofServer: number;
  readonly ofPeer: number;
  readonly known: number;
}

/** Counts the rules of a cell. */
export function cellCounts(cell: TestedCell): CellCounts {
  const { server, peer, rules } = cell;
  const fresh = rules.filter(({ isKnown }) => !isKnown);
  const ofKind = (kind: RuleKind) => fresh.filter((rule) => ruleKind(rule, cell) === kind);
  const ownedBy = (name: string) => ofKind('own').filter((rule) => ownersOf(rule, cell).includes(name)).length;
  return {
    together: ofKind('together').length,
    unshown: ofKind('unshown').length,
    ofServer: isPair(cell) ? ownedBy(server) : fresh.length,
    ofPeer: isPair(cell) ? ownedBy(peer) : 0,
    known: rules.length - fresh.length,
  };
}
