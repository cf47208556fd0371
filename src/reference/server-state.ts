// The types of all that the server knows. Nothing is kept anywhere else, and nothing on disk.

import type { XmlElement } from '../model/xml.ts';
import type { AppendixA, Cell, Subscription } from '../spec/appendix-a.ts';
import type { DeliveryOutcome } from '../spec/delivery-table.ts';
import type { Jid } from '../stanza/jid.ts';
import type { ScramKeys, ScramMechanism } from './scram.ts';
import type { ErrorCondition } from './stanza.ts';

/** The longest roster item name and group name that a roster set may hold, in characters (RFC 6121 2.3.3). */
export interface Limits {
  readonly name: number;
  readonly group: number;
}

export interface RosterItem {
  readonly jid: string;
  /** Empty when the item has no name (RFC 6121 2.4.1). */
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: Subscription;
  readonly ask: boolean;
  /** The contact is pre-approved (RFC 6121 3.4). */
  readonly approved: boolean;
}

export interface Roster {
  /** Starts each version identifier, so that a version that this roster never had is recognized. */
  readonly prefix: string;
  version: number;
  readonly items: Map<string, RosterItem>;
  /** The version of the last change of each JID, oldest change first. Removed items stay listed. */
  readonly changes: Map<string, number>;
}

/** A resource that is bound to a stream: connected, and available once it has sent presence. */
export interface Resource {
  readonly account: Account;
  readonly name: string;
  /** Full JID. */
  readonly jid: string;
  /** It has requested the roster and receives roster pushes (RFC 6121 2.2). */
  interested: boolean;
  /** The presence that it broadcast last, stamped with its full JID; undefined while it is not available. */
  presence: XmlElement | undefined;
  priority: number;
  /** Directed available presence by address, until unavailable presence follows it (RFC 6121 4.6). */
  readonly directed: Map<string, XmlElement>;
  send(stanza: XmlElement): void;
  /** Writes text into its stream. */
  write(characters: string): void;
  /** Closes its stream. */
  close(): void;
  /** Closes its stream with a stream error (RFC 6120 4.9.3). */
  end(condition: string): void;
}

/** `rosterless` has no roster, the roster of `roster-read-only` is managed elsewhere, `moved` has a new address. */
export type AccountKind = 'ordinary' | 'rosterless' | 'roster-read-only' | 'moved';

export interface Account {
  readonly local: string;
  /** Bare JID. */
  readonly jid: string;
  readonly kind: AccountKind;
  password: string;
  /** SCRAM keys, derived when a mechanism is first used. */
  readonly keys: Map<ScramMechanism, ScramKeys>;
  readonly roster: Roster;
  /** Received subscription requests without an answer, whole, by the bare JID of the contact (RFC 6121 3.1.3). */
  readonly pendingIn: Map<string, XmlElement>;
  /** Subscription requests to remote contacts without an answer, by the bare JID of the contact (RFC 6121 3.1.2). */
  readonly pendingOut: Map<string, XmlElement>;
  /** Full JIDs of a remote domain that have sent available presence, and no unavailable presence since. */
  readonly remoteAvailable: Set<string>;
  /** Messages for the next available resource (RFC 6121 8.5.2.2.1). */
  readonly offline: XmlElement[];
  /** By resource name, in the order of binding. */
  readonly resources: Map<string, Resource>;
  /** When the last available resource became unavailable, as ISO 8601 in UTC. */
  lastSeen: string | undefined;
}

/** The sender of a stanza, which receives it back as an error when it cannot be delivered: a resource or a remote entity. */
export type Origin = Pick<Resource, 'jid' | 'send'>;

/** A stanza from a client, stamped with its full JID. `to` is undefined when the stanza has none. */
export interface ClientStanza {
  readonly resource: Resource;
  readonly stanza: XmlElement;
  readonly to: Jid | undefined;
}

/** A stanza in the queue. It has no `origin` when the server itself caused it. */
export interface Routed {
  readonly stanza: XmlElement;
  readonly to: Jid;
  readonly origin?: Origin;
}

/** A stanza on its way to another domain. */
export type Departing = Omit<Routed, 'to'>;

/** A remote domain, for which a component speaks (XEP-0114). */
export interface RemoteSide {
  readonly domain: string;
  readonly secret: string;
  /** Sends a stanza to the component; undefined while no component is connected. */
  send: ((departing: Departing) => void) | undefined;
}

/** The other servers. */
export interface OtherServers {
  /** Whether a domain has a server. */
  has(domain: string): boolean;
  /** Sends a stanza to the server of a domain, or returns it to its sender (RFC 6120 10.4). */
  send(domain: string, departing: Departing): void;
}

export interface ServerState {
  readonly domain: string;
  readonly version: string;
  readonly limits: Limits;
  /** SASL mechanisms offered, best first. */
  readonly mechanisms: readonly string[];
  readonly appendix: AppendixA;
  /** The outcome of a message, by the cell of Table 1 (RFC 6121 8.5.4): `negative-only/bare/chat`. */
  readonly delivery: ReadonlyMap<string, DeliveryOutcome>;
  readonly accounts: Map<string, Account>;
  /** The bare JID that may use the commands of XEP-0133. */
  readonly admin: string | undefined;
  /** The one remote domain that has a component, if any. */
  readonly remote: RemoteSide | undefined;
  /** Servers of all other domains; undefined: no other server is reached. */
  others: OtherServers | undefined;
  /** The faults of a mutant; undefined in the server itself. */
  readonly hooks: FaultHooks | undefined;
  /** The cell of Appendix A that is being carried out: `out-subscribe-1`. */
  cell: string | undefined;
  /** The input stream whose stanza or end is being processed: the full JID of a client, or another domain. */
  cause: string | undefined;
  /** Numbers from 0 to below 1, for the delays of the relaxed mode; undefined in the other modes. */
  readonly delays: (() => number) | undefined;
  /** The server is in the noisy mode. */
  readonly isNoisy: boolean;
  /** The time in milliseconds after its login at which each client is asked for its version; undefined: never. */
  readonly asksAfterMs: number | undefined;
  /** Ends a login when it is its turn; undefined: at once. */
  readonly loginTurn: ((end: () => void) => void) | undefined;
  /** The server is in the overriding mode. */
  readonly isOverriding: boolean;
  /** Hears what clients do; undefined: nobody listens. */
  readonly witness: Witness | undefined;
  /** The first login of a name makes its account. */
  readonly isOpen: boolean;
  /** Clients must begin TLS before they authenticate (RFC 6120 5.3.1). */
  readonly requiresTls: boolean;
  /** Stanzas to deliver. The queue is empty again before the next stanza of any client is read. */
  readonly queue: Routed[];
  /** Returns a value that it has never returned before. */
  uniqueId(): string;
}

/** Why a client could not log in: the name of a condition of RFC 6120 6.5, or `tls` where it broke off the TLS handshake. */
export interface LoginFailure {
  readonly condition: string;
  /** The name that the client gave, prepared; absent: it gave none. */
  readonly user?: string;
  /** More than the condition tells a client. */
  readonly why?: string;
}

/** Hears what happens between the server and its clients. */
export interface Witness {
  /** A client has bound a resource: its full JID. */
  login?(jid: string): void;
  loginFailed?(failure: LoginFailure): void;
  /** A stanza after the login, from the client or to it. */
  stanza?(direction: 'received' | 'sent', jid: string, stanza: XmlElement): void;
  /**
   * The stream of a client that had logged in has ended: `lost` with its connection, `closed` by the client or the server, or with a
   * stream error of this condition.
   */
  closed?(jid: string, how: string): void;
}

/** The client stream that a stanza passes. */
export interface ClientContext {
  readonly server: ServerState;
  readonly resource: Resource;
}

/** The account and the contact for which a cell of Appendix A is carried out. `contact` is a bare JID. */
export interface CellParties {
  readonly server: ServerState;
  readonly account: Account;
  readonly contact: string;
}

/** What replaces a stanza: itself, other stanzas, or none. */
type Stanzas = readonly XmlElement[];

/** Fault injection: the places through which every stanza passes. Without a hook, the stanza stays as it is. */
export interface FaultHooks {
  /** A stanza from a client, before the server stamps and handles it. */
  fromClient?(stanza: XmlElement, context: ClientContext): Stanzas;
  /** Any stanza to a client with a resource, including pushes and results. */
  toClient?(stanza: XmlElement, context: ClientContext): Stanzas;
  /** What is written to a client after its login: the text of one stanza. */
  written?(text: string): string | Uint8Array;
  /** A stanza from another domain. */
  fromRemote?(stanza: XmlElement, server: ServerState): Stanzas;
  /** A stanza to another domain. */
  toRemote?(stanza: XmlElement, server: ServerState): Stanzas;
  /** Stanzas that waited for a stream to another server, when it is open, or cannot be had for the error `failure`. */
  afterWait?(waiting: readonly Departing[], failure: ErrorCondition | undefined): readonly Departing[];
  /** Returns false to open no stream to another server, once one has ended. */
  opensAgain?(): boolean;
  /** Runs when the server has started again. */
  afterRestart?(server: ServerState): void;
  /** A stanza to an address of the own or another domain, before it enters the queue. */
  route?(stanza: XmlElement, server: ServerState): Stanzas;
  /** Returns true to accept a `from` that is not the client's. The server still stamps the true sender. */
  maySendAs?(from: string, context: ClientContext): boolean;
  /** The stream features, before and after login; `account` is undefined before it. */
  features?(features: XmlElement, account: Account | undefined): XmlElement;
  /** Runs when a cell of Appendix A has been carried out with all its effects. */
  afterCell?(cell: Cell, parties: CellParties): void;
  /** Returns false to ignore the end of the resource's stream. */
  noticesStreamEnd?(resource: Resource): boolean;
}
