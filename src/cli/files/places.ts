// Which arguments of a command lead to scenario files, and which select cases.

import { type Stats, statSync } from 'node:fs';
import { features } from '../../spec/features.ts';
import { elsewhere, SECTION } from '../../spec/sections.ts';
import { usageErrorFrom } from '../../wording/usage.ts';

/**
 * Whether an argument is a file or a directory of scenarios, and no selector: it ends in `.yaml`, begins as a path does (`./2.3`), or a
 * directory has this name. The name of a section, a topology or a feature is a selector.
 */
export function isPlace(word: string): boolean {
  if (word.endsWith('.yaml') || /^\.{0,2}\//.test(word)) return true;
  return !hasMeaning(word) && isDirectory(word);
}

const hasMeaning = (word: string): boolean =>
  SECTION.test(word) ||
  elsewhere(word) !== undefined ||
  ['local', 'remote', 'federated', ...features.map(({ name }) => name)].includes(word);

/** Whether a directory has this name. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The places as arguments that are places wherever they stand: a directory ends in `/`. */
export const placeWords = (places: readonly string[]): readonly string[] =>
  places.map((place) => (isDirectory(place) ? place.replace(/\/*$/, '/') : place));

/** Files and directories apart. Throws `UsageError` for a path that leads to neither, or cannot be reached. */
export function kindsOf(paths: readonly string[]): Readonly<Record<'files' | 'directories', readonly string[]>> {
  const found = paths.map((path) => ({ path, isDirectory: statsOf(path).isDirectory() }));
  const [directories, files] = [true, false].map((wanted) =>
    found.filter((one) => one.isDirectory === wanted).map(({ path }) => path),
  ) as [string[], string[]];
  return { files, directories };
}

function statsOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') throw usageErrorFrom(error, 'noSuchFile', path);
    throw code === 'ELOOP' ? usageErrorFrom(error, 'linkLoop', path) : usageErrorFrom(error, 'unreadable', path, code);
  }
}
