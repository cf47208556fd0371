// A site of several servers: their newest reports side by side, older ones as history, and pairs of servers as a grid.

import type { Requirement } from '../model/standard.ts';
import type { ComparedReport } from './compared-schema.ts';
import type { CountedReport } from './counted-report-schema.ts';
import { type Federation, federationOf } from './federation.ts';
import { type HistoryEntry, historyOf } from './history.ts';
import { type Matrix, matrixOf } from './matrix.ts';
import { countOutcomes } from './outcomes.ts';
import type { PairRun } from './pair-run.ts';
import type { ReportFile } from './report-file.ts';
import { type Scoreboard, scoreboardOf } from './scoreboard.ts';

/** Why a report does not compare with the others as it stands. */
export type SiteNote =
  /** It has `cases` of the `all` cases of the suite. */
  | { readonly kind: 'partial'; readonly cases: number; readonly all: number }
  /** The run was stopped before these cases. */
  | { readonly kind: 'stopped'; readonly cases: number }
  /** It has cases that the suite lacks. */
  | { readonly kind: 'strange'; readonly cases: number }
  /** Another version of xmppspec wrote it. */
  | { readonly kind: 'version'; readonly version: string };

/** One server: its newest report, and the verdicts of all its reports. */
export interface SiteInput {
  readonly label: string;
  readonly latest: ReportFile<CountedReport>;
  /** At least the newest. */
  readonly all: readonly ComparedReport[];
}

/** What the reports are measured with. */
export interface Suite {
  /** Version of this program. */
  readonly version: string;
  /** Ids of the cases of a run on one server, and of a run on two. */
  readonly single: ReadonlySet<string>;
  readonly pair: ReadonlySet<string>;
}

export interface SiteServer {
  readonly label: string;
  /** In the order of time; the last is the newest report. */
  readonly history: readonly HistoryEntry[];
  readonly notes: readonly SiteNote[];
  /** Cases that passed, and cases that were not skipped. */
  readonly passed: number;
  readonly ran: number;
}

export interface Site {
  readonly servers: readonly SiteServer[];
  /** The newest reports, in the order of `servers`. */
  readonly matrix: Matrix;
  readonly scoreboard: Scoreboard;
  /** Undefined: no report of a pair. */
  readonly federation: Federation | undefined;
  /** Reports of pairs that do not compare as they stand. */
  readonly pairNotes: readonly { readonly pair: PairRun; readonly notes: readonly SiteNote[] }[];
}

export interface SiteReports {
  readonly servers: readonly SiteInput[];
  /** Names of the servers of the grid, in its order; empty: there is none. */
  readonly grid: readonly string[];
  readonly runs: readonly PairRun[];
}

/** Puts the reports together. The matrix and the scoreboard are those of the newest reports. */
export function siteOf(reports: SiteReports, suite: Suite, requirements: ReadonlyMap<string, Requirement>): Site {
  const { servers, grid, runs } = reports;
  const latest = servers.map((server) => server.latest);
  const names = servers.map(({ label }) => label);
  const pairs = runs.filter(({ server, peer }) => server !== peer);
  return {
    servers: servers.map((server) => serverOf(server, suite)),
    matrix: matrixOf(latest, requirements, names),
    scoreboard: scoreboardOf(
      latest.map(({ report }) => report),
      requirements,
    ),
    federation: grid.length === 0 ? undefined : federationOf(grid, runs, requirements),
    pairNotes: pairs.flatMap((pair) => {
      const notes = pair.report === undefined ? [] : notesOn(pair.report, suite.pair, suite.version);
      return notes.length === 0 ? [] : [{ pair, notes }];
    }),
  };
}

function serverOf({ label, latest: { report }, all }: SiteInput, suite: Suite): SiteServer {
  const { passed, skipped } = countOutcomes(report.results);
  return {
    label,
    history: historyOf(all),
    notes: notesOn(report, suite.single, suite.version),
    passed,
    ran: report.results.length - skipped,
  };
}

function notesOn(report: CountedReport, suite: ReadonlySet<string>, version: string): readonly SiteNote[] {
  const { results, notRun = [], tool } = report;
  const ids = results.map(({ id }) => id);
  const cases = ids.filter((id) => suite.has(id)).length;
  const strange = ids.length - cases;
  return [
    ...(tool.version === version ? [] : [{ kind: 'version' as const, version: tool.version }]),
    ...(notRun.length > 0 ? [{ kind: 'stopped' as const, cases: notRun.length }] : []),
    ...(cases < suite.size ? [{ kind: 'partial' as const, cases, all: suite.size }] : []),
    ...(strange > 0 ? [{ kind: 'strange' as const, cases: strange }] : []),
  ];
}
