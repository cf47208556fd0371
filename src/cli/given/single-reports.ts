// Reports on each server of a pair alone, beside the results of the pair.

import process from 'node:process';
import type { Reporter, RunEvent } from '../../model/event.ts';
import type { RunInfo } from '../../model/run.ts';
import { type Singles, singlesOf, withAlone } from '../../results/alone.ts';
import type { ComparedReport } from '../../results/compared-schema.ts';
import type { ReportFile } from '../../results/report-file.ts';
import { UsageError } from '../../wording/usage-error.ts';

/** The options that a comparison needs. */
interface SingleArguments {
  readonly single?: readonly string[] | undefined;
  readonly peer?: string | undefined;
}

/** The reports of `--single`. Throws `UsageError` with every mistake in them, and where there is no peer. */
export async function readSingles({
  single = [],
  peer,
}: SingleArguments): Promise<readonly ReportFile<ComparedReport>[]> {
  if (single.length === 0) return [];
  if (peer === undefined) throw new UsageError('--single needs --peer: it compares a pair with each server alone');
  const { readVerdicts } = await import('../../results/report-file.ts');
  return readVerdicts(single);
}

/** Adds to each result of the pair those of its row on one server. Says which report is of neither server. */
export function besideSingles(
  reporter: Reporter,
  files: readonly ReportFile<ComparedReport>[],
  info: RunInfo,
): Reporter {
  if (files.length === 0) return reporter;
  const { singles, others } = singlesOf(
    files.map(({ report }) => report),
    info,
  );
  for (const { file, report } of files)
    if (others.includes(report)) process.stderr.write(`--single ${file}: a report on neither server of this pair\n`);
  return { on: (event) => reporter.on(eventBeside(event, singles)) };
}

function eventBeside(event: RunEvent, singles: Singles): RunEvent {
  if (event.type === 'case-finished') return { ...event, result: withAlone(event.result, singles) };
  if (event.type !== 'run-finished') return event;
  return { ...event, results: event.results.map((result) => withAlone(result, singles)) };
}
