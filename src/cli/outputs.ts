// NAME[=PATH] to reporters that write somewhere.

import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { supportsColor } from 'chalk';
import type { Language, Reporter, Requirement } from '../model.ts';
import { createMultiplexer } from '../report/multiplexer.ts';
import { reporterNames, reporters } from '../report/reporters.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { UsageError } from './errors.ts';

export interface OutputOptions {
  readonly wanted: readonly string[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly trace: boolean;
  readonly lang: Language;
}

/** Makes the reporters. Throws `UsageError` for an unknown name, a path that cannot be written, or two on one output. */
export function openReporters(options: OutputOptions): Reporter {
  const paths = options.wanted.map((entry) => splitEntry(entry).path ?? '');
  const doubled = paths.find((path, index) => paths.indexOf(path) !== index);
  if (doubled !== undefined) {
    throw new UsageError(
      `two reporters write to ${doubled === '' ? 'standard output' : doubled}; give one a path of its own`,
    );
  }
  const named = options.wanted.map((entry) => ({ name: entry, reporter: openReporter(entry, options) }));
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
    color: onTerminal && wantsColor(),
    terminal: onTerminal && process.stdout.isTTY === true,
    trace: options.trace,
    lang: options.lang,
  });
}

function splitEntry(entry: string): { name: string; path: string | undefined } {
  const at = entry.indexOf('=');
  return at === -1 ? { name: entry, path: undefined } : { name: entry.slice(0, at), path: entry.slice(at + 1) };
}

/** NO_COLOR (no-color.org) wins over everything chalk looks at. */
export function wantsColor(): boolean {
  return (process.env['NO_COLOR'] ?? '') === '' && supportsColor !== false;
}

function openFile(path: string): (text: string) => void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'w');
    return (text) => void writeSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write "${path}": ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
