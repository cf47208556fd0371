// A file to write: told before a run when it cannot be written, and touched only when there is something to write.

import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../wording/usage-error.ts';

/**
 * Creates the directories around the file; the first write creates or empties it, the next ones append. Throws
 * `UsageError` when it cannot be written, which is tried without changing a file that is there.
 */
export function openFile(path: string): (text: string) => void {
  try {
    tryOut(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot write "${path}": ${why}; choose another path`, { cause: error });
  }
  let file: number | undefined;
  return (text) => {
    file ??= openSync(path, 'w');
    writeSync(file, text);
  };
}

function tryOut(path: string): void {
  makeDirectory(dirname(path));
  const found = statusOf(path);
  if (found?.isDirectory()) throw new Error('it is a directory');
  // A pipe must not be opened and closed: its reader would take that for the end.
  if (found !== undefined) accessSync(path, constants.W_OK);
  else {
    closeSync(openSync(path, 'wx'));
    unlinkSync(path);
  }
}

/** One directory after another: where a file system takes none, `mkdirSync` with `recursive` may never come back. */
function makeDirectory(path: string): void {
  const found = statusOf(path);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new Error(`${path} is no directory`);
  makeDirectory(dirname(path));
  mkdirSync(path);
}

/** What is at the path; undefined where there is nothing, or something that is no directory on the way to it. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
