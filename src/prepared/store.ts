// Data that the build computes from files of the package, so that the program starts fast. Each entry is stored under the
// digest of everything it was computed from: an entry that is out of date is never found. The source tree has no
// entries: tests compute everything.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** The JSON value stored under a digest; undefined if there is none. */
export type Store = (digest: string) => unknown;

/** The digest of texts: the first 16 hexadecimal digits of SHA-256. More would not be compressed, and 64 bits tell apart what a build sees. */
export function digestOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, DIGITS);
}

/** Name of the file of a store, in the directory of this module. */
export const storeFile = (name: string): string => `${name}.prepared`;

/** Opens the store of that name. It is empty where the build made none. */
export const openStore = (name: string): Store => readStore(contentOf(name));

/** The digest in a store with one entry; empty where the build made none. */
export const soleDigestOf = (name: string): string => contentOf(name).toString('latin1', 0, DIGITS);

function contentOf(name: string): Buffer {
  const file = new URL(storeFile(name), import.meta.url);
  return existsSync(file) ? brotliDecompressSync(readFileSync(file)) : Buffer.alloc(0);
}

/** Reads the content of a store. */
export function readStore(content: Buffer): Store {
  const entries = new Map(linesOf(content).map((line) => [line.toString('latin1', 0, DIGITS), line]));
  return (digest) => {
    const line = entries.get(digest);
    return line === undefined ? undefined : JSON.parse(line.toString('utf8', DIGITS));
  };
}

/** The content of a store as `readStore` reads it. */
export function storeText(entries: readonly (readonly [digest: string, value: unknown])[]): string {
  return entries.map(([digest, value]) => `${digest}${JSON.stringify(value)}\n`).join('');
}

/**
 * The content of a store as its file holds it: it is a third smaller in the package than with plain text, which npm compresses less well.
 * Quality 9 takes a quarter of a second for the largest store; 11 takes 14 s, and saves a tenth. To inflate it takes some 20 ms.
 */
export function storeFileContent(text: string): Buffer {
  const { BROTLI_PARAM_LGWIN: window, BROTLI_PARAM_QUALITY: quality } = constants;
  return brotliCompressSync(text, { params: { [window]: 24, [quality]: 11 } });
}

/** Hexadecimal digits of a digest. */
const DIGITS = 16;

const LINE_END = 10;

function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** A function that makes the value at its first call, and returns the same value from then on. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
