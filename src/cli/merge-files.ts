// Joins the JSON reports of shards, and writes a JSON report by other reporters.

import { resolve } from 'node:path';
import process from 'node:process';
import type { Language } from '../model/event.ts';
import { writeReport } from '../report/json.ts';
import { mergeMistakes, mergeReports } from '../results/merge.ts';
import { requirementsIn } from '../results/own-requirements.ts';
import { readReports } from '../results/report-file.ts';
import { eventsOf, resultOf } from '../results/report-read.ts';
import type { Report } from '../results/report-schema.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { joined } from '../wording/texts.ts';
import { UsageError, usageError } from '../wording/usage.ts';
import type { ExitCode } from './ending/exit-code.ts';
import { explainedRun } from './ending/exit-note.ts';
import { openFile } from './files/open-file.ts';
import { openReporters } from './outputs.ts';

interface MergeOptions {
  /** JSON reports, at least one. */
  readonly files: readonly string[];
  /** File for the JSON. */
  readonly output: string | undefined;
  /** Reporters as NAME[=PATH]. */
  readonly wanted: readonly string[];
  readonly lang: Language;
  /** How often --verbose was given. */
  readonly verbosity: number;
}

/**
 * Writes the joined report: as JSON into `output`, and by every reporter asked for; without either, as JSON to standard
 * output. Resolves with the exit code that one run with these results would have had. Rejects with `UsageError` for files
 * that are no reports, or not parts of one run.
 */
export async function mergeFiles({ files, output, wanted, lang, verbosity }: MergeOptions): Promise<ExitCode> {
  const paths = wanted.filter((entry) => entry.includes('=')).map((entry) => entry.slice(entry.indexOf('=') + 1));
  if (output !== undefined && paths.some((path) => resolve(path) === resolve(output))) {
    throw usageError('mergeOutput', output);
  }
  const reports = readReports(files);
  const mistakes = mergeMistakes(reports);
  if (mistakes.length > 0) throw new UsageError(joined(mistakes, '\n'));
  const parts = reports.map(({ report }) => report);
  const requirements = requirementsIn(parts, loadRequirements());
  const merged = mergeReports(parts, requirements);
  const printsJson = output === undefined && wanted.length === 0;
  const reporter = await openReporters({ wanted, requirements, lang, verbosity, ...PLAIN, isOutputTaken: printsJson });
  if (output !== undefined) writeReport(merged, openFile(output));
  else if (printsJson) writeReport(merged, (text) => process.stdout.write(text));
  for (const event of eventsOf(merged)) reporter.on(event);
  return exitOf(merged);
}

/** A run with cases that did not run ends with the exit code of a signal, or is inconclusive. */
function exitOf({ results, staleBaseline, strict, failOnSkipped, notRun, rerun }: Report): ExitCode {
  const end = { results: results.map(resultOf), staleBaseline, strict, failOnSkipped };
  return explainedRun({ ...end, ...(notRun !== undefined && { notRun: notRun.length }) }, { rerun });
}

/** No run goes on that could be traced or stopped. */
const PLAIN = {
  trace: false,
  stop: new AbortController().signal,
  onLost: () => {
    throw usageError('reportIncomplete');
  },
};
