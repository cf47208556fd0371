// What the checks of the doctor work with.

import type { Accounts } from '../accounts/accounts.ts';
import type { Provision } from '../accounts/provision.ts';
import type { Connect } from '../model/session.ts';
import type { Software } from '../model/software.ts';
import type { ComponentAddress, RemoteDomain, RunningTarget } from '../model/target.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import type { StreamOpener } from '../xmpp/connect.ts';

/** The server to examine. */
export interface ExaminedServer {
  readonly target: RunningTarget &
    Partial<Pick<LaunchedTarget, 's2s' | 'givesUpSoon'>> & { installed?(): Promise<Software> };
  readonly provision: Provision;
  /** The server is launched for this command and thrown away after it. */
  readonly isDisposable: boolean;
  /** Where a component can play a remote domain. */
  readonly component: ComponentAddress | undefined;
  readonly connect: Connect;
  readonly openStream: StreamOpener;
  readonly accounts: Accounts;
  /** The second server, if there is one. */
  readonly peer?: ExaminedServer | undefined;
  /** Joins as the component; undefined where none is configured. Rejects when the server refuses. */
  joinRemote(timeoutMs: number): Promise<RemoteDomain | undefined>;
  /** Adds a step to what is undone in the end. */
  onClose(step: () => Promise<void>): void;
}

export interface Tools {
  readonly server: ExaminedServer;
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
}
