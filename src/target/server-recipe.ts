import type { Account } from '../model/session.ts';
import type { ComponentAddress } from '../model/target.ts';
import type { Certificate } from './certificate.ts';
import type { Command } from './server-process.ts';

/** What one launch settled before the configuration is written. `directory` is absolute. */
export interface Setting extends Certificate {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  /** An administrator by JID; the account itself is registered once the server runs. */
  readonly admin: Account;
  /** Where the server is to take a component that plays a remote domain. */
  readonly component: ComponentAddress;
}

/** How to run one kind of server from its Debian package. */
export interface ServerRecipe {
  readonly name: string;
  readonly debianPackage: string;
  /** Programs that must be there, each with its Debian package. */
  readonly programs: Readonly<Record<string, string>>;
  /** Directories to make and files to write, by path below the private directory. */
  readonly directories: readonly string[];
  files(setting: Setting): Readonly<Record<string, string>>;
  /** What else is to be done before it can start. */
  prepare?(setting: Setting): Promise<void>;
  /** Its processes, in the order of their start. */
  commands(setting: Setting): readonly Command[];
  /** The server's own logs, by path below the private directory. */
  readonly logFiles: readonly string[];
  /** Whether an administrator may add accounts (XEP-0133). */
  readonly hasAdmin: boolean;
}
