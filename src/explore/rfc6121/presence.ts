// RFC 6121 4.2 to 4.4: presence as patterns, and its broadcast.

import type { XmlElement } from '../../model/xml.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS, text } from '../../stanza/xml.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { ids } from './cast.ts';
import {
  availableOf,
  type Broadcast,
  habitsOf,
  isApart,
  isAway,
  isShown,
  othersOf,
  sessionOf,
  silentOf,
  userOf,
  type World,
  withHabits,
  withSession,
} from './world.ts';

/** The pattern of a presence stanza that holds these children, and nothing else that RFC 6121 defines. */
export const presencePattern = (attrs: Readonly<Record<string, string>>, children: readonly XmlElement[]): XmlElement =>
  element('presence', NS.client, attrs, ['${only}', ...children]);

const loose = (attrs: Readonly<Record<string, string>>): XmlElement => element('presence', NS.client, attrs);

/** What a presence stanza says of its sender. */
export interface News {
  readonly from: string;
  readonly type: 'unavailable' | '${absent}';
  /** What it holds; absent: what it likes. */
  readonly children?: readonly XmlElement[];
}

/** The children of a broadcast as the server shows them: with the priority that it has given. */
const shownChildren = ({ children, shown }: Broadcast): readonly XmlElement[] =>
  shown === undefined
    ? children
    : [
        ...children.filter(({ name }) => name !== 'priority'),
        element('priority', NS.client, {}, [`\${oneof:${shown}}`]),
      ];

/** The last presence of an available session. */
export function newsOf(world: World, ref: string): News {
  const { presence } = sessionOf(world, ref);
  return { from: `\${${ref}}`, type: '${absent}', ...(presence && { children: shownChildren(presence) }) };
}

/** The news as a stanza that must come. `whole`: rules of what it holds. */
export const told = (
  session: string,
  news: News,
  proves: readonly string[],
  whole: readonly string[] = [],
): ExpectedStanza => ({
  ...maybe(session, news),
  proves: [...proves, ...whole],
});

/** The news as a stanza that may come. */
export const maybe = (session: string, { children, ...attrs }: News): ExpectedStanza => ({
  session,
  pattern: children === undefined ? loose(attrs) : presencePattern(attrs, children),
  proves: [],
});

/** Contacts who see the user's presence. */
const audienceOf = (world: World, user: string): readonly string[] =>
  othersOf(world, user).filter((contact) => isShown(world, user, contact));

/** Whether the user's server does not know that a contact of another one is there: it may spare such contacts (ruling R31). */
const isSilent = (world: World, user: string, contact: string): boolean =>
  isApart(world, user, contact) &&
  (isAway(world, contact)
    ? availableOf(world, contact).every((ref) => sessionOf(world, ref).presence === undefined)
    : !isShown(world, contact, user));

/** The rules for one kind of broadcast. */
export interface Rules {
  readonly own: readonly string[];
  readonly contacts: readonly string[];
  readonly delivered: readonly string[];
}

const INITIAL: Rules = { own: ids('4.2.2-b'), contacts: ids('4.2.2-a'), delivered: ids('4.2.3-a') };
const UPDATE: Rules = { own: ids('4.4.2-b'), contacts: ids('4.4.2-a'), delivered: ids('4.4.3-a') };
export const GONE: Rules = { own: ids('4.5.2-e'), contacts: ids('4.5.2-b'), delivered: ids('4.5.3-a') };

/** Rules by which contacts get a broadcast. After directed unavailable presence, only a SHOULD has it (4.6.3). */
function rulesFor(world: World, ref: string, contact: string, { contacts, delivered }: Rules): readonly string[] {
  if (sessionOf(world, ref).hushed.includes(contact)) return ids('4.6.3-d');
  return isAway(world, contact) ? contacts : [...contacts, ...delivered];
}

/** Presence of a session at everybody who is to see it. `spares`: contacts that may be left out. */
export function broadcast(
  world: World,
  ref: string,
  news: News,
  rules: Rules,
  spares: readonly string[] = [],
): Partial<Branch> {
  const user = userOf(ref);
  const audience = audienceOf(world, user);
  const gone = news.type === 'unavailable';
  const whole = gone && news.children !== undefined ? ids('4.5.2-d') : [];
  const own = availableOf(world, user).filter((session) => !gone || session !== ref);
  const far = audience.filter((contact) => !spares.includes(contact));
  return {
    receives: [
      ...own.map((session) => told(session, news, rules.own, whole)),
      ...far.flatMap((contact) =>
        availableOf(world, contact).map((session) => told(session, news, rulesFor(world, ref, contact, rules), whole)),
      ),
    ],
    // Sessions that are connected and not available may get it, too (ruling R34).
    may: [user, ...audience].flatMap((one) => silentOf(world, one).map((session) => maybe(session, news))),
  };
}

/** The priority of children, if there is one. */
function priorityIn(children: readonly XmlElement[]): number | undefined {
  const found = children.find(({ name }) => name === 'priority');
  return found === undefined ? undefined : Number(text(found));
}

/** Priorities that a server may show instead of the one sent: of one sign each. */
function otherPriorities(sent: number | undefined): readonly Required<Pick<Broadcast, 'shown' | 'isNegative'>>[] {
  const without = (low: number, high: number): string => {
    if (sent === undefined || sent < low || sent > high) return `${low}..${high}`;
    const below = sent > low ? [`${low}..${sent - 1}`] : [];
    return [...below, ...(sent < high ? [`${sent + 1}..${high}`] : [])].join('|');
  };
  return [
    { shown: without(0, 127), isNegative: false },
    { shown: without(-128, -1), isNegative: true },
  ];
}

/** What the session shows from now on: as sent, or with another priority (RFC 6121 4.7.2.3). */
function broadcasts(children: readonly XmlElement[]): readonly (readonly [string, Broadcast])[] {
  const priority = priorityIn(children);
  return [
    ['', { children, isNegative: (priority ?? 0) < 0 }] as const,
    // Priority 0 need not be named (4.7.2.3).
    ...(priority === undefined
      ? []
      : [['priority 0', { children: children.filter(({ name }) => name !== 'priority'), isNegative: false }] as const]),
    ...otherPriorities(priority).map(
      (other) => [`priority ${other.isNegative ? 'negative' : 'not negative'}`, { children, ...other }] as const,
    ),
  ];
}

/** The session sends presence without a type and an address: to all who see it. */
export const shows =
  (ref: string, children: readonly XmlElement[]): Effect =>
  (world) => {
    const isInitial = sessionOf(world, ref).presence === undefined;
    const user = userOf(ref);
    const silent = isInitial ? [] : audienceOf(world, user).filter((contact) => isSilent(world, user, contact));
    const { sparesSilent } = habitsOf(world, user);
    return broadcasts(children).flatMap(([name, presence]) => {
      const names = name === '' ? [] : [name];
      const after = withSession(world, ref, { presence });
      const told = (spares: readonly string[]) =>
        broadcast(after, ref, newsOf(after, ref), isInitial ? INITIAL : UPDATE, spares);
      const toAll = branch(after, { names, ...told([]) });
      if (silent.length === 0 || sparesSilent === false) return [toAll];
      const spared = branch(withHabits(after, user, { sparesSilent: true }), {
        names: [...names, 'silent contacts spared'],
        ...told(silent),
      });
      if (sparesSilent === true) return [spared];
      return [{ ...toAll, world: withHabits(after, user, { sparesSilent: false }) }, spared];
    });
  };
