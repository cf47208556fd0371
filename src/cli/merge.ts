// Joins the JSON reports of shards, and writes a JSON report by other reporters.

import { resolve } from 'node:path';
import process from 'node:process';
import type { Language } from '../model/event.ts';
import { jsonText } from '../report/json.ts';
import { mergeMistakes, mergeReports } from '../results/merge.ts';
import { eventsOf, type ReadStanza } from '../results/merge-events.ts';
import { readStanza } from '../results/merge-xml.ts';
import { type ReportFile, readReports } from '../results/report-file.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { XmlError } from '../stanza/xml-error.ts';
import { cut, escapeControls } from '../wording/escape-controls.ts';
import { UsageError } from '../wording/usage-error.ts';
import { openFile } from './open-file.ts';
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

/** Enough characters to recognise a stanza. */
const MAX_SHOWN = 60;

/**
 * Writes the joined report: as JSON into `output`, and by every reporter asked for; without either, as JSON to standard
 * output. Throws `UsageError` for files that are no reports, or not parts of one run.
 */
export function mergeFiles({ files, output, wanted, lang }: MergeOptions): void {
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
  const events = wanted.length === 0 ? [] : eventsOf(merged, createReader(reports));
  const reporter = openReporters({ wanted, requirements, lang, ...PLAIN });
  if (output !== undefined) openFile(output)(jsonText(merged));
  else if (wanted.length === 0) process.stdout.write(jsonText(merged));
  for (const event of events) reporter.on(event);
}

/** No run goes on that could be traced or stopped. */
const PLAIN = { trace: false, verbosity: 0, stop: new AbortController().signal };

/** Reads stanzas of these reports. Throws `UsageError` with the name of the file for a text that is no element. */
function createReader(reports: readonly ReportFile[]): ReadStanza {
  const owners = new Map(reports.flatMap(({ file, report }) => report.results.map(({ id }) => [id, file])));
  return (text, id) => {
    try {
      return readStanza(text);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      const stray = reports.find(({ report }) => report.unclaimedStanzas.includes(text))?.file ?? '';
      const [file, where] = id === undefined ? [stray, 'unclaimedStanzas'] : [owners.get(id) ?? '', id];
      const shown = [where, cut(text, MAX_SHOWN), error.message].map(escapeControls);
      throw new UsageError(`${file}: ${shown[0]}: expected an element as XML, got ${shown[1]}: ${shown[2]}`);
    }
  };
}
