// How things stand in a play of RFC 6121: what every user, session and roster is known to be in. Plain data.

import type { Topology } from '../../model/case.ts';
import type { XmlElement } from '../../model/xml.ts';
import { findState, type StateName, type SubscriptionState } from '../../spec/appendix-a.ts';
import type { Setting } from '../play-model.ts';
import { APPENDIX, FIRST, refsOf, usersOf } from './cast.ts';

/** A server's answers to what the standard leaves open, where it answers alike each time. Absent: not seen yet. */
export interface Habits {
  /** A request that an available resource has received comes again at later logins (ruling R40). */
  readonly redelivers?: boolean;
  /** Remote contacts who have shown no presence are left out of broadcasts (ruling R31). */
  readonly sparesSilent?: boolean;
}

/** The presence that a session has broadcast last. */
export interface Broadcast {
  readonly children: readonly XmlElement[];
  /** The server shows another priority than the one sent (RFC 6121 4.7.2.3): one of these, as the argument of a mark. */
  readonly shown?: string;
  /** Messages to the account do not reach the session. */
  readonly isNegative: boolean;
}

/** Somebody whom a session has sent directed presence: a user, or one session. */
export interface Told {
  readonly to: string;
  /** Unavailable presence is due there when the session ends; false: it may come. */
  readonly isDue: boolean;
}

/** A session; a remote one is always connected. */
export interface SessionState {
  readonly isConnected: boolean;
  readonly isInterested: boolean;
  /** Absent: not available. */
  readonly presence?: Broadcast;
  readonly told: readonly Told[];
  /** Users who got directed unavailable presence, and nothing since. */
  readonly hushed: readonly string[];
}

/** An item as its user has set it. */
export interface Item {
  readonly name: string;
  readonly groups: readonly string[];
  /** Requirements by which the item is as it is. */
  readonly proves: readonly string[];
}

/** A pending request as its sender sent it; a second one may have replaced the first (RFC 6121 3.1.3). */
export interface Request {
  readonly sent: readonly (readonly XmlElement[])[];
  /** It came while the user had no available resource. */
  readonly isKept: boolean;
}

/** What a user's server holds of one contact. */
export interface Relation {
  readonly state: StateName;
  readonly item?: Item;
  /** The contact is pre-approved; `open`: a server may have kept or dropped it. */
  readonly approved: 'no' | 'yes' | 'open';
  readonly request?: Request;
  /** Requirements by which the state is as it is. */
  readonly proves: readonly string[];
  /** A server had a choice that the roster shows: what it shows tells which one it took. */
  readonly isChosen?: boolean;
  /** The user has written the address in capitals: the server may keep it so. */
  readonly isSpelt?: boolean;
}

/** A version of a roster: the name of the capture that holds it, and the items of then by contact. */
export interface Version {
  readonly name: string;
  readonly items: Readonly<Record<string, string>>;
}

/** A message that waits for its addressee. */
export interface Stored {
  readonly sender: string;
  /** What arrives, apart from `to`. */
  readonly pattern: XmlElement;
  readonly proves: readonly string[];
  /** The server should have dropped it: it need not come, and breaks these rules if it does. */
  readonly violates?: readonly string[];
}

/** An IQ request that a session has received and not answered. */
export interface OpenRequest {
  readonly id: string;
  readonly from: string;
  readonly at: string;
}

/** The server under test, the second one, or none: a component. */
export type Server = 'own' | 'peer' | 'remote';

/** One state of a play. */
export interface World {
  readonly topology: Topology;
  /** Users whose server offers pre-approval. */
  readonly preApproval: readonly string[];
  /** Users whose server offers versions of rosters. */
  readonly versioned: readonly string[];
  /** The number of acts so far: ids are made of it. */
  readonly acts: number;
  readonly sessions: Readonly<Record<string, SessionState>>;
  /** By `juliet romeo`: juliet's view of romeo. */
  readonly relations: Readonly<Record<string, Relation>>;
  readonly stored: Readonly<Record<string, readonly Stored[]>>;
  readonly open: readonly OpenRequest[];
  /** The last version of each user's roster that a result has shown. */
  readonly versions: Readonly<Record<string, Version>>;
  /** By server. */
  readonly habits: Readonly<Partial<Record<Server, Habits>>>;
}

const STRANGER: Relation = { state: 'None', approved: 'no', proves: [] };
const AWAY: SessionState = { isConnected: false, isInterested: false, told: [], hushed: [] };

/** Before the first act: local sessions are not connected, and nobody knows anybody. */
export function begin({ topology, offers }: Setting): World {
  const users = usersOf(topology);
  const refs = users.flatMap((user) => refsOf(user, topology));
  const served = users.filter((user) => serverIn(topology, user) !== 'remote');
  const sessions = refs.map(
    (ref) => [ref, { ...AWAY, isConnected: serverIn(topology, userOf(ref)) === 'remote' }] as const,
  );
  return {
    topology,
    preApproval: served.filter((user) => offers('presence-sub-preapproval', user)),
    versioned: served.filter((user) => offers('roster-version', user)),
    acts: 0,
    sessions: Object.fromEntries(sessions),
    relations: {},
    stored: {},
    open: [],
    versions: {},
    habits: {},
  };
}

/** The user of a session or of an address: `juliet` of `juliet/balcony`. */
export const userOf = (ref: string): string => ref.split('/')[0] ?? ref;

/** Everybody but the first user lives elsewhere. Addresses without an account are on the server under test. */
function serverIn(topology: Topology, user: string): Server {
  if (topology === 'local' || user === FIRST || !usersOf(topology).includes(user)) return 'own';
  return topology === 'remote' ? 'remote' : 'peer';
}

/** The server of a user. */
export const serverOf = ({ topology }: World, user: string): Server => serverIn(topology, user);

/** Two servers are between the users. */
export const isApart = (world: World, one: string, other: string): boolean =>
  serverOf(world, one) !== serverOf(world, other);

/** Users who have an account on the server under test, or on the remote domain. */
export const isUser = ({ topology }: World, name: string): boolean => usersOf(topology).includes(name);

/** The user lives behind the component: what it does, no server does for it. */
export const isAway = (world: World, user: string): boolean => serverOf(world, user) === 'remote';

export const sessionOf = (world: World, ref: string): SessionState => world.sessions[ref] ?? AWAY;

export const relationOf = ({ relations }: World, user: string, contact: string): Relation =>
  relations[`${user} ${contact}`] ?? STRANGER;

export const stateOf = (world: World, user: string, contact: string): SubscriptionState =>
  findState(APPENDIX(), relationOf(world, user, contact).state);

/** The user sees the presence of the contact. */
export const isSubscribed = (world: World, user: string, contact: string): boolean =>
  ['to', 'both'].includes(stateOf(world, user, contact).subscription);

/** The contact sees the presence of the user. */
export const isShown = (world: World, user: string, contact: string): boolean =>
  ['from', 'both'].includes(stateOf(world, user, contact).subscription);

/** Everybody but the user. */
export const othersOf = ({ topology }: World, user: string): readonly string[] =>
  usersOf(topology).filter((other) => other !== user);

/** Sessions of a user that fit; the one of a remote user, who sees all, is always among them. */
export function sessionsOf(world: World, user: string, fits: (session: SessionState) => boolean): readonly string[] {
  const refs = isUser(world, user) ? refsOf(user, world.topology) : [];
  return isAway(world, user) ? refs : refs.filter((ref) => fits(sessionOf(world, ref)));
}

export const availableOf = (world: World, user: string): readonly string[] =>
  sessionsOf(world, user, ({ presence }) => presence !== undefined);

export const connectedOf = (world: World, user: string): readonly string[] =>
  sessionsOf(world, user, ({ isConnected }) => isConnected);

export const interestedOf = (world: World, user: string): readonly string[] =>
  sessionsOf(world, user, ({ isInterested }) => isInterested);

/** Connected sessions that are not available. */
export const silentOf = (world: World, user: string): readonly string[] =>
  isAway(world, user) ? [] : sessionsOf(world, user, (one) => one.isConnected && one.presence === undefined);

export const withSession = (world: World, ref: string, change: Partial<SessionState>): World => ({
  ...world,
  sessions: { ...world.sessions, [ref]: { ...sessionOf(world, ref), ...change } },
});

/** A session that is not available. */
export function withoutPresence(world: World, ref: string): World {
  const { presence: _, ...rest } = sessionOf(world, ref);
  return { ...world, sessions: { ...world.sessions, [ref]: rest } };
}

/** `undefined` takes an optional part away. */
export function withRelation(
  world: World,
  [user, contact]: readonly [string, string],
  change: { readonly [Key in keyof Relation]?: Relation[Key] | undefined },
): World {
  if (isAway(world, user)) return world;
  const merged = Object.entries({ ...relationOf(world, user, contact), ...change }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...world, relations: { ...world.relations, [`${user} ${contact}`]: Object.fromEntries(merged) as never } };
}

/** What the server of a user is known to do. */
export const habitsOf = (world: World, user: string): Habits => world.habits[serverOf(world, user)] ?? {};

/** The server of a user has shown what it does. */
export const withHabits = (world: World, user: string, habits: Habits): World => ({
  ...world,
  habits: { ...world.habits, [serverOf(world, user)]: { ...habitsOf(world, user), ...habits } },
});

/** The id of the stanza that the act after `world` sends. */
export const idOf = ({ acts }: World, tail = ''): string => `x${acts}${tail}`;
