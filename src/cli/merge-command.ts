// `xmppspec merge`: the reports of shards, joined to one.

import { stdout } from 'node:process';
import { jsonText } from '../report/json.ts';
import { mergeMistakes, mergeReports } from '../report/merge.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from './errors.ts';
import { openFile } from './outputs.ts';
import { readReports } from './report-file.ts';

export interface MergeArguments {
  readonly file: readonly string[];
  readonly output: string | undefined;
}

/** Writes one report. Throws `UsageError` for files that are no reports, or not parts of one run. */
export function mergeCommand({ file: files, output }: MergeArguments): void {
  const reports = readReports(files);
  const mistakes = mergeMistakes(reports);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  const merged = mergeReports(
    reports.map(({ report }) => report),
    loadRequirements(),
  );
  const write = output === undefined ? (text: string) => stdout.write(text) : openFile(output);
  write(jsonText(merged));
}
