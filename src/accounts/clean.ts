// `xmppspec clean`: undoes what dead runs left, as their journals tell.

import { appendFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { Account, Connect } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { Admin } from './admin.ts';
import { runTemplate } from './command.ts';
import { createGate } from './gate.ts';
import { removeInBand } from './in-band-removal.ts';
import type { JournalEvent, JournalledAccount, Removal } from './journal-event.ts';
import { type LeftJournal, readJournals } from './read-journals.ts';

/** A login each, as a run does: enough to hide round trips, not enough to look like an attack. */
const REMOVALS_AT_ONCE = 8;

/** All temporary directories of ours are named so; a damaged journal must not name any other. */
const DIRECTORY_NAME = /^xmppspec-\w+$/;

/** What cleaning needs from outside. */
export interface CleanTools {
  /** Whether a process runs: its journal is its own business. */
  alive(pid: number): boolean;
  connect(address: Address): Connect;
  /** Password of an administrator; undefined when it is not known. */
  adminPassword(jid: string): string | undefined;
  /** Bounds each single wait. */
  readonly timeoutMs: number;
}

/** What was removed, and what was not and why. */
export interface CleanReport {
  readonly accounts: number;
  readonly directories: number;
  /** One sentence for each thing that is still there. */
  readonly problems: readonly string[];
}

/** Removes the accounts and directories that dead runs left. Journals keep what could not be removed. Never rejects for a server's fault. */
export async function cleanJournals(dir: string, tools: CleanTools): Promise<CleanReport> {
  const removers = new Removers(tools);
  const gate = createGate(REMOVALS_AT_ONCE);
  const reports = readJournals(dir, tools).map((left) => cleanOne(left, (entry) => gate(() => removers.remove(entry))));
  const done = await Promise.all(reports);
  await removers.close();
  return {
    accounts: sum(done.map(({ accounts }) => accounts)),
    directories: sum(done.map(({ directories }) => directories)),
    problems: done.flatMap(({ problems }) => problems),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

type RemoveAccount = (entry: JournalledAccount) => Promise<void>;

async function cleanOne(left: LeftJournal, remove: RemoveAccount): Promise<CleanReport> {
  const attempt = async (what: string, event: JournalEvent, job: () => Promise<void>): Promise<readonly string[]> => {
    try {
      await job();
      appendFileSync(left.file, `\n${JSON.stringify(event)}\n`);
      return [];
    } catch (error) {
      return [`${what}: ${error instanceof Error ? error.message : String(error)}`];
    }
  };
  const accounts = await Promise.all(
    left.accounts.map((entry) => {
      const { jid } = entry.account;
      return attempt(jid, { event: 'account-removed', jid }, () => remove(entry));
    }),
  );
  const directories = await Promise.all(
    left.directories.map((path) => attempt(path, { event: 'directory-removed', path }, () => removeDirectory(path))),
  );
  const problems = [...accounts, ...directories].flat();
  if (problems.length === 0) rmSync(left.file, { force: true });
  const count = (results: readonly (readonly string[])[]) => results.filter((result) => result.length === 0).length;
  return { accounts: count(accounts), directories: count(directories), problems };
}

async function removeDirectory(path: string): Promise<void> {
  if (!isAbsolute(path) || !DIRECTORY_NAME.test(basename(path))) {
    throw new Error('expected a directory named xmppspec-..., so it is left alone; remove it by hand');
  }
  await rm(path, { recursive: true, force: true });
}

/** Removes accounts of any kind; administrators' sessions are shared. */
class Removers {
  readonly #tools: CleanTools;
  readonly #admins = new Map<string, Admin>();
  readonly #connects = new Map<string, Connect>();

  constructor(tools: CleanTools) {
    this.#tools = tools;
  }

  async remove({ account, address, removal }: JournalledAccount): Promise<void> {
    const { timeoutMs } = this.#tools;
    const connect = this.#connect(address);
    if (removal.kind === 'in-band') await removeInBand(account, { connect, timeoutMs });
    else if (removal.kind === 'command') await runTemplate(removal.remove, account, timeoutMs);
    else await this.#admin(removal, address).remove(account);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#admins.values()].map((admin) => admin.close()));
  }

  #connect(address: Address): Connect {
    const key = JSON.stringify(address);
    const connect = this.#connects.get(key) ?? this.#tools.connect(address);
    this.#connects.set(key, connect);
    return connect;
  }

  #admin({ admin: jid }: Extract<Removal, { kind: 'admin' }>, address: Address): Admin {
    const key = `${jid} ${JSON.stringify(address)}`;
    const admin =
      this.#admins.get(key) ??
      new Admin(this.#account(jid), { ...this.#tools, address, connect: this.#connect(address) });
    this.#admins.set(key, admin);
    return admin;
  }

  #account(jid: string): Account {
    const password = this.#tools.adminPassword(jid);
    if (password === undefined) throw new Error(`the password of the administrator ${jid} is needed to remove it`);
    return { jid, password };
  }
}
