// RFC 6121 2.3 and 2.4: roster sets that add or change an item.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ActOf, Fault } from './act.ts';
import { type Branch, branch, type Effect, inTurn } from './branch.ts';
import { CROWD, ids } from './cast.ts';
import { describedItem, jidOf, pushOf, withItems } from './roster-items.ts';
import { FAULTY_GROUPS, guestItem, guestTail } from './stanzas.ts';
import {
  connectedOf,
  type Item,
  idOf,
  interestedOf,
  relationOf,
  sessionOf,
  userOf,
  type World,
  withRelation,
} from './world.ts';

/** A roster set: the item is as it says, and its subscription as before. */
export const sets =
  (act: Omit<ActOf<'roster-set'>, 'kind'>, tail = ''): Effect =>
  (before) => {
    const { session, contact, capitals = false } = act;
    const user = userOf(session);
    const world = capitals ? withRelation(before, [user, contact], { isSpelt: true }) : before;
    const taken = accepted(world, act, tail);
    if (!capitals) return [taken];
    return [taken, malformed(before, { session, id: idOf(before, tail) })];
  };

/** A server may refuse an address that it would have to prepare. */
export function malformed(world: World, { session, id }: { readonly session: string; readonly id: string }): Branch {
  const error = element('error', NS.client, {}, [element('jid-malformed', NS.stanzas)]);
  const pattern = element('iq', NS.client, { type: 'error', id }, [error]);
  return branch(world, { names: ['address refused'], receives: [{ session, pattern, proves: ['rfc7622-4-a'] }] });
}

function accepted(
  world: World,
  { session, contact, name, groups, capitals = false }: Omit<ActOf<'roster-set'>, 'kind'>,
  tail: string,
): Branch {
  const user = userOf(session);
  const { item: before } = relationOf(world, user, contact);
  const isNew = before === undefined;
  const spelling = capitals ? ['rfc7622-4-a'] : [];
  const item: Item = { name, groups, proves: [...(isNew ? ids('2.3.2-a') : ids('2.4.1-a', '2.4.2-a')), ...spelling] };
  const after = withRelation(world, [user, contact], { item });
  const result: ExpectedStanza = {
    session,
    pattern: element('iq', NS.client, { type: 'result', id: idOf(world, tail) }),
    proves: isNew ? ids('2.3.2-b') : ids('2.4.2-c'),
  };
  const proves = [...(isNew ? ids('2.3.2-c') : ids('2.4.2-b')), ...spelling];
  const push = (sessions: readonly string[]) => pushOf(after, { user, contact, sessions, proves });
  const interested = interestedOf(after, user);
  const others = connectedOf(after, user).filter((ref) => !sessionOf(after, ref).isInterested);
  const isSame = before !== undefined && contentOf(before) === contentOf(item);
  const may = push(isSame ? [...interested, ...others] : others).map((stanza) => ({ ...stanza, further: [] }));
  return branch(after, { receives: [result, ...(isSame ? [] : push(interested))], may });
}

/** The rule and the condition of a refusal (2.3.3). */
const REFUSALS: Readonly<Record<Fault, readonly [rule: string, condition: string]>> = {
  'two items': ['2.3.3-c', 'bad-request'],
  'repeated group': ['2.3.3-d', 'bad-request'],
  'empty group': ['2.3.3-f', 'not-acceptable'],
};

/** A set that must be refused: nothing changes, and nothing is pushed. A server may take an item all the same, against a MUST. */
export const refusesSet =
  ({ session, contact, fault }: Omit<ActOf<'roster-refused'>, 'kind'>): Effect =>
  (world) => {
    const [rule, condition] = REFUSALS[fault];
    const error = element('error', NS.client, {}, [element(condition, NS.stanzas)]);
    const pattern = element('iq', NS.client, { type: 'error', id: idOf(world) }, [error]);
    const silences = connectedOf(world, userOf(session)).map((at) => ({ session: at, proves: ids(rule) }));
    const refused = branch(world, { receives: [{ session, pattern, proves: ids(rule) }], silences });
    if (fault === 'two items') return [refused];
    const groups = FAULTY_GROUPS[fault];
    const taken = [...groups].map((one) => accepted(world, { session, contact, name: '', groups: one }, ''));
    const [whole, merged] = taken.map((one) => ({ ...one, violates: ids(rule) }));
    return [
      { ...refused, names: ['set refused'] },
      ...(whole === undefined ? [] : [{ ...whole, names: ['set taken'] }]),
      ...(merged === undefined ? [] : [{ ...merged, names: [`set taken without the ${fault}`] }]),
    ];
  };

/** What a set would change. */
const contentOf = ({ name, groups }: Item): string =>
  JSON.stringify(describedItem('', { name, groups: [...groups].sort(), proves: [] }));

/** A set for each address of the crowd. */
export const fills = (session: string): Effect =>
  inTurn(...CROWD.map((contact) => sets({ session, contact, ...guestItem }, guestTail(contact))));

/** The push of a removal at every session that must, or may, get one. `world`: before the item is gone. */
export function removalPush(
  world: World,
  { user, contact }: { readonly user: string; readonly contact: string },
): Partial<Branch> {
  const pattern = withItems({ type: 'set' }, [
    '${only}',
    element('item', NS.roster, { jid: jidOf(world, user, contact), subscription: 'remove' }),
  ]);
  const others = connectedOf(world, user).filter((ref) => !sessionOf(world, ref).isInterested);
  return {
    receives: interestedOf(world, user).map((session) => ({ session, pattern, proves: ids('2.5.2-b') })),
    may: others.map((session) => ({ session, pattern, proves: [] })),
  };
}
