// What a client of one server sent has come to the other one, which owes its own client more for it.

import type { Duty } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf, bareOf } from '../../stanza/jid.ts';
import { elements } from '../../stanza/xml.ts';
import {
  type At,
  actedAlone,
  acts,
  fits,
  isFromOtherSide,
  isFromOwnSide,
  isSubscription,
  isUnchanged,
  otherSide,
  type Proof,
  receivedIn,
  type Seen,
  sentIn,
} from './scene.ts';

/** A client of the user has received it, and this server owes `expected` for it. */
export function arrived(expected: XmlElement, binds: Duty, at: At): Proof {
  const { session, side, scene } = at;
  if (!actedAlone(otherSide(side), scene)) return undefined;
  const here = arrivals(binds, at);
  const isPush = expected.name === 'iq' && isFromOwnSide({ session, stanza: expected }, scene);
  const hasArrived = isPush
    ? here.some(({ stanza }) => isSubscription(stanza) && itemOf(expected, bareOf(stanza.attrs['from'] ?? '')))
    : sentIn(acts(scene)).some(
        (sent) => isAlike(expected, sent.stanza) && here.some((one) => isUnchanged(one, sent, scene)),
      );
  return hasArrived ? { kind: 'arrived', side } : undefined;
}

/** A client of the user has received it, and this server did nothing of what it must do for it. */
export function omitted(binds: Duty | undefined, at: At): Proof {
  const { side, scene } = at;
  if (binds?.server !== 'recipient' || !actedAlone(otherSide(side), scene)) return undefined;
  const here = arrivals(binds, at);
  const hasArrived = sentIn(acts(scene)).some((sent) => here.some((one) => isUnchanged(one, sent, scene)));
  return hasArrived ? { kind: 'arrived', side } : undefined;
}

/** What the rule speaks of that the other server has passed on to clients of the user since the expect step before. */
function arrivals({ of }: Duty, { session, scene }: At): readonly Seen[] {
  return receivedIn(scene.entries.slice(scene.since)).filter(
    (one) => actorOf(one.session) === actorOf(session) && fits(one.stanza, of) && isFromOtherSide(one, scene),
  );
}

const isAlike = (one: XmlElement, another: XmlElement): boolean =>
  one.name === another.name && one.attrs['type'] === another.attrs['type'];

/**
 * No client of the user has received it, but the user's server has changed the roster as such a stanza does, or has approved the
 * request: and no client of its own has done anything.
 */
export function reacted({ of }: Duty, { session, side, scene }: At): Proof {
  const change = CHANGES[of ?? ''];
  if (change === undefined || !actedAlone(otherSide(side), scene)) return undefined;
  const user = actorOf(session);
  const jid = scene.jids.get(user);
  const received = receivedIn(scene.entries.slice(scene.since));
  const here = received.filter((one) => actorOf(one.session) === user);
  // Another stanza of the contact's server may have caused it.
  if (here.some((one) => isSubscription(one.stanza) && isFromOtherSide(one, scene) && !fits(one.stanza, of)))
    return undefined;
  const hasReacted = sentIn(acts(scene)).some((sent) => {
    if (!fits(sent.stanza, of) || bareOf(sent.stanza.attrs['to'] ?? '') !== jid) return false;
    const sender = actorOf(sent.session);
    const contact = scene.jids.get(sender) ?? '';
    const isChange = (one: Seen) => isFromOwnSide(one, scene) && change(itemOf(one.stanza, contact)?.attrs);
    const isApproval = ({ session: to, stanza }: Seen) =>
      actorOf(to) === sender && fits(stanza, 'subscribed') && stanza.attrs['from'] === jid;
    return here.some(isChange) || (of === 'subscribe' && received.some(isApproval));
  });
  return hasReacted ? { kind: 'reacted', side } : undefined;
}

type ItemAttributes = XmlElement['attrs'] | undefined;

/** Whether a pushed roster item shows that such a stanza was processed (RFC 6121 A.3). */
const CHANGES: Readonly<Record<string, (item: ItemAttributes) => boolean>> = {
  subscribe: (item) => ['from', 'both'].includes(item?.['subscription'] ?? ''),
  unsubscribe: (item) => ['none', 'to'].includes(item?.['subscription'] ?? ''),
  subscribed: (item) => ['to', 'both'].includes(item?.['subscription'] ?? ''),
  unsubscribed: (item) => ['none', 'from'].includes(item?.['subscription'] ?? '') && item?.['ask'] === undefined,
};

/** The roster item about a contact in a push; undefined: it is none, or about others. */
const itemOf = (push: XmlElement, jid: string): XmlElement | undefined =>
  push.name === 'iq' && push.attrs['type'] === 'set'
    ? elements(push)
        .flatMap((query) => elements(query))
        .find(({ attrs }) => attrs['jid'] === jid)
    : undefined;
