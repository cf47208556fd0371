// A launched server, and the recipe by which one is launched.

import type { Endpoint, LaunchObstacle } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { Software } from '../model/software.ts';
import type { ComponentAddress, RunningTarget } from '../model/target.ts';
import type { Fault } from '../reference/fault.ts';
import type { Certificate } from './certificate.ts';
import type { Companion } from './name-server.ts';
import type { Command } from './server-process.ts';
import type { DirectoryListener } from './this-machine.ts';

/** Ends in .localhost, which is never looked up (RFC 6761 6.3). */
export const DEFAULT_DOMAIN = 'xmppspec.localhost';

/** The domain of the second server of a pair, likewise. */
export const DEFAULT_PEER_DOMAIN = 'xmppspec-peer.localhost';

/** What lets a launched server exchange stanzas with others. */
interface Federation {
  /** Where the server of each domain listens for other servers. It may grow after the launch. */
  readonly servers: ReadonlyMap<string, Endpoint>;
  /**
   * Issues the certificates of all servers, which trust it and require it of each other. Absent: certificates are self-signed,
   * and servers prove their domains by dialback (XEP-0220).
   */
  readonly authority?: Certificate | undefined;
}

/** Its server accepts connections and never answers. Servers of a pair find it; scenarios send stanzas there. */
export const SILENT_DOMAIN = 'silent.verona.localhost';

/** How to launch a target. */
export interface LaunchOptions extends DirectoryListener {
  /** The XMPP domain to serve; `xmppspec.localhost` by default. */
  readonly domain?: string | undefined;
  /** The server connects to these others; absent: it is alone. */
  readonly federation?: Federation | undefined;
  /** The version of xmppspec, which the reference server reports as its own. */
  readonly toolVersion?: string;
  /** Cancels the launch. The promise rejects with its reason once everything that was started has stopped. */
  readonly signal?: AbortSignal;
  /** The fault of a mutant of the reference server; other targets ignore it. */
  readonly fault?: Fault | undefined;
}

/** A target that xmppspec launched, and what is known about it for that reason. */
export interface LaunchedTarget extends RunningTarget {
  /** The best way to make accounts on it. */
  readonly provision: 'in-band';
  /** An account that may administer the server (XEP-0133); undefined where the server has no such commands. */
  readonly admin?: Account | undefined;
  /** Where it listens for other servers; undefined where it is launched alone. */
  readonly s2s?: Endpoint | undefined;
  /**
   * Ends it in an orderly way and starts it again, with its directory, accounts and addresses. Resolves when it answers clients.
   * Rejects with `ProblemError`; then the target is gone. Absent: it cannot be restarted.
   */
  restart?(): Promise<void>;
  /** After an attempt that has failed, it may wait longer than 60 s before it connects to another server again. */
  readonly waitsLong?: boolean | undefined;
  /** It gives up within 20 s where another server never answers. */
  readonly givesUpSoon?: boolean | undefined;
  /** The installed software, with the system of this machine. */
  installed(): Promise<Software>;
}

/** Whether cases can observe what the server does with stanzas to `SILENT_DOMAIN`. */
export function reachesSilence({ s2s, givesUpSoon }: Partial<Pick<LaunchedTarget, 's2s' | 'givesUpSoon'>>): boolean {
  return s2s !== undefined && givesUpSoon === true;
}

/** What is chosen for one launch before the configuration is written. `directory` is absolute. */
export interface ServerSettings extends Certificate {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  /** Where other servers may connect, if the configuration lets them. A name server has the UDP port of this number. */
  readonly s2sPort: number;
  readonly domain: string;
  /** An administrator by JID; the account itself is registered once the server runs. */
  readonly admin: Account;
  /** Where the server accepts a component that plays a remote domain. */
  readonly component: ComponentAddress;
  /** The other servers that it finds; absent: none. */
  readonly federation?: Federation | undefined;
}

/** How to run one kind of server from its Debian package. */
export interface ServerRecipe {
  readonly name: string;
  readonly debianPackage: string;
  /** Paths of the programs that must be installed, each with its Debian package. */
  readonly programs: Readonly<Record<string, string>>;
  /** What prevents a launch although the programs are installed; undefined: nothing. */
  obstacle?(): LaunchObstacle | undefined;
  /** Directories to make, by path below the private directory. */
  readonly directories: readonly string[];
  /** Files to write, by path below the private directory. */
  files(settings: ServerSettings): Readonly<Record<string, string>>;
  /** Further preparation before the start. Rejects with `ProblemError`. */
  prepare?(settings: ServerSettings): Promise<void>;
  /** Its processes, in the order of their start. */
  commands(settings: ServerSettings): readonly Command[];
  /** Starts what must run as long as the server, before it. Rejects when it cannot. */
  companion?(settings: ServerSettings): Promise<Companion>;
  /** The server's own logs, by path below the private directory. */
  readonly logFiles: readonly string[];
  /** See `TargetTraits.isIsolated`. */
  readonly isIsolated: boolean;
  /** Whether an administrator may add accounts (XEP-0133). */
  readonly hasAdmin: boolean;
  /** See `LaunchedTarget.waitsLong`. */
  readonly waitsLong?: boolean;
  /** See `LaunchedTarget.givesUpSoon`. */
  readonly givesUpSoon?: boolean;
  /** Whether it offers nothing before TLS, registration included. */
  readonly requiresTls?: boolean;
}
