// Compares two reports: outcomes of cases, verdicts on requirements, and choices.

import type { Outcome, RequirementVerdict, Verdict } from '../model/result.ts';
import type { ComparedReport } from './compared-schema.ts';
import { scenarioOf } from './latitude.ts';
import { groupBy, tallyRequirements, WORSE } from './outcomes.ts';

/** `other`: neither worse nor better, such as a failed case that is now broken. */
export type Change = 'worse' | 'better' | 'new' | 'gone' | 'other';

/** The verdicts in both reports; absent: no check decided the requirement. */
export interface VerdictChange {
  readonly id: string;
  readonly level: RequirementVerdict['level'];
  readonly old?: Verdict;
  readonly new?: Verdict;
}

export interface CaseChange {
  readonly id: string;
  readonly change: Change;
  readonly old?: Outcome;
  readonly new?: Outcome;
  /** Changed verdicts of a case that is in both reports. */
  readonly requirements: readonly VerdictChange[];
}

/** The worst verdicts: for `better` and `worse` over the cases that decided it in both reports, for `new` and `gone` over all. */
export interface RequirementChange extends VerdictChange {
  readonly change: Change;
}

/** Cases of one scenario in which the server takes other alternatives than before. */
export interface ChoiceChange {
  readonly scenario: string;
  readonly old: readonly string[];
  readonly new: readonly string[];
  readonly cases: readonly string[];
}

export interface DiffSide {
  readonly target: ComparedReport['target'];
  readonly startedAt: string;
  readonly cases: number;
  /** Cases that did not run, because the run was stopped. */
  readonly notRun: number;
}

export interface ReportDiff {
  readonly old: DiffSide;
  readonly new: DiffSide;
  readonly requirements: readonly RequirementChange[];
  readonly cases: readonly CaseChange[];
  readonly choices: readonly ChoiceChange[];
}

/** Compares two reports. Returns only differences. */
export function diffReports(before: ComparedReport, after: ComparedReport): ReportDiff {
  const [old, now] = [before.results, after.results];
  const byId = new Map(old.map((result) => [result.id, result]));
  const pairs = now.flatMap((result) => {
    const other = byId.get(result.id);
    return other === undefined ? [] : [{ old: other, now: result }];
  });
  return {
    old: sideOf(before),
    new: sideOf(after),
    requirements: requirementChanges(pairs, old, now),
    cases: [
      ...pairs.flatMap(caseChange),
      ...onlyIn(now, selectedIn(before), 'new'),
      ...onlyIn(old, selectedIn(after), 'gone'),
    ],
    choices: choiceChanges(pairs),
  };
}

/** Whether a case or a requirement got worse. */
export function worseIn({ cases, requirements }: ReportDiff): {
  readonly cases: number;
  readonly requirements: number;
} {
  const worse = (entries: readonly { readonly change: Change }[]) =>
    entries.filter(({ change }) => change === 'worse').length;
  return { cases: worse(cases), requirements: worse(requirements) };
}

const sideOf = ({ target, startedAt, results, notRun = [] }: ComparedReport): DiffSide => ({
  target,
  startedAt,
  cases: results.length,
  notRun: notRun.length,
});

/** What a run that was stopped did not come to is neither new nor gone. */
const selectedIn = ({ results, notRun = [] }: ComparedReport): ReadonlySet<string> =>
  new Set([...results, ...notRun].map(({ id }) => id));

type ComparedResult = ComparedReport['results'][number];

interface Pair {
  readonly old: ComparedResult;
  readonly now: ComparedResult;
}

function onlyIn(
  here: readonly ComparedResult[],
  there: ReadonlySet<string>,
  change: 'new' | 'gone',
): readonly CaseChange[] {
  const side = change === 'new' ? 'new' : 'old';
  return here
    .filter((result) => !there.has(result.id))
    .map((result) => ({ id: result.id, change, [side]: result.outcome, requirements: [] }));
}

function caseChange({ old, now }: Pair): readonly CaseChange[] {
  const requirements = verdictChanges(old.requirements, now.requirements);
  const change = old.outcome === now.outcome ? changeWithin(requirements) : outcomeChange(old.outcome, now.outcome);
  if (change === undefined) return [];
  return [{ id: now.id, change, old: old.outcome, new: now.outcome, requirements }];
}

/** A skipped case says nothing against the server, a broken one no less than a failed one. */
const SEVERITY: Readonly<Record<Outcome, number>> = { passed: 0, skipped: 0, warned: 1, failed: 2, broken: 2 };

function outcomeChange(old: Outcome, now: Outcome): Change {
  const order = SEVERITY[now] - SEVERITY[old];
  if (order > 0 || (old === 'passed' && now === 'skipped')) return 'worse';
  const isProven = order < 0 && now !== 'skipped';
  return isProven || (old === 'skipped' && now === 'passed') ? 'better' : 'other';
}

/** Of a case with the same outcome: worse where any verdict is, or undefined where none differs. */
function changeWithin(changes: readonly VerdictChange[]): Change | undefined {
  if (changes.length === 0) return undefined;
  const kinds = changes.map(verdictChange);
  return (['worse', 'better'] as const).find((kind) => kinds.includes(kind)) ?? 'other';
}

function verdictChange({ old, new: now }: VerdictChange): Change {
  if (old === undefined || now === undefined) return 'other';
  return WORSE[now] > WORSE[old] ? 'worse' : 'better';
}

/** What differs among verdicts of two; of those that one side lacks, only what the new side finds wrong. */
function verdictChanges(
  before: readonly RequirementVerdict[],
  after: readonly RequirementVerdict[],
): readonly VerdictChange[] {
  const known = new Map(before.map(({ id, verdict }) => [id, verdict]));
  return after.flatMap(({ id, level, verdict }): readonly VerdictChange[] => {
    const old = known.get(id);
    if (old === undefined) return verdict === 'passed' ? [] : [{ id, level, new: verdict }];
    return old === verdict ? [] : [{ id, level, old, new: verdict }];
  });
}

function requirementChanges(
  pairs: readonly Pair[],
  old: readonly ComparedResult[],
  now: readonly ComparedResult[],
): readonly RequirementChange[] {
  const decided = pairs.map(decidedByBoth);
  const shared = verdictChanges(tally(decided.map((pair) => pair.old)), tally(decided.map((pair) => pair.now)));
  const [before, after] = [tally(old), tally(now)];
  const lacks = (list: readonly RequirementVerdict[], id: string) => !list.some((tally) => tally.id === id);
  const fresh = after.filter(({ id }) => lacks(before, id));
  const gone = before.filter(({ id }) => lacks(after, id));
  return [
    ...shared.map((change) => ({ ...change, change: verdictChange(change) })),
    ...fresh.map(({ id, level, verdict }) => ({ id, level, change: 'new' as const, new: verdict })),
    ...gone.map(({ id, level, verdict }) => ({ id, level, change: 'gone' as const, old: verdict })),
  ];
}

const tally = (results: readonly ComparedResult[]) =>
  tallyRequirements(results.map(({ id, requirements }) => ({ case: { id }, requirements })));

/** A scenario that checks more or less than it did says nothing about the server. */
function decidedByBoth({ old, now }: Pair): Pair {
  const only = (of: ComparedResult, other: ComparedResult): ComparedResult => {
    const ids = new Set(other.requirements.map(({ id }) => id));
    return { ...of, requirements: of.requirements.filter(({ id }) => ids.has(id)) };
  };
  return { old: only(old, now), now: only(now, old) };
}

function choiceChanges(pairs: readonly Pair[]): readonly ChoiceChange[] {
  const ran = ({ outcome }: ComparedResult) => outcome !== 'skipped' && outcome !== 'broken';
  const changed = pairs.filter(
    ({ old, now }) => ran(old) && ran(now) && old.observed.join('\n') !== now.observed.join('\n'),
  );
  const groups = groupBy(changed, ({ old, now }) => JSON.stringify([scenarioOf(now.id), old.observed, now.observed]));
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map((pair) => ({
      scenario: scenarioOf(pair.now.id),
      old: pair.old.observed,
      new: pair.now.observed,
      cases: group.map(({ now }) => now.id),
    })),
  );
}
