// What the small client knows: its roster, its contacts, messages and chats.

import { randomBytes } from 'node:crypto';
import type { XmlElement } from '../../model/xml.ts';
import { child, elements, NS } from '../../stanza/xml.ts';

export interface OwnItem {
  readonly jid: string;
  readonly name: string;
  readonly subscription: string;
  readonly groups: readonly string[];
}

export interface OwnMessage {
  readonly from: string;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly thread?: string | undefined;
}

export interface OwnContact {
  /** Full JID. */
  readonly jid: string;
  readonly show: string;
  readonly status: string;
}

/** A conversation with a contact (RFC 6121 5.1). */
export interface OwnChat {
  type: string;
  thread: string;
  /** The full JID to which messages go; undefined: they go to the bare JID. */
  locked: string | undefined;
  /** Where directed presence was sent; undefined: nowhere. */
  shared: string | undefined;
}

/** A request, and from whom its answer may come. */
export interface OwnRequest {
  readonly from: readonly (string | undefined)[];
  settle(answer: XmlElement): void;
}

/** Everything that one login knows. */
export interface OwnState {
  readonly roster: Map<string, OwnItem>;
  /** The version of the roster (RFC 6121 2.6); undefined: none is known. */
  version: string | undefined;
  readonly contacts: Map<string, OwnContact>;
  readonly messages: OwnMessage[];
  readonly chats: Map<string, OwnChat>;
  readonly requests: Map<string, OwnRequest>;
  /** Names of stream features. */
  offers: readonly string[];
}

/** A roster that outlives its login. */
interface Cached {
  readonly roster: ReadonlyMap<string, OwnItem>;
  readonly version: string;
}

/** Of accounts whose clients ran in this process. */
const cache = new Map<string, Cached>();

/** The state at a login: with the roster of the last one of this account. */
export function newState(account: string): OwnState {
  const { roster, version } = cache.get(account) ?? {};
  return {
    roster: new Map(roster),
    version,
    contacts: new Map(),
    messages: [],
    chats: new Map(),
    requests: new Map(),
    offers: [],
  };
}

/** Keeps the roster for the next login. */
export function keepRoster(account: string, { roster, version }: OwnState): void {
  if (version !== undefined) cache.set(account, { roster: new Map(roster), version });
}

/** An id, or a thread, that says nothing (RFC 6121 5.2.5). */
export const freshId = (): string => randomBytes(8).toString('hex');

/** What the parts of the client do with it. */
export interface Own {
  /** The bare JID of the user. */
  readonly account: string;
  readonly jid: string;
  readonly state: OwnState;
  readonly fault: OwnFault;
  send(stanza: XmlElement): void;
  /** Sends a request, and calls back with its answer: one from anybody else is none. */
  request(iq: XmlElement, settle: (answer: XmlElement) => void): void;
  /** Writes text into the stream. */
  writeRaw(characters: string): void;
  /** Closes the stream. */
  finish(): void;
  /** Ends the connection. */
  drop(): void;
}

/** What a fault of the client changes. Each is absent in the client itself. */
export interface OwnFault {
  /** What the client reads in place of a stanza. */
  incoming?(stanza: XmlElement, client: Own): readonly XmlElement[];
  /** What it sends in place of a stanza. */
  outgoing?(stanza: XmlElement, client: Own): readonly XmlElement[];
  /** The stanzas of its login, in place of these. */
  login?(stanzas: readonly XmlElement[], client: Own): readonly XmlElement[];
  /** What it does after it has read a stanza. */
  after?(stanza: XmlElement, client: Own): void;
  /** What it does in place of a verb; false: the verb. */
  verb?(verb: string, words: readonly string[], client: Own): boolean;
  /** What it shows in place of what it knows. */
  shown?(what: string, list: readonly object[], client: Own): readonly object[];
}

/** Whether a stanza comes from the account of the user: without an address, or with the bare JID (RFC 6121 2.1.6). */
export const isOwn = ({ account }: Pick<Own, 'account'>, from: string | undefined): boolean =>
  from === undefined || from === account;

/** The payload of an IQ; undefined where it does not have exactly one. */
export function payloadOf(iq: XmlElement): XmlElement | undefined {
  const [first, ...others] = elements(iq);
  return others.length === 0 ? first : undefined;
}

/** The text of a child of a stanza; undefined where it has none. */
export const childText = (stanza: XmlElement, name: string): string | undefined => {
  const found = child(stanza, name, NS.client);
  return found?.children.filter((one) => typeof one === 'string').join('');
};
