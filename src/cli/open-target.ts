// Launches or reaches the servers that a command works with.

import type { Journal } from '../lease/journal.ts';
import type { Provision } from '../lease/provision.ts';
import type { Software } from '../model/software.ts';
import type { ComponentAddress, PairControl, RunningTarget } from '../model/target.ts';
import type { Fault } from '../reference/fault.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { usageError } from '../wording/usage.ts';
import type { Choices } from './peer-choice.ts';
import type { ExternalChoice, Lending, ManagedChoice } from './target-choice.ts';
import { toolVersion } from './version.ts';

/** A server that answers, and how to get accounts on it. */
export interface OpenedTarget {
  readonly target: RunningTarget &
    Partial<Pick<LaunchedTarget, 's2s' | 'givesUpSoon'>> & { installed?(): Promise<Software> };
  readonly provision: Provision;
  /** Where a component can play a remote domain. */
  readonly component: ComponentAddress | undefined;
  /** The server is launched for this command and thrown away after it. */
  readonly isDisposable: boolean;
  /** Accounts that the run makes are lent again; undefined: where each would have to be removed. */
  readonly lending?: Lending | undefined;
  /** See `--max-accounts`; absent: the default. */
  readonly maxAccounts?: number | undefined;
}

/** The server, and its peer if it has one. */
export interface OpenedTargets {
  readonly opened: OpenedTarget;
  readonly peer?: OpenedTarget | undefined;
  /** What can be done to both; absent: nothing. */
  readonly control?: PairControl | undefined;
}

interface OpenOptions {
  readonly signal: AbortSignal;
  readonly fault?: Fault | undefined;
  /** The fault of the peer. */
  readonly peerFault?: Fault | undefined;
  readonly journal: Journal;
}

/** Opens the servers of the choice. Rejects with `ProblemError` or `UsageError`; then nothing is left that was launched. */
export async function openTargets({ choice, peer }: Choices, options: OpenOptions): Promise<OpenedTargets> {
  if (choice.kind === 'external') {
    return { opened: reached(choice), peer: peer?.kind === 'external' ? reached(peer) : undefined };
  }
  const { domain } = choice;
  if (peer?.kind === 'managed') {
    const { launchPair } = await import('../target/launch-pair.ts');
    const names = [choice.name, peer.name] as const;
    const { peerFault } = options;
    const given = { ...launchOptions(options), domain, peerDomain: peer.domain, proof: peer.proof, peerFault };
    const pair = await launchPair(names, given);
    return orStop([pair.target, pair.peer], () => ({
      opened: launched(choice, pair.target),
      peer: launched(peer, pair.peer),
      control: pair.control,
    }));
  }
  const { launchTarget } = await import('../target/launch-target.ts');
  const target = await launchTarget(choice.name, { ...launchOptions(options), domain });
  return orStop([target], () => ({ opened: launched(choice, target) }));
}

const reached = (choice: ExternalChoice): OpenedTarget => ({ ...choice, isDisposable: false });

function launchOptions({ signal, fault, journal }: OpenOptions) {
  return {
    signal,
    fault,
    toolVersion: toolVersion(),
    onDirectory: (path: string) => journal.directoryCreated(path),
    onDirectoryRemoved: (path: string) => journal.directoryRemoved(path),
  };
}

/** What `take` returns. Stops the servers where it throws. */
async function orStop<T>(servers: readonly LaunchedTarget[], take: () => T): Promise<T> {
  try {
    return take();
  } catch (error) {
    await Promise.all(servers.map((server) => server.stop()));
    throw error;
  }
}

/** Throws `UsageError` where the server has no administrator, and one is asked for. */
function launched({ name, provision, lending }: ManagedChoice, target: LaunchedTarget): OpenedTarget {
  const opened = { target, component: target.component, isDisposable: true, lending };
  const { admin } = target;
  if (provision === 'in-band') return { ...opened, provision: { kind: 'in-band' } };
  if (admin !== undefined) return { ...opened, provision: { kind: 'admin', admin } };
  throw usageError('noAdmin', name);
}
