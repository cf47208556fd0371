// Writes files of the user, and replaces one only when the new text is complete.

import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
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

/**
 * What the file system says where a file can perhaps be written and not be replaced: its directory is read-only, it is mounted
 * by itself, or it has another owner.
 */
const IRREPLACEABLE: readonly (string | undefined)[] = ['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV', 'EEXIST'];

/**
 * Writes the text beside the file and renames it. Links stay, and so do owner and permissions. A pipe, and a file that cannot
 * be replaced, are written in place. Throws what the file system throws.
 */
export function replaceFile(path: string, text: string): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const file = old === undefined ? path : realpathSync(path);
  try {
    if (old?.isFile() === false) writeFileSync(path, text);
    else writeBeside(file, text, old);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (old === undefined || !IRREPLACEABLE.includes(code)) throw error;
    writeFileSync(file, text);
  }
}

function writeBeside(file: string, text: string, old: Stats | undefined): void {
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}`);
  const opened = openSync(beside, 'wx');
  try {
    try {
      if (old !== undefined) fchownSync(opened, old.uid, old.gid);
      if (old !== undefined) fchmodSync(opened, old.mode);
      writeFileSync(opened, text);
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
