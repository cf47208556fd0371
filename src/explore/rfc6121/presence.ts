// RFC 6121 4.2 to 4.5: the broadcast of presence, and its end.

import type { XmlElement } from '../../model/xml.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS, text } from '../../stanza/xml.ts';
import { always, type Branch, branch, type Effect, inTurn } from './branch.ts';
import {
  type Broadcast,
  availableOf,
  isAway,
  isShown,
  othersOf,
  silentOf,
  sessionOf,
  userOf,
  type World,
  withHabits,
  withSession,
} from './world.ts';

const ids = (...tails: readonly string[]): readonly string[] => tails.map((tail) => `rfc6121-${tail}`);

/** The pattern of a presence stanza that holds these children, and nothing else that RFC 6121 defines. */
export const presencePattern = (attrs: Readonly<Record<string, string>>, children: readonly XmlElement[]): XmlElement =>
  element('presence', NS.client, attrs, ['${only}', ...children]);

const loose = (attrs: Readonly<Record<string, string>>): XmlElement => element('presence', NS.client, attrs);

/** What a presence stanza says of its sender. */
interface News {
  readonly from: string;
  readonly type: 'unavailable' | '${absent}';
  /** What it holds; absent: what it likes. */
  readonly children?: readonly XmlElement[];
}

/** The children of a broadcast as the server shows them: with the priority that it has given. */
export const shownChildren = ({ children, shown }: Broadcast): readonly XmlElement[] =>
  shown === undefined
    ? children
    : [...children.filter(({ name }) => name !== 'priority'), element('priority', NS.client, {}, [`\${oneof:${shown}}`])];

/** The last presence of an available session. */
export function newsOf(world: World, ref: string): News {
  const { presence } = sessionOf(world, ref);
  return { from: `\${${ref}}`, type: '${absent}', ...(presence && { children: shownChildren(presence) }) };
}

/** The news as a stanza that must come. `whole`: rules of what it holds. */
export const told = (session: string, news: News, proves: readonly string[], whole: readonly string[] = []): ExpectedStanza => ({
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
  othersOf(user).filter((contact) => isShown(world, user, contact));

/** Whether the server knows that a remote contact is there: it need not skip others (ruling R31). */
const isSilent = (world: World, contact: string): boolean =>
  isAway(world, contact) && availableOf(world, contact).every((ref) => sessionOf(world, ref).presence === undefined);

/** The rules for one kind of broadcast. */
interface Rules {
  readonly own: readonly string[];
  readonly contacts: readonly string[];
  readonly delivered: readonly string[];
}

const INITIAL: Rules = { own: ids('4.2.2-b'), contacts: ids('4.2.2-a'), delivered: ids('4.2.3-a') };
const UPDATE: Rules = { own: ids('4.4.2-b'), contacts: ids('4.4.2-a'), delivered: ids('4.4.3-a') };
const GONE: Rules = { own: ids('4.5.2-e'), contacts: ids('4.5.2-b'), delivered: ids('4.5.3-a') };

/** Rules by which contacts get a broadcast. After directed unavailable presence, only a SHOULD has it (4.6.3). */
function rulesFor(world: World, ref: string, contact: string, { contacts, delivered }: Rules): readonly string[] {
  if (sessionOf(world, ref).hushed.includes(contact)) return ids('4.6.3-d');
  return isAway(world, contact) ? contacts : [...contacts, ...delivered];
}

/** Presence of a session at everybody who is to see it. `spares`: contacts that may be left out. */
function broadcast(world: World, ref: string, news: News, rules: Rules, spares: readonly string[] = []): Partial<Branch> {
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
    const silent = isInitial ? [] : audienceOf(world, userOf(ref)).filter((contact) => isSilent(world, contact));
    return broadcasts(children).flatMap(([name, presence]) => {
      const names = name === '' ? [] : [name];
      const after = withSession(world, ref, { presence });
      const told = (spares: readonly string[]) =>
        broadcast(after, ref, newsOf(after, ref), isInitial ? INITIAL : UPDATE, spares);
      const toAll = branch(after, { names, ...told([]) });
      if (silent.length === 0 || world.habits.sparesSilent === false) return [toAll];
      const spared = branch(withHabits(after, { sparesSilent: true }), {
        names: [...names, 'silent contacts spared'],
        violates: ids('4.4.2-a'),
        ...told(silent),
      });
      if (world.habits.sparesSilent === true) return [spared];
      return [{ ...toAll, world: withHabits(after, { sparesSilent: false }) }, spared];
    });
  };

/** Who has got directed presence and must, or may, hear that the session is gone (4.6.3). */
function toldGone(world: World, ref: string, news: News): Partial<Branch> {
  const user = userOf(ref);
  const { told: entries, presence } = sessionOf(world, ref);
  const stanzas = entries.map(({ to, isDue }) => {
    const contact = userOf(to);
    const isWhole = to === contact;
    const reached = isWhole || isAway(world, contact) ? availableOf(world, contact) : [to].filter((one) => isThere(world, one));
    // Who has subscribed meanwhile is a subscriber like others (4.6.1): the broadcast is for the account.
    const isCovered = isShown(world, user, contact) && presence !== undefined;
    const unseen = isWhole ? silentOf(world, contact) : [];
    const bare = { ...news };
    return {
      receives: isDue && !isCovered ? reached.map((one) => told(one, { from: bare.from, type: bare.type }, ids('4.6.3-h'))) : [],
      may: (isDue && !isCovered ? unseen : [...reached, ...unseen]).map((one) =>
        maybe(one, { from: bare.from, type: bare.type }),
      ),
    };
  });
  const all = stanzas.flatMap(({ receives }) => receives);
  return { receives: unique(world, all), may: [...stanzas.flatMap(({ may }) => may), ...all.filter((one) => !unique(world, all).includes(one))] };
}

/** One stanza a session, where two addresses are the same one. A remote domain gets one for each address. */
const unique = (world: World, stanzas: readonly ExpectedStanza[]): readonly ExpectedStanza[] =>
  stanzas.filter(
    ({ session }, at) => isAway(world, userOf(session)) || stanzas.findIndex((one) => one.session === session) === at,
  );

const isThere = (world: World, ref: string): boolean => sessionOf(world, ref).isConnected;

/** Nobody must hear once more that a session has gone which has told so: see 4.6.1. */
function forgotten(world: World, ref: string): World {
  const refs = Object.keys(world.sessions).filter((other) => userOf(other) !== userOf(ref));
  return refs.reduce((after, other) => {
    const { told } = sessionOf(after, other);
    const isIt = (to: string) => to === ref || to === userOf(ref);
    if (!told.some(({ to, isDue }) => isDue && isIt(to))) return after;
    return withSession(after, other, { told: told.map((one) => (isIt(one.to) ? { ...one, isDue: false } : one)) });
  }, world);
}

/** What the server knew of remote contacts it need not know when nobody of the user is there any more. */
function unknown(world: World, user: string): World {
  if (isAway(world, user) || availableOf(world, user).length > 0) return world;
  const far = othersOf(user).filter((contact) => isAway(world, contact));
  return far.flatMap((contact) => availableOf(world, contact)).reduce(withoutPresence, world);
}

/** A session that is not available. */
export function withoutPresence(world: World, ref: string): World {
  const { presence: _, ...rest } = sessionOf(world, ref);
  return { ...world, sessions: { ...world.sessions, [ref]: rest } };
}

/** The session becomes unavailable; `children`: what its own stanza says, if it sends one. */
export const goes =
  (ref: string, children?: readonly XmlElement[]): Effect =>
  (world) => {
    const news: News = { from: `\${${ref}}`, type: 'unavailable', ...(children && { children }) };
    const session = sessionOf(world, ref);
    const gone = withSession(withoutPresence(world, ref), ref, { told: [], hushed: [] });
    const after = unknown(forgotten(gone, ref), userOf(ref));
    const parts = session.presence === undefined ? {} : broadcast(world, ref, news, GONE);
    const echo = session.presence !== undefined && session.isConnected ? [maybe(ref, { from: news.from, type: news.type })] : [];
    const directed = toldGone(world, ref, news);
    return [
      branch(after, {
        receives: [...(parts.receives ?? []), ...(directed.receives ?? [])],
        may: [...(parts.may ?? []), ...(directed.may ?? []), ...echo],
      }),
    ];
  };

/** The stream of a session ends: nothing arrives there any more. */
export const ends = (ref: string): Effect =>
  inTurn(
    always((world) => ({ world: withSession(world, ref, { isConnected: false }) })),
    goes(ref),
    always((world) => ({
      world: { ...withSession(world, ref, { isInterested: false }), open: world.open.filter(({ at }) => at !== ref) },
    })),
  );
