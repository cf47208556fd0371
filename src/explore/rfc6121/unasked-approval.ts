// What a server does with an approval that nobody has asked for, against RFC 6121 A.2.3: it routes it, or acts as if it answered a request.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { findCell } from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { Branch, Effect } from './branch.ts';
import { APPENDIX, ids } from './cast.ts';
import type { Move } from './move-latitude.ts';
import { connectedOf, isApart, isAway, relationOf, userOf, type World, withRelation } from './world.ts';

/** Ways to break A.2.3, and A.3.3 where the sender is remote. `taken`: what may come of the stanza; `takes`: what comes of it in any world. */
export function unaskedApprovals(
  world: World,
  move: Move,
  { taken, takes }: { readonly taken: readonly Branch[]; readonly takes: Effect },
): readonly Branch[] {
  if (move.type !== 'subscribed') return [];
  return [...taken.flatMap((one) => routed(world, move, one)), ...granted(world, move, takes)];
}

const isUnasked = (world: World, { user, contact, type }: Move): boolean =>
  type === 'subscribed' &&
  !isAway(world, user) &&
  findCell(APPENDIX(), 'outbound', type, relationOf(world, user, contact).state).pass !== 'MUST';

/** The contact gets it, and nothing else changes. A local contact's server keeps it, or not (A.3.3). */
function routed(world: World, move: Move, one: Branch): readonly Branch[] {
  if (!isUnasked(world, move)) return [];
  const { user, contact } = move;
  const isContacts = (session: string) => userOf(session) === contact;
  const rules = one.silences.filter(({ session }) => isContacts(session)).flatMap(({ proves }) => proves);
  if (rules.length === 0) return [];
  const pattern = element('presence', NS.client, { type: 'subscribed', from: `\${${user}}` });
  const stanzas = connectedOf(world, contact).map((session): ExpectedStanza => ({ session, pattern, proves: [] }));
  const violates = [...one.violates, ...rules];
  return [{ ...one, may: [...one.may, ...stanzas], names: [...one.names, 'approval routed'], violates }];
}

/** Of many stanzas, those for some contacts are routed. */
export function routedToSome(world: World, moves: readonly Move[], one: Branch): readonly Branch[] {
  const all = moves.reduce((so, move) => routed(world, move, so)[0] ?? so, one);
  return all === one
    ? []
    : [{ ...all, names: [...one.names, 'approvals routed'], violates: [...one.violates, ...ids('A.2.3-b')] }];
}

/** A subscription of the user to the contact becomes mutual, as if the contact had asked. */
export function granted(world: World, move: Move, takes: Effect): readonly Branch[] {
  const { user, contact, type } = move;
  const isGranting = isAway(world, user) || relationOf(world, user, contact).state === 'To';
  if (type !== 'subscribed' || !isGranting) return [];
  const isTaking = isAway(world, contact) || relationOf(world, contact, user).state === 'From';
  return [...(isTaking ? mutual(world, move, takes) : []), ...oneSided(world, move, takes)];
}

/** Both servers take it as an answer: the contact is shown it, or only the rosters tell. */
function mutual(world: World, { user, contact }: Move, takes: Effect): readonly Branch[] {
  const asked = withRelation(world, [user, contact], { state: 'To + Pending In' });
  const pending = withRelation(asked, [contact, user], { state: 'From + Pending Out' });
  const received = isAway(world, contact) ? [] : ids('A.3.3-a');
  const isIt = ({ pattern }: ExpectedStanza) => pattern.attrs['type'] === 'subscribed';
  return takes(pending).flatMap((one): readonly Branch[] => {
    const name = 'approved without a request';
    // Nobody is owed what nobody has asked for.
    const stanzas = one.receives.filter(isIt).map((stanza) => ({ ...stanza, proves: [], further: [] }));
    const others = one.receives.filter((stanza) => !isIt(stanza));
    const sent = isAway(world, user) ? [] : ids('A.2.3-b', 'A.2.3-d');
    const shown: Branch = {
      ...one,
      receives: [...others, ...stanzas],
      names: [...one.names, name],
      violates: [...sent, ...received],
    };
    // A local contact's roster has changed: it was routed all the same.
    const kept = isAway(world, contact) ? sent.slice(1) : shown.violates;
    const hidden = { ...shown, receives: others, may: [...one.may, ...stanzas], violates: kept };
    return stanzas.length === 0 ? [shown] : [shown, { ...hidden, names: [...shown.names, 'not shown'] }];
  });
}

/** The server of the user takes it as an answer, and that of the contact, which is another one, does not (A.3.3). */
function oneSided(world: World, { user, contact }: Move, takes: Effect): readonly Branch[] {
  if (isAway(world, user) || isAway(world, contact) || !isApart(world, user, contact)) return [];
  return takes(withRelation(world, [user, contact], { state: 'To + Pending In' })).map((one) => ({
    ...one,
    names: [...one.names, 'approved without a request'],
    violates: [...one.violates, ...ids('A.2.3-d'), ...(one.names.includes('delivered') ? ids('A.2.3-b') : [])],
  }));
}
