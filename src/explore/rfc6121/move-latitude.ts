// What Appendix A neither asks for nor forbids when a subscription stanza is sent: stanzas at further resources, and another spelling.

import type { SessionPlan } from '../../model/case.ts';
import type { XmlElement } from '../../model/xml.ts';
import type { Exchange, Peer } from '../../scenario/standard/cell-expectations.ts';
import { expandCell } from '../../scenario/standard/expand-cell.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import type { SubscriptionMove } from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import { refsOf } from './cast.ts';
import { pushOf } from './roster-items.ts';
import {
  availableOf,
  interestedOf,
  isAway,
  isShown,
  relationOf,
  sessionOf,
  silentOf,
  stateOf,
  userOf,
  type World,
} from './world.ts';

/** A subscription stanza of one user for another. */
export interface Move {
  readonly user: string;
  readonly contact: string;
  readonly type: SubscriptionMove;
  readonly children: readonly XmlElement[];
  /** The address is written in capitals: it may arrive so, and stand so in the roster. */
  readonly capitals?: boolean;
}

const SUBSCRIPTIONS = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/**
 * Interested resources must get pushes and answers (2.2, 3.1.6), and available ones requests (3.1.3). No sentence keeps these from the
 * user's other resources: what they would get if they were both may come. `names`: the choices of the server.
 */
export function atOthers(
  world: World,
  { exchange, names }: { readonly exchange: Exchange; readonly names: readonly string[] },
): readonly ExpectedStanza[] {
  const { expectations } = expandCell({
    ...exchange,
    sender: wide(exchange.sender),
    receiver: wide(exchange.receiver),
  });
  const options = expectations.choices.flatMap((choice) => {
    const taken = choice.filter(({ name }) => names.includes(name));
    return taken.length > 0 ? taken : choice;
  });
  return [expectations, ...options]
    .flatMap(({ receives, may }) => [...receives, ...may])
    .filter(({ session, pattern }) => isExtra(world, session, pattern))
    .map(({ session, pattern }) => ({ session, pattern, proves: [] }));
}

/** All sessions of a local user are interested and available. */
function wide(peer: Peer): Peer {
  const presence = element('presence', NS.client);
  const sessions = peer.sessions.map((plan): SessionPlan => ({ ...plan, roster: true, presence }));
  return peer.isRemote ? peer : { ...peer, sessions };
}

function isExtra(world: World, session: string, { name, attrs: { type = '' } }: XmlElement): boolean {
  if (isAway(world, userOf(session))) return false;
  const { isInterested, presence } = sessionOf(world, session);
  if (name === 'presence' && type === 'subscribe') return presence === undefined;
  return !isInterested && (name === 'iq' || SUBSCRIPTIONS.includes(type));
}

/** Who saw the presence of a user may hear of a connected resource that it is not available. */
export function ofSilent(world: World, { user, contact, type }: Move): readonly ExpectedStanza[] {
  if (type !== 'unsubscribe' && type !== 'unsubscribed') return [];
  const [of, to] = type === 'unsubscribe' ? [contact, user] : [user, contact];
  if (!isShown(world, of, to)) return [];
  const gone = silentOf(world, of).map((ref) =>
    element('presence', NS.client, { type: 'unavailable', from: `\${${ref}}` }),
  );
  return availableOf(world, to).flatMap((session) => gone.map((pattern) => ({ session, pattern, proves: [] })));
}

/** The contact's address may arrive as it was written, or as the server writes it, as that of the addressee or of the sender. */
export function addressed(stanza: ExpectedStanza, { contact, capitals = false }: Move): ExpectedStanza {
  if (!capitals) return stanza;
  const { to: _, ...attrs } = stanza.pattern.attrs;
  const { from } = attrs;
  const [, resource] = /^\$\{\w+(\/.*)?\}$/.exec(from ?? '') ?? [];
  const isContact = from === `\${${contact}}` || (resource !== undefined && from === `\${${contact}${resource}}`);
  const spelt = isContact && { from: `\${oneof:${from}|\${capitals:${contact}}${resource ?? ''}}` };
  return { ...stanza, pattern: { ...stanza.pattern, attrs: { ...attrs, ...spelt } } };
}

/** A server may probe at any time (4.3.1), and a contact who is away is unavailable (4.3.2): either user may hear that of the other one. */
export function ofAbsent(world: World, { user, contact }: Move): readonly ExpectedStanza[] {
  const pairs = [
    [user, contact],
    [contact, user],
  ] as const;
  return pairs.flatMap(([of, to]) => {
    if (isAway(world, of) || !isShown(world, of, to) || availableOf(world, of).length > 0) return [];
    const from = [of, ...refsOf(of, world.topology)].map((one) => `\${${one}}`).join('|');
    const pattern = element('presence', NS.client, { type: 'unavailable', from: `\${oneof:${from}}` });
    return availableOf(world, to).map((session) => ({ session, pattern, proves: [] }));
  });
}

/**
 * A push that repeats an item which the stanza leaves as it is: Appendix A has one where a subscription or a request shows that there is an
 * item, and the item of a contact without either is there as well.
 */
export function unchangedItems(
  world: World,
  { user, contact, type }: Move,
  names: readonly string[],
): readonly ExpectedStanza[] {
  const ofContact = type === 'subscribe' || (type === 'unsubscribe' && names.includes('delivered'));
  const [of, about] = ofContact ? [contact, user] : [user, contact];
  if (!ofContact && type !== 'unsubscribed') return [];
  if (isAway(world, of) || relationOf(world, of, about).item === undefined) return [];
  const { subscription, ask } = stateOf(world, of, about);
  if (subscription !== 'none' || ask) return [];
  return pushOf(world, { user: of, contact: about, sessions: interestedOf(world, of), proves: [] }).map((push) => ({
    ...push,
    further: [],
  }));
}

const OF_SENDERS = /-(A\.2|3\.1\.2|3\.1\.5|3\.2\.2|3\.3\.2)[.-]|-(3\.4\.2-h|A\.3\.1-[de]|A\.3\.2-c)$/;

/** Without the rules on the server of whoever sends a subscription stanza, or that sends one by itself. */
export const withoutSenders = (rules: readonly string[]): readonly string[] =>
  rules.filter((rule) => !OF_SENDERS.test(rule));

/** What an interested resource misses that is not available has been routed all the same: the sender's server has kept its rules. */
export function chargedTo(world: World, stanza: ExpectedStanza): ExpectedStanza {
  const { session, pattern, proves } = stanza;
  const isHere = !isAway(world, userOf(session)) && sessionOf(world, session).presence === undefined;
  if (pattern.name !== 'presence' || !isHere) return stanza;
  const own = withoutSenders(proves);
  return own.length === 0 ? stanza : { ...stanza, proves: own };
}
