// Stanzas that the sessions of two users can receive during one subscription exchange: the subscription stanza, presence
// and roster pushes. Pure.

import type { SessionPlan } from '../../model/case.ts';
import type { XmlElement } from '../../model/xml.ts';
import {
  type AppendixA,
  type Effect,
  findState,
  type StateName,
  type SubscriptionMove,
} from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ExpectedSilence, ExpectedStanza } from './expectation-builder.ts';

/** One of the two users of an exchange. */
export interface Peer {
  readonly name: string;
  readonly isRemote: boolean;
  /** Has its account on the second server. */
  readonly isPeer: boolean;
  /** Sessions that are connected when the stanza is sent. */
  readonly sessions: readonly SessionPlan[];
  readonly state: StateName;
  /** The other one is in its roster, also where the state needs no item. */
  readonly isListed?: boolean;
}

/** A subscription stanza that one peer sends to the other. */
export interface Exchange {
  readonly appendix: AppendixA;
  readonly sender: Peer;
  readonly receiver: Peer;
  readonly type: SubscriptionMove;
  /** Absent for stanzas that servers generate. */
  readonly id?: string;
  /** The server offers pre-approval, and the receiver has pre-approved the sender (3.4). */
  readonly preApproval: boolean;
}

/** The delivered stanza: a request at each available session (3.1.3), other types at each interested one (3.1.6). */
export function deliveredStanza(exchange: Exchange, proves: readonly string[]): readonly ExpectedStanza[] {
  const { sender, receiver, type, id } = exchange;
  const isReached = (plan: SessionPlan) => (type === 'subscribe' ? isAvailable(plan) : plan.roster);
  const refs = receiver.isRemote ? firstSession(receiver) : receiver.sessions.filter(isReached).map(({ ref }) => ref);
  return refs.map((session) => {
    // 8.5.2.1.2 checks whether a server may add the resource to the address on delivery.
    const to = receiver.isRemote ? bare(receiver) : `\${oneof:${bare(receiver)}|\${${session}}}`;
    const attrs = { type, from: bare(sender), to, ...(id !== undefined && { id }) };
    return { session, pattern: element('presence', NS.client, attrs), proves };
  });
}

interface PresenceKind {
  readonly type: 'unavailable' | '${absent}';
  readonly proves: readonly string[];
}

/** Presence of every available resource of one peer, at every available session of the other. */
export function presenceOf(of: Peer, at: Peer, { type, proves }: PresenceKind): readonly ExpectedStanza[] {
  const patterns = of.sessions
    .filter(isAvailable)
    .map(({ ref }) => element('presence', NS.client, { from: `\${${ref}}`, type }));
  return atAvailable(at).flatMap((session) => patterns.map((pattern) => ({ session, pattern, proves })));
}

/** Unavailable presence from the bare JID, which may acknowledge a request (3.1.3). */
export function acknowledgement(from: Peer, to: Peer): readonly ExpectedStanza[] {
  const pattern = element('presence', NS.client, { from: bare(from), type: 'unavailable' });
  return atAvailable(to).map((session) => ({ session, pattern, proves: [] }));
}

/**
 * Presence and probes that may arrive in addition. A server may probe at any time (4.3.1), so a peer that is subscribed
 * after the exchange may get the presence twice: with the answer to the stanza and with the answer to a probe.
 */
export function repeatedPresence({ appendix }: Exchange, of: Peer, to: Peer): readonly ExpectedStanza[] {
  if (of.isRemote) return [];
  const { subscription } = findState(appendix, of.state);
  const presence = presenceOf(of, to, { type: '${absent}', proves: [] });
  const isShared = subscription === 'from' || subscription === 'both';
  const mayProbe = to.isRemote && (subscription === 'to' || subscription === 'both');
  const pattern = element('presence', NS.client, { type: 'probe' });
  const probe = mayProbe ? firstSession(to).map((session) => ({ session, pattern, proves: [] })) : [];
  return [...(isShared ? [...presence, ...presence] : []), ...probe];
}

type PushedItem = NonNullable<Effect['push']['shows']>;

/** A roster push with one item, at every interested session of a peer. */
export function pushTo(of: Peer, contact: Peer, { proves, ...item }: ProvenItem): readonly ExpectedStanza[] {
  const further = shownMarks(item);
  return atInterested(of, pushOf(contact, item), proves).map((stanza) => ({ ...stanza, further }));
}

/** An item, and the requirements that its push proves. */
export type ProvenItem = PushedItem & { readonly proves: readonly string[] };

/** `ask` and `approved` are optional here: 2.1.2.1 and 2.1.2.2 only advise to show them (rulings R25 and R33). */
function pushOf(contact: Peer, { subscription, ask, approved }: PushedItem): XmlElement {
  return pushPattern({
    jid: bare(contact),
    subscription: subscription === 'none' ? '${optional:none}' : subscription,
    ask: ask ? '${optional:subscribe}' : '${absent}',
    ...(approved !== 'either' && { approved: approved ? '${optional:true|1}' : '${absent}' }),
  });
}

function shownMarks({ ask, approved }: PushedItem): NonNullable<ExpectedStanza['further']> {
  const mark = (attrs: Readonly<Record<string, string>>, id: string) => ({ pattern: pushPattern(attrs), proves: [id] });
  return [
    ...(ask ? [mark({ ask: 'subscribe' }, 'rfc6121-2.1.2.2-a')] : []),
    ...(approved === true ? [mark({ approved: '${oneof:true|1}' }, 'rfc6121-2.1.2.1-a')] : []),
  ];
}

/** A push of a peer's unchanged item for the other one. Only a requirement on silence forbids it. */
export function unchangedPush(of: Peer, contact: Peer, appendix: AppendixA): readonly ExpectedStanza[] {
  const { subscription, ask } = findState(appendix, of.state);
  const isInRoster = subscription !== 'none' || ask;
  return isInRoster ? pushTo(of, contact, { subscription, ask, approved: false, proves: [] }) : [];
}

/** A push after a withdrawn request, as a server that follows the table may send it. Without an item it says "remove". */
export function pushAfterWithdrawal(exchange: Exchange): readonly ExpectedStanza[] {
  const { appendix, sender, receiver } = exchange;
  const unchanged = unchangedPush(receiver, sender, appendix);
  if (unchanged.length > 0) return unchanged;
  return atInterested(receiver, pushPattern({ jid: bare(sender), subscription: 'remove' }), []);
}

/** The same stanza at every interested session of a peer. */
function atInterested(of: Peer, pattern: XmlElement, proves: readonly string[]): readonly ExpectedStanza[] {
  return of.sessions.filter(({ roster }) => roster).map(({ ref }) => ({ session: ref, pattern, proves }));
}

/** Silence at all sessions of a peer; none where no requirement asks for it. */
export function silenceAt(peer: Peer, proves: readonly string[]): readonly ExpectedSilence[] {
  return proves.length === 0 ? [] : peer.sessions.map(({ ref }) => ({ session: ref, proves }));
}

function pushPattern(attrs: Readonly<Record<string, string>>): XmlElement {
  const query = element('query', NS.roster, {}, ['${only}', element('item', NS.roster, attrs)]);
  return element('iq', NS.client, { type: 'set' }, [query]);
}

const bare = ({ name }: Peer): string => `\${${name}}`;

/** Where stanzas to a remote bare JID arrive. */
const firstSession = ({ sessions: [first] }: Peer): readonly string[] => (first === undefined ? [] : [first.ref]);

/** The session sends initial presence without a type. */
const isAvailable = ({ presence }: SessionPlan): boolean => presence !== undefined && !('type' in presence.attrs);

const atAvailable = (peer: Peer): readonly string[] =>
  peer.isRemote ? firstSession(peer) : peer.sessions.filter(isAvailable).map(({ ref }) => ref);
