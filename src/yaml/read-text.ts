// Text of a file that a user names. It may be a pipe, so its size is not known before it is read.

import { closeSync, openSync, readSync } from 'node:fs';
import { FileTrouble } from '../wording/file-troubles.ts';

/** Bytes that are read at once. */
const CHUNK = 65_536;

/** Reads a file or a pipe. Throws when it cannot be read, holds more than `maxBytes`, or is not UTF-8. */
export function readText(file: string, maxBytes: number): string {
  const bytes = readBytes(file, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileTrouble('notUtf8');
  }
}

function readBytes(file: string, maxBytes: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const length = readSync(descriptor, chunk);
      if (length === 0) return Buffer.concat(chunks);
      size += length;
      if (size > maxBytes) throw new FileTrouble('tooLarge', maxBytes);
      chunks.push(chunk.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
}
