// RFC 6121 2.5: the removal of an item, and what it ends: subscriptions, and perhaps requests (ruling R15).

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { findCell, type SubscriptionMove } from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ActOf } from './act.ts';
import { enter, quieted } from './after-move.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { APPENDIX, ids, NOBODY, refsOf } from './cast.ts';
import { malformed, removalPush } from './roster.ts';
import { pushOf, withItems } from './roster-items.ts';
import {
  availableOf,
  connectedOf,
  idOf,
  interestedOf,
  isAway,
  relationOf,
  silentOf,
  stateOf,
  userOf,
  type World,
  withRelation,
} from './world.ts';

const presence = (attrs: Readonly<Record<string, string>>) => element('presence', NS.client, attrs);

/** A removal by a user: the contact is told of every subscription that ends, and may be told of requests that do. */
export const removes =
  (act: ActOf<'roster-remove'>): Effect =>
  (before) => {
    const { session, contact, capitals = false } = act;
    const user = userOf(session);
    const isListed = relationOf(before, user, contact).item !== undefined;
    const world = capitals && isListed ? withRelation(before, [user, contact], { isSpelt: true }) : before;
    const taken = isListed
      ? removalsOf(world, act)
      : [unlisted(world, session), ...removalsOf(world, act).map(asListed)];
    return capitals ? [...taken, malformed(before, { session, id: idOf(before) })] : taken;
  };

/** The ways in which what was pending may end with the item, or stay. */
function removalsOf(world: World, { session, contact }: ActOf<'roster-remove'>): readonly Branch[] {
  const user = userOf(session);
  const { subscription, ask, pendingIn } = stateOf(world, user, contact);
  const isSubscribed = subscription === 'to' || subscription === 'both';
  const isShown = subscription === 'from' || subscription === 'both';
  const withdrawals = ask ? [false, true] : [false];
  const denials = pendingIn ? [false, true] : [false];
  return withdrawals.flatMap((isWithdrawn) =>
    denials.flatMap((isDenied) => {
      const names = [...(isWithdrawn ? ['request withdrawn'] : []), ...(isDenied ? ['request denied'] : [])];
      const sent: readonly SubscriptionMove[] = [
        ...(isSubscribed || isWithdrawn ? (['unsubscribe'] as const) : []),
        ...(isShown || isDenied ? (['unsubscribed'] as const) : []),
      ];
      const ends: Ending = { user, contact, sent, isDue: { isSubscribed, isShown } };
      const one = removed(world, { session, ends, isKept: pendingIn && !isDenied, names });
      return [one, ...tellingStranger(one, world, ends)];
    }),
  );
}

/** Unavailable presence is for a contact who could see the user until now (3.2.2). It tells others which session the user has. */
function tellingStranger(one: Branch, world: World, { user, contact, sent }: Ending): readonly Branch[] {
  if (contact === NOBODY || sent.includes('unsubscribed')) return [];
  const may = [...one.may, ...gone(world, user, contact)];
  return [{ ...one, names: [...one.names, 'goodbye to a stranger'], may, violates: ids('11-b', '11-c') }];
}

/** What the removal sends to the contact. */
interface Ending {
  readonly user: string;
  readonly contact: string;
  readonly sent: readonly SubscriptionMove[];
  readonly isDue: { readonly isSubscribed: boolean; readonly isShown: boolean };
}

function unlisted(world: World, session: string): Branch {
  const error = element('error', NS.client, {}, [element('item-not-found', NS.stanzas)]);
  const pattern = element('iq', NS.client, { type: 'error', id: idOf(world) }, [error]);
  return branch(world, {
    receives: [{ session, pattern, proves: ids('2.5.3-a') }],
    silences: connectedOf(world, userOf(session)).map((at) => ({ session: at, proves: ids('2.5.3-a') })),
  });
}

/** What is not in the roster is removed all the same. */
function asListed({ receives, may, ...rest }: Branch): Branch {
  const isPush = ({ pattern }: ExpectedStanza) => pattern.name === 'iq' && pattern.attrs['type'] === 'set';
  return {
    ...rest,
    names: ['removed all the same', ...rest.names],
    receives: receives.filter((stanza) => !isPush(stanza)).map((stanza) => ({ ...stanza, proves: [] })),
    may: [...may, ...receives.filter(isPush).map((stanza) => ({ ...stanza, proves: [] }))],
    violates: ids('2.5.3-a'),
  };
}

interface Removal {
  readonly session: string;
  readonly ends: Ending;
  /** The request of the contact is still pending. */
  readonly isKept: boolean;
  readonly names: readonly string[];
}

function removed(world: World, { session, ends, isKept, names }: Removal): Branch {
  const { user, contact } = ends;
  const push = removalPush(world, { user, contact });
  const result = {
    session,
    pattern: element('iq', NS.client, { type: 'result', id: idOf(world) }),
    proves: ids('2.5.2-c'),
  };
  const own = withRelation(world, [user, contact], {
    state: isKept ? 'None + Pending In' : 'None',
    item: undefined,
    approved: 'no',
    proves: ids('2.5.2-a'),
    ...(!isKept && { request: undefined }),
  });
  const far = contact === NOBODY ? branch(own) : isAway(world, contact) ? routed(own, ends) : arrived(own, ends);
  const after = contact === NOBODY ? far.world : withRelation(far.world, [contact, user], { isChosen: true });
  return branch(quietedBoth(after, user, contact), {
    names,
    receives: [result, ...(push.receives ?? []), ...far.receives],
    may: [...(push.may ?? []), ...far.may, ...goodbyes(world, ends)],
    silences: far.silences,
  });
}

const quietedBoth = (world: World, user: string, contact: string): World =>
  quieted(quieted(world, user, contact), contact, user);

/** Unavailable presence that goes with the end of a subscription (3.2.2, 3.3.3). */
function goodbyes(world: World, { user, contact, sent, isDue }: Ending): readonly ExpectedStanza[] {
  if (contact === NOBODY) return [];
  const ofUser = isDue.isShown || sent.includes('unsubscribed') ? gone(world, user, contact) : [];
  const isMutual = isDue.isSubscribed && !isAway(world, contact) && !isAway(world, user);
  return [...ofUser, ...(isMutual ? gone(world, contact, user) : [])];
}

const gone = (world: World, of: string, at: string): readonly ExpectedStanza[] =>
  availableOf(world, at).flatMap((session) =>
    [of, ...availableOf(world, of), ...silentOf(world, of)].map((from) => ({
      session,
      pattern: presence({ type: 'unavailable', from: `\${${from}}` }),
      proves: [],
    })),
  );

const ruleOf = (type: SubscriptionMove, { isSubscribed, isShown }: Ending['isDue']): readonly string[] => {
  const isEnd = type === 'unsubscribe' ? isSubscribed : isShown;
  if (!isEnd) return ids('3-a');
  return isSubscribed && isShown ? ids('2.5.2-f') : ids(type === 'unsubscribe' ? '2.5.2-d' : '2.5.2-e');
};

/** It comes from the user: that it comes from the bare JID (3) is checked of every stanza. */
function stanzaFrom(
  world: World,
  user: string,
  type: SubscriptionMove,
  session: string,
  proves: readonly string[],
): ExpectedStanza {
  const from = [user, ...refsOf(user, world.topology)].map((one) => `\${${one}}`).join('|');
  return { session, pattern: presence({ type, from: `\${oneof:${from}}` }), proves };
}

/** A remote contact: what is sent arrives. */
function routed(world: World, { user, contact, sent, isDue }: Ending): Branch {
  const sessions = availableOf(world, contact);
  return branch(world, {
    receives: sent.flatMap((type) => sessions.map((at) => stanzaFrom(world, user, type, at, ruleOf(type, isDue)))),
  });
}

/** A local contact: each stanza in turn changes its roster, and is shown where it does (A.3.2, A.3.4). */
function arrived(world: World, { user, contact, sent, isDue }: Ending): Branch {
  const start = stateOf(world, contact, user);
  const steps = [world];
  let after = world;
  for (const type of sent) {
    const { newState } = findCell(APPENDIX(), 'inbound', type, relationOf(after, contact, user).state);
    after = enter(after, [contact, user], { state: newState, proves: ruleOf(type, isDue) }, false);
    steps.push(after);
  }
  const interested = interestedOf(world, contact);
  const stanzas = sent.flatMap((type, index) => {
    const cell = findCell(APPENDIX(), 'inbound', type, relationOf(steps[index] ?? world, contact, user).state);
    const isDueHere = cell.pass === 'MUST' && (type === 'unsubscribe' ? isDue.isSubscribed : isDue.isShown);
    return interested.map((at) => ({ isDueHere, stanza: stanzaFrom(world, user, type, at, ruleOf(type, isDue)) }));
  });
  const end = stateOf(after, contact, user);
  const isChanged = start.subscription !== end.subscription || start.ask !== end.ask;
  const isOwed = sent.some((type) => (type === 'unsubscribe' ? isDue.isSubscribed : isDue.isShown));
  const proves = isOwed ? ids('3.2.3-d', '3.3.3-d') : ids('12-p');
  const push = pushOf(after, { user: contact, contact: user, sessions: interested, proves });
  // No sentence keeps them from resources that have not asked for the roster.
  const others = connectedOf(world, contact).filter((at) => !interested.includes(at));
  const beside = pushOf(after, { user: contact, contact: user, sessions: others, proves: [] });
  return branch(after, {
    receives: [...stanzas.filter(({ isDueHere }) => isDueHere).map(({ stanza }) => stanza), ...(isChanged ? push : [])],
    may: [
      ...stanzas.filter(({ isDueHere }) => !isDueHere).map(({ stanza }) => stanza),
      ...others.flatMap((at) => sent.map((type) => stanzaFrom(world, user, type, at, []))),
      ...halfway(user, [...interested, ...others]),
      ...beside.map((stanza) => ({ ...stanza, further: [] })),
      ...(isChanged ? [] : push.map((stanza) => ({ ...stanza, further: [] }))),
    ],
  });
}

/** A push between two stanzas, or one that repeats a state, whichever comes first. */
function halfway(user: string, sessions: readonly string[]): readonly ExpectedStanza[] {
  const item = (subscription: string) => element('item', NS.roster, { jid: `\${${user}}`, subscription });
  const pattern = withItems({ type: 'set' }, [item('${optional:to|from|none|remove}')]);
  return sessions.map((session) => ({ session, pattern, proves: [] }));
}
