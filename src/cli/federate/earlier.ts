// What is on the disk of an event: the runs that need not be made again, and the grid to compare with.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Requirement } from '../../model/standard.ts';
import type { CountedReport } from '../../results/counted-report-schema.ts';
import { type Federation, federationOf, hasVerdict } from '../../results/federation.ts';
import { type FederationFile, readFederation, reportPath } from '../../results/federation-file.ts';
import { countOutcomes } from '../../results/outcomes.ts';
import type { Pair, PairRun } from '../../results/pair-run.ts';
import { readCounted } from '../../results/report-file.ts';
import { reportError } from '../../wording/report-mistakes.ts';

/** The file of the grid in the directory of an event. */
export const gridFile = (directory: string): string => join(directory, 'index.json');

/** A run of an earlier command, with its exit code; null: a signal ended it. */
export interface KeptRun {
  readonly run: PairRun;
  readonly code: number | null;
}

type PlayedPair = FederationFile['pairs'][number];

function reportOf(directory: string, { file }: PlayedPair): CountedReport | undefined {
  const path = reportPath(directory, file);
  return existsSync(path) ? readCounted([path])[0]?.report : undefined;
}

/**
 * The runs of these pairs that are complete: made by this version for the same cases, not stopped, with verdicts. Throws
 * `UsageError` where the event in the directory is of other cases.
 */
export function completeRuns(
  directory: string,
  pairs: readonly Pair[],
  { cases, version }: { readonly cases: readonly string[]; readonly version: string },
): readonly KeptRun[] {
  const path = gridFile(directory);
  const grid = existsSync(path) ? readFederation(path) : undefined;
  if (grid === undefined) return [];
  if (grid.cases?.join('\n') !== cases.join('\n')) throw reportError('resumeOther', directory, cases.join(' '));
  return grid.pairs.flatMap((played): readonly KeptRun[] => {
    const { server, peer, file, obstacles, code } = played;
    if (!pairs.some((pair) => pair.server === server && pair.peer === peer)) return [];
    const report = reportOf(directory, played);
    const isComplete =
      report !== undefined &&
      report.tool.version === version &&
      (report.notRun ?? []).length === 0 &&
      hasVerdict(countOutcomes(report.results));
    return isComplete && code !== undefined ? [{ run: { server, peer, file, report, obstacles }, code }] : [];
  });
}

/** The grid of an earlier event: a directory of `federate`, or the grid in it. Throws `UsageError` where there is none. */
export function earlierEvent(path: string, requirements: ReadonlyMap<string, Requirement>): Federation {
  const file = existsSync(gridFile(path)) ? gridFile(path) : path;
  const grid = readFederation(file);
  if (grid === undefined) throw reportError('noEvent', path);
  const runs = grid.pairs.map((played): PairRun => ({ ...played, report: reportOf(dirname(file), played) }));
  return federationOf(grid.servers, runs, requirements);
}
