// Every server with every other one: what the reports of all ordered pairs show, its score, and what changed since an earlier event.

import type { Requirement } from '../model/standard.ts';
import { type BrokenRule, brokenRules, talliesOf } from './broken-rules.ts';
import { countOutcomes, type OutcomeCounts } from './outcomes.ts';
import type { Obstacle, Pair, PairRun } from './pair-run.ts';

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
        /** Ids of the requirements that its cases decided. */
        readonly decided: ReadonlySet<string>;
        /** Those that it does not meet: see `brokenRules`. */
        readonly rules: readonly BrokenRule[];
      }
    /** No case passed, failed or warned. `file`: the report that says so; undefined: there is none. */
    | { readonly kind: 'blocked'; readonly file: string | undefined; readonly obstacles: readonly Obstacle[] }
    /** The work was stopped before, or every selected case was skipped. */
    | { readonly kind: 'not-run' }
  );

/** A cell with verdicts. */
export type TestedCell = Extract<FederationCell, { kind: 'tested' }>;

/** What stands above the grid. */
export interface FederationHead {
  /** Name of the event; undefined: it has none. */
  readonly title?: string | undefined;
  /** Runs that are still to come; undefined or 0: all are over. */
  readonly left?: number | undefined;
  /** An earlier event, to compare with; undefined: there is none. */
  readonly before?: Federation | undefined;
}

export interface Federation extends FederationHead {
  readonly servers: readonly {
    readonly name: string;
    /** Name and version as the server gives them; empty: not known. */
    readonly software: string;
  }[];
  /** One row a server, whose users the cases are about; one cell in it for each server of contacts. */
  readonly rows: readonly (readonly FederationCell[])[];
  /** When the first run began, as ISO 8601; undefined: there is no report. */
  readonly startedAt: string | undefined;
  /** The versions of xmppspec that wrote the reports. */
  readonly tools: readonly string[];
}

/** Puts the runs into a grid of these servers. A pair without a run is `not-run`. */
export function federationOf(
  servers: readonly string[],
  runs: readonly PairRun[],
  requirements: ReadonlyMap<string, Requirement>,
  head: FederationHead = {},
): Federation {
  const find = (server: string, peer: string) => runs.find((run) => run.server === server && run.peer === peer);
  const singles = new Map(servers.map((name) => [name, talliesOf(find(name, name))]));
  const alone = (server: string, id: string) => singles.get(server)?.get(id)?.verdict;
  const cellOf = (server: string, peer: string): FederationCell => {
    const run = find(server, peer);
    if (run === undefined) return { server, peer, kind: 'not-run' };
    return testedCell(run, brokenRules(run, { alone, requirements }));
  };
  const reports = runs.flatMap(({ report }) => report ?? []);
  return {
    ...head,
    servers: servers.map((name) => ({ name, software: softwareOf(name, runs) })),
    rows: servers.map((server) => servers.map((peer) => cellOf(server, peer))),
    startedAt: reports.map(({ startedAt }) => startedAt).sort()[0],
    tools: [...new Set(reports.map(({ tool }) => tool.version))].sort(),
  };
}

/** All cells, row by row: first the pairs, then the servers alone. */
export function cellsOf({ rows }: Federation): readonly FederationCell[] {
  const cells = rows.flat();
  return [...cells.filter(isPair), ...cells.filter((cell) => !isPair(cell))];
}

/** Whether the cell is about two servers. */
export const isPair = ({ server, peer }: Pair): boolean => server !== peer;

function testedCell(run: PairRun, rules: readonly BrokenRule[]): FederationCell {
  const { server, peer, file, report, obstacles } = run;
  const results = report === undefined ? [] : report.results;
  const outcomes = countOutcomes(results);
  if (!hasVerdict(outcomes)) {
    if (report !== undefined && outcomes.broken === 0) return { server, peer, kind: 'not-run' };
    return { server, peer, kind: 'blocked', file: report === undefined ? undefined : file, obstacles };
  }
  const fresh = results.filter(({ knownFailure }) => knownFailure === undefined);
  const knownFailures = results.length - fresh.length;
  const ran = results.length - outcomes.skipped;
  const decided = new Set(talliesOf(run).keys());
  const counts = { outcomes, fresh: countOutcomes(fresh), ran, knownFailures };
  return { server, peer, kind: 'tested', file, ...counts, decided, rules };
}

/** Whether a case has shown anything of the servers. */
export const hasVerdict = ({ passed, failed, warned }: OutcomeCounts): boolean => passed + failed + warned > 0;

/** As the server named itself in a run in which it had the users. */
function softwareOf(name: string, runs: readonly PairRun[]): string {
  const target = runs.find(({ server, report }) => server === name && report !== undefined)?.report?.target;
  return target === undefined ? '' : `${target.software} ${target.version}`.trim();
}

/** The requirements that a cell and the same cell of an earlier event both decided, and that only one of them meets. */
interface CellChange {
  /** Met now, and not before. */
  readonly better: readonly string[];
  /** Not met now, but before. */
  readonly worse: readonly string[];
}

/** Compares a cell with that of the same servers, by name, in `before`. Undefined: not both have verdicts. */
export function changeOf(cell: FederationCell, before: Federation | undefined): CellChange | undefined {
  const old = before && cellsOf(before).find((other) => isSame(other, cell));
  if (cell.kind !== 'tested' || old?.kind !== 'tested') return undefined;
  const [isBroken, wasBroken] = [brokenIn(cell), brokenIn(old)];
  const both = [...cell.decided].filter((id) => old.decided.has(id));
  return {
    better: both.filter((id) => wasBroken.has(id) && !isBroken.has(id)),
    worse: both.filter((id) => isBroken.has(id) && !wasBroken.has(id)),
  };
}

const brokenIn = ({ rules }: TestedCell): ReadonlySet<string> => new Set(rules.map(({ id }) => id));

const isSame = (one: Pair, other: Pair): boolean => one.server === other.server && one.peer === other.peer;

/** `met` of the `decided` requirements. */
export interface Score {
  readonly met: number;
  readonly decided: number;
}

interface RankedServer extends Score {
  readonly name: string;
  /** 1 for the best; equal for equal shares; undefined: no pair with it was tested. */
  readonly rank: number | undefined;
}

const pairsIn = (federation: Federation): readonly TestedCell[] =>
  cellsOf(federation).filter((cell) => cell.kind === 'tested' && isPair(cell)) as readonly TestedCell[];

/** Of the requirements that were decided in a pair: those that every pair meets. */
export function eventScore(federation: Federation): Score {
  return scoreOf(pairsIn(federation), () => true);
}

/**
 * Each server, the best first. A requirement counts against it if a pair with it does not meet the requirement, unless the
 * other server of that pair is shown to be the one at fault: by the sessions, or because it alone breaks it alone.
 */
export function rankedServers(federation: Federation): readonly RankedServer[] {
  const pairs = pairsIn(federation);
  const scores = federation.servers.map(({ name }) => {
    const own = pairs.filter(({ server, peer }) => server === name || peer === name);
    return { name, ...scoreOf(own, (rule, cell) => isCharged(rule, cell, name)) };
  });
  const ordered = scores.toSorted((a, b) => shareOf(b) - shareOf(a));
  const rankOf = (score: Score) =>
    score.decided === 0 ? undefined : ordered.findIndex((other) => shareOf(other) === shareOf(score)) + 1;
  return ordered.map((score) => ({ ...score, rank: rankOf(score) }));
}

/** From 0 to 1; below 0 where nothing was decided. */
const shareOf = ({ met, decided }: Score): number => (decided === 0 ? -1 : met / decided);

function scoreOf(cells: readonly TestedCell[], counts: (rule: BrokenRule, cell: TestedCell) => boolean): Score {
  const decided = new Set(cells.flatMap((cell) => [...cell.decided]));
  const broken = new Set(cells.flatMap((cell) => cell.rules.filter((rule) => counts(rule, cell)).map(({ id }) => id)));
  return { met: decided.size - broken.size, decided: decided.size };
}

function isCharged({ atFault, alone }: BrokenRule, { server, peer }: TestedCell, name: string): boolean {
  if (alone.includes(name)) return true;
  const [own, others, other] =
    name === server
      ? (['server', ['peer', 'peer-alone'], peer] as const)
      : (['peer', ['server', 'server-alone'], server] as const);
  if (atFault.includes(own) || atFault.includes(`${own}-alone`)) return true;
  const isShown = atFault.length > 0 && atFault.every((who) => (others as readonly string[]).includes(who));
  return !isShown && !alone.includes(other);
}
