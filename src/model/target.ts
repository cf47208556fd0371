// The server under test, and how to reach it.

import type { Account, Connect } from './session.ts';
import type { XmlElement } from './xml.ts';

export type TlsMode = 'starttls' | 'direct' | 'plain';

/** How to reach the server under test. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly tls: TlsMode;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
  /** Accept any certificate. */
  readonly insecure: boolean;
}

/** Where a component may connect (XEP-0114), and the domain it then plays. */
export interface ComponentAddress {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly secret: string;
}

/**
 * A remote domain, played by one component connection for all cases. `connect` makes any user@domain/resource a
 * session: it has an inbox of its own for what is addressed to its full JID; what is addressed to the bare JID goes to
 * the first session of that user.
 */
export interface RemoteDomain {
  readonly domain: string;
  readonly connect: Connect;
  /** Stanzas that arrived for addresses nobody plays, oldest first. */
  readonly unclaimedStanzas: readonly XmlElement[];
  close(): Promise<void>;
}

/** What a target is known to do, apart from what the standards say. */
export interface TargetTraits {
  readonly name: string;
  /** Patterns of stanzas that this server sends on its own and no scenario is about. */
  readonly ambient: readonly XmlElement[];
  /** Lengths in characters: `name` (roster item name), `group` (group name). */
  readonly limits: Readonly<Record<string, number>>;
  /** Accounts in unusual conditions, by name: `rosterless`, `roster-read-only`. */
  readonly special: Readonly<Record<string, Account>>;
}

/** A target that answers: launched or merely reached. */
export interface RunningTarget extends TargetTraits {
  readonly address: Address;
  /** Where a component can play a remote domain; undefined where none is set up. */
  readonly component?: ComponentAddress | undefined;
  /** CPU time used by the server's processes so far, in milliseconds; undefined where it cannot be told. */
  cpuMs(): number | undefined;
  /** Stops what was launched; does nothing for an external server. Never throws. */
  stop(): Promise<void>;
}

/** Found out once, before the first case. */
export interface Capabilities {
  readonly software: string;
  readonly version: string;
  /** Features available: names of RFC 6121 section 12 such as `roster-get`, `roster-version`, `presence-sub-preapproval`, and `remote`. */
  readonly features: readonly string[];
}
