// Replaces a file as a whole: a process that ends meanwhile leaves the old file or the new one, never a part.

import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

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
