// Reports on each server of a pair alone, beside the results of the pair.

import type { Reporter, RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { singlesOf, withAlone } from '../../results/alone.ts';
import type { SingleReport } from '../../results/compared-schema.ts';
import type { ReportFile } from '../../results/report-file.ts';
import { serverNamesOf, withServers } from '../../results/report-read.ts';
import { usageError } from '../../wording/usage.ts';
import { notices, notify } from '../terminal/terminal.ts';

/** The options that a comparison needs. */
interface SingleArguments {
  readonly single?: readonly string[] | undefined;
  readonly peer?: string | undefined;
}

/** The reports of `--single`. Throws `UsageError` with every mistake in them, and where there is no peer. */
export async function readSingles({
  single = [],
  peer,
}: SingleArguments): Promise<readonly ReportFile<SingleReport>[]> {
  if (single.length === 0) return [];
  if (peer === undefined) throw usageError('singleNeedsPeer');
  const { readSingleReports } = await import('../../results/report-file.ts');
  return readSingleReports(single);
}

/** Adds to each result of the pair the names of the servers, and the results of its row on one server. Says which report is of neither. */
export function besideSingles(reporter: Reporter, files: readonly ReportFile<SingleReport>[], info: RunInfo): Reporter {
  if (info.peer === undefined) return reporter;
  const { singles, others } = singlesOf(
    files.map(({ report }) => report),
    info,
  );
  for (const { file, report } of files) if (others.includes(report)) notify(notices().strangeSingle(file));
  const servers = serverNamesOf(info);
  const beside = (result: CaseResult) => withServers(files.length === 0 ? result : withAlone(result, singles), servers);
  return { on: (event) => reporter.on(eventBeside(event, beside)) };
}

function eventBeside(event: RunEvent, beside: (result: CaseResult) => CaseResult): RunEvent {
  if (event.type === 'case-finished') return { ...event, result: beside(event.result) };
  return event.type === 'run-finished' ? { ...event, results: event.results.map(beside) } : event;
}
