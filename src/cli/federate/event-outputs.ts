// The page, the data and the text of an event, and those of an earlier one.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Language } from '../../model/language.ts';
import type { Requirement } from '../../model/standard.ts';
import { federationHtml } from '../../report/federation/federation-html.ts';
import { federationText } from '../../report/federation/federation-text.ts';
import { createPaint } from '../../report/text/paint.ts';
import type { CountedReport } from '../../results/counted-report-schema.ts';
import { type Federation, federationOf, hasVerdict } from '../../results/federation.ts';
import { type FederationFile, federationFileText, readFederation, reportPath } from '../../results/federation-file.ts';
import { countOutcomes } from '../../results/outcomes.ts';
import { requirementsIn } from '../../results/own-requirements.ts';
import type { Pair, PairRun } from '../../results/pair-run.ts';
import { readCounted } from '../../results/report-file.ts';
import { reportError } from '../../wording/report-mistakes.ts';
import { openFile } from '../files/open-file.ts';

export interface OutputArguments {
  readonly server: readonly string[];
  readonly cases: readonly string[];
  /** Directory of the page and of the reports. */
  readonly output: string;
  readonly lang: Language;
  /** Keeps the complete runs that the directory has. */
  readonly resume: boolean;
  /** Directory of an earlier event, to compare with; undefined: what the directory of this one holds. */
  readonly since: string | undefined;
  /** Name of the event. */
  readonly title: string | undefined;
}

interface EventOutputs {
  /** Writes the page and the data; `left`: runs that are still to come. */
  page(played: readonly KeptRun[], left: number): void;
  /** Writes the text. */
  text(played: readonly KeptRun[]): void;
}

/** Where the text goes. */
interface TextOutput {
  readonly color: boolean;
  write(text: string): void;
}

/** Where the grid is shown. Throws `UsageError` when the page cannot be written, or there is no earlier event to compare with. */
export function openOutputs(
  args: OutputArguments & TextOutput,
  catalogue: ReadonlyMap<string, Requirement>,
): EventOutputs {
  const { server: servers, lang, output, title, cases } = args;
  const [file, data] = [join(output, 'index.html'), gridFile(output)];
  const before = eventBefore(args, catalogue);
  for (const path of [file, data]) openFile(path);
  const shown = (played: readonly KeptRun[], left: number) => {
    const runs = played.map(({ run }) => run);
    const reports = runs.flatMap(({ report }) => report ?? []);
    const requirements = requirementsIn(reports, catalogue);
    return { grid: federationOf(servers, runs, requirements, { title, left, before }), look: { lang, requirements } };
  };
  return {
    page: (played: readonly KeptRun[], left: number) => {
      const { grid, look } = shown(played, left);
      openFile(file)(federationHtml(grid, look));
      const runs = played.map(({ run, code }) => ({ ...run, code }));
      openFile(data)(federationFileText(servers, runs, { title, cases: [...cases] }));
    },
    text: (played: readonly KeptRun[]) => {
      const { grid, look } = shown(played, 0);
      const text = federationText(grid, { ...look, paint: createPaint(args.color) });
      args.write(`${text}\n${file}\n`);
    },
  };
}

/** The event to compare with: that of `--since`, else the one that the directory holds and that this command replaces. */
function eventBefore({ since, resume, output }: OutputArguments, requirements: ReadonlyMap<string, Requirement>) {
  if (since !== undefined) return earlierEvent(since, requirements);
  return resume || !existsSync(gridFile(output)) ? undefined : earlierEvent(output, requirements);
}

/** The file of the grid in the directory of an event. */
const gridFile = (directory: string): string => join(directory, 'index.json');

/** A run of an earlier command, with its exit code; null: a signal ended it. */
interface KeptRun {
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
function earlierEvent(path: string, requirements: ReadonlyMap<string, Requirement>): Federation {
  const file = existsSync(gridFile(path)) ? gridFile(path) : path;
  const grid = readFederation(file);
  if (grid === undefined) throw reportError('noEvent', path);
  const runs = grid.pairs.map((played): PairRun => ({ ...played, report: reportOf(dirname(file), played) }));
  return federationOf(grid.servers, runs, requirements);
}
