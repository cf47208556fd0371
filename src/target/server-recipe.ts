import type { LaunchObstacle } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { ComponentAddress } from '../model/target.ts';
import type { Certificate } from './certificate.ts';
import type { Federation } from './launched-target.ts';
import type { Companion } from './name-server.ts';
import type { Command } from './server-process.ts';

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
