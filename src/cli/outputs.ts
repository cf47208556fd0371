// Opens the reporters that --reporter NAME[=PATH] asks for, ours and modules of the user.

import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Language, Reporter, ReporterSetup } from '../model/event.ts';
import type { Requirement } from '../model/standard.ts';
import {
  createMultiplexer,
  loadProgress,
  loadTraceFiles,
  type NamedReporter,
  type ReporterKind,
  reporterNames,
  reporters,
} from '../report/reporters.ts';
import { suggest } from '../wording/suggest.ts';
import { usageError } from '../wording/usage.ts';
import type { CreateReporter } from './api.ts';
import { PROGRESS_WANTED } from './federate/progress-message.ts';
import { makeDirectory, openFile } from './files/open-file.ts';
import { fittedTo, isLive, notices, notify, showNotices, wantsColor } from './terminal/terminal.ts';

export interface OutputOptions {
  readonly wanted: readonly string[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly trace: boolean;
  readonly verbosity: number;
  readonly lang: Language;
  /** Aborts when the user stops the run. */
  readonly stop: AbortSignal;
  /** The directory for a trace of each case; undefined: none is kept. */
  readonly traceDirectory?: string | undefined;
  /** The events are of a run that goes on. */
  readonly showsProgress?: boolean;
  /** Gets the events beside the reporters, and takes the place of the line with the total. */
  readonly listener?: Reporter | undefined;
  /** Something else writes to standard output, which must not be mixed. */
  readonly isOutputTaken?: boolean;
  /** Called when a reporter can write no more. */
  readonly onLost: () => void;
}

/** Opens the reporters. Rejects with `UsageError` for an unknown name, a path that cannot be written, or two on one output. */
export async function openReporters(options: OutputOptions): Promise<Reporter> {
  const { wanted } = options;
  const isBeside = (entry: string) => wanted.includes(kindOf(entry)?.sharesWith ?? '');
  const places = wanted.map((entry) => (isBeside(entry) ? entry : placeOf(splitEntry(entry).path)));
  const doubled = places.findIndex((place, index) => places.indexOf(place) !== index);
  if (doubled !== -1) {
    throw usageError('sharedOutput', splitEntry(wanted[doubled] ?? '').path);
  }
  const named: NamedReporter[] = [];
  for (const entry of wanted) named.push({ name: entry, reporter: await openReporter(entry, options) });
  if (options.listener !== undefined) named.push({ name: 'on', reporter: options.listener });
  else if (!onOutput(wanted).some((entry) => kindOf(entry)?.showsTotal)) named.push(await totalLine(options));
  const live = await openLive(options);
  if (live !== undefined) named.unshift(live);
  if (options.traceDirectory !== undefined) named.push(await openTraces(options.traceDirectory, options));
  if (process.env[PROGRESS_WANTED] !== undefined && process.send !== undefined) {
    const { createProgressReporter } = await import('./federate/progress-message.ts');
    named.push({ name: 'progress', reporter: createProgressReporter((progress) => process.send?.(progress)) });
  }
  return createMultiplexer(named, (name, error) => {
    const message = error instanceof Error ? error.message : String(error);
    notify(notices().reporterFailed(name, message));
    options.onLost();
  });
}

/** The progress on standard error; undefined where standard output is a terminal that shows it, or another process is told. */
async function openLive(options: OutputOptions): Promise<NamedReporter | undefined> {
  const isShown =
    onOutput(options.wanted).some((entry) => kindOf(entry)?.showsProgress) && isLive(process.stdout, process.env);
  if (!options.showsProgress || isShown || process.env[PROGRESS_WANTED] !== undefined) return undefined;
  const make = await loadProgress();
  return { name: 'progress', reporter: make(setupOf(options, process.stderr)) };
}

/** Where no report shows the total, one line does: on standard output, or on standard error where a report is on standard output. */
async function totalLine(options: OutputOptions): Promise<NamedReporter> {
  const { wanted, isOutputTaken = false } = options;
  const isTaken = isOutputTaken || onOutput(wanted).some((entry) => kindOf(entry)?.sharesWith === undefined);
  const { write, ...setup } = setupOf(options, isTaken ? process.stderr : process.stdout);
  const make = await reporters.line.load();
  return { name: 'line', reporter: make({ ...setup, write }) };
}

/** Rejects with `UsageError` where the directory cannot be written. */
async function openTraces(directory: string, options: OutputOptions): Promise<NamedReporter> {
  openFile(join(directory, 'trace'));
  const make = await loadTraceFiles();
  const begun = new Set<string>();
  const reporter = make(setupOf(options, process.stdout), (name, text) => {
    const path = join(directory, `${name}.txt`);
    if (begun.has(path)) return appendFileSync(path, text);
    begun.add(path);
    makeDirectory(dirname(path));
    writeFileSync(path, text);
  });
  return { name: '--trace=all', reporter };
}

async function openReporter(entry: string, options: OutputOptions): Promise<Reporter> {
  const { name, path } = splitEntry(entry);
  const load = isModulePath(name) ? () => loadOwnReporter(name) : kindOf(name)?.load;
  if (load === undefined) {
    throw usageError('unknownReporter', name, reporterNames.join(', '), suggest(name, reporterNames));
  }
  const make = await load();
  return make(setupOf(options, path === undefined ? process.stdout : openFile(path)));
}

/** Whether what an entry of `--reporter` asks for shows the transcripts of cases that passed. */
export const showsPassed = (entry: string): boolean => kindOf(splitEntry(entry).name)?.showsPassed === true;

/** A reporter of ours. */
const kindOf = (name: string): ReporterKind | undefined =>
  Object.hasOwn(reporters, name) ? reporters[name as keyof typeof reporters] : undefined;

/** The entries that write to standard output. */
const onOutput = (wanted: readonly string[]) => wanted.filter((entry) => splitEntry(entry).path === undefined);

type Output = NodeJS.WriteStream | ((text: string) => void);

function setupOf(options: OutputOptions, output: Output): ReporterSetup {
  const isFile = typeof output === 'function';
  return {
    requirements: options.requirements,
    write: isFile ? output : (text) => output.write(fittedTo(output, text)),
    ...stepSummary(),
    color: !isFile && wantsColor(),
    terminal: !isFile && isLive(output, process.env),
    ...(isLive(process.stderr, process.env) && { onNotice: showNotices }),
    // A terminal may be resized during the run. One that does not know its size reports 0.
    get columns() {
      return isFile ? undefined : output.columns || undefined;
    },
    get rows() {
      return isFile ? undefined : output.rows || undefined;
    },
    repositoryPath: repositoryPaths(process.env),
    trace: options.trace,
    verbosity: options.verbosity,
    lang: options.lang,
    stop: options.stop,
  };
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
  if (at !== -1 && at === entry.length - 1) throw usageError('reporterPath', entry);
  return at === -1 ? { name: entry, path: undefined } : { name: entry.slice(0, at), path: entry.slice(at + 1) };
}

/** Whether the name of a reporter is the path of a module: it begins with a dot or a slash, or ends like one. */
const isModulePath = (name: string): boolean => /^\.{0,2}\/|\.[cm]?js$/.test(name);

/** Loads the module. Rejects with `UsageError` where it cannot be loaded, or has no such export. */
async function loadOwnReporter(path: string): Promise<CreateReporter> {
  const loaded: unknown = await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw usageError('reporterModule', path, error instanceof Error ? error.message : String(error));
  });
  const create = (loaded as { readonly default?: unknown }).default;
  if (typeof create !== 'function') throw usageError('reporterExport', path);
  return create as CreateReporter;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Variables with the directory of the checkout: GitHub and Forgejo, GitLab, Jenkins, Woodpecker. */
const ROOTS = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR', 'WORKSPACE', 'CI_WORKSPACE'] as const;

/**
 * Makes the function that returns the path of a file from the root of the repository, with slashes; undefined for a file
 * outside of it or of a package in it. The root is what a CI system names, if the working directory is in it; else the
 * directory with `.git`; else the working directory.
 */
export function repositoryPaths(env: Env, directory = process.cwd()): (file: string) => string | undefined {
  const named = ROOTS.map((name) => env[name]).find(
    (root) => root !== undefined && root !== '' && isIn(directory, root),
  );
  const root = named ?? aboveWith('.git', directory) ?? directory;
  return (file) => {
    const path = resolve(directory, file);
    if (!isIn(path, root)) return undefined;
    const parts = relative(root, path).split(sep);
    return parts.includes('node_modules') ? undefined : parts.join('/');
  };
}

function isIn(path: string, root: string): boolean {
  const below = relative(root, path);
  return !isAbsolute(below) && below.split(sep)[0] !== '..';
}

function aboveWith(name: string, directory: string): string | undefined {
  if (existsSync(join(directory, name))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : aboveWith(name, parent);
}
