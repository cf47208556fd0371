// Files to write. A file that cannot be written is refused before a run, and an old one is kept until the first write.

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
import { gzipSync } from 'node:zlib';
import type { Texts } from '../../model/language.ts';
import { FileTrouble, fileTrouble, troubleOf } from '../../wording/file-troubles.ts';
import { usageErrorFrom } from '../../wording/usage.ts';

/**
 * Creates the directories of the file. The first write creates or truncates the file, further ones append. A file whose name
 * ends with `.gz` is compressed (RFC 1952), each write by itself, and `.json.gz` holds no indentation. Throws `UsageError` when the file cannot be written; checking
 * that changes no existing file.
 */
export function openFile(path: string): (text: string) => void {
  try {
    tryOut(path);
  } catch (error) {
    throw usageErrorFrom(error, 'cannotWrite', path, writingTrouble(error));
  }
  let file: number | undefined;
  const isPacked = path.endsWith('.gz');
  // Strings in JSON hold no line break.
  const dense = (text: string) => (path.endsWith('.json.gz') ? text.replace(/\n +/g, '\n') : text);
  return (text) => {
    file ??= openSync(path, 'w');
    if (isPacked) writeAll(file, gzipSync(dense(text), { level: 9 }));
    else writeSync(file, text);
  };
}

/** Where a file is to be made, only a directory can be missing. */
const writingTrouble = (error: unknown): Texts =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? fileTrouble('absentDirectory') : troubleOf(error);

/** A write of bytes may be cut short. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function tryOut(path: string): void {
  makeDirectory(dirname(path));
  const found = statusOf(path);
  if (found?.isDirectory()) throw new FileTrouble('isDirectory');
  // A pipe must not be opened and closed: its reader would see the end.
  if (found !== undefined) accessSync(path, constants.W_OK);
  else {
    closeSync(openSync(path, 'wx'));
    unlinkSync(path);
  }
}

/** Creates one directory after another: `mkdirSync` with `recursive` may not return on a file system that refuses. */
export function makeDirectory(path: string): void {
  const found = statusOf(path);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new FileTrouble('isNoDirectory', path);
  makeDirectory(dirname(path));
  mkdirSync(path);
}

/** The status of the path; undefined if nothing is there, or if a part of the path is not a directory. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
