// What the sessions of two parties can see of what one does to the other: subscription stanzas, presence, pushes.

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
import type { Arrival, Silence } from './expectation-builder.ts';

/** One of the two between whom a subscription is managed. */
export interface Party {
  readonly name: string;
  readonly isRemote: boolean;
  /** Those connected when the stanza is sent. */
  readonly sessions: readonly SessionPlan[];
  readonly state: StateName;
}

/** A stanza that one party sends to the other. */
export interface Scene {
  readonly appendix: AppendixA;
  readonly sender: Party;
  readonly receiver: Party;
  readonly type: SubscriptionMove;
  /** Absent for what servers send by themselves. */
  readonly id?: string;
  /** The server offers pre-approval, and the receiver has given it to the sender (3.4). */
  readonly preApproval: boolean;
}

/** Sessions that see a subscription stanza: requests go to available ones, the rest to interested ones (3.1.3, 3.1.6). */
export function arrivals(scene: Scene, proves: readonly string[]): readonly Arrival[] {
  const { sender, receiver, type, id } = scene;
  const isSeen = (plan: SessionPlan) => (type === 'subscribe' ? isAvailable(plan) : plan.roster);
  const refs = receiver.isRemote ? firstSession(receiver) : receiver.sessions.filter(isSeen).map(({ ref }) => ref);
  return refs.map((session) => {
    // Whether a server may fill in the resource on delivery is the matter of 8.5.2.1.2.
    const to = receiver.isRemote ? bare(receiver) : `\${oneof:${bare(receiver)}|\${${session}}}`;
    const attrs = { type, from: bare(sender), to, ...(id !== undefined && { id }) };
    return { session, pattern: element('presence', NS.client, attrs), proves };
  });
}

interface Told {
  readonly type: 'unavailable' | '${absent}';
  readonly proves: readonly string[];
}

/** Presence of every available resource of one party, at every available session of the other. */
export function presenceOf(of: Party, at: Party, { type, proves }: Told): readonly Arrival[] {
  const patterns = of.sessions
    .filter(isAvailable)
    .map(({ ref }) => element('presence', NS.client, { from: `\${${ref}}`, type }));
  return atAvailable(at).flatMap((session) => patterns.map((pattern) => ({ session, pattern, proves })));
}

/** A server may acknowledge a request with unavailable presence from the bare JID (3.1.3). */
export function acknowledgement(from: Party, to: Party): readonly Arrival[] {
  const pattern = element('presence', NS.client, { from: bare(from), type: 'unavailable' });
  return atAvailable(to).map((session) => ({ session, pattern, proves: [] }));
}

/**
 * A server may probe at any time (4.3.1), so whoever is a subscriber afterwards may be told again of presence: with an
 * answer to the stanza, and with one to a probe.
 */
export function reminders({ appendix }: Scene, of: Party, to: Party): readonly Arrival[] {
  if (of.isRemote) return [];
  const { subscription } = findState(appendix, of.state);
  const told = presenceOf(of, to, { type: '${absent}', proves: [] });
  const isTold = subscription === 'from' || subscription === 'both';
  const asks = to.isRemote && (subscription === 'to' || subscription === 'both');
  const pattern = element('presence', NS.client, { type: 'probe' });
  const probe = asks ? firstSession(to).map((session) => ({ session, pattern, proves: [] })) : [];
  return [...(isTold ? [...told, ...told] : []), ...probe];
}

type Shown = NonNullable<Effect['push']['shows']>;

/** A push that shows one party, and nothing else, in the roster of the other. */
export function pushOf(towards: Party, { subscription, ask, approved }: Shown): XmlElement {
  return onePush({
    jid: bare(towards),
    subscription: subscription === 'none' ? '${optional:none}' : subscription,
    ask: ask ? 'subscribe' : '${absent}',
    ...(approved !== 'either' && { approved: approved ? '${oneof:true|1}' : '${absent}' }),
  });
}

/** A push that shows nothing new: no rule forbids it where the standard does not ask for silence. */
export function repeated({ appendix, sender, receiver }: Scene): readonly Arrival[] {
  const { subscription, ask } = findState(appendix, receiver.state);
  const isInRoster = subscription !== 'none' || ask;
  return isInRoster ? atInterested(receiver, pushOf(sender, { subscription, ask, approved: false }), []) : [];
}

/** Who follows the table may push what a withdrawn request leaves; where no item is left, a push can only say so. */
export function leftByWithdrawal(scene: Scene): readonly Arrival[] {
  const kept = repeated(scene);
  if (kept.length > 0) return kept;
  return atInterested(scene.receiver, onePush({ jid: bare(scene.sender), subscription: 'remove' }), []);
}

export function atInterested(of: Party, pattern: XmlElement, proves: readonly string[]): readonly Arrival[] {
  return of.sessions.filter(({ roster }) => roster).map(({ ref }) => ({ session: ref, pattern, proves }));
}

/** Silence at the sessions of a party, where some requirement asks for it. */
export function silent(of: Party, proves: readonly string[]): readonly Silence[] {
  return proves.length === 0 ? [] : of.sessions.map(({ ref }) => ({ session: ref, proves }));
}

function onePush(attrs: Readonly<Record<string, string>>): XmlElement {
  const query = element('query', NS.roster, {}, ['${only}', element('item', NS.roster, attrs)]);
  return element('iq', NS.client, { type: 'set' }, [query]);
}

const bare = ({ name }: Party): string => `\${${name}}`;

/** What goes to a bare JID of the remote domain arrives at the first session there. */
const firstSession = ({ sessions: [first] }: Party): readonly string[] => (first === undefined ? [] : [first.ref]);

/** Sends initial presence without a type, so it is an available resource. */
const isAvailable = ({ presence }: SessionPlan): boolean => presence !== undefined && !('type' in presence.attrs);

const atAvailable = (party: Party): readonly string[] =>
  party.isRemote ? firstSession(party) : party.sessions.filter(isAvailable).map(({ ref }) => ref);
