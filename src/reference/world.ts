// All that the server knows. Rules are functions over it; nothing is kept anywhere else, and nothing on disk.

import type { XmlElement } from '../model/xml.ts';
import type { AppendixA } from '../spec/appendix-a.ts';
import type { DeliveryOutcome } from '../spec/delivery-table.ts';
import type { Jid } from '../stanza/jid.ts';
import { parseJid } from '../stanza/jid.ts';
import type { Roster } from './roster.ts';
import type { ScramKeys, ScramMechanism } from './scram.ts';
import type { Tamper } from './tamper.ts';

/** Longest roster item name and group name that a set may hold, in characters (RFC 6121 2.3.3 leaves them to the server). */
export interface Limits {
  readonly name: number;
  readonly group: number;
}

/** A resource that is bound to a stream: connected, and available once it has sent presence. */
export interface Resource {
  readonly account: Account;
  readonly name: string;
  /** Full JID. */
  readonly jid: string;
  /** It has asked for the roster, and so gets roster pushes (RFC 6121 2.2). */
  interested: boolean;
  /** Last presence that it broadcast, stamped with its full JID; undefined while it is not available. */
  presence: XmlElement | undefined;
  priority: number;
  /** Directed presence that no later unavailable presence took back, by where it went (RFC 6121 4.6). */
  readonly directed: Map<string, XmlElement>;
  send(stanza: XmlElement): void;
  /** Closes its stream with a stream error (RFC 6120 4.9.3). */
  end(condition: string): void;
}

/** How an account is unlike others: it has no roster, its roster is managed elsewhere, or its owner has another address now. */
export type AccountKind = 'ordinary' | 'rosterless' | 'roster-read-only' | 'moved';

export interface Account {
  readonly local: string;
  /** Bare JID. */
  readonly jid: string;
  readonly kind: AccountKind;
  password: string;
  /** SCRAM keys, made when a mechanism is first used. */
  readonly keys: Map<ScramMechanism, ScramKeys>;
  readonly roster: Roster;
  /** Subscription requests that wait for an answer, whole, by the bare JID that asked (RFC 6121 3.1.3). */
  readonly requests: Map<string, XmlElement>;
  /** Requests to remote contacts, as sent, by the bare JID asked, until they are answered (RFC 6121 3.1.2). */
  readonly asked: Map<string, XmlElement>;
  /** Full JIDs of a remote domain whose available presence has come, and no unavailable presence since. */
  readonly seen: Set<string>;
  /** Messages for the next available resource (RFC 6121 8.5.2.2.1). */
  readonly offline: XmlElement[];
  /** By resource, in the order of binding. */
  readonly resources: Map<string, Resource>;
  /** When the last available resource went, as ISO 8601 in UTC. */
  lastSeen: string | undefined;
}

/** Who sent a stanza, and gets it back as an error when it cannot be delivered: a resource, or somebody remote. */
export type Origin = Pick<Resource, 'jid' | 'send'>;

/** A stanza on its way. Without `origin` the server itself caused it. */
export interface Routed {
  readonly stanza: XmlElement;
  readonly to: Jid;
  readonly origin?: Origin;
}

/** Another domain, for which a component speaks (XEP-0114). */
export interface RemoteSide {
  readonly domain: string;
  readonly secret: string;
  /** Hands a stanza to the component; undefined while none is connected. */
  send: ((stanza: XmlElement) => void) | undefined;
}

export interface World {
  readonly domain: string;
  readonly version: string;
  readonly limits: Limits;
  /** SASL mechanisms offered, best first. */
  readonly mechanisms: readonly string[];
  readonly appendix: AppendixA;
  /** What becomes of a message, by the cell of Table 1 (RFC 6121 8.5.4): `negative-only/bare/chat`. */
  readonly delivery: ReadonlyMap<string, DeliveryOutcome>;
  readonly accounts: Map<string, Account>;
  /** Bare JID that may use the commands of XEP-0133. */
  readonly admin: string | undefined;
  /** The one domain besides our own that can be reached; undefined where there is none. */
  readonly remote: RemoteSide | undefined;
  /** What a mutant does; undefined in the server itself. */
  readonly tamper: Tamper | undefined;
  /** The cell of Appendix A that is being carried out: `out-subscribe-1`. */
  cell: string | undefined;
  /** Stanzas between accounts, handled one after another before the next stanza of any client is read. */
  readonly queue: Routed[];
  /** A value never returned before. */
  uniqueId(): string;
}

/** Puts a stanza on its way to its `to`. A stanza without a usable one goes nowhere. */
export function route(world: World, stanza: XmlElement, origin?: Origin): void {
  for (const sent of world.tamper?.route?.(stanza, world) ?? [stanza]) {
    const to = parseJid(sent.attrs['to'] ?? '');
    if (to) world.queue.push({ stanza: sent, to, ...(origin && { origin }) });
  }
}

/** The account at that address, whatever its resource part. */
export function accountAt(world: World, jid: Jid): Account | undefined {
  return jid.domain === world.domain ? world.accounts.get(jid.local) : undefined;
}

/** Whether an address is another domain's. */
export function isRemote(world: World, jid: string): boolean {
  return parseJid(jid)?.domain !== world.domain;
}

/** Resources that have sent initial presence and no unavailable presence since (RFC 6121 4.2). */
export function availableResources(account: Account): readonly Resource[] {
  return [...account.resources.values()].filter((resource) => resource.presence !== undefined);
}

/** Whether a resource gets messages to the bare JID: it is available, and not of negative priority (RFC 6121 8.5.2.1.1). */
export function isUsable({ presence, priority }: Resource): boolean {
  return presence !== undefined && priority >= 0;
}

/** Resources that get messages to the bare JID, in the order of binding. */
export function usableResources(account: Account): readonly Resource[] {
  return [...account.resources.values()].filter(isUsable);
}

/** Resources that roster pushes go to (RFC 6121 2.2). */
export function interestedResources(account: Account): readonly Resource[] {
  return [...account.resources.values()].filter((resource) => resource.interested);
}
