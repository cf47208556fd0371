// The server under test, and how to reach it.

import type { PairSide } from './blame.ts';
import type { Problem } from './problem.ts';
import type { Account, Connect } from './session.ts';
import type { Software } from './software.ts';
import type { XmlElement } from './xml.ts';

export type TlsMode = 'starttls' | 'direct' | 'plain';

/** How to reach the server under test. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly tls: TlsMode;
  /** The config file asks for plaintext, and no option does. */
  readonly isPlaintextConfigured?: true;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
  /** Accept any certificate. */
  readonly insecure: boolean;
}

/** Where a component may connect (XEP-0114), and the domain that it serves. */
export interface ComponentAddress {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly secret: string;
}

/**
 * A remote domain: one component connection serves it for all cases. `connect` opens a session for any
 * user@domain/resource, and joins again where the server has ended the stream of the component, which ends all its sessions. Each
 * session has an inbox for its full JID; stanzas to the bare JID go to the first session of that user.
 */
export interface RemoteDomain {
  readonly domain: string;
  readonly connect: Connect;
  /** Stanzas that arrived for addresses without a session, oldest first. */
  readonly unclaimedStanzas: readonly XmlElement[];
  /** The number of such stanzas that are not kept, because there were too many. */
  readonly unlistedStanzas: number;
  /** Another run serves this domain as well: the server has handed a stanza of it to this one. */
  readonly isShared: boolean;
  /** Why each stream of the component ended that this side had not closed, oldest first. */
  readonly losses: readonly Problem[];
  close(): Promise<void>;
}

/** Properties of a target that the standards leave open. */
export interface TargetTraits {
  readonly name: string;
  /** Patterns of stanzas that this server sends on its own and no scenario is about. */
  readonly ambient: readonly XmlElement[];
  /** Lengths in characters: `name` (roster item name), `group` (group name). */
  readonly limits: Readonly<Record<string, number>>;
  /** Accounts in unusual conditions, by name: `rosterless`, `roster-read-only`. */
  readonly special: Readonly<Record<string, Account>>;
  /** The server connects to no other server, so that no answer of it needs the network. Absent: not known. */
  readonly isIsolated?: boolean;
}

/** A target that answers: launched or merely reached. */
export interface RunningTarget extends TargetTraits {
  readonly address: Address;
  /** Where a component can serve a remote domain; undefined where none is set up. */
  readonly component?: ComponentAddress | undefined;
  /** CPU time that the server's processes have used so far, in milliseconds; undefined where it is not known. */
  cpuMs(): number | undefined;
  /** Stops what was launched; does nothing for an external server. Never throws. */
  stop(): Promise<void>;
}

/** What can be done to two servers that were launched together. */
export interface PairControl {
  /**
   * Closes the connections between the servers, and has new ones refused. Resolves with whether both servers have closed theirs,
   * so that they know of it.
   */
  cut(): Promise<boolean>;
  /** Lets the servers connect to each other again. Does nothing where they can. */
  restore(): Promise<void>;
  /** Whether both servers connect again within 60 s after an attempt that has failed. */
  readonly connectsAgainSoon: boolean;
  /** Whether both servers can be restarted. */
  readonly canRestart: boolean;
  /**
   * Ends a server and starts it again, with its directory, accounts and addresses. Resolves when it answers, with whether the
   * other server has closed its connections to it. Rejects with `ProblemError`.
   */
  restart(side: PairSide): Promise<boolean>;
}

/** What a target offers, discovered once before the first case. */
export interface Capabilities extends Software {
  /** Features available: names of RFC 6121 section 12 such as `roster-get`, `roster-version`, `presence-sub-preapproval`, and `remote`. */
  readonly features: readonly string[];
}
