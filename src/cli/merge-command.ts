// `xmppspec merge`: the reports of shards, joined to one, or one report in another form or language.

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
import { localeLanguage } from './locale.ts';
import { openFile } from './open-file.ts';
import { openReporters } from './outputs.ts';

export interface MergeArguments {
  readonly file: readonly string[];
  readonly output: string | undefined;
  readonly reporter: readonly string[] | undefined;
  readonly lang: Language | undefined;
}

/** Characters of a stanza that tell which one is meant. */
const MAX_TOLD = 60;

/**
 * Writes the report: as JSON into `output`, and by every reporter asked for; without either, as JSON to standard output.
 * Throws `UsageError` for files that are no reports, or not parts of one run.
 */
export function mergeCommand({ file: files, output, reporter: wanted = [], lang }: MergeArguments): void {
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
  const reporter = openReporters({ wanted, requirements, lang: lang ?? localeLanguage(process.env), ...PLAIN });
  if (output !== undefined) openFile(output)(jsonText(merged));
  else if (wanted.length === 0) process.stdout.write(jsonText(merged));
  for (const event of events) reporter.on(event);
}

/** There is nothing to follow and nothing to stop. */
const PLAIN = { trace: false, verbosity: 0, stop: new AbortController().signal };

/** Reads stanzas of these reports. A text that is none is wrong use, told with the name of its file. */
function createReader(reports: readonly ReportFile[]): ReadStanza {
  const owners = new Map(reports.flatMap(({ file, report }) => report.results.map(({ id }) => [id, file])));
  return (text, id) => {
    try {
      return readStanza(text);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      const stray = reports.find(({ report }) => report.unclaimedStanzas.includes(text))?.file ?? '';
      const [file, where] = id === undefined ? [stray, 'unclaimedStanzas'] : [owners.get(id) ?? '', id];
      const told = [where, cut(text, MAX_TOLD), error.message].map(escapeControls);
      throw new UsageError(`${file}: ${told[0]}: expected an element as XML, got ${told[1]}: ${told[2]}`);
    }
  };
}
