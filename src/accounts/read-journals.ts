// Journals that dead runs left behind.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalEvent, type JournalledAccount, journalEvent } from './journal-event.ts';

/** The journal of one dead run: what it left to remove. */
export interface LeftJournal {
  /** Path of the journal file. */
  readonly file: string;
  readonly accounts: readonly JournalledAccount[];
  readonly directories: readonly string[];
}

/** Reads the journals in `dir` whose processes are not alive. A missing directory holds no journals. */
export function readJournals(dir: string, { alive }: { alive(pid: number): boolean }): readonly LeftJournal[] {
  return filesIn(dir).flatMap((name) => {
    const pid = /^(\d+)-[0-9a-f]+\.jsonl$/.exec(name)?.[1];
    return pid === undefined || alive(Number(pid)) ? [] : [readJournal(join(dir, name))];
  });
}

function filesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readJournal(file: string): LeftJournal {
  const accounts = new Map<string, JournalledAccount>();
  const directories = new Set<string>();
  for (const event of readFileSync(file, 'utf8').split('\n').flatMap(readLine)) {
    if (event.event === 'account-created') accounts.set(event.account.jid, event);
    else if (event.event === 'account-removed') accounts.delete(event.jid);
    else if (event.event === 'directory-created') directories.add(event.path);
    else directories.delete(event.path);
  }
  return { file, accounts: [...accounts.values()], directories: [...directories] };
}

/** A line cut short by a kill is skipped: its account was not made yet. */
function readLine(line: string): readonly JournalEvent[] {
  try {
    const { data } = journalEvent.safeParse(JSON.parse(line));
    return data === undefined ? [] : [data];
  } catch {
    return [];
  }
}
