// What each act sends, as steps of a scenario.

import type { Step } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { Act, ActOf, Address, Content, Fault, Said, Says } from './act.ts';
import { PLACE } from './branch.ts';
import { CROWD, NOBODY } from './cast.ts';
import { partsOf } from './move-all.ts';
import { idOf, userOf, type World } from './world.ts';

const textOf = (name: string, value: string | number | undefined): readonly XmlElement[] =>
  value === undefined ? [] : [element(name, NS.client, {}, value === '' ? [] : [String(value)])];

/** The children of a presence stanza. */
export const childrenOf = ({ show, status, priority }: Says): readonly XmlElement[] => [
  ...textOf('show', show),
  ...textOf('status', status),
  ...textOf('priority', priority),
];

/** The address as a placeholder. */
export function addressOf({ user, at, capitals = false }: Address): string {
  const bare = capitals ? `\${capitals:${user}}` : `\${${user}}`;
  if (at === undefined) return bare;
  return capitals || !at.includes('/') ? `${bare}/${at.split('/').at(-1)}` : `\${${at}}`;
}

const presence = (attrs: Readonly<Record<string, string>>, children: readonly XmlElement[] = []): XmlElement =>
  element('presence', NS.client, attrs, children);

/** An element of an extension that no server knows. */
export const LETTER = 'urn:example:letters';

/** The payload of a request, by its name. */
export function payloadOf(name: string): XmlElement {
  if (name === 'ping') return element('ping', NS.ping);
  if (name === 'disco') return element('query', NS.discoInfo);
  return element('letter', LETTER, { about: 'love' }, ['Ay me']);
}

/** The id of the roster get and the presence of a login, and of every other stanza. */
export const GET = 'g';

/** A roster get; the version is that of the last roster result, by the user. */
export const rosterGet = (
  world: World,
  { session, isVersioned }: Pick<ActOf<'roster-get'>, 'session' | 'isVersioned'>,
): XmlElement => {
  const version = world.versions[userOf(session)];
  const ver = isVersioned && version !== undefined ? { ver: `\${${version.name}}` } : {};
  return element('iq', NS.client, { type: 'get', id: idOf(world, GET) }, [element('query', NS.roster, ver)]);
};

/** A text of a message as an element. */
export const said =
  (name: string) =>
  ({ text, lang }: Said): XmlElement =>
    element(name, NS.client, lang === undefined ? {} : { 'xml:lang': lang }, text === '' ? [] : [text]);

/** The children of a message. */
export const contentOf = ({ bodies, subjects, thread, extension }: Content): readonly XmlElement[] => [
  ...subjects.map(said('subject')),
  ...bodies.map(said('body')),
  ...(thread === undefined
    ? []
    : [element('thread', NS.client, thread.parent === undefined ? {} : { parent: thread.parent }, [thread.text])]),
  ...(extension === undefined ? [] : [element('letter', LETTER, {}, extension === '' ? [] : [extension])]),
];

/** The stanza of an act that sends one. Acts on connections send none. */
export function stanzaOf(world: World, act: Act): XmlElement | undefined {
  switch (act.kind) {
    case 'connect':
    case 'login':
    case 'disconnect':
    case 'drop':
    case 'move-all':
    case 'burst':
    case 'fill':
      return undefined;
    case 'roster-get':
      return rosterGet(world, act);
    case 'roster-set': {
      const name = act.name === '' ? {} : { name: act.name };
      const groups = act.groups.map(groupOf);
      return rosterSet(world, element('item', NS.roster, { jid: writtenBy(act, act.contact), ...name }, groups));
    }
    case 'roster-refused':
      return rosterSet(world, ...faultyItems(addressOf({ user: act.contact }), act.fault));
    case 'roster-remove':
      return rosterSet(world, element('item', NS.roster, { jid: writtenBy(act, act.contact), subscription: 'remove' }));
    case 'available':
      return presence({}, childrenOf(act.says));
    case 'unavailable':
      return presence(
        { type: 'unavailable' },
        childrenOf({ ...(act.says.status !== undefined && { status: act.says.status }) }),
      );
    case 'direct':
      return presence(
        { to: addressOf(act.to), ...(act.isAvailable ? {} : { type: 'unavailable' }) },
        childrenOf(act.isAvailable ? act.says : { ...(act.says.status !== undefined && { status: act.says.status }) }),
      );
    case 'move':
      return presence({ to: writtenBy(act, act.to), type: act.type }, textOf('status', act.status));
    case 'odd-presence':
      return presence({ to: addressOf(act.to), type: ODD_TYPE, id: idOf(world) });
    case 'probe':
      return presence({ to: addressOf(act.to), type: 'probe' });
    case 'message': {
      const { type, to, tail, content } = act;
      const attrs = { to: addressOf(to), id: idOf(world, tail), ...(type !== undefined && { type }) };
      const error = element('error', NS.client, { type: 'cancel' }, [element('item-not-found', NS.stanzas)]);
      return element('message', NS.client, attrs, [...contentOf(content), ...(type === 'error' ? [error] : [])]);
    }
    case 'ask':
      return element('iq', NS.client, { to: addressOf(act.to), type: act.type, id: idOf(world) }, [
        payloadOf(act.payload),
      ]);
    case 'answer':
      return answerOf(world, act);
  }
}

const rosterSet = (world: World, ...items: readonly XmlElement[]): XmlElement =>
  element('iq', NS.client, { type: 'set', id: idOf(world) }, [element('query', NS.roster, {}, items)]);

const groupOf = (name: string): XmlElement => element('group', NS.roster, {}, name === '' ? [] : [name]);

/** A type of presence that no server knows. */
export const ODD_TYPE = 'invisible';

/** The groups of an item that a server must refuse, and those that are left where it takes the item all the same. */
export const FAULTY_GROUPS: Readonly<Record<Exclude<Fault, 'two items'>, readonly [sent: string[], left: string[]]>> = {
  'repeated group': [
    ['Servants', 'Nurses', 'Servants'],
    ['Servants', 'Nurses'],
  ],
  'empty group': [['Servants', ''], ['Servants']],
};

/** The items of a roster set that a server must refuse. */
function faultyItems(jid: string, fault: Fault): readonly XmlElement[] {
  const item = element('item', NS.roster, { jid }, [groupOf('Servants')]);
  if (fault === 'two items') return [item, element('item', NS.roster, { jid: addressOf({ user: NOBODY }) })];
  return [{ ...item, children: FAULTY_GROUPS[fault][0].map(groupOf) }];
}

/** The address of an act, in capitals where the act says so. */
const writtenBy = ({ capitals = false }: { readonly capitals?: boolean }, user: string): string =>
  addressOf({ user, ...(capitals && { capitals }) });

/** The item of one address of the crowd. */
export const guestItem = { name: 'Guest', groups: ['Guests'] } as const;

/** The ends of the ids of the sets that fill a roster, by address. */
export const guestTail = (contact: string): string => `-${contact}`;

/** The answer to the first request that waits. */
function answerOf({ open }: World, { type }: ActOf<'answer'>): XmlElement | undefined {
  const [asked] = open;
  if (asked === undefined) return undefined;
  const condition = element('item-not-found', NS.stanzas);
  const children =
    type === 'result' ? [payloadOf('letter')] : [element('error', NS.client, { type: 'cancel' }, [condition])];
  return element('iq', NS.client, { to: `\${${asked.from}}`, type, id: asked.id }, children);
}

/** The steps of an act. */
export function stepsOf(world: World, act: Act): readonly Step[] {
  const session = act.kind === 'answer' ? (world.open[0]?.at ?? '') : act.session;
  const send = (stanza: XmlElement): Step => ({ kind: 'send', from: session, stanza, place: PLACE });
  switch (act.kind) {
    case 'connect':
    case 'disconnect':
    case 'drop':
      return [{ kind: act.kind, session, place: PLACE }];
    case 'login':
      return [
        { kind: 'connect', session, place: PLACE },
        send(rosterGet(world, act)),
        send(presence({}, childrenOf(act.says))),
      ];
    case 'fill':
      return CROWD.map((contact) => {
        const { name, groups } = guestItem;
        const inside = groups.map(groupOf);
        const item = element('item', NS.roster, { jid: `\${${contact}}`, name }, inside);
        return send({ ...rosterSet(world, item), attrs: { type: 'set', id: idOf(world, guestTail(contact)) } });
      });
    case 'move-all':
      return partsOf(world, act).map(
        ({ from, to }): Step => ({
          kind: 'send',
          from,
          stanza: presence({ to: `\${${to}}`, type: act.type }),
          place: PLACE,
        }),
      );
    default: {
      const stanza = stanzaOf(world, act);
      return stanza === undefined ? [] : [send(stanza)];
    }
  }
}
