// What a server does with an approval that nobody has asked for, against RFC 6121 A.2.3: it routes it, or acts as if it answered a request.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { findCell, type StateName } from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { Branch, Effect } from './branch.ts';
import { APPENDIX, ids } from './cast.ts';
import type { Move } from './move-latitude.ts';
import { connectedOf, isAway, relationOf, userOf, type World, withRelation } from './world.ts';

/** The state of the user as if the contact had asked. */
const ASKED: Readonly<Partial<Record<StateName, StateName>>> = {
  None: 'None + Pending In',
  'None + Pending Out': 'None + Pending Out+In',
  To: 'To + Pending In',
};

/** The state of the contact as if it had asked. */
const ASKING: Readonly<Partial<Record<StateName, StateName>>> = {
  None: 'None + Pending Out',
  'None + Pending In': 'None + Pending Out+In',
  From: 'From + Pending Out',
};

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

/** The contact is a subscriber from now on. */
function granted(world: World, { user, contact }: Move, takes: Effect): readonly Branch[] {
  const asked = isAway(world, user) ? 'None' : ASKED[relationOf(world, user, contact).state];
  const asking = isAway(world, contact) ? 'None' : ASKING[relationOf(world, contact, user).state];
  if (asked === undefined || asking === undefined) return [];
  const pending = withRelation(withRelation(world, [user, contact], { state: asked }), [contact, user], {
    state: asking,
  });
  const sent = isAway(world, user) ? [] : ids('A.2.3-b', 'A.2.3-d');
  const violates = [...sent, ...(isAway(world, contact) ? [] : ids('A.3.3-a'))];
  const name = 'approved without a request';
  return takes(pending).map((one) => ({ ...one, names: [...one.names, name], violates }));
}
