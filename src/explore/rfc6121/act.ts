// The acts of a play as plain data, and when they can be done.

import type { SubscriptionMove } from '../../spec/appendix-a.ts';
import { NOBODY } from './cast.ts';
import { isClear } from './move-all.ts';
import { isHarmless } from './probe.ts';
import { isAway, isUser, sessionOf, userOf, type World } from './world.ts';

/** What a presence stanza says; absent: the element is not there. */
export interface Says {
  readonly show?: string;
  readonly status?: string;
  readonly priority?: number;
}

/** A text of a message: a subject or a body in a language, or without one. */
export interface Said {
  readonly text: string;
  readonly lang?: string;
}

/** What a message holds. */
export interface Content {
  readonly bodies: readonly Said[];
  readonly subjects: readonly Said[];
  readonly thread?: { readonly text: string; readonly parent?: string };
  /** Text of an element of an extension. */
  readonly extension?: string;
}

/** Where a stanza goes: an account, a session of it, or a resource that is nowhere. */
export interface Address {
  readonly user: string;
  /** The name of a session, or a resource that no session has. Absent: the account. */
  readonly at?: string;
  /** The address is written in capitals. */
  readonly capitals?: boolean;
}

interface By {
  readonly session: string;
}

export type Act =
  | (By & { readonly kind: 'connect' })
  | (By & { readonly kind: 'login'; readonly says: Says; readonly isVersioned: boolean })
  | (By & { readonly kind: 'disconnect' | 'drop' })
  | (By & { readonly kind: 'roster-get'; readonly isVersioned: boolean })
  | (By & {
      readonly kind: 'roster-set';
      readonly capitals?: boolean;
      readonly contact: string;
      readonly name: string;
      readonly groups: readonly string[];
    })
  | (By & { readonly kind: 'roster-remove'; readonly contact: string; readonly capitals?: boolean })
  | (By & { readonly kind: 'available' | 'unavailable'; readonly says: Says })
  | (By & { readonly kind: 'direct'; readonly to: Address; readonly isAvailable: boolean; readonly says: Says })
  | (By & {
      readonly kind: 'move';
      readonly type: SubscriptionMove;
      readonly to: string;
      readonly status?: string;
      readonly capitals?: boolean;
    })
  /** The same stanza for every contact; or of every contact that has a session, for the user of this one. */
  | (By & { readonly kind: 'move-all'; readonly type: SubscriptionMove; readonly isInbound: boolean })
  /** Items for addresses without an account, as many as there are. */
  | (By & { readonly kind: 'fill' })
  | (By & { readonly kind: 'probe'; readonly to: Address })
  | (By & {
      readonly kind: 'message';
      readonly to: Address;
      readonly type?: string;
      readonly tail: string;
      readonly content: Content;
    })
  | (By & { readonly kind: 'ask'; readonly to: Address; readonly type: 'get' | 'set'; readonly payload: string })
  | (By & { readonly kind: 'answer'; readonly type: 'result' | 'error' });

export type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

const isKnown = (world: World, name: string): boolean => isUser(world, name) || name === NOBODY;

/** Whether an address can be written: its session exists in this topology, and is no session of the sender. */
function isAddressable(world: World, { user, at, capitals = false }: Address): boolean {
  if (!isKnown(world, user) || (capitals && isAway(world, user))) return false;
  return at === undefined || !at.includes('/') || (userOf(at) === user && at in world.sessions);
}

/** Whether the act can be done. */
export function isPossible(world: World, act: Act): boolean {
  const { session, kind } = act;
  if (!(session in world.sessions)) return false;
  const user = userOf(session);
  const { isConnected, presence: shown } = sessionOf(world, session);
  const isLocal = !isAway(world, user);
  switch (kind) {
    case 'connect':
    case 'login':
      return isLocal && !isConnected && (kind === 'connect' || !act.isVersioned || world.versions[user] !== undefined);
    case 'disconnect':
    case 'drop':
    case 'fill':
      return isLocal && isConnected;
    case 'roster-set':
    case 'roster-remove':
      return (
        isLocal &&
        isConnected &&
        isKnown(world, act.contact) &&
        act.contact !== user &&
        isSpeakable(world, act, act.contact)
      );
    case 'available':
      return isLocal && isConnected;
    case 'unavailable':
      return isLocal && shown !== undefined;
    case 'roster-get':
      return isLocal && isConnected && (!act.isVersioned || world.versions[user] !== undefined);
    case 'move':
      return (
        isConnected &&
        act.to !== user &&
        isUser(world, act.to) &&
        isMeeting(world, user, act.to) &&
        isSpeakable(world, act, act.to)
      );
    case 'move-all':
      return isLocal && isConnected && isClear(world, act);
    case 'answer':
      return isConnected && world.open.some(({ at }) => at === session);
    case 'direct':
      return isConnected && act.to.user !== user && isAddressable(world, act.to) && isMeeting(world, user, act.to.user);
    case 'probe':
      return (
        isConnected &&
        act.to.user !== user &&
        act.to.capitals !== true &&
        isAddressable(world, act.to) &&
        isMeeting(world, user, act.to.user) &&
        isHarmless(world, user, act.to.user)
      );
    case 'message':
      return (
        isConnected &&
        isAddressable(world, act.to) &&
        act.to.at !== session &&
        isMeeting(world, user, act.to.user) &&
        isTelling(world, act)
      );
    case 'ask':
      return (
        isConnected && isAddressable(world, act.to) && act.to.at !== session && isMeeting(world, user, act.to.user)
      );
  }
}

/** Only the addresses of local users are written in capitals: how a component's are routed is another matter. */
const isSpeakable = (world: World, { capitals = false }: { readonly capitals?: boolean }, name: string): boolean =>
  !(capitals && isAway(world, name));

/** What remote users say to each other does not pass the server. */
const isMeeting = (world: World, one: string, other: string): boolean => !(isAway(world, one) && isAway(world, other));

/**
 * What becomes of a message to a resource that is not there is a row of the delivery table, and no matter of history: only chat messages
 * are delivered or stored.
 */
const isTelling = (world: World, { to, type }: ActOf<'message'>): boolean =>
  to.at === undefined || type === 'chat' || isAway(world, to.user) || sessionOf(world, to.at).isConnected;
