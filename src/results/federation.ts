// Every server with every other one: what the reports of all ordered pairs show, side by side.

import type { Verdict } from '../model/result.ts';
import type { BothLanguages, Level, Requirement } from '../model/standard.ts';
import { compareSections } from '../spec/sections.ts';
import type { CountedReport } from './counted-report-schema.ts';
import { countedResults } from './counted-result.ts';
import { countOutcomes, type OutcomeCounts } from './outcomes.ts';
import { type RequirementTally, tallyRequirements, WORSE } from './tally.ts';

/** Where an obstacle lies: at the server of the users, at that of the contacts, or on the way to the contacts or back. */
export type ObstaclePlace = 'server' | 'peer' | 'there' | 'back';

/** What keeps a server or a pair from being tested. */
export interface Obstacle {
  /** Absent: not known. */
  readonly place?: ObstaclePlace | undefined;
  /** Name of the check that found it; absent: no check did. */
  readonly check?: BothLanguages | undefined;
  readonly text: BothLanguages;
  /** What to do; absent: not known. */
  readonly remedy?: BothLanguages | undefined;
}

/** Two servers by name: the users live on `server`, the contacts on `peer`. Equal names: the server alone. */
export interface Pair {
  readonly server: string;
  readonly peer: string;
}

/** What came of the run of a pair. */
export interface PairRun extends Pair {
  /** Name of the files of its report, without their ending. */
  readonly file: string;
  /** Absent: the run wrote none. */
  readonly report?: CountedReport | undefined;
  /** Why nothing could be tested; empty: something was. */
  readonly obstacles: readonly Obstacle[];
}

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

export type FederationCell = Pair &
  (
    | {
        readonly kind: 'tested';
        readonly file: string;
        readonly outcomes: OutcomeCounts;
        /** Those of them that no baseline excuses. */
        readonly fresh: OutcomeCounts;
        /** Cases that were not skipped. */
        readonly ran: number;
        /** Failed or warned cases that a baseline excuses. */
        readonly knownFailures: number;
        /** New ones first, of these those that each server meets alone, then failures, then in the order of the standard. */
        readonly rules: readonly BrokenRule[];
      }
    /** No case passed, failed or warned. `file`: the report that says so; undefined: there is none. */
    | { readonly kind: 'blocked'; readonly file: string | undefined; readonly obstacles: readonly Obstacle[] }
    /** The work was stopped before, or every selected case was skipped. */
    | { readonly kind: 'not-run' }
  );

export interface Federation {
  readonly servers: readonly {
    readonly name: string;
    /** Name and version as the server gives them; empty: not known. */
    readonly software: string;
  }[];
  /** One row a server, whose users the cases are about; one cell in it for each server of contacts. */
  readonly rows: readonly (readonly FederationCell[])[];
}

/** Puts the runs into a grid of these servers. A pair without a run is `not-run`. */
export function federationOf(
  servers: readonly string[],
  runs: readonly PairRun[],
  requirements: ReadonlyMap<string, Requirement>,
): Federation {
  const find = (server: string, peer: string) => runs.find((run) => run.server === server && run.peer === peer);
  const alone = new Map(servers.map((name) => [name, talliesOf(find(name, name))]));
  const cellOf = (server: string, peer: string): FederationCell => {
    const run = find(server, peer);
    if (run === undefined) return { server, peer, kind: 'not-run' };
    const sides = server === peer ? [] : [server, peer];
    const verdicts = (id: string) => sides.map((name) => ({ name, verdict: alone.get(name)?.get(id)?.verdict }));
    const context = { verdicts, atFault: faultsIn(run), isKnown: knownIn(run), requirements };
    return testedCell(run, brokenRules([...talliesOf(run).values()], context));
  };
  return {
    servers: servers.map((name) => ({ name, software: softwareOf(name, runs) })),
    rows: servers.map((server) => servers.map((peer) => cellOf(server, peer))),
  };
}

/** All cells, row by row: first the pairs, then the servers alone. */
export function cellsOf({ rows }: Federation): readonly FederationCell[] {
  const cells = rows.flat();
  const isPair = ({ server, peer }: FederationCell) => server !== peer;
  return [...cells.filter(isPair), ...cells.filter((cell) => !isPair(cell))];
}

function talliesOf(run: PairRun | undefined): ReadonlyMap<string, RequirementTally> {
  if (run?.report === undefined) return new Map();
  return new Map(tallyRequirements(countedResults(run.report)).map((tally) => [tally.id, tally]));
}

function testedCell({ server, peer, file, report, obstacles }: PairRun, rules: readonly BrokenRule[]): FederationCell {
  const results = report === undefined ? [] : report.results;
  const outcomes = countOutcomes(results);
  if (!hasVerdict(outcomes)) {
    if (report !== undefined && outcomes.broken === 0) return { server, peer, kind: 'not-run' };
    return { server, peer, kind: 'blocked', file: report === undefined ? undefined : file, obstacles };
  }
  const fresh = results.filter(({ knownFailure }) => knownFailure === undefined);
  const knownFailures = results.length - fresh.length;
  const ran = results.length - outcomes.skipped;
  return { server, peer, kind: 'tested', file, outcomes, fresh: countOutcomes(fresh), ran, knownFailures, rules };
}

/** Whether a case has shown anything of the servers. */
export const hasVerdict = ({ passed, failed, warned }: OutcomeCounts): boolean => passed + failed + warned > 0;

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
  readonly requirements: ReadonlyMap<string, Requirement>;
}

function brokenRules(tallies: readonly RequirementTally[], context: RuleContext): readonly BrokenRule[] {
  const { requirements } = context;
  const rules = tallies.flatMap((tally) => brokenRule(tally, context) ?? []);
  const section = ({ id }: BrokenRule) => requirements.get(id)?.rfc ?? '';
  return rules.sort(
    (a, b) =>
      Number(a.isKnown) - Number(b.isKnown) ||
      Number(b.isTogether) - Number(a.isTogether) ||
      WORSE[b.verdict] - WORSE[a.verdict] ||
      compareSections(section(a), section(b)),
  );
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

/** As the server named itself in a run in which it had the users. */
function softwareOf(name: string, runs: readonly PairRun[]): string {
  const target = runs.find(({ server, report }) => server === name && report !== undefined)?.report?.target;
  return target === undefined ? '' : `${target.software} ${target.version}`.trim();
}
