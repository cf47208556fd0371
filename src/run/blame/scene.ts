// What a transcript shows of two servers: who acted, what crossed from one to the other, and what a server itself made.

import { isDeepStrictEqual } from 'node:util';
import type { PairSide, ProvenBlame } from '../../model/blame.ts';
import type { Actor, Case } from '../../model/case.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { DutyOf, Requirement } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf, bareOf, domainOf } from '../../stanza/jid.ts';
import { elements } from '../../stanza/xml.ts';

/** A federated case up to the end of one of its steps. */
export interface Scene {
  readonly case: Pick<Case, 'actors' | 'given'>;
  /** JIDs by actor and session name. */
  readonly jids: ReadonlyMap<string, string>;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Everything recorded so far. */
  readonly entries: readonly TranscriptEntry[];
  /** The index of the first entry after the expect step before; 0: there is none. */
  readonly since: number;
}

/** The session of a failed check, and its server. */
export interface At {
  readonly session: string;
  readonly side: PairSide;
  readonly scene: Scene;
}

/** The server at fault and what proves it; undefined: nothing does. */
export type Proof = ProvenBlame | undefined;

/** A stanza and the session that sent or received it. */
export interface Seen {
  readonly session: string;
  readonly stanza: XmlElement;
}

const SUBSCRIPTION_TYPES: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** The other server of the pair. */
export const otherSide = (side: PairSide): PairSide => (side === 'A' ? 'B' : 'A');

/** The server that a session or an actor uses. */
export const sideOfSession = (session: string, { case: { actors } }: Scene): PairSide =>
  isOnPeer(actors.find(({ name }) => name === actorOf(session))) ? 'B' : 'A';

const isOnPeer = (actor: Actor | undefined): boolean => actor?.isPeer === true;

/** The server of an address; undefined: neither, or no address. */
export function sideOfJid(jid: string | undefined, scene: Scene): PairSide | undefined {
  if (jid === undefined) return undefined;
  const { case: aCase, jids } = scene;
  const actor = aCase.actors.find(({ name }) => domainOf(jids.get(name) ?? '') === domainOf(jid));
  return actor && (isOnPeer(actor) ? 'B' : 'A');
}

/** Whether a server itself made a stanza for its client, or passed it on from another client of its own. */
export function isFromOwnSide({ session, stanza }: Seen, scene: Scene): boolean {
  const { from } = stanza.attrs;
  return from === undefined || sideOfJid(from, scene) === sideOfSession(session, scene);
}

/** Whether a stanza has come from the other server. An error may be made by the server that could not send. */
export function isFromOtherSide({ session, stanza }: Seen, scene: Scene): boolean {
  const side = sideOfJid(stanza.attrs['from'], scene);
  return side !== undefined && side !== sideOfSession(session, scene) && stanza.attrs['type'] !== 'error';
}

/** The streams between the servers have been cut, and no client has acted between the expect step before and the cut. */
export function isApart({ entries, since }: Scene): boolean {
  const isOfStreams = ({ note }: TranscriptEntry) => note?.kind === 'streams-cut' || note?.kind === 'streams-restored';
  const at = entries.findLastIndex(isOfStreams);
  const isAct = ({ direction, kind }: TranscriptEntry) => direction === 'sent' && kind === 'step';
  return entries[at]?.note?.kind === 'streams-cut' && !entries.slice(since, at).some(isAct);
}

/** The session that received exactly this stanza. */
export function receiverOf(stanza: XmlElement, { entries }: Scene): Seen | undefined {
  const entry = entries.find((one) => one.direction === 'received' && one.stanza === stanza);
  return entry && { session: entry.session, stanza };
}

/** What clients did since the expect step before: stanzas, and notes of streams that began or ended. Automatic answers are none. */
export function acts(scene: Scene): readonly TranscriptEntry[] {
  return scene.entries.slice(scene.since).filter(({ kind, direction }) => kind === 'step' && direction !== 'received');
}

/** Stanzas that clients sent, in these entries. */
export const sentIn = (entries: readonly TranscriptEntry[]): readonly Seen[] =>
  entries.flatMap(({ direction, kind, session, stanza }) =>
    direction === 'sent' && kind !== 'fence' && kind !== 'auto' && stanza !== undefined ? [{ session, stanza }] : [],
  );

/** Stanzas that clients received, in these entries. */
export const receivedIn = (entries: readonly TranscriptEntry[]): readonly Seen[] =>
  entries.flatMap(({ direction, kind, session, stanza }) =>
    direction === 'received' && kind !== 'fence' && stanza !== undefined ? [{ session, stanza }] : [],
  );

/** Whether every act since the expect step before was by a client of this server. */
export const actedAlone = (side: PairSide, scene: Scene): boolean =>
  acts(scene).every(({ session }) => sideOfSession(session, scene) === side);

/** Whom a stanza is for: its address, or the contact of a roster set; undefined: everybody, or the server itself. */
export const addresseeOf = (stanza: XmlElement): string | undefined =>
  stanza.attrs['to'] ?? itemIn(stanza)?.attrs['jid'];

const itemIn = (stanza: XmlElement): XmlElement | undefined => elements(stanza).flatMap((query) => elements(query))[0];

/** Whether it is presence that manages subscriptions. */
export const isSubscription = ({ name, attrs }: XmlElement): boolean =>
  name === 'presence' && SUBSCRIPTION_TYPES.includes(attrs['type']);

/** Whether it may change the state at the other server: a removal from the roster, or subscription presence that is no request. */
export const changesState = (stanza: XmlElement): boolean =>
  isSubscription(stanza)
    ? stanza.attrs['type'] !== 'subscribe'
    : elements(stanza).some((query) => elements(query).some(({ attrs }) => attrs['subscription'] === 'remove'));

/** Whether a rule about such stanzas speaks of this one. */
export function fits(stanza: XmlElement, of: DutyOf | undefined): boolean {
  const { name, attrs } = stanza;
  if (of === undefined) return true;
  if (of === 'message' || of === 'iq') return name === of;
  if (name !== 'presence') return false;
  const { type } = attrs;
  return of === 'presence' ? type === undefined || type === 'unavailable' : type === of;
}

/** Whether what a client received is the stanza that a client of the other server sent. */
export function isCopy(received: Seen, sent: Seen, scene: Scene): boolean {
  const [one, other] = [received.stanza, sent.stanza];
  const [from, jid] = [one.attrs['from'] ?? '', scene.jids.get(sent.session) ?? ''];
  if (one.name !== other.name || bareOf(from) !== bareOf(jid)) return false;
  const { id } = other.attrs;
  if (id !== undefined && one.attrs['id'] === id) return true;
  const isSameType = one.name === 'presence' && one.attrs['type'] === other.attrs['type'];
  return isSameType && (isSubscription(other) || from === jid);
}

/** Whether the address that a client wrote has come unchanged, as far as it is seen. */
function isAddressKept({ stanza: received }: Seen, { stanza: sent }: Seen): boolean {
  const [got, wrote] = [received.attrs['to'], sent.attrs['to']];
  return got === undefined || got === wrote || (wrote === undefined && got === bareOf(got));
}

/**
 * Whether what a client received is what a client of the other server sent, with addresses, type, language and content as they
 * were written: what was changed may have been changed by the server that sent it. A server may add elements.
 */
export const isUnchanged = (received: Seen, sent: Seen, scene: Scene): boolean =>
  isCopy(received, sent, scene) &&
  isAddressKept(received, sent) &&
  isSenderKept(received, sent, scene) &&
  received.stanza.attrs['type'] === sent.stanza.attrs['type'] &&
  isLanguageKept(received.stanza, sent.stanza) &&
  isContentKept(received.stanza, sent.stanza);

function isSenderKept({ stanza }: Seen, sent: Seen, { jids }: Scene): boolean {
  const jid = jids.get(sent.session) ?? '';
  return stanza.attrs['from'] === (isSubscription(sent.stanza) ? bareOf(jid) : jid);
}

function isLanguageKept(received: XmlElement, { attrs }: XmlElement): boolean {
  const language = attrs['xml:lang'];
  return language === undefined || received.attrs['xml:lang'] === language;
}

const isContentKept = (received: XmlElement, sent: XmlElement): boolean =>
  elements(sent).every((child) => elements(received).some((other) => isDeepStrictEqual(other, child)));
