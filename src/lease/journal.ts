// What a run must remove, on disk, so that `xmppspec clean` can remove it when the run was killed.
// One file for each process, one JSON line for each event. The file is deleted when nothing is left to remove.

import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError, problemOf } from '../wording/problems.ts';
import type { JournalEvent, JournalledAccount } from './journal-event.ts';
import { identityOf } from './journal-owner.ts';

/** Events are written synchronously. Methods throw `ProblemError` when the file cannot be written. */
export interface Journal {
  /** Call before the account may exist. */
  accountCreated(entry: JournalledAccount): void;
  accountRemoved(jid: string): void;
  directoryCreated(path: string): void;
  directoryRemoved(path: string): void;
  /** How many accounts and directories are left to remove. */
  readonly left: number;
  /** Paths of the directories that are left to remove. */
  readonly directories: readonly string[];
  /** Closes the file, which stays when something is left to remove. */
  close(): void;
}

/** Opens the journal of process `pid` in `dir`, which only its owner can enter. Writes nothing before the first event. */
export function openJournal(dir: string, pid: number): Journal {
  return new JournalFile(dir, { pid, name: `${pid}-${randomBytes(4).toString('hex')}.jsonl` });
}

class JournalFile implements Journal {
  readonly #directory: string;
  readonly #path: string;
  readonly #pid: number;
  /** What is left to remove: `account jid`, `directory path`. */
  readonly #left = new Set<string>();
  #file: number | undefined;

  constructor(directory: string, { pid, name }: { readonly pid: number; readonly name: string }) {
    this.#directory = directory;
    this.#path = join(directory, name);
    this.#pid = pid;
  }

  get left(): number {
    return this.#left.size;
  }

  get directories(): readonly string[] {
    const mark = 'directory ';
    return [...this.#left].filter((key) => key.startsWith(mark)).map((key) => key.slice(mark.length));
  }

  accountCreated(entry: JournalledAccount): void {
    this.#add(`account ${entry.account.jid}`, { event: 'account-created', ...entry });
  }

  accountRemoved(jid: string): void {
    this.#remove(`account ${jid}`, { event: 'account-removed', jid });
  }

  directoryCreated(path: string): void {
    this.#add(`directory ${path}`, { event: 'directory-created', path });
  }

  directoryRemoved(path: string): void {
    this.#remove(`directory ${path}`, { event: 'directory-removed', path });
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #add(key: string, event: JournalEvent): void {
    if (this.#left.has(key)) return;
    this.#write(event);
    this.#left.add(key);
  }

  #remove(key: string, event: JournalEvent): void {
    if (!this.#left.delete(key)) return;
    if (this.#left.size > 0) {
      this.#write(event);
      return;
    }
    this.close();
    rmSync(this.#path, { force: true });
  }

  #write(event: JournalEvent): void {
    try {
      this.#file ??= this.#open();
      writeSync(this.#file, lineOf(event));
    } catch (error) {
      throw new ProblemError({ kind: 'journal-not-written', cause: problemOf(error) }, { cause: error });
    }
  }

  #open(): number {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const file = openSync(this.#path, 'a', 0o600);
    const process = identityOf(this.#pid);
    if (process !== undefined) writeSync(file, lineOf({ event: 'journal-opened', process }));
    return file;
  }
}

const lineOf = (event: JournalEvent): string => `${JSON.stringify(event)}\n`;
