import type { Account } from '../model/session.ts';
import type { RunningTarget } from '../model/target.ts';
import type { Fault } from '../reference/fault.ts';
import type { DirectoryWatcher } from './private-directory.ts';

/** Ends in .localhost, so that it is never looked up (RFC 6761 6.3). */
export const DEFAULT_DOMAIN = 'xmppspec.localhost';

/** How to launch a target. */
export interface LaunchOptions extends DirectoryWatcher {
  /** The XMPP domain it serves; by default `xmppspec.localhost`. */
  readonly domain?: string;
  /** Our own version, which the reference server tells as its own. */
  readonly toolVersion?: string;
  /** Gives up the launch; what was started is stopped before the promise rejects. */
  readonly signal?: AbortSignal;
  /** What the reference server does wrong, for a mutant of it; other targets take no notice. */
  readonly fault?: Fault;
}

/** What a server says that it is, or what is known of it otherwise. */
export interface Software {
  readonly software: string;
  readonly version: string;
}

/** A target that we launched, and what we know of it because we did. */
export interface LaunchedTarget extends RunningTarget {
  /** How accounts are best made on it. */
  readonly provision: 'in-band';
  /** An account that exists and may administer the server (XEP-0133); absent where the server has no such commands. */
  readonly admin?: Account;
  /** What is installed, for a server that does not tell. */
  installed(): Promise<Software>;
}
