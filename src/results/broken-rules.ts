// The requirements that a pair does not meet, with the server at fault, and what each server does alone.

import type { Verdict } from '../model/result.ts';
import type { Level, Requirement } from '../model/standard.ts';
import { compareSections } from '../spec/sections.ts';
import type { CountedReport } from './counted-report-schema.ts';
import { countedResults } from './counted-result.ts';
import { type RequirementTally, tallyRequirements, WORSE } from './outcomes.ts';
import type { Pair, PairRun } from './pair-run.ts';

/**
 * Who does not meet a requirement; `either`: what the sessions saw does not show it. `server-alone` and `peer-alone`: the case of
 * that server alone shows it, and what the sessions of the pair saw does not.
 */
export type AtFault = 'server' | 'server-alone' | 'peer' | 'peer-alone' | 'either';

/** A requirement that a pair does not meet. */
export interface BrokenRule {
  readonly id: string;
  readonly level: Level;
  readonly verdict: Exclude<Verdict, 'passed'>;
  readonly cases: readonly string[];
  /** Who is at fault: the server of the users, that of the contacts, or one of them; empty: the report does not say it. */
  readonly atFault: readonly AtFault[];
  /** Each of the two servers meets it alone. */
  readonly isTogether: boolean;
  /** The baseline excuses every case in `cases`. */
  readonly isKnown: boolean;
  /** Those of the two servers that do not meet it alone either. */
  readonly alone: readonly string[];
}

/**
 * What a rule that a pair does not meet says of the pair: each server meets it alone; it is a matter of one server, see
 * `ownersOf`; or it is not known, because one of them at least was not tested for it alone.
 */
export type RuleKind = 'together' | 'own' | 'unshown';

/** The kind of a broken rule. Everything that a server breaks in a run of its own is its own. */
export function ruleKind(rule: BrokenRule, pair: Pair): RuleKind {
  if (rule.isTogether) return 'together';
  return pair.server === pair.peer || ownersOf(rule, pair).length > 0 ? 'own' : 'unshown';
}

/** The servers that break the rule alone as well; where neither was seen to, those that the sessions of the pair show to be at fault. */
export function ownersOf({ alone, atFault }: BrokenRule, { server, peer }: Pair): readonly string[] {
  if (alone.length > 0 || atFault.includes('either')) return alone;
  const isAtFault = (side: 'server' | 'peer') => atFault.includes(side) || atFault.includes(`${side}-alone`);
  return [...(isAtFault('server') ? [server] : []), ...(isAtFault('peer') ? [peer] : [])];
}

/** The verdict on each requirement that the run decided. */
export function talliesOf(run: PairRun | undefined): ReadonlyMap<string, RequirementTally> {
  if (run?.report === undefined) return new Map();
  return new Map(tallyRequirements(countedResults(run.report)).map((tally) => [tally.id, tally]));
}

interface Beside {
  /** The verdict on a requirement of a server alone; undefined: not decided. */
  readonly alone: (server: string, id: string) => Verdict | undefined;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** New ones first, of these those that each server meets alone, then failures, then in the order of the standard. */
export function brokenRules(run: PairRun, { alone, requirements }: Beside): readonly BrokenRule[] {
  const { server, peer } = run;
  const sides = server === peer ? [] : [server, peer];
  const verdicts = (id: string) => sides.map((name) => ({ name, verdict: alone(name, id) }));
  const context = { verdicts, atFault: faultsIn(run), isKnown: knownIn(run) };
  const rules = [...talliesOf(run).values()].flatMap((tally) => brokenRule(tally, context) ?? []);
  const section = ({ id }: BrokenRule) => requirements.get(id)?.rfc ?? '';
  return rules.sort(
    (a, b) =>
      Number(a.isKnown) - Number(b.isKnown) ||
      Number(b.isTogether) - Number(a.isTogether) ||
      WORSE[b.verdict] - WORSE[a.verdict] ||
      compareSections(section(a), section(b)),
  );
}

const SIDES = { A: 'server', B: 'peer', pair: 'either' } as const satisfies Record<string, AtFault>;

/** What is known before what is not. */
const AT_FAULT: readonly AtFault[] = ['server', 'server-alone', 'peer', 'peer-alone', 'either'];

/** By requirement, who is at fault. */
function faultsIn({ report }: PairRun): ReadonlyMap<string, ReadonlySet<AtFault>> {
  const faults = new Map<string, Set<AtFault>>();
  for (const { requirements, blame } of (report?.results ?? []).flatMap(({ checks }) => checks)) {
    if (blame === undefined) continue;
    const who = faultOf(blame);
    for (const id of requirements) faults.set(id, (faults.get(id) ?? new Set()).add(who));
  }
  for (const who of faults.values())
    for (const shown of ['server', 'peer'] as const) if (who.has(shown)) who.delete(`${shown}-alone`);
  return faults;
}

type CountedBlame = NonNullable<CountedReport['results'][number]['checks'][number]['blame']>;

function faultOf({ side, kind }: CountedBlame): AtFault {
  const who = SIDES[side];
  return kind === 'alone' && who !== 'either' ? `${who}-alone` : who;
}

/** Whether the baseline excuses a case. */
function knownIn({ report }: PairRun): (id: string) => boolean {
  const known = (report?.results ?? []).filter(({ knownFailure }) => knownFailure !== undefined);
  const ids = new Set(known.map(({ id }) => id));
  return (id) => ids.has(id);
}

interface RuleContext {
  readonly isKnown: (id: string) => boolean;
  /** The verdict on a requirement of each of the two servers alone; undefined: not decided. */
  readonly verdicts: (id: string) => readonly { readonly name: string; readonly verdict: Verdict | undefined }[];
  readonly atFault: ReadonlyMap<string, ReadonlySet<AtFault>>;
}

/** Undefined: the pair meets it. */
function brokenRule(
  { id, level, verdict, cases }: RequirementTally,
  { verdicts, atFault, isKnown }: RuleContext,
): BrokenRule | undefined {
  if (verdict === 'passed') return undefined;
  const sides = verdicts(id);
  const alone = sides.flatMap((side) => (side.verdict === 'failed' || side.verdict === 'warned' ? [side.name] : []));
  const isTogether = sides.length > 0 && sides.every((side) => side.verdict === 'passed');
  const shared = {
    atFault: AT_FAULT.filter((who) => atFault.get(id)?.has(who)),
    isTogether,
    alone,
    isKnown: cases.every(isKnown),
  };
  return { id, level, verdict, cases, ...shared };
}
