// The findings of a run: its failed and warned cases by requirement and departure, and what else deserves a look.

import type { Case } from '../../model/case.ts';
import type {
  BrokenFinding,
  CasesBy,
  Finding,
  FindingPart,
  LateFinding,
  RuleFinding,
  Showing,
  TrafficFinding,
} from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { isOnlyInPair } from '../alone.ts';
import { groupBy } from '../outcomes.ts';
import { trafficOf } from '../traffic.ts';
import { byCause } from './causes.ts';
import { brokenKey, ruleKey, trafficKey } from './finding-key.ts';
import { type Shown, shownBy } from './showings.ts';

/** All findings of a run, the weightiest first: rules that are not met, cases without a verdict, traffic that no rule forbids. */
export function findingsOf(results: readonly CaseResult[]): readonly Finding[] {
  return [...ruleFindings(results), ...brokenFindings(results), ...lateFindings(results), ...trafficFindings(results)];
}

/**
 * The faults of the server: rules that are not met, those together that come of one fault. In order: what only a pair of servers shows,
 * failed before warned, MUST before SHOULD, new before known, many cases before few.
 */
export function ruleFindings(results: readonly CaseResult[]): readonly RuleFinding[] {
  const judged = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned');
  const groups = groupBy(judged.flatMap(shownBy), (shown) =>
    ruleKey({ ...shown, side: shown.showing.check.blame?.side }),
  );
  const parts = [...groups].map(([key, group]) => findingPart(key, group));
  const checked = checkedCases(results);
  return byCause(parts)
    .map((cause) => ruleFinding(cause, checked))
    .sort(byWeight);
}

/** A case that ran and has a verdict on a requirement. */
interface Checked {
  readonly case: Case;
  readonly isMet: boolean;
}

/** For each requirement the cases that ran and have a verdict on it. */
function checkedCases(results: readonly CaseResult[]): ReadonlyMap<string, readonly Checked[]> {
  const cases = new Map<string, Checked[]>();
  for (const { outcome, requirements, passive, case: aCase } of results) {
    if (outcome === 'skipped' || outcome === 'broken') continue;
    const unmet = new Set(requirements.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id));
    for (const id of new Set([...requirements.map((one) => one.id), ...Object.keys(passive)])) {
      const checked = { case: aCase, isMet: !unmet.has(id) };
      const known = cases.get(id);
      if (known === undefined) cases.set(id, [checked]);
      else known.push(checked);
    }
  }
  return cases;
}

/** The cases that meet each of the requirements that they check, in the order of the run. */
function passingCases(checked: readonly Checked[]): readonly Case[] {
  const failing = new Set(checked.filter(({ isMet }) => !isMet).map((one) => one.case));
  return [...new Set(checked.map((one) => one.case))].filter((one) => !failing.has(one));
}

function findingPart(key: string, group: readonly Shown[]): FindingPart {
  const [first] = group;
  if (first === undefined) throw new Error('bug: a finding without a case');
  const shown = group.map(({ showing }) => showing);
  return {
    key,
    requirement: first.requirement,
    level: first.level,
    also: [...new Set(group.flatMap(({ also }) => also))].filter((id) => id !== first.requirement),
    verdict: shown.some(({ verdict }) => verdict === 'failed') ? 'failed' : 'warned',
    departure: first.departure,
    side: first.showing.check.blame?.side,
    outcomes: casesBy(shown, ({ check: { failure } }) => (failure?.kind === 'violates' ? failure.outcome : undefined)),
    newCases: idsOf(shown.filter(({ known }) => known === undefined)),
    cases: idsOf(shown),
    shown,
    example: shortestShowing(shown),
  };
}

/**
 * The fault under its weightiest part, a new one if there is one; of equal ones that whose rule stands deeper in the standard, then the
 * first by its key.
 */
function ruleFinding(cause: readonly FindingPart[], checked: ReadonlyMap<string, readonly Checked[]>): RuleFinding {
  const parts = [...cause].sort(
    (a, b) =>
      Number(isNew(b)) - Number(isNew(a)) || byWeight(a, b) || depthOf(b) - depthOf(a) || (a.key < b.key ? -1 : 1),
  );
  const [main] = parts;
  if (main === undefined) throw new Error('bug: a finding without a part');
  const shown = parts.flatMap((part) => part.shown);
  const rules = new Set(parts.map(({ requirement }) => requirement));
  const judged = [...rules].flatMap((id) => checked.get(id) ?? []);
  return {
    ...main,
    kind: 'rule',
    parts,
    also: [...new Set(parts.flatMap(({ requirement, also }) => [requirement, ...also]))].filter(
      (id) => id !== main.requirement,
    ),
    shown,
    disputed: casesBy(shown, ({ ruling }) => ruling),
    known: casesBy(shown, ({ known }) => known),
    newCases: idsOf(shown.filter(({ known }) => known === undefined)),
    onlyInPair: idsOf(shown.filter(({ result }) => isOnlyInPair(result))),
    cases: idsOf(shown),
    checkedCases: new Set(judged.map((one) => one.case)).size,
    passing: passingCases(judged),
  };
}

const isNew = ({ newCases }: FindingPart): boolean => newCases.length > 0;

/** `8.5.3.2.1` is deeper than `8.5`. */
const depthOf = ({ requirement }: FindingPart): number => requirement.split('.').length;

/** Ids of the cases, in the order of the run. */
function idsOf(shown: readonly Showing[]): readonly string[] {
  return [...new Set(shown.map(({ result }) => result.case.id))];
}

/** The cases by a property of them, the most frequent first; those without it are left out. */
function casesBy(
  shown: readonly Showing[],
  propertyOf: (showing: Showing) => string | undefined,
): readonly CasesBy<string>[] {
  const named = shown.flatMap((showing) => {
    const by = propertyOf(showing);
    return by === undefined ? [] : [{ by, id: showing.result.case.id }];
  });
  return [...groupBy(named, ({ by }) => by)]
    .map(([by, group]) => ({ by, cases: [...new Set(group.map(({ id }) => id))] }))
    .sort((a, b) => b.cases.length - a.cases.length);
}

function byWeight<Part extends FindingPart>(a: Part, b: Part): number {
  const isTrue = (of: (part: Part) => boolean) => Number(of(b)) - Number(of(a));
  return (
    isTrue(({ shown }) => shown.some(({ result }) => isOnlyInPair(result))) ||
    isTrue(({ verdict }) => verdict === 'failed') ||
    isTrue(({ level }) => level.startsWith('MUST')) ||
    isTrue(isNew) ||
    b.cases.length - a.cases.length
  );
}

const idsOfResults = (results: readonly CaseResult[]): readonly string[] => results.map((one) => one.case.id);

/** Cases that are broken because stanzas came late have a finding of their own. */
const isLate = ({ outcome, reason }: CaseResult): boolean =>
  outcome === 'broken' && (reason?.kind === 'came-late' || reason?.kind === 'late-stanzas');

/** The baseline does not list it. */
const isUnknown = ({ knownFailure }: CaseResult): boolean => knownFailure === undefined;

function brokenFindings(results: readonly CaseResult[]): readonly BrokenFinding[] {
  const broken = results.filter((result) => result.outcome === 'broken' && isUnknown(result) && !isLate(result));
  return [...groupBy(broken, ({ reason }) => brokenKey(reason))]
    .map(([key, group]) => ({ kind: 'broken' as const, key, cases: idsOfResults(group), example: shortest(group) }))
    .sort((a, b) => b.cases.length - a.cases.length);
}

function lateFindings(results: readonly CaseResult[]): readonly LateFinding[] {
  const late = results.filter((result) => isLate(result) && isUnknown(result));
  return late.length === 0 ? [] : [{ kind: 'late', key: 'late', cases: idsOfResults(late), example: shortest(late) }];
}

function trafficFindings(results: readonly CaseResult[]): readonly TrafficFinding[] {
  const kinds = groupBy(trafficOf(results).unexplainedTraffic, ({ stanza }) => trafficKey(stanza));
  return [...kinds].flatMap(([key, [first, ...others]]) => {
    const showing = results.filter(({ unexplained = [] }) =>
      unexplained.some(({ stanza }) => trafficKey(stanza) === key),
    );
    const example = showing.find((result) => result.case.id === first?.case);
    if (first === undefined || example === undefined) return [];
    const count = others.reduce((sum, kind) => sum + kind.count, first.count);
    const { stanza, session } = first;
    return [{ kind: 'traffic', key, stanza, session, count, cases: idsOfResults(showing), example }] as const;
  });
}

/** A case that shows it in full before one that a ruling or the baseline excuses, then the shortest. */
function shortestShowing(shown: readonly Showing[]): Showing {
  const ranked = shown.map((showing) => ({ showing, rank: rankOf(showing), length: lengthOf(showing.result) }));
  const [best] = ranked.sort((a, b) => a.rank - b.rank || a.length - b.length);
  if (best === undefined) throw new Error('bug: a finding without a case');
  return best.showing;
}

/** The result with the shortest transcript, of those that have one. */
function shortest(results: readonly CaseResult[]): CaseResult {
  const ranked = results.map((result) => ({ result, length: lengthOf(result) }));
  const [best] = ranked.sort((a, b) => a.length - b.length);
  if (best === undefined) throw new Error('bug: a finding without a case');
  return best.result;
}

/** Smaller is better. A transcript or checks that are left out show less. */
function rankOf({ result, verdict, known, check: { disputed = [] } }: Showing): number {
  const isPartial = result.transcript.entries.length === 0 || result.checksLeftOut !== undefined;
  const flaws = [isPartial, known !== undefined, verdict === 'warned', disputed.length > 0];
  return flaws.reduce((sum, flaw, at) => sum + (flaw ? 2 ** (flaws.length - at) : 0), 0);
}

/** Stanzas that are no setup and no fence, then sessions; one without a transcript shows least. */
function lengthOf({ transcript: { entries }, case: { actors, topology } }: CaseResult): number {
  if (entries.length === 0) return Number.POSITIVE_INFINITY;
  const stanzas = entries.filter(({ kind }) => kind === 'step' || kind === 'unexplained').length;
  const sessions = actors.reduce((sum, actor) => sum + actor.sessions.length, 0);
  return stanzas * 10 + sessions + (topology === 'local' ? 0 : 0.5);
}
