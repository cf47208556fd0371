// The log of a server: what it writes, line by line, without the secrets of the run.

import { closeSync, openSync, writeSync } from 'node:fs';
import { hideSecrets } from '../../wording/secrets.ts';

/** Lines that a message about a server shows: enough for an error of its configuration and what led to it. */
const TAIL_LINES = 15;

/** A line that has not ended is written when it is this long, so that memory stays bounded. */
const MAX_LINE = 65_536;

/** The content of the elements of a SASL login (RFC 6120 6.4, XEP-0388), as a server at its most talkative logs them. */
const SASL = /(<(?:auth|response|initial-response)\b[^>]*>)[^<]+/g;

export interface ServerLog {
  write(text: string): void;
  /** Writes what is left, and closes the file. Returns why not all could be written, if so. */
  close(): string | undefined;
  readonly tail: readonly string[];
}

/** Replaces the file. Throws where it cannot be made. */
export function openLog(path: string, secrets: readonly string[]): ServerLog {
  const file = openSync(path, 'w', 0o600);
  const tail: string[] = [];
  let begun = '';
  let problem: string | undefined;
  const writeLine = (line: string) => {
    const shown = hideSecrets(line, secrets).replaceAll(SASL, '$1(hidden)');
    tail.push(shown);
    if (tail.length > TAIL_LINES) tail.shift();
    try {
      writeSync(file, `${shown}\n`);
    } catch (error) {
      // The server goes on when the disk is full.
      problem ??= error instanceof Error ? error.message : String(error);
    }
  };
  return {
    tail,
    write(text) {
      const lines = (begun + text).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) writeLine(line);
      if (begun.length < MAX_LINE) return;
      writeLine(begun);
      begun = '';
    },
    close() {
      if (begun !== '') writeLine(begun);
      begun = '';
      closeSync(file);
      return problem;
    },
  };
}
