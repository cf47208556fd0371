// A server that answers, accounts on it, and the way back: all that a run opens and must close.

import process from 'node:process';
import { type Accounts, createAccounts, type Provision } from '../accounts/accounts.ts';
import { type Journal, openJournal } from '../accounts/journal.ts';
import type { Connect } from '../model/session.ts';
import type { ComponentAddress, RemoteDomain, RunningTarget } from '../model/target.ts';
import type { Fault } from '../reference/fault.ts';
import { externalTarget } from '../target/external-target.ts';
import { launchTarget } from '../target/launch-target.ts';
import type { Software } from '../target/launched-target.ts';
import { UsageError } from '../wording/usage-error.ts';
import { createConnect, openStream } from '../xmpp/connect.ts';
import { connectComponent } from '../xmpp/remote-domain.ts';
import { isBroken, isKnown, SiteError } from './known-errors.ts';
import { journalDirectory } from './paths.ts';
import type { TargetChoice } from './target-choice.ts';

/** A server that answers, and what must be undone in the end. */
export interface Ground {
  readonly target: RunningTarget & { installed?(): Promise<Software> };
  readonly provision: Provision;
  /** The server is launched for this run and thrown away after it. */
  readonly isDisposable: boolean;
  /** Where a component can play a remote domain. */
  readonly component: ComponentAddress | undefined;
  readonly connect: Connect;
  readonly openStream: typeof openStream;
  readonly journal: Journal;
  /** Prepares the lending of accounts, all of which `close` takes back. */
  accounts(): Accounts;
  /** Undone first, because opened last. */
  onClose(undo: () => Promise<void> | void): void;
  /** Gives accounts back, stops what was launched. Never rejects. */
  close(): Promise<void>;
}

export interface Site {
  readonly target: Ground['target'];
  readonly accounts: Accounts;
  readonly connect: Connect;
  /** The remote domain, where a component plays one. */
  readonly remote: RemoteDomain | undefined;
  /** Gives accounts back, stops what was launched. Never rejects. */
  close(): Promise<void>;
}

interface SiteContext {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly toolVersion: string;
  /** For a mutant of the reference server. */
  readonly fault?: Fault;
}

/** However short the waits of a run are: without the component there is no run, and the machine may be busy. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Launches or reaches the target and prepares the lending of accounts. Rejects with a message for people. */
export async function openSite(choice: TargetChoice, context: SiteContext): Promise<Site> {
  const ground = await openGround(choice, context);
  const { target, component, connect, close } = ground;
  try {
    const timeoutMs = Math.max(context.timeoutMs, HANDSHAKE_TIMEOUT_MS);
    const remote = component === undefined ? undefined : await connectComponent(component, { ...context, timeoutMs });
    if (remote !== undefined) ground.onClose(() => remote.close());
    return { target, accounts: ground.accounts(), connect, remote, close };
  } catch (error) {
    await close();
    throw asSiteError(error);
  }
}

/** Launches the target, or takes note of where it is. Rejects with a message for people; nothing is left behind then. */
export async function openGround(choice: TargetChoice, context: SiteContext): Promise<Ground> {
  const journal = openJournal(journalDirectory(process.env), process.pid);
  const undo: (() => Promise<void> | void)[] = [() => journal.close()];
  const close = async () => {
    for (const step of undo.reverse()) await step();
    if (journal.left > 0) process.stderr.write(`${journal.left} accounts or directories stay; see xmppspec clean\n`);
  };
  try {
    const { target, provision } = await openTarget(choice, journal, context);
    undo.push(() => target.stop());
    const { address, special } = target;
    const isDisposable = choice.kind === 'managed';
    const reach = {
      ...{ address, special, provision, journal, timeoutMs: context.timeoutMs },
      disposable: isDisposable,
      connect: createConnect(address),
      openStream,
    };
    return {
      ...{ target, provision, isDisposable, journal, connect: reach.connect, openStream: reach.openStream, close },
      component: choice.kind === 'external' ? choice.component : target.component,
      accounts: () => {
        const accounts = createAccounts(reach);
        undo.push(() => accounts.close());
        return accounts;
      },
      onClose: (step) => void undo.push(step),
    };
  } catch (error) {
    await close();
    throw asSiteError(error);
  }
}

function asSiteError(error: unknown): unknown {
  if (isKnown(error) || isBroken(error) || error instanceof UsageError) return error;
  return new SiteError(error instanceof Error ? error.message : String(error), { cause: error });
}

interface Opened {
  readonly target: Ground['target'];
  readonly provision: Provision;
}

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
