// RFC 6121 2.1 to 2.4: roster gets, and roster sets that add or change an item.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ActOf } from './act.ts';
import { always, type Branch, branch, type Effect } from './branch.ts';
import { ids, NOBODY } from './cast.ts';
import { describedItem, detailsOf, itemPattern, pushOf, withItems } from './roster-items.ts';
import { GET } from './stanzas.ts';
import {
  connectedOf,
  type Item,
  idOf,
  interestedOf,
  othersOf,
  relationOf,
  sessionOf,
  userOf,
  type World,
  withRelation,
  withSession,
} from './world.ts';

/** Everybody who may be in a roster. */
export const contactsOf = (user: string): readonly string[] => [...othersOf(user), NOBODY];

/** The whole roster as the answer to a get: each item with the rules by which it is as it is. */
export const gets = (session: string): Effect =>
  always((world): Partial<Branch> => {
    const user = userOf(session);
    const listed = contactsOf(user).filter((contact) => relationOf(world, user, contact).item !== undefined);
    const id = idOf(world, GET);
    const chosen = listed.filter((contact) => relationOf(world, user, contact).isChosen === true);
    const result: ExpectedStanza = {
      session,
      pattern: withItems(
        { type: 'result', id },
        chosen.map((contact) => itemPattern(world, user, contact)),
      ),
      proves: listed.length === 0 ? ids('2.1.4-a') : ids('2-b'),
      further: [
        ...listed.flatMap((contact) => itemChecks(world, user, contact)),
        {
          // No other items: not those of requests that nobody has approved, and not removed ones.
          pattern: withItems({}, [
            '${only}',
            ...listed.map((contact) => element('item', NS.roster, { jid: `\${${contact}}` })),
          ]),
          proves: ids('2-b', 'A.1-c', '2.5.2-a'),
        },
      ],
    };
    const settled = chosen.reduce(
      (after, contact) => withRelation(after, [user, contact], { isChosen: undefined }),
      world,
    );
    return { receives: [result], world: withSession(settled, session, { isInterested: true }) };
  });

function itemChecks(world: World, user: string, contact: string): NonNullable<ExpectedStanza['further']> {
  const { item, proves } = relationOf(world, user, contact);
  const because = proves.length > 0 ? proves : ids('2-b');
  const made = item === undefined || item.proves.length === 0 ? ids('2-b') : item.proves;
  return [
    { pattern: withItems({}, [itemPattern(world, user, contact)]), proves: because },
    ...(item === undefined ? [] : detailsOf(contact, item, made)),
  ];
}

/** A roster set: the item is as it says, and its subscription as before. */
export const sets =
  ({ session, contact, name, groups }: ActOf<'roster-set'>): Effect =>
  (world) => {
    const user = userOf(session);
    const { item: before } = relationOf(world, user, contact);
    const isNew = before === undefined;
    const item: Item = { name, groups, proves: isNew ? ids('2.3.2-a') : ids('2.4.1-a', '2.4.2-a') };
    const after = withRelation(world, [user, contact], { item });
    const result: ExpectedStanza = {
      session,
      pattern: element('iq', NS.client, { type: 'result', id: idOf(world) }),
      proves: isNew ? ids('2.3.2-b') : ids('2.4.2-c'),
    };
    const proves = isNew ? ids('2.3.2-c') : ids('2.4.2-b');
    const push = (sessions: readonly string[]) => pushOf(after, { user, contact, sessions, proves });
    const interested = interestedOf(after, user);
    const others = connectedOf(after, user).filter((ref) => !sessionOf(after, ref).isInterested);
    const isSame =
      before !== undefined && JSON.stringify(described(before, contact)) === JSON.stringify(described(item, contact));
    const may = push(isSame ? [...interested, ...others] : others).map((stanza) => ({ ...stanza, further: [] }));
    return [branch(after, { receives: [result, ...(isSame ? [] : push(interested))], may })];
  };

const described = ({ name, groups }: Item, contact: string) =>
  describedItem(contact, { name, groups: [...groups].sort(), proves: [] });

/** A stanza of a roster act at every session that may, or must, get a push. */
export function removalPush(
  world: World,
  { user, contact }: { readonly user: string; readonly contact: string },
): Partial<Branch> {
  const pattern = withItems({ type: 'set' }, [
    '${only}',
    element('item', NS.roster, { jid: `\${${contact}}`, subscription: 'remove' }),
  ]);
  const others = connectedOf(world, user).filter((ref) => !sessionOf(world, ref).isInterested);
  return {
    receives: interestedOf(world, user).map((session) => ({ session, pattern, proves: ids('2.5.2-b') })),
    may: others.map((session) => ({ session, pattern, proves: [] })),
  };
}
