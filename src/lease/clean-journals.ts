// `xmppspec clean`: removes what the journals of dead runs list.

import { appendFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { Account, Connect } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import type { StreamOpener } from '../xmpp/connect.ts';
import { AdminProvider } from './admin-provider.ts';
import { runTemplate } from './command-provider.ts';
import { InBandProvider } from './in-band-provider.ts';
import type { JournalEvent, JournalledAccount, Removal } from './journal-event.ts';
import type { Leftover } from './leftover-text.ts';
import { limitConcurrency } from './limit-concurrency.ts';
import { IN_A_ROW, REQUESTS_AT_ONCE } from './numbers.ts';
import { type LeftJournal, readJournals } from './read-journals.ts';

/** The names of our temporary directories. A damaged journal must not have any other directory removed. */
const DIRECTORY_NAME = /^xmppspec-\w+$/;

/** What cleaning needs from its caller. */
export interface CleanTools {
  /** Whether a process with this pid exists. The journal of one that runs is left alone. */
  alive(pid: number): boolean;
  connect(address: Address): Connect;
  readonly openStream: StreamOpener;
  /** The password of an administrator; undefined when it is not known. */
  adminPassword(jid: string): string | undefined;
  /** Timeout of each wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** How many accounts and directories were removed, and which were not. */
interface Cleaned {
  readonly accounts: number;
  readonly directories: number;
  readonly leftovers: readonly Leftover[];
}

export interface CleanReport extends Cleaned {
  /** Journals that were left alone, because their runs go on. */
  readonly running: readonly LeftJournal[];
}

/** Removes the accounts and directories that dead runs left. What could not be removed stays in its journal. Rejects where it cannot be read. */
export async function cleanJournals(dir: string, tools: CleanTools): Promise<CleanReport> {
  const removers = new Removers(tools);
  const runLimited = limitConcurrency(REQUESTS_AT_ONCE);
  const remove: RemoveAccount = (entry) => runLimited(() => removers.remove(entry));
  const { dead, running } = readJournals(dir, tools);
  const done = await Promise.all(dead.map((left) => cleanOne(left, remove)));
  await removers.close();
  return {
    accounts: sum(done.map(({ accounts }) => accounts)),
    directories: sum(done.map(({ directories }) => directories)),
    leftovers: done.flatMap(({ leftovers }) => leftovers),
    running,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

type RemoveAccount = (entry: JournalledAccount) => Promise<void>;

async function cleanOne(left: LeftJournal, remove: RemoveAccount): Promise<Cleaned> {
  const attempt = async (name: string, event: JournalEvent, job: () => Promise<void>): Promise<readonly Leftover[]> => {
    try {
      await job();
      appendFileSync(left.file, `\n${JSON.stringify(event)}\n`);
      return [];
    } catch (error) {
      return [{ name, problem: problemOf(error) }];
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
  const leftovers = [...accounts, ...directories].flat();
  if (leftovers.length === 0) rmSync(left.file, { force: true });
  const count = (results: readonly (readonly Leftover[])[]) => results.filter((result) => result.length === 0).length;
  return { accounts: count(accounts), directories: count(directories), leftovers };
}

function isUnanswered(error: unknown): boolean {
  const problem = problemOf(error);
  return isExpired(error) || ('cause' in problem && isExpired(new ProblemError(problem.cause)));
}

async function removeDirectory(path: string): Promise<void> {
  if (!isAbsolute(path) || !DIRECTORY_NAME.test(basename(path))) {
    throw new ProblemError({ kind: 'directory-not-ours' });
  }
  await rm(path, { recursive: true, force: true });
}

/** Removes accounts in each of the three ways. Removals by one administrator share a session. */
class Removers {
  readonly #tools: CleanTools;
  readonly #admins = new Map<string, AdminProvider>();
  /** By server: what the last removals in a row failed with. */
  readonly #unanswered = new Map<string, readonly unknown[]>();
  readonly #inBand = new Map<string, InBandProvider>();
  readonly #connects = new Map<string, Connect>();

  constructor(tools: CleanTools) {
    this.#tools = tools;
  }

  /** Rejects when the account may still exist, and at once where the server has stopped answering. */
  async remove(entry: JournalledAccount): Promise<void> {
    const server = JSON.stringify(entry.address);
    const unanswered = this.#unanswered.get(server) ?? [];
    if (unanswered.length >= IN_A_ROW) throw unanswered[0];
    try {
      await this.#remove(entry);
      this.#unanswered.delete(server);
    } catch (error) {
      if (isUnanswered(error)) this.#unanswered.set(server, [...(this.#unanswered.get(server) ?? []), error]);
      throw error;
    }
  }

  async #remove({ account, address, removal }: JournalledAccount): Promise<void> {
    const { timeoutMs } = this.#tools;
    if (removal.kind === 'in-band') await this.#registered(address).remove(account);
    else if (removal.kind === 'command') await runTemplate(removal.remove, account, { timeoutMs });
    else await this.#admin(removal, address).remove(account);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#admins.values(), ...this.#inBand.values()].map((provider) => provider.close()));
  }

  #registered(address: Address): InBandProvider {
    const key = JSON.stringify(address);
    const tools = { ...this.#tools, address, connect: this.#connect(address) };
    // What it removes was registered in band.
    const provider = this.#inBand.get(key) ?? new InBandProvider(tools, { isAskedFor: true });
    this.#inBand.set(key, provider);
    return provider;
  }

  #connect(address: Address): Connect {
    const key = JSON.stringify(address);
    const connect = this.#connects.get(key) ?? this.#tools.connect(address);
    this.#connects.set(key, connect);
    return connect;
  }

  #admin({ admin: jid }: Extract<Removal, { kind: 'admin' }>, address: Address): AdminProvider {
    const key = `${jid} ${JSON.stringify(address)}`;
    const admin =
      this.#admins.get(key) ??
      new AdminProvider(this.#account(jid), { ...this.#tools, address, connect: this.#connect(address) });
    this.#admins.set(key, admin);
    return admin;
  }

  #account(jid: string): Account {
    const password = this.#tools.adminPassword(jid);
    if (password === undefined) throw new ProblemError({ kind: 'admin-password-unknown', admin: jid });
    return { jid, password };
  }
}
