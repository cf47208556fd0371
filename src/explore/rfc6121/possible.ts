// When an act can be done.

import type { Act, ActOf, Address } from './act.ts';
import { NOBODY } from './cast.ts';
import { isClear } from './move-all.ts';
import { isHarmless } from './probe.ts';
import { isAway, isUser, sessionOf, userOf, type World } from './world.ts';

const isKnown = (world: World, name: string): boolean => isUser(world, name) || name === NOBODY;

/** Whether an address can be written: its session exists in this topology, and is no session of the sender. */
function isAddressable(world: World, { user, at, capitals = false }: Address): boolean {
  if (!isKnown(world, user) || (capitals && isAway(world, user))) return false;
  return at === undefined || !at.includes('/') || (userOf(at) === user && at in world.sessions);
}

/** Whether the act can be done. */
export function isPossible(world: World, act: Act): boolean {
  if (act.kind === 'answer') return world.open.length > 0;
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
