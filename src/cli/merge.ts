// Joins the JSON reports of shards, and writes a JSON report by other reporters.

import { resolve } from 'node:path';
import process from 'node:process';
import type { Language } from '../model/event.ts';
import { writeReport } from '../report/json.ts';
import { mergeMistakes, mergeReports } from '../results/merge.ts';
import { readReports } from '../results/report-file.ts';
import { eventsOf, resultOf } from '../results/report-read.ts';
import type { Report } from '../results/report-schema.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage-error.ts';
import { EXIT, type ExitCode, runExit } from './exit-code.ts';
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
}

/**
 * Writes the joined report: as JSON into `output`, and by every reporter asked for; without either, as JSON to standard
 * output. Resolves with the exit code that one run with these results would have had. Rejects with `UsageError` for files
 * that are no reports, or not parts of one run.
 */
export async function mergeFiles({ files, output, wanted, lang }: MergeOptions): Promise<ExitCode> {
  const paths = wanted.filter((entry) => entry.includes('=')).map((entry) => entry.slice(entry.indexOf('=') + 1));
  if (output !== undefined && paths.some((path) => resolve(path) === resolve(output))) {
    throw new UsageError(`-o and a reporter write to ${output}; give one a path of its own`);
  }
  const reports = readReports(files);
  const mistakes = mergeMistakes(reports);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  const requirements = loadRequirements();
  const merged = mergeReports(
    reports.map(({ report }) => report),
    requirements,
  );
  const reporter = await openReporters({ wanted, requirements, lang, ...PLAIN });
  if (output !== undefined) writeReport(merged, openFile(output));
  else if (wanted.length === 0) writeReport(merged, (text) => process.stdout.write(text));
  for (const event of wanted.length === 0 ? [] : eventsOf(merged)) reporter.on(event);
  return exitOf(merged);
}

/** A run with cases that did not run ends with the exit code of a signal, or is inconclusive. */
function exitOf({ results, staleBaseline, target: { features }, strict, notRun }: Report): ExitCode {
  const { code } = runExit({ results: results.map(resultOf), staleBaseline, features, strict });
  return code === EXIT.ok && notRun !== undefined ? EXIT.inconclusive : code;
}

/** No run goes on that could be traced or stopped. */
const PLAIN = {
  trace: false,
  verbosity: 0,
  stop: new AbortController().signal,
  onLost: () => {
    throw new UsageError('a report is incomplete; choose another path');
  },
};
