// NAME[=PATH] to reporters that write somewhere.

import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Language, Reporter, ReporterSetup } from '../model/event.ts';
import type { Requirement } from '../model/standard.ts';
import { createMultiplexer } from '../report/multiplexer.ts';
import { reporterNames, reporters } from '../report/reporters.ts';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { openFile } from './open-file.ts';
import { isLive, wantsColor } from './terminal.ts';

export interface OutputOptions {
  readonly wanted: readonly string[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly trace: boolean;
  readonly verbosity: number;
  readonly lang: Language;
  /** Aborted when the user stops the run. */
  readonly stop: AbortSignal;
}

/** Makes the reporters. Throws `UsageError` for an unknown name, a path that cannot be written, or two on one output. */
export function openReporters(options: OutputOptions): Reporter {
  const { wanted } = options;
  // A runner reads annotations wherever they stand, so that they may come with the text for people.
  const isBeside = (entry: string) => entry === 'github' && wanted.includes('console');
  const places = wanted.map((entry) => (isBeside(entry) ? entry : placeOf(splitEntry(entry).path)));
  const doubled = places.findIndex((place, index) => places.indexOf(place) !== index);
  if (doubled !== -1) {
    const place = splitEntry(wanted[doubled] ?? '').path ?? STANDARD_OUTPUT;
    throw new UsageError(`two reporters write to ${place}; give one a path of its own`);
  }
  const named = wanted.map((entry) => ({ name: entry, reporter: openReporter(entry, options) }));
  return createMultiplexer(named, (name, error) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`the reporter "${name}" failed and is left out: ${message}\n`);
  });
}

function openReporter(entry: string, options: OutputOptions): Reporter {
  const { name, path } = splitEntry(entry);
  const make = Object.hasOwn(reporters, name) ? reporters[name as keyof typeof reporters] : undefined;
  if (make === undefined) {
    throw new UsageError(
      `unknown reporter "${name}"; expected ${reporterNames.join(', ')}${didYouMean(name, reporterNames)}`,
    );
  }
  const onTerminal = path === undefined;
  return make({
    requirements: options.requirements,
    write: path === undefined ? (text) => process.stdout.write(text) : openFile(path),
    ...stepSummary(),
    color: onTerminal && wantsColor(),
    terminal: onTerminal && isLive(process.stdout, process.env),
    // A terminal may be resized while the run goes on; one that does not know its size says 0.
    get columns() {
      return onTerminal ? process.stdout.columns || undefined : undefined;
    },
    get rows() {
      return onTerminal ? process.stdout.rows || undefined : undefined;
    },
    trace: options.trace,
    verbosity: options.verbosity,
    lang: options.lang,
    stop: options.stop,
  });
}

/** Where a runner of GitHub Actions names the file, and nowhere else, there is a summary to write to. */
function stepSummary(): Pick<ReporterSetup, 'writeSummary'> {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  return file === '' ? {} : { writeSummary: (text) => appendFileSync(file, text) };
}

const STANDARD_OUTPUT = 'standard output';

/** The same for two paths of one file. */
const placeOf = (path: string | undefined): string => (path === undefined ? STANDARD_OUTPUT : resolve(path));

function splitEntry(entry: string): { name: string; path: string | undefined } {
  const at = entry.indexOf('=');
  if (at !== -1 && at === entry.length - 1) throw new UsageError(`"${entry}": expected a path after "=", got nothing`);
  return at === -1 ? { name: entry, path: undefined } : { name: entry.slice(0, at), path: entry.slice(at + 1) };
}
