// Whether a stanza that a rule forbids was sent by the server of its sender, with no part of the server that handed it over.

import { isDeepStrictEqual } from 'node:util';
import type { Duty } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf, bareOf } from '../../stanza/jid.ts';
import {
  actedAlone,
  acts,
  fits,
  isCopy,
  isFromOtherSide,
  isSubscription,
  otherSide,
  receivedIn,
  type Scene,
  type Seen,
  sentIn,
  sideOfSession,
} from './scene.ts';

/** The server of the sender is at fault for a stanza, and not the one that handed it to its client. */
export function isSentWrongly(seen: Seen, { server, of }: Duty, scene: Scene): boolean {
  const { to } = seen.stanza.attrs;
  const isForUser = to === undefined || bareOf(to) === scene.jids.get(actorOf(seen.session));
  if (!isForUser || isProvoked(seen, server, scene)) return false;
  if (server === 'source') return fits(seen.stanza, of) && !isSeenBefore(seen, scene) && !isDirected(seen, scene);
  const far = otherSide(sideOfSession(seen.session, scene));
  return actedAlone(far, scene) && sentIn(acts(scene)).some(({ stanza }) => fits(stanza, of));
}

/** The same stanza came before: the server of the client may have kept it. */
function isSeenBefore({ session, stanza }: Seen, scene: Scene): boolean {
  const side = sideOfSession(session, scene);
  const earlier = receivedIn(scene.entries.slice(0, scene.since));
  return earlier.some(
    (one) =>
      sideOfSession(one.session, scene) === side &&
      one.stanza.name === stanza.name &&
      one.stanza.attrs['type'] === stanza.attrs['type'] &&
      one.stanza.attrs['from'] === stanza.attrs['from'] &&
      isDeepStrictEqual(undelayed(one.stanza), undelayed(stanza)),
  );
}

const undelayed = ({ children }: XmlElement) =>
  children.filter((child) => typeof child === 'string' || child.name !== 'delay');

/**
 * The server of the receiver, or its client, may have given cause: a stanza on subscriptions that it sent by itself has come
 * to the other user, or its clients end or manage subscriptions in the steps, and what they sent may not have arrived.
 */
function isProvoked({ session }: Seen, server: Duty['server'], scene: Scene): boolean {
  const side = sideOfSession(session, scene);
  const isForeign = (one: Seen) =>
    isSubscription(one.stanza) && sideOfSession(one.session, scene) !== side && isFromOtherSide(one, scene);
  const isManaging = ({ name, attrs }: XmlElement) => name === 'iq' && attrs['type'] === 'set';
  const isCause = (stanza: XmlElement) => (server === 'source' ? fits(stanza, 'unsubscribe') : isSubscription(stanza));
  const steps = sentIn(scene.entries.filter(({ kind }) => kind === 'step'));
  const isAct = ({ session: by, stanza }: Seen) =>
    sideOfSession(by, scene) === side && (isCause(stanza) || isManaging(stanza));
  return steps.some(isAct) || (server !== 'source' && receivedIn(scene.entries.slice(scene.since)).some(isForeign));
}

/**
 * A client of the other server sent it to an address on this one: its server had to route it. What differs from all that the
 * client sent to such addresses, and is what it sent to no address, is its broadcast.
 */
function isDirected(seen: Seen, scene: Scene): boolean {
  const sent = sentIn(scene.entries).filter((one) => isCopy(seen, one, scene));
  const isSame = ({ stanza }: Seen) => isDeepStrictEqual(undelayed(stanza), undelayed(seen.stanza));
  const directed = sent.filter(({ stanza }) => stanza.attrs['to'] !== undefined);
  const isBroadcast = sent.some((one) => one.stanza.attrs['to'] === undefined && isSame(one));
  return directed.length > 0 && !(isBroadcast && !directed.some(isSame));
}
