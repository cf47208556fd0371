// RFC 6121 4.5.2, 11: presence that says of a session of the case what is not so, or shows it to a user who may not see it, where
// no rule of silence is cited. Pure.

import type { Case } from '../../model/case.ts';
import type { UnexplainedStanza } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { StanzaFault } from '../../model/stanza-fault.ts';
import type { XmlElement } from '../../model/xml.ts';
import { rosterItems } from '../../stanza/iq.ts';
import { actorOf, bareOf, prepare, resourceOf } from '../../stanza/jid.ts';
import { isSent } from '../../stanza/sent.ts';

/** Outbound presence: the server follows section 4, which knows no presence but that of what a session did. */
const FALSE = 'rfc6121-11-c';
const LEAKED = 'rfc6121-11-b';

/** What is wrong with presence, and the requirement that it breaks. */
export interface PresenceFault {
  readonly requirement: string;
  readonly fault: StanzaFault;
}

/** What the sessions of a case have done so far. */
export interface Doings {
  readonly case: Case;
  readonly entries: readonly TranscriptEntry[];
  /** The index of the first entry after the last fence that was judged. */
  readonly since: number;
  /** Full and bare JIDs, by the names of sessions and actors. */
  readonly jids: ReadonlyMap<string, string>;
  /** Sessions whose end the server may not know. */
  readonly unprovenEnds: { readonly has: (session: string) => boolean };
}

/** What is wrong with presence that nothing explains; undefined: nothing, or it may be that an earlier event came late. */
export function presenceFault({ session, stanza }: UnexplainedStanza, doings: Doings): PresenceFault | undefined {
  const { type } = stanza.attrs;
  if (stanza.name !== 'presence' || (type !== undefined && type !== 'unavailable') || isDisturbed(doings.case)) return;
  const about = sessionsAt(stanza.attrs['from'] ?? '', doings);
  const leaked = ofAll(about, (ref) => isHidden(ref, session, doings));
  if (leaked !== undefined) return { requirement: LEAKED, fault: { kind: 'leaked-presence', session: leaked } };
  // Available presence of an account speaks of one of its resources, unavailable presence of all (4.5.4).
  const found =
    type === undefined
      ? ofAll(about, (ref) => isNeverThere(ref, { session, stanza }, doings))
      : about.find((ref) => isAlwaysThere(ref, session, doings));
  if (found === undefined) return;
  return { requirement: FALSE, fault: { kind: 'false-presence', session: found, isAvailable: type !== undefined } };
}

/** The first session, where all that an address may mean are so. */
const ofAll = (about: readonly string[], isSo: (ref: string) => boolean): string | undefined =>
  about.every(isSo) ? about[0] : undefined;

/** What happens to servers and streams may take sessions away, and back. */
const isDisturbed = ({ steps }: Case): boolean => steps.some(({ kind }) => kind === 'network');

/** The sessions of real clients at an address: that of the full JID, or all of the bare one. */
function sessionsAt(from: string, { case: { actors }, jids }: Doings): readonly string[] {
  const isIt = (ref: string) => {
    const jid = jids.get(ref) ?? '';
    if (prepare(bareOf(jid)) !== prepare(bareOf(from))) return false;
    return resourceOf(from) === '' || resourceOf(jid) === resourceOf(from);
  };
  return actors
    .filter(({ isRemote }) => !isRemote)
    .flatMap(({ sessions }) => sessions.map(({ ref }) => ref))
    .filter(isIt);
}

/** It has been available since it connected, and the receiver may see that: nothing that a server does makes it unavailable. */
function isAlwaysThere(ref: string, receiver: string, doings: Doings): boolean {
  const notes = notesOf(ref, doings);
  const sent = presenceOf(ref, doings);
  const broadcasts = sent.filter(({ stanza }) => stanza?.attrs['to'] === undefined);
  const [first] = broadcasts;
  if (notes.length !== 1 || first === undefined || doings.entries.indexOf(first) >= doings.since) return false;
  if (broadcasts.some(({ stanza }) => stanza?.attrs['type'] !== undefined)) return false;
  if (doings.entries.some((entry) => isRefusal(entry, ref))) return false;
  const directed = sent.filter(({ stanza }) => isFor(stanza, receiver, doings));
  if (directed.some(({ stanza }) => stanza?.attrs['type'] === 'unavailable')) return false;
  return (
    !isChanging(ref, receiver, doings) && (actorOf(ref) === actorOf(receiver) || isSubscribed(ref, receiver, doings))
  );
}

/** The server may have refused presence of the session: then it is as if never sent. */
const isRefusal = ({ session, direction, stanza }: TranscriptEntry, ref: string): boolean =>
  session === ref && direction === 'received' && stanza?.name === 'presence' && stanza.attrs['type'] === 'error';

/** It is not available, and has not been in this case, or the receiver has been told that it is gone. */
function isNeverThere(
  ref: string,
  { session, stanza }: Pick<UnexplainedStanza, 'session' | 'stanza'>,
  doings: Doings,
): boolean {
  if (doings.unprovenEnds.has(ref)) return false;
  const sent = presenceOf(ref, doings).filter(({ stanza: one }) => {
    const to = one?.attrs['to'];
    return to === undefined || isFor(one, session, doings);
  });
  if (!sent.some((entry) => entry.stanza?.attrs['type'] === undefined)) return true;
  if (isChanging(ref, session, doings)) return false;
  const at = doings.entries.findIndex((entry) => entry.stanza === stanza);
  const told = doings.entries.findLastIndex(
    (entry, index) =>
      index < at && entry.session === session && entry.direction === 'received' && isNewsOf(entry.stanza, ref, doings),
  );
  const gone = goneAt(ref, doings);
  return gone >= 0 && told > gone && told < doings.since;
}

/** Where a session went, for everybody, and has not come since; -1: nowhere. */
function goneAt(ref: string, doings: Doings): number {
  const [news, notes] = [presenceOf(ref, doings), notesOf(ref, doings)];
  const isGoing = (entry: TranscriptEntry) =>
    (entry.stanza?.attrs['type'] === 'unavailable' && entry.stanza.attrs['to'] === undefined) ||
    entry.note?.kind === 'ended';
  const isComing = ({ stanza, note }: TranscriptEntry) =>
    (stanza !== undefined && stanza.attrs['type'] === undefined) || note?.kind === 'connected';
  const last = (is: (entry: TranscriptEntry) => boolean) =>
    doings.entries.findLastIndex((entry) => (news.includes(entry) || notes.includes(entry)) && is(entry));
  const gone = last(isGoing);
  return gone > last(isComing) ? gone : -1;
}

/** Unavailable presence of a session. */
const isNewsOf = (stanza: XmlElement | undefined, ref: string, { jids }: Doings): boolean =>
  stanza?.name === 'presence' && stanza.attrs['type'] === 'unavailable' && stanza.attrs['from'] === jids.get(ref);

const notesOf = (ref: string, { entries }: Doings): readonly TranscriptEntry[] =>
  entries.filter(({ session, note }) => session === ref && (note?.kind === 'connected' || note?.kind === 'ended'));

/** Presence of a session that tells of its availability, broadcast or directed. */
const presenceOf = (ref: string, { entries }: Doings): readonly TranscriptEntry[] =>
  entries.filter((entry) => {
    const { name, attrs } = entry.stanza ?? {};
    return (
      isSent(entry) &&
      entry.session === ref &&
      name === 'presence' &&
      [undefined, 'unavailable'].includes(attrs?.['type'])
    );
  });

/** Whether a stanza is for the user of the session. */
function isFor(stanza: XmlElement | undefined, session: string, { jids }: Doings): boolean {
  const { to } = stanza?.attrs ?? {};
  return to !== undefined && prepare(bareOf(to)) === prepare(bareOf(jids.get(session) ?? ''));
}

/** Whether either user has touched the subscription since the last fence, or the receiver has probed. */
function isChanging(ref: string, receiver: string, { entries, since }: Doings): boolean {
  const users = [actorOf(ref), actorOf(receiver)];
  return entries.slice(since).some((entry) => {
    const { name, attrs } = entry.stanza ?? {};
    if (!isSent(entry) || !users.includes(actorOf(entry.session))) return false;
    return name === 'iq' || ![undefined, 'unavailable'].includes(attrs?.['type']);
  });
}

/** Whether the roster of the user of a session, as it was shown last, lets the user of the other one see it. */
const isSubscribed = (ref: string, receiver: string, doings: Doings): boolean =>
  SHOWN.includes(lastItem(ref, receiver, doings).subscription ?? '');

const SHOWN: readonly string[] = ['from', 'both'];

/**
 * The subscription that the user of a session has seen last for the user of the other one, and where; absent: none. Items that no
 * client has made, as of shared groups, come in the roster alone.
 */
function lastItem(ref: string, receiver: string, { entries, jids }: Doings) {
  const contact = jids.get(actorOf(receiver));
  const itemIn = ({ session, direction, stanza }: TranscriptEntry) =>
    direction === 'received' && actorOf(session) === actorOf(ref) && stanza !== undefined
      ? rosterItems(stanza).find(({ attrs }) => attrs['jid'] === contact)
      : undefined;
  const at = entries.findLastIndex((entry) => itemIn(entry) !== undefined);
  const entry = entries[at];
  return { at, subscription: entry && (itemIn(entry)?.attrs['subscription'] ?? 'none') };
}

/**
 * The receiver is no subscriber of the user, has not been since the last fence, has no directed presence from the session, and has
 * sent nothing that asks for an answer.
 */
function isHidden(ref: string, receiver: string, doings: Doings): boolean {
  const [user, other] = [actorOf(ref), actorOf(receiver)];
  if (user === other || isChanging(ref, receiver, doings)) return false;
  if (presenceOf(ref, doings).some(({ stanza }) => isFor(stanza, receiver, doings))) return false;
  const { entries, jids } = doings;
  const between = (from: string, to: string) => (entry: TranscriptEntry) =>
    isSent(entry) &&
    entry.stanza?.name === 'presence' &&
    actorOf(entry.session) === from &&
    isFor(entry.stanza, to, doings);
  if (entries.some((entry) => between(other, ref)(entry) && isAsking(entry.stanza))) return false;
  const approved = entries.findLastIndex(
    (entry) => between(user, receiver)(entry) && entry.stanza?.attrs['type'] === 'subscribed',
  );
  const { at, subscription = 'none' } = lastItem(ref, receiver, doings);
  return jids.has(user) && !SHOWN.includes(subscription) && at >= approved && at < doings.since;
}

/** Subscription requests may be acknowledged by presence, and probes are answered by it. */
const isAsking = (stanza: XmlElement | undefined): boolean =>
  ['subscribe', 'probe'].includes(stanza?.attrs['type'] ?? '');
