// RFC 6121 4.6: presence that a session sends to one address.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ActOf, Address } from './act.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { ids, NOBODY } from './cast.ts';
import { forgotten } from './departure.ts';
import { maybe, told } from './presence.ts';
import { childrenOf, ODD_TYPE } from './stanzas.ts';
import {
  availableOf,
  idOf,
  isAway,
  isShown,
  sessionOf,
  silentOf,
  type Told,
  userOf,
  type World,
  withoutPresence,
  withSession,
} from './world.ts';

/** Sessions that a stanza for an address reaches, and those that it may reach as well. */
export function reachedBy(
  world: World,
  { user, at }: Address,
): { readonly must: readonly string[]; readonly may: readonly string[] } {
  if (user === NOBODY) return { must: [], may: [] };
  if (isAway(world, user)) return { must: availableOf(world, user), may: [] };
  if (at === undefined) return { must: availableOf(world, user), may: silentOf(world, user) };
  return { must: [at].filter((ref) => sessionOf(world, ref).isConnected), may: [] };
}

/** A session, or a remote user, tells one address whether it is there. */
export const directs =
  ({ session, to, isAvailable, says }: ActOf<'direct'>): Effect =>
  (world) => {
    const user = userOf(session);
    const given = isAvailable ? says : { ...(says.status !== undefined && { status: says.status }) };
    const news = {
      from: `\${${session}}`,
      type: isAvailable ? ('${absent}' as const) : ('unavailable' as const),
      children: childrenOf(given),
    };
    const { must, may } = reachedBy(world, to);
    const parts: Partial<Branch> = {
      receives: must.map((at): ExpectedStanza => told(at, news, rulesOf(world, user, to))),
      may: may.map((at) => maybe(at, news)),
      silences: quiet(session, to),
    };
    const known = isAvailable ? world : forgotten(world, session, to.user);
    return [branch(remembered(known, { session, to, isAvailable, says }), parts)];
  };

/** Presence of an unknown type: refused with an error. A server may be silent, or pass it on, against a MUST (4.7.1). */
export const refusesPresence =
  ({ session, to }: ActOf<'odd-presence'>): Effect =>
  (world) => {
    const rule = ids('4.7.1-d');
    const error = element('error', NS.client, {}, [element('bad-request', NS.stanzas)]);
    const refusal = element('presence', NS.client, { type: 'error', id: idOf(world) }, [error]);
    const { must, may } = reachedBy(world, to);
    const passed = element('presence', NS.client, { type: ODD_TYPE, from: `\${${session}}` });
    return [
      branch(world, { names: ['refused'], receives: [{ session, pattern: refusal, proves: rule }] }),
      branch(world, {
        names: ['ignored or passed on'],
        may: [...must, ...may].map((at) => ({ session: at, pattern: passed, proves: [] })),
        violates: rule,
      }),
    ];
  };

/** Delivery of presence to an account or a resource, and of directed presence of an own user. */
function rulesOf(world: World, user: string, { user: contact, at }: Address): readonly string[] {
  const delivered = at === undefined ? ids('8.5.2.1.2-a') : ids('8.5.3.1-e');
  if (isAway(world, user)) return [...ids('4.2.3-a'), ...delivered];
  const sent = isShown(world, user, contact) ? ids('4.6.3-b') : ids('4.6.3-e');
  return isAway(world, contact) ? sent : [...sent, ...delivered];
}

/** Where nobody is to be reached, the stanza ends in silence. */
function quiet(session: string, { user, at }: Address): Branch['silences'] {
  if (user === NOBODY) return [{ session, proves: ids('8.5.1-c') }];
  return at !== undefined && !at.includes('/') ? [{ session, proves: ids('8.5.3.2.2-a') }] : [];
}

/** Who has been told is told of the end, too: unless it is a subscriber of an available session, whom the broadcast reaches. */
function remembered(world: World, { session, to, isAvailable }: Omit<ActOf<'direct'>, 'kind'>): World {
  const user = userOf(session);
  const { user: contact, at } = to;
  if (isAway(world, user)) return knownFrom(world, session, isAvailable);
  const isNowhere = at !== undefined && !at.includes('/');
  if (contact === NOBODY || (isNowhere && !isAway(world, contact))) return world;
  const entry = at === undefined ? contact : isNowhere ? `${contact}/${at}` : at;
  const { told: before, presence, hushed } = sessionOf(world, session);
  const rest = before.filter((one) => one.to !== entry);
  const others = hushed.filter((one) => one !== contact);
  const isSubscriber = isShown(world, user, contact) && presence !== undefined;
  if (!isAvailable) {
    // Directed unavailable presence for one resource need not reach an entry for the account, nor the other way round.
    const left = rest.map((one): Told => (userOf(one.to) === contact ? { ...one, isDue: false } : one));
    return withSession(world, session, { told: left, hushed: isSubscriber ? [...others, contact] : others });
  }
  const added: Told = { to: entry, isDue: !isSubscriber };
  return withSession(world, session, { told: [...rest, added], hushed: others });
}

/** What a remote user shows is known until it says otherwise. */
const knownFrom = (world: World, session: string, isAvailable: boolean): World =>
  isAvailable
    ? withSession(world, session, { presence: { children: [], isNegative: false } })
    : withoutPresence(world, session);
