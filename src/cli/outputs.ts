// Opens the reporters that --reporter NAME[=PATH] asks for.

import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Language, Reporter, ReporterSetup } from '../model/event.ts';
import type { Requirement } from '../model/standard.ts';
import { createMultiplexer, type NamedReporter } from '../report/multiplexer.ts';
import { reporterNames, reporters } from '../report/reporters.ts';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { openFile } from './files/open-file.ts';
import { isLive, wantsColor } from './terminal/terminal.ts';

export interface OutputOptions {
  readonly wanted: readonly string[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly trace: boolean;
  readonly verbosity: number;
  readonly lang: Language;
  /** Aborts when the user stops the run. */
  readonly stop: AbortSignal;
  /** Called when a reporter can write no more. */
  readonly onLost: () => void;
}

/** Opens the reporters. Rejects with `UsageError` for an unknown name, a path that cannot be written, or two on one output. */
export async function openReporters(options: OutputOptions): Promise<Reporter> {
  const { wanted } = options;
  // A CI runner finds annotations anywhere in the output, so they may share it with the console text.
  const isBeside = (entry: string) => entry === 'github' && wanted.includes('console');
  const places = wanted.map((entry) => (isBeside(entry) ? entry : placeOf(splitEntry(entry).path)));
  const doubled = places.findIndex((place, index) => places.indexOf(place) !== index);
  if (doubled !== -1) {
    const place = splitEntry(wanted[doubled] ?? '').path ?? STANDARD_OUTPUT;
    throw new UsageError(`two reporters write to ${place}; give one a path of its own`);
  }
  const named: NamedReporter[] = [];
  for (const entry of wanted) named.push({ name: entry, reporter: await openReporter(entry, options) });
  return createMultiplexer(named, (name, error) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`the reporter "${name}" failed and writes no more: ${message}\n`);
    options.onLost();
  });
}

async function openReporter(entry: string, options: OutputOptions): Promise<Reporter> {
  const { name, path } = splitEntry(entry);
  const load = Object.hasOwn(reporters, name) ? reporters[name as keyof typeof reporters] : undefined;
  if (load === undefined) {
    throw new UsageError(
      `unknown reporter "${name}"; expected ${reporterNames.join(', ')}${didYouMean(name, reporterNames)}`,
    );
  }
  const onTerminal = path === undefined;
  const make = await load();
  return make({
    requirements: options.requirements,
    write: path === undefined ? (text) => process.stdout.write(text) : openFile(path),
    ...stepSummary(),
    color: onTerminal && wantsColor(),
    terminal: onTerminal && isLive(process.stdout, process.env),
    // A terminal may be resized during the run. One that does not know its size reports 0.
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

/** The writer of the step summary, if a runner of GitHub Actions names its file. */
function stepSummary(): Pick<ReporterSetup, 'writeSummary'> {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  return file === '' ? {} : { writeSummary: (text) => appendFileSync(file, text) };
}

const STANDARD_OUTPUT = 'standard output';

/** Equal for two paths of one file. */
const placeOf = (path: string | undefined): string => (path === undefined ? STANDARD_OUTPUT : resolve(path));

function splitEntry(entry: string): { name: string; path: string | undefined } {
  const at = entry.indexOf('=');
  if (at !== -1 && at === entry.length - 1) throw new UsageError(`"${entry}": expected a path after "=", got nothing`);
  return at === -1 ? { name: entry, path: undefined } : { name: entry.slice(0, at), path: entry.slice(at + 1) };
}
