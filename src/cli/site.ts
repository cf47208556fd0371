// A server that answers, accounts on it, and the way back: all that a run opens and must close.

import process from 'node:process';
import { type Accounts, createAccounts, type Provision } from '../accounts/accounts.ts';
import { type Journal, openJournal } from '../accounts/journal.ts';
import type { Connect, RunningTarget } from '../model.ts';
import { externalTarget } from '../target/external.ts';
import { launchTarget } from '../target/launch.ts';
import type { Software } from '../target/launched-target.ts';
import { createConnect, openStream } from '../xmpp/connect.ts';
import type { RunArguments } from './options.ts';
import { journalDirectory } from './paths.ts';
import type { TargetChoice } from './target-choice.ts';

export interface Site {
  readonly target: RunningTarget & { installed?(): Promise<Software> };
  readonly accounts: Accounts;
  readonly connect: Connect;
  /** Gives accounts back, stops what was launched. Never rejects. */
  close(): Promise<void>;
}

interface SiteContext {
  readonly signal: AbortSignal;
  readonly toolVersion: string;
}

/** Launches or reaches the target and prepares the lending of accounts. Rejects with a message for people. */
export async function openSite(choice: TargetChoice, args: RunArguments, context: SiteContext): Promise<Site> {
  const journal = openJournal(journalDirectory(process.env), process.pid);
  const { target, provision } = await openTarget(choice, journal, context);
  const connect = createConnect(target.address);
  const accounts = createAccounts({
    address: target.address,
    special: target.special,
    disposable: choice.kind === 'managed',
    timeoutMs: args.timeout,
    provision,
    connect,
    openStream,
    journal,
  });
  const close = async () => {
    await accounts.close();
    await target.stop();
    journal.close();
  };
  return { target, accounts, connect, close };
}

type Opened = Pick<Site, 'target'> & { readonly provision: Provision };

async function openTarget(choice: TargetChoice, journal: Journal, context: SiteContext): Promise<Opened> {
  if (choice.kind === 'external') {
    return { target: externalTarget(choice.url, choice.options), provision: choice.provision };
  }
  const target = await launchTarget(choice.name, {
    ...(choice.domain === undefined ? {} : { domain: choice.domain }),
    ...context,
    onDirectory: (path) => journal.directoryCreated(path),
    onDirectoryRemoved: (path) => journal.directoryRemoved(path),
  });
  const { admin } = target;
  return { target, provision: choice.provision === 'admin' ? { kind: 'admin', admin } : { kind: 'in-band' } };
}
