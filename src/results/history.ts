// The reports of one server over time: totals of each, and what changed from one to the next.

import type { ComparedReport } from './compared-schema.ts';
import { diffReports, type RequirementChange } from './diff.ts';
import { countOutcomes, type OutcomeCounts } from './outcomes.ts';

/** What changed since the report before, over the cases that both have. */
export interface Changes {
  readonly worse: readonly RequirementChange[];
  readonly better: readonly RequirementChange[];
  readonly casesWorse: readonly string[];
  readonly casesBetter: readonly string[];
  /** Cases that only this report has, and that only the one before has: the suite or the selection differs. */
  readonly added: number;
  readonly gone: number;
}

export interface HistoryEntry {
  readonly startedAt: string;
  /** Name and version as the server gives them; empty: not known. */
  readonly software: string;
  /** Version of xmppspec; undefined: the report does not say it. */
  readonly tool: string | undefined;
  readonly cases: number;
  readonly outcomes: OutcomeCounts;
  /** Failed or warned cases that the baseline excuses. */
  readonly knownFailures: number;
  /** Absent: the first report. */
  readonly changes?: Changes;
}

/** The entries in the order of time. */
export function historyOf(reports: readonly ComparedReport[]): readonly HistoryEntry[] {
  const inOrder = [...reports].sort(byTime);
  return inOrder.map((report, at): HistoryEntry => {
    const before = inOrder[at - 1];
    const { startedAt, target, tool, results } = report;
    return {
      startedAt,
      software: `${target.software} ${target.version}`.trim(),
      tool: tool?.version,
      cases: results.length,
      outcomes: countOutcomes(results),
      knownFailures: results.filter(({ knownFailure }) => knownFailure !== undefined).length,
      ...(before !== undefined && { changes: changesBetween(before, report) }),
    };
  });
}

/** Orders reports by the time at which their runs began. */
export const byTime = (a: Pick<ComparedReport, 'startedAt'>, b: Pick<ComparedReport, 'startedAt'>): number =>
  Date.parse(a.startedAt) - Date.parse(b.startedAt);

function changesBetween(before: ComparedReport, after: ComparedReport): Changes {
  const { requirements, cases } = diffReports(before, after);
  const idsOf = (wanted: string) => cases.filter(({ change }) => change === wanted).map(({ id }) => id);
  return {
    worse: requirements.filter(({ change }) => change === 'worse'),
    better: requirements.filter(({ change }) => change === 'better'),
    casesWorse: idsOf('worse'),
    casesBetter: idsOf('better'),
    added: idsOf('new').length,
    gone: idsOf('gone').length,
  };
}
