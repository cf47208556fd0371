import type { Account } from '../model.ts';
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
}

/** How to run one kind of server from its Debian package. */
export interface ServerRecipe {
  readonly name: string;
  readonly debianPackage: string;
  /** Files that are there when it is installed. */
  readonly programs: readonly string[];
  /** Directories to make and files to write, by path below the private directory. */
  readonly directories: readonly string[];
  files(setting: Setting): Readonly<Record<string, string>>;
  command(setting: Setting): Command;
  /** The server's own log, by path below the private directory. */
  readonly logFile: string;
}
