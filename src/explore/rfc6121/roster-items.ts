// Items of a roster as patterns (RFC 6121 2.1): what the play knows of their subscription, name and groups.

import type { XmlElement } from '../../model/xml.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { child, element, NS } from '../../stanza/xml.ts';
import { ids } from './cast.ts';
import { type Item, relationOf, stateOf, userOf, type World } from './world.ts';

type Further = NonNullable<ExpectedStanza['further']>;

/** The address of an item: as a server writes it, or as its user has. */
export const jidOf = (world: World, user: string, contact: string): string =>
  relationOf(world, user, contact).isSpelt === true
    ? `\${oneof:\${${contact}}|\${capitals:${contact}}}`
    : `\${${contact}}`;

/** The contact whose item a pattern is about. */
export const contactIn = ({ attrs }: XmlElement): string | undefined => /\$\{(\w+)\}/.exec(attrs['jid'] ?? '')?.[1];

/** The subscription of an item, as a pattern; `ask` and `approved` need not be shown (rulings R25 and R33). */
export function itemPattern(world: World, user: string, contact: string): XmlElement {
  const { subscription, ask } = stateOf(world, user, contact);
  const { approved } = relationOf(world, user, contact);
  return element('item', NS.roster, {
    jid: jidOf(world, user, contact),
    subscription: subscription === 'none' ? '${optional:none}' : subscription,
    ask: ask ? '${optional:subscribe}' : '${absent}',
    ...(approved === 'no' && { approved: '${absent}' }),
  });
}

/** The name and the groups of an item, as a pattern. An empty name is none (2.4.1). */
export const describedItem = (jid: string, { name, groups }: Item): XmlElement =>
  element('item', NS.roster, { jid, name: name === '' ? '${optional:}' : name }, [
    '${only}',
    ...groups.map((group) => element('group', NS.roster, {}, [group])),
  ]);

/** An item has as many groups, and a name if it should have one: how they are spelt is another rule. */
const outlinedItem = (jid: string, { name, groups }: Item): XmlElement =>
  element('item', NS.roster, { jid, name: name === '' ? '${optional:}' : '${any}' }, [
    '${only}',
    ...groups.map(() => element('group', NS.roster)),
  ]);

/** A stanza with a roster query that holds these items. */
export const withItems = (
  attrs: Readonly<Record<string, string>>,
  items: readonly (XmlElement | string)[],
  query: Readonly<Record<string, string>> = {},
): XmlElement => element('iq', NS.client, attrs, [element('query', NS.roster, query, items)]);

/** What a push, or a result, says of the name and the groups of an item. That they keep their spelling is a SHOULD (2, ruling R37). */
export function detailsOf(jid: string, item: Item, proves: readonly string[]): Further {
  return [
    { pattern: withItems({}, [outlinedItem(jid, item)]), proves },
    { pattern: withItems({}, [describedItem(jid, item)]), proves: ids('2-a') },
  ];
}

/** What the push of an item that a subscription has changed says of its name and groups (3.1.1 for requests; 2 for all). */
export function itemDetails(world: World, session: string, push: XmlElement): Further {
  const query = child(push, 'query', NS.roster);
  const shown = query === undefined ? undefined : child(query, 'item');
  const contact = shown && contactIn(shown);
  if (contact === undefined || shown?.attrs['subscription'] === 'remove') return [];
  const { item } = relationOf(world, userOf(session), contact);
  return item === undefined ? [] : detailsOf(jidOf(world, userOf(session), contact), item, ids('2-b', '3.1.1-d'));
}

/** The push of an item at each of the sessions. */
export function pushOf(
  world: World,
  {
    user,
    contact,
    sessions,
    proves,
  }: {
    readonly user: string;
    readonly contact: string;
    readonly sessions: readonly string[];
    readonly proves: readonly string[];
  },
): readonly ExpectedStanza[] {
  const { item } = relationOf(world, user, contact);
  const pattern = withItems({ type: 'set' }, ['${only}', itemPattern(world, user, contact)]);
  const further = item === undefined ? [] : detailsOf(jidOf(world, user, contact), item, proves);
  return sessions.map((session) => ({ session, pattern, proves, further }));
}
