// Many subscription stanzas at once: of one user for all contacts, or of all contacts for one user.

import type { ActOf } from './act.ts';
import { type Effect, inTurn } from './branch.ts';
import { moves, takes } from './move.ts';
import type { Move } from './move-latitude.ts';
import { granted, routedToSome } from './unasked-approval.ts';
import { connectedOf, isUser, othersOf, userOf, type World } from './world.ts';

/** More permitted outcomes than these are too many to tell apart. */
const MOST_WAYS = 8;

/** More outcomes than these, with those that break a rule, take too long to judge. */
const MOST_OUTCOMES = 32;

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

const movesOf = (world: World, act: ActOf<'move-all'>): readonly Move[] =>
  partsOf(world, act).map(({ from, to }) => ({ user: userOf(from), contact: to, type: act.type, children: [] }));

const waysOf = (world: World, effects: readonly Effect[]): number =>
  effects.reduce((all, effect) => all * effect(world).length, 1);

/** All the stanzas, each one between other users: their order is open. */
export const movesAll =
  (act: ActOf<'move-all'>): Effect =>
  (world) => {
    const all = movesOf(world, act);
    const each = all.map(moves);
    if (waysOf(world, each) <= MOST_OUTCOMES) return inTurn(...each)(world);
    const taken = inTurn(...all.map(takes))(world);
    // A server that grants one approval which nobody has asked for grants them all.
    const grants = all.filter((move) => granted(world, move, takes(move)).length > 0);
    const mutual = all.map(
      (move): Effect => (grants.includes(move) ? (now) => granted(now, move, takes(move)) : takes(move)),
    );
    const isFew = grants.length > 0 && waysOf(world, mutual) <= MOST_OUTCOMES;
    return [
      ...taken,
      ...(isFew ? inTurn(...mutual)(world) : []),
      ...taken.flatMap((one) => routedToSome(world, all, one)),
    ];
  };

/** Whether there are several stanzas, and few ways in which the server may take them all together. */
export function isClear(world: World, act: ActOf<'move-all'>): boolean {
  const all = movesOf(world, act);
  return all.length > 1 && waysOf(world, all.map(takes)) <= MOST_WAYS;
}
