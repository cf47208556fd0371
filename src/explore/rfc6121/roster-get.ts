// RFC 6121 2.1.3, 2.1.4 and 2.6: roster gets, with and without a version.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS } from '../../stanza/xml.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { CROWD, ids, NOBODY } from './cast.ts';
import { describedItem, detailsOf, itemPattern, jidOf, pushOf, withItems } from './roster-items.ts';
import { GET } from './stanzas.ts';
import { idOf, othersOf, relationOf, userOf, type Version, type World, withRelation, withSession } from './world.ts';

/** Everybody who may be in a roster. */
const contactsOf = (world: World, user: string): readonly string[] => [...othersOf(world, user), NOBODY, ...CROWD];

const listedBy = (world: World, user: string): readonly string[] =>
  contactsOf(world, user).filter((contact) => relationOf(world, user, contact).item !== undefined);

/** A roster get: the whole roster; or, where the client has a version, what has changed since (2.6.3). */
export const gets =
  (session: string, isVersioned: boolean): Effect =>
  (world) => {
    const user = userOf(session);
    const version = world.versions[user];
    const full = world.versioned.includes(user)
      ? [shown(world, session), unmarked(world, session)]
      : [whole(world, session, {})];
    return isVersioned && version !== undefined ? [...full, ...changes(world, session, version)] : full;
  };

/** The result names the version that it shows. */
function shown(world: World, session: string): Branch {
  const user = userOf(session);
  const name = `v${world.acts}`;
  const { world: after, ...rest } = whole(world, session, { ver: `\${capture:${name}}` });
  const versions = { ...after.versions, [user]: { name, items: itemsOf(after, user) } };
  return { ...rest, world: { ...after, versions } };
}

/** A server that offers versions should always name them. */
const unmarked = (world: World, session: string): Branch => ({
  ...whole(world, session, { ver: '${absent}' }),
  names: ['no version'],
  violates: ids('2.6.3-j'),
});

/** Every item as it stands, apart from what a server may show or not. */
const itemsOf = (world: World, user: string): Version['items'] =>
  Object.fromEntries(listedBy(world, user).map((contact) => [contact, fingerprint(world, user, contact)]));

function fingerprint(world: World, user: string, contact: string): string {
  const { item } = relationOf(world, user, contact);
  const { subscription, ask } = itemPattern(world, user, contact).attrs;
  const groups = [...(item?.groups ?? [])].sort();
  return JSON.stringify([subscription, ask, describedItem('', { name: item?.name ?? '', groups, proves: [] })]);
}

/** The whole roster: each item with the rules by which it is as it is. */
function whole(world: World, session: string, query: Readonly<Record<string, string>>): Branch {
  const user = userOf(session);
  const listed = listedBy(world, user);
  const id = idOf(world, GET);
  const chosen = listed.filter((contact) => relationOf(world, user, contact).isChosen === true);
  const result: ExpectedStanza = {
    session,
    pattern: withItems(
      { type: 'result', id },
      chosen.map((contact) => itemPattern(world, user, contact)),
      query,
    ),
    proves: listed.length === 0 ? ids('2.1.4-a') : ids('2-b'),
    further: [
      ...listed.flatMap((contact) => itemChecks(world, user, contact)),
      {
        // No other items: not those of requests that nobody has approved, and not removed ones.
        pattern: withItems({}, [
          '${only}',
          ...listed.map((contact) => element('item', NS.roster, { jid: jidOf(world, user, contact) })),
        ]),
        proves: ids('2-b', 'A.1-c', '2.5.2-a'),
      },
    ],
  };
  let after = withSession(world, session, { isInterested: true });
  for (const contact of chosen) after = withRelation(after, [user, contact], { isChosen: undefined });
  return branch(after, { receives: [result] });
}

function itemChecks(world: World, user: string, contact: string): NonNullable<ExpectedStanza['further']> {
  const { item, proves } = relationOf(world, user, contact);
  const because = proves.length > 0 ? proves : ids('2-b');
  const made = item === undefined || item.proves.length === 0 ? ids('2-b') : item.proves;
  return [
    { pattern: withItems({}, [itemPattern(world, user, contact)]), proves: because },
    ...(item === undefined ? [] : detailsOf(jidOf(world, user, contact), item, made)),
  ];
}

/** An empty result, and one push for each item that is not as it was. What has changed back may be pushed. */
function changes(world: World, session: string, { items }: Version): readonly Branch[] {
  const user = userOf(session);
  const listed = listedBy(world, user);
  const changed = listed.filter((contact) => items[contact] !== fingerprint(world, user, contact));
  const gone = Object.keys(items).filter((contact) => !listed.includes(contact));
  const removed = (contact: string): ExpectedStanza => {
    const item = element('item', NS.roster, { jid: jidOf(world, user, contact), subscription: 'remove' });
    return { session, pattern: withItems({ type: 'set' }, ['${only}', item]), proves: ids('2.6.3-d') };
  };
  const push = (contact: string, proves: readonly string[]) =>
    pushOf(world, { user, contact, sessions: [session], proves });
  const result = {
    session,
    pattern: element('iq', NS.client, { type: 'result', id: idOf(world, GET) }, ['${exactly}']),
    proves: ids('2.6.3-a'),
  };
  const unchanged = listed.filter((contact) => !changed.includes(contact));
  const strangers = contactsOf(world, user).filter((contact) => !listed.includes(contact) && !gone.includes(contact));
  const after = withSession(world, session, { isInterested: true });
  const due = [...changed.flatMap((contact) => push(contact, ids('2.6.3-d'))), ...gone.map(removed)];
  const shown = branch(after, {
    names: ['changes only'],
    receives: [result, ...due],
    may: [
      ...unchanged.flatMap((contact) => push(contact, [])).map((stanza) => ({ ...stanza, further: [] })),
      ...strangers.map((contact) => ({ ...removed(contact), proves: [] })),
    ],
    silences: [{ session, proves: ids('2.6.3-d') }],
  });
  // The client would keep an outdated roster.
  const lost = branch(after, { names: ['changes lost'], receives: [result], violates: ids('2.6.3-d') });
  return due.length === 0 ? [shown] : [shown, lost];
}
