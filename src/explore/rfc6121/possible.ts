// When an act can be done.

import type { Act, ActOf, Address } from './act.ts';
import { NOBODY } from './cast.ts';
import { isClear } from './move-all.ts';
import { isHarmless } from './probe.ts';
import { isApart, isAway, isUser, sessionOf, userOf, type World } from './world.ts';

const isKnown = (world: World, name: string): boolean => isUser(world, name) || name === NOBODY;

/** Whether a user can write the address: its session exists in this topology. */
function isAddressable(world: World, sender: string, address: Address): boolean {
  const { user, at } = address;
  if (!isKnown(world, user) || !isSpeakable(world, sender, { ...address, to: user })) return false;
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
    case 'roster-refused':
    case 'roster-remove':
      return (
        isLocal &&
        isConnected &&
        isKnown(world, act.contact) &&
        act.contact !== user &&
        isSpeakable(world, user, { ...act, to: act.contact })
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
        isSpeakable(world, user, act)
      );
    case 'move-all':
      return isLocal && isConnected && isClear(world, act);
    case 'direct':
      return (
        isConnected && act.to.user !== user && isAddressable(world, user, act.to) && isMeeting(world, user, act.to.user)
      );
    case 'odd-presence':
      return (
        isConnected &&
        isAddressable(world, user, act.to) &&
        act.to.capitals !== true &&
        (isLocal ? !isApart(world, user, act.to.user) : true) &&
        isMeeting(world, user, act.to.user)
      );
    case 'probe':
      return (
        isConnected &&
        act.to.user !== user &&
        act.to.capitals !== true &&
        isAddressable(world, user, act.to) &&
        isMeeting(world, user, act.to.user) &&
        isHarmless(world, user, act.to.user)
      );
    case 'burst':
      return act.acts.length > 0;
    case 'message':
      return (
        isConnected &&
        isAddressable(world, user, act.to) &&
        act.to.at !== session &&
        isMeeting(world, user, act.to.user) &&
        isTelling(world, act)
      );
    case 'ask':
      return (
        isConnected &&
        isAddressable(world, user, act.to) &&
        act.to.at !== session &&
        isMeeting(world, user, act.to.user)
      );
  }
}

/** Only addresses of the sender's own server are written in capitals: how those of other domains are routed is another matter. */
const isSpeakable = (
  world: World,
  user: string,
  { to, capitals = false }: { readonly to: string; readonly capitals?: boolean },
): boolean => !(capitals && isApart(world, user, to));

/** What remote users say to each other does not pass the server. */
const isMeeting = (world: World, one: string, other: string): boolean => !(isAway(world, one) && isAway(world, other));

/**
 * What becomes of a message to a resource that is not there is a row of the delivery table, and no matter of history: only chat messages
 * are delivered or stored.
 */
const isTelling = (world: World, { to, type }: ActOf<'message'>): boolean =>
  to.at === undefined || type === 'chat' || isAway(world, to.user) || sessionOf(world, to.at).isConnected;
