// What a server does with an approval that nobody has asked for, against RFC 6121 A.2.3: it routes it, or acts as if it answered a request.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { findCell } from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { Branch, Effect } from './branch.ts';
import { APPENDIX, ids } from './cast.ts';
import type { Move } from './move-latitude.ts';
import { connectedOf, isAway, relationOf, userOf, type World, withRelation } from './world.ts';

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
export function granted(world: World, { user, contact, type }: Move, takes: Effect): readonly Branch[] {
  const isOneWay =
    (isAway(world, user) || relationOf(world, user, contact).state === 'To') &&
    (isAway(world, contact) || relationOf(world, contact, user).state === 'From');
  if (type !== 'subscribed' || !isOneWay) return [];
  const asked = withRelation(world, [user, contact], { state: 'To + Pending In' });
  const pending = withRelation(asked, [contact, user], { state: 'From + Pending Out' });
  const sent = isAway(world, user) ? [] : ids('A.2.3-b', 'A.2.3-d');
  const violates = [...sent, ...(isAway(world, contact) ? [] : ids('A.3.3-a'))];
  const name = 'approved without a request';
  return takes(pending).map((one) => ({ ...one, names: [...one.names, name], violates }));
}
