// Journals that runs left behind.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalEvent, type JournalledAccount, journalEvent } from './journal-event.ts';
import { isOwnerAlive } from './journal-owner.ts';

/** The journal of one run: what it has to remove, or left to remove. */
export interface LeftJournal {
  /** Path of the journal file. */
  readonly file: string;
  readonly pid: number;
  readonly accounts: readonly JournalledAccount[];
  readonly directories: readonly string[];
}

/** Journals by whether their processes still run. */
export interface FoundJournals {
  readonly dead: readonly LeftJournal[];
  readonly running: readonly LeftJournal[];
}

/** Reads the journals in `dir`. A missing directory holds none. `alive` says whether a process with this pid exists. */
export function readJournals(dir: string, { alive }: { alive(pid: number): boolean }): FoundJournals {
  const found = { dead: [] as LeftJournal[], running: [] as LeftJournal[] };
  for (const name of filesIn(dir)) {
    const pid = /^(\d+)-[0-9a-f]+\.jsonl$/.exec(name)?.[1];
    if (pid === undefined) continue;
    const { identity, ...journal } = readJournal(join(dir, name), Number(pid));
    const isRunning = isOwnerAlive({ pid: journal.pid, identity }, alive);
    found[isRunning ? 'running' : 'dead'].push(journal);
  }
  return found;
}

function filesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readJournal(file: string, pid: number) {
  const accounts = new Map<string, JournalledAccount>();
  const directories = new Set<string>();
  let identity: string | undefined;
  for (const event of readFileSync(file, 'utf8').split('\n').flatMap(readLine)) {
    if (event.event === 'account-created') accounts.set(event.account.jid, event);
    else if (event.event === 'account-removed') accounts.delete(event.jid);
    else if (event.event === 'directory-created') directories.add(event.path);
    else if (event.event === 'directory-removed') directories.delete(event.path);
    else identity = event.process;
  }
  const lists = { accounts: [...accounts.values()], directories: [...directories] };
  return { file, pid, ...lists, identity };
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
