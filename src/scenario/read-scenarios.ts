// Finds scenario files and reads their texts.

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Texts } from '../model/language.ts';
import type { Mistake } from '../model/place.ts';
import { REQUIREMENTS_FILE, SUITE_FILE } from '../suite/suite.ts';
import { fileTrouble } from '../wording/file-troubles.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import type { Origin } from './scenario.ts';

/** 1 MiB: about a thousand times the size of a scenario. Guards against files given by mistake. */
const MAX_FILE_BYTES = 1_048_576;

/** The text of a scenario file. */
export interface ScenarioText {
  readonly text: string;
  readonly origin: Origin;
  /** The suite folder that it is in; the id is the path below it. Absent: none. */
  readonly suite?: string;
}

/** Where scenario files are. */
export interface ScenarioPlaces {
  /** Directories with scenario files at any depth. Ids are paths below them. */
  readonly roots: readonly string[];
  /** Single files. The id of a file outside the roots is its folder and its name. */
  readonly files: readonly string[];
}

/** Reads the texts of all scenario files, and reports those that cannot be read. */
export function readScenarios({ roots, files: given }: ScenarioPlaces): {
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
  readonly suite?: string;
}

interface Found {
  readonly files: readonly ScenarioPath[];
  readonly mistakes: readonly Mistake[];
}

function findFiles(root: string): Found {
  try {
    const { names, links } = walk(root);
    const suites = names.filter((name) => basename(name) === SUITE_FILE).map((name) => dirname(name));
    const isOfSuite = (name: string) =>
      [SUITE_FILE, REQUIREMENTS_FILE].includes(basename(name)) && suites.includes(dirname(name));
    const files = names.filter((name) => name.endsWith('.yaml') && !isOfSuite(name));
    const misnamed = names.filter((name) => name.endsWith('.yml'));
    const mistakes = [
      ...misnamed.map((name) => atTop(join(root, name), scenarioMistake('otherEnding'))),
      ...links.map((name) => atTop(join(root, name), scenarioMistake('linkBack'))),
    ];
    const isEmpty = files.length + mistakes.length === 0;
    return {
      files: files.map((name) => ({ file: join(root, name), ...below(name, suites, root) })),
      mistakes: isEmpty ? [atTop(root, scenarioMistake('noFiles'))] : mistakes,
    };
  } catch (error) {
    return { files: [], mistakes: [atTop(root, unreadable(error, 'directory'))] };
  }
}

/** The id of a file: its path below the innermost suite that it is in, or below the root. */
function below(name: string, suites: readonly string[], root: string): Omit<ScenarioPath, 'file'> {
  const around = suites.filter((suite) => !relative(suite, name).startsWith('..'));
  const [suite] = around.sort((a, b) => b.length - a.length);
  if (suite === undefined) return { id: withoutExtension(name) };
  return { id: withoutExtension(relative(suite, name)), suite: join(root, suite) };
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

function readScenario({ file, id, suite }: ScenarioPath): ScenarioText | Mistake {
  const text = readText(file);
  if (typeof text !== 'string') return text;
  const origin = { file, id, section: basename(dirname(resolve(file))) };
  return { text, origin, ...(suite !== undefined && { suite }) };
}

function readText(file: string): string | Mistake {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return atTop(file, scenarioMistake('noFile'));
    if (stats.size > MAX_FILE_BYTES) return atTop(file, scenarioMistake('fileTooLarge', MAX_FILE_BYTES, stats.size));
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    return atTop(file, error instanceof TypeError ? fileTrouble('notUtf8') : unreadable(error, 'file'));
  }
}

const atTop = (file: string, message: Texts): Mistake => ({ place: { file, line: 1, col: 1 }, message });

function unreadable(error: unknown, what: 'file' | 'directory'): Texts {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT') return fileTrouble(what === 'file' ? 'absent' : 'absentDirectory');
  if (code === 'ELOOP') return scenarioMistake('removeLink', fileTrouble('linkLoop'));
  return scenarioMistake(what === 'file' ? 'fileUnreadable' : 'directoryUnreadable', code);
}
