// Finds scenario files, reads them and joins their cases.

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Basic, Case, Need } from '../model/case.ts';
import type { Mistake, Place } from '../model/place.ts';
import { formatMistake, sortMistakes } from '../yaml/mistakes.ts';
import { isBasic } from './basics.ts';
import type { PreparedCases } from './prepared-cases.ts';
import type { Origin, ParsedScenario } from './scenario.ts';
import type { Standards } from './scope.ts';

/** 1 MiB: about a thousand times the size of a scenario. Guards against files given by mistake. */
const MAX_FILE_BYTES = 1_048_576;

export interface LoadOptions {
  /** Directories with scenario files at any depth. Ids are paths below them. */
  readonly roots: readonly string[];
  /** Single files. The id of a file outside the roots is its folder and its name. */
  readonly files: readonly string[];
  /** What files that are not prepared refer to. */
  readonly standards: () => Standards;
  /** Saves the work for files that are as the build found them. */
  readonly prepared?: PreparedCases | undefined;
}

export interface Loaded {
  /** The cases of all files without mistakes, by file. */
  readonly cases: readonly Case[];
  /** All mistakes of all files, by file and line. */
  readonly mistakes: readonly Mistake[];
  /** What is probably a mistake, in the same order. */
  readonly warnings: readonly Mistake[];
}

/** Reads all scenario files. Unreadable and wrong files are reported as mistakes, not thrown. */
export async function loadScenarios(options: LoadOptions): Promise<Loaded> {
  const { files, mistakes: unreadable } = readScenarios(options);
  const scenarios = await casesOf(files, options);
  const cases = scenarios.flatMap((scenario) => scenario.cases);
  const mistakes = [
    ...unreadable,
    ...scenarios.flatMap((scenario) => scenario.mistakes),
    ...duplicateIds(cases),
    ...duplicateFeatures(scenarios),
  ];
  const warnings = sortMistakes(scenarios.flatMap((scenario) => scenario.warnings));
  return { cases: linkNeeds(cases, scenarios), mistakes: sortMistakes(mistakes), warnings };
}

/** Most runs have prepared scenarios alone: the reader of scenarios is loaded for others. */
async function casesOf(files: readonly ScenarioText[], options: LoadOptions): Promise<readonly ParsedScenario[]> {
  const found = files.map(({ text, origin }) => ({ text, origin, parsed: options.prepared?.(text, origin) }));
  if (found.every(({ parsed }) => parsed !== undefined)) return found.flatMap(({ parsed }) => parsed ?? []);
  const { parseScenario } = await import('./scenario.ts');
  const standards = options.standards();
  return found.map(({ text, origin, parsed }) => parsed ?? parseScenario(text, origin, standards));
}

/** The text of a scenario file. */
interface ScenarioText {
  readonly text: string;
  readonly origin: Origin;
}

/** Reads the texts of all scenario files, and reports those that cannot be read. */
export function readScenarios({ roots, files: given }: Pick<LoadOptions, 'roots' | 'files'>): {
  readonly files: readonly ScenarioText[];
  readonly mistakes: readonly Mistake[];
} {
  const found = roots.map(findFiles);
  const paths = [...found.flatMap(({ files }) => files), ...given.map((file) => ({ file, id: idOf(file, roots) }))];
  const read = distinct(paths).map(readScenario);
  return {
    files: read.filter((entry) => 'text' in entry),
    mistakes: [...found.flatMap(({ mistakes }) => mistakes), ...read.filter((entry) => 'message' in entry)],
  };
}

interface ScenarioPath {
  readonly file: string;
  readonly id: string;
}

interface Found {
  readonly files: readonly ScenarioPath[];
  readonly mistakes: readonly Mistake[];
}

function findFiles(root: string): Found {
  try {
    const { names, links } = walk(root);
    const files = names.filter((name) => name.endsWith('.yaml'));
    const misnamed = names.filter((name) => name.endsWith('.yml'));
    const mistakes = [
      ...misnamed.map((name) => atTop(join(root, name), 'expected a file name that ends in .yaml; rename it')),
      ...links.map((name) => atTop(join(root, name), 'the link leads to a directory that is read already; remove it')),
    ];
    const isEmpty = files.length + mistakes.length === 0;
    return {
      files: files.map((name) => ({ file: join(root, name), id: withoutExtension(name) })),
      mistakes: isEmpty ? [atTop(root, 'expected scenario files (.yaml) in this directory, got none')] : mistakes,
    };
  } catch (error) {
    return { files: [], mistakes: [atTop(root, unreadable(error, 'directory'))] };
  }
}

interface Walked {
  /** Paths of files below the root, sorted. */
  readonly names: readonly string[];
  /** Paths of links to directories that the walk has already met. To follow them could take for ever. */
  readonly links: readonly string[];
}

/** Walks through a directory and the directories that links in it lead to. Throws the error of the file system. */
function walk(root: string): Walked {
  const [names, links, met]: [string[], string[], Set<string>] = [[], [], new Set()];
  const visit = (below: string): void => {
    const real = realpathSync(join(root, below));
    if (met.has(real)) return void links.push(below);
    met.add(real);
    for (const entry of readdirSync(real, { withFileTypes: true })) {
      const name = join(below, entry.name);
      const isDirectory = entry.isDirectory() || (entry.isSymbolicLink() && leadsToDirectory(join(real, entry.name)));
      if (isDirectory) visit(name);
      // A directory with the name of a scenario is a mistake.
      if (!isDirectory || name.endsWith('.yaml')) names.push(name);
    }
  };
  visit('');
  return { names: names.sort(), links };
}

function leadsToDirectory(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    return false;
  }
}

/** Removes files that are named twice. */
function distinct(files: readonly ScenarioPath[]): readonly ScenarioPath[] {
  const byPath = new Map<string, ScenarioPath>();
  for (const entry of files) {
    const path = resolve(entry.file);
    if (!byPath.has(path)) byPath.set(path, entry);
  }
  return [...byPath.values()];
}

function idOf(file: string, roots: readonly string[]): string {
  for (const root of roots) {
    const below = relative(root, file);
    if (!below.startsWith('..') && resolve(root, below) === resolve(file)) return withoutExtension(below);
  }
  return withoutExtension(join(basename(dirname(resolve(file))), basename(file)));
}

const withoutExtension = (path: string): string =>
  path
    .split(sep)
    .join('/')
    .replace(/\.ya?ml$/, '');

function readScenario({ file, id }: ScenarioPath): ScenarioText | Mistake {
  const text = readText(file);
  return typeof text === 'string' ? { text, origin: { file, id, section: basename(dirname(resolve(file))) } } : text;
}

function readText(file: string): string | Mistake {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return atTop(file, 'expected a file, got something else');
    if (stats.size > MAX_FILE_BYTES)
      return atTop(file, `expected a file of at most ${MAX_FILE_BYTES} bytes, got ${stats.size}`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    return atTop(file, error instanceof TypeError ? 'not UTF-8; save the file as UTF-8' : unreadable(error, 'file'));
  }
}

const atTop = (file: string, message: string): Mistake => ({ place: { file, line: 1, col: 1 }, message });

function unreadable(error: unknown, what: 'file' | 'directory'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT') return `no such ${what}`;
  return code === 'ELOOP' ? 'the link leads to itself; remove it' : `the ${what} cannot be read (${code})`;
}

function duplicateIds(cases: readonly Case[]): readonly Mistake[] {
  const first = new Map<string, Place>();
  return cases.flatMap(({ id, place }) => {
    const earlier = first.get(id);
    first.set(id, earlier ?? place);
    return earlier === undefined ? [] : [{ place, message: `duplicate case id ${id}; already at ${where(earlier)}` }];
  });
}

function duplicateFeatures(scenarios: readonly ParsedScenario[]): readonly Mistake[] {
  const first = new Map<string, Place>();
  return scenarios.flatMap(({ establishes }) => {
    if (establishes === undefined || isBasic(establishes.feature)) return [];
    const { feature, place } = establishes;
    const earlier = first.get(feature);
    first.set(feature, earlier ?? place);
    return earlier === undefined
      ? []
      : [{ place, message: `"${feature}" is already established at ${where(earlier)}; keep one` }];
  });
}

const where = (place: Place): string => formatMistake({ place, message: '' }).trim();

/**
 * Adds to each need the case that reports the absence of the feature, and to cases that report a basic, which one. The cases
 * were made for this call: they are completed in place, because a copy would read their steps.
 */
function linkNeeds(cases: readonly Case[], scenarios: readonly ParsedScenario[]): readonly Case[] {
  const established = scenarios.flatMap(({ establishes, cases: [first] }) =>
    establishes && first ? [[establishes.feature, first.id] as const] : [],
  );
  const reporters = new Map(established);
  const basics = new Map(established.flatMap(([name, id]) => (isBasic(name) ? [[id, name] as const] : [])));
  const linked = ({ feature }: Need): Need => {
    const reportedBy = reporters.get(feature);
    return reportedBy === undefined ? { feature } : { feature, reportedBy };
  };
  for (const entry of cases) Object.assign(entry, withBasic(basics.get(entry.id)), { needs: entry.needs.map(linked) });
  return cases;
}

const withBasic = (establishes: Basic | undefined): Pick<Case, 'establishes'> =>
  establishes === undefined ? {} : { establishes };
