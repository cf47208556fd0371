// A server that answers, accounts on it, and the way back: all that a run opens and must close.

import process from 'node:process';
import { type Accounts, createAccounts, type Provision } from '../accounts/accounts.ts';
import { type Journal, openJournal } from '../accounts/journal.ts';
import type { Connect, RemoteDomain, RunningTarget } from '../model.ts';
import { externalTarget } from '../target/external.ts';
import { launchTarget } from '../target/launch.ts';
import type { Software } from '../target/launched-target.ts';
import { createConnect, openStream } from '../xmpp/connect.ts';
import { connectComponent } from '../xmpp/remote-domain.ts';
import { retrying } from '../xmpp/retrying.ts';
import { UsageError } from './errors.ts';
import { isKnown, SiteError } from './known-errors.ts';
import type { RunArguments } from './options.ts';
import { journalDirectory } from './paths.ts';
import type { TargetChoice } from './target-choice.ts';

export interface Site {
  readonly target: RunningTarget & { installed?(): Promise<Software> };
  readonly accounts: Accounts;
  readonly connect: Connect;
  /** The remote domain, where a component plays one. */
  readonly remote: RemoteDomain | undefined;
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
  const undo: (() => Promise<void> | void)[] = [() => journal.close()];
  const close = async () => {
    for (const step of undo.reverse()) await step();
    if (journal.left > 0) process.stderr.write(`${journal.left} accounts or directories stay; see xmppspec clean\n`);
  };
  try {
    const { target, provision } = await openTarget(choice, journal, context);
    undo.push(() => target.stop());
    const { timeout: timeoutMs } = args;
    const component = choice.kind === 'external' ? choice.component : target.component;
    const remote = component === undefined ? undefined : await connectComponent(component, { timeoutMs });
    if (remote !== undefined) undo.push(() => remote.close());
    const { loginRetries = 0 } = target;
    const connect = retrying(createConnect(target.address), loginRetries);
    const { address, special } = target;
    const disposable = choice.kind === 'managed';
    const reach = {
      address,
      special,
      disposable,
      timeoutMs,
      provision,
      connect,
      openStream: retrying(openStream, loginRetries),
      journal,
    };
    const accounts = createAccounts(reach);
    undo.push(() => accounts.close());
    return { target, accounts, connect, remote, close };
  } catch (error) {
    await close();
    throw isKnown(error)
      ? error
      : new SiteError(error instanceof Error ? error.message : String(error), { cause: error });
  }
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
  if (choice.provision === 'in-band') return { target, provision: { kind: 'in-band' } };
  if (admin !== undefined) return { target, provision: { kind: 'admin', admin } };
  await target.stop();
  throw new UsageError(`${choice.name} has no administrator who may add accounts; use --provision in-band`);
}
