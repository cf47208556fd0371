// Many subscription stanzas at once: of one user for all contacts, or of all contacts for one user.

import type { ActOf } from './act.ts';
import { type Effect, inTurn } from './branch.ts';
import { moves } from './move.ts';
import { connectedOf, isUser, othersOf, userOf, type World } from './world.ts';

/** More outcomes than these are too many to tell apart. */
const MOST_WAYS = 8;

/** The stanzas of the act: the session that sends each, and the user whom it is for. */
export function partsOf(
  world: World,
  { session, isInbound }: ActOf<'move-all'>,
): readonly { readonly from: string; readonly to: string }[] {
  const user = userOf(session);
  const contacts = othersOf(world, user).filter((contact) => isUser(world, contact));
  if (!isInbound) return contacts.map((to) => ({ from: session, to }));
  return contacts.flatMap((contact) =>
    connectedOf(world, contact)
      .slice(0, 1)
      .map((from) => ({ from, to: user })),
  );
}

const moveOf = ({ type }: ActOf<'move-all'>, { from, to }: { readonly from: string; readonly to: string }): Effect =>
  moves({ user: userOf(from), contact: to, type, children: [] });

/** All the stanzas, each one between other users: their order is open. */
export const movesAll =
  (act: ActOf<'move-all'>): Effect =>
  (world) =>
    inTurn(...partsOf(world, act).map((part) => moveOf(act, part)))(world);

/** Whether there are several stanzas, and few ways in which the server may take them all together. */
export function isClear(world: World, act: ActOf<'move-all'>): boolean {
  const parts = partsOf(world, act);
  const ways = parts.reduce((all, part) => all * moveOf(act, part)(world).length, 1);
  return parts.length > 1 && ways <= MOST_WAYS;
}
