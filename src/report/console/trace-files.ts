// The trace of each case in a file of its own, cases that passed included.

import type { Reporter, ReporterSetup, RunEvent } from '../../model/event.ts';
import { createTrace } from './trace.ts';

/** Characters of a part of a path: what file systems allow is some 255 bytes. */
const MAX_PART = 120;

/** Each stanza in full, with setup and fences. */
const WHOLE = { trace: true, verbosity: 2, color: false, columns: undefined };

/** Appends to a file of this name below the directory of the traces; the first text of a run replaces the file. */
export type WriteTrace = (name: string, text: string) => void;

/** Writes every look at a case when it has ended. */
export function createTraceFiles(setup: ReporterSetup, write: WriteTrace): Reporter {
  let trace: ((event: RunEvent) => void) | undefined;
  let name = '';
  const files = createNames();
  return {
    on(event) {
      if (event.type === 'run-started') {
        const whole = { ...setup, ...WHOLE };
        // With several jobs nothing is written before a look has ended.
        trace = createTrace(whole, { ...event.info, jobs: 2 }, (text) => write(name, text));
      }
      if ('result' in event) name = files(event.result.case.id);
      trace?.(event);
    },
  };
}

/** Names of files by id. Two ids get two names, also where case does not count. */
function createNames(): (id: string) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  return (id) => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const plain = traceName(id);
    const name = taken.has(plain.toLowerCase()) ? `${plain}-${names.size + 1}` : plain;
    taken.add(name.toLowerCase());
    names.set(id, name);
    return name;
  };
}

/** `rfc6121/2.3.3/refused[duplicate-group]`: a slash in brackets makes no directory, and no part leads out of it. */
function traceName(id: string): string {
  const row = id.indexOf('[');
  const [path, inBrackets] = row === -1 ? [id, ''] : [id.slice(0, row), id.slice(row)];
  const parts = (path + inBrackets.replaceAll('/', '~')).split('/');
  return parts
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}._,=~[\]-]/gu, '-')
        .replace(/^\.+$/, '-')
        .slice(0, MAX_PART),
    )
    .join('/');
}
