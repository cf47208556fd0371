// RFC 6121 8.5.2.1.1, 8.5.2.2.1: messages that were stored arrive at the first resource that may get them, once.

import { type Branch, branch, type Effect } from './branch.ts';
import { type Stored, sessionOf, userOf, type World } from './world.ts';

const WHEN_STORED = ['rfc6121-8.5.2.2.1-a'];

/**
 * What waits for the user of a session comes there, if it may. `isDue`: now, because the session begins to be available; otherwise the server
 * may wait until it does.
 */
export const delivered =
  (ref: string, isDue: boolean): Effect =>
  (world) => {
    const user = userOf(ref);
    const waiting = world.stored[user] ?? [];
    const { presence } = sessionOf(world, ref);
    const quiet = branch(world, { silences: [{ session: ref, proves: WHEN_STORED }] });
    if (waiting.length === 0 || presence === undefined || presence.isNegative) return [quiet];
    const due = waiting.filter(({ violates }) => violates === undefined);
    const wrong = waiting.flatMap(({ violates = [] }) => violates);
    const gone = { ...world, stored: without(world.stored, user) };
    const all =
      wrong.length === 0 ? [] : [{ ...handed(gone, ref, waiting), names: ['dropped messages come'], violates: wrong }];
    if (due.length === 0) return [{ ...quiet, world: gone }, ...all];
    const lost = branch(gone, { names: ['stored messages lost'], violates: due.flatMap(({ proves }) => proves) });
    return [handed(gone, ref, due), ...all, isDue ? lost : { ...quiet, names: ['stored messages wait'] }];
  };

const without = (stored: World['stored'], user: string): World['stored'] =>
  Object.fromEntries(Object.entries(stored).filter(([name]) => name !== user));

/** Rare, and permitted (ruling R35): a session that is only connected gets what waits. */
export const handedOver =
  (ref: string): Effect =>
  (world) => {
    const user = userOf(ref);
    const waiting = (world.stored[user] ?? []).filter(({ violates }) => violates === undefined);
    const quiet = branch(world);
    const gone = { ...world, stored: without(world.stored, user) };
    return waiting.length === 0
      ? [quiet]
      : [quiet, { ...handed(gone, ref, waiting), names: ['handed to a connected resource'] }];
  };

/** All that waits, in the order in which each stream sent it (RFC 6120 10.1). */
function handed(world: World, ref: string, waiting: readonly Stored[]): Branch {
  const isOneStream = waiting.length > 1 && new Set(waiting.map(({ sender }) => sender)).size === 1;
  return branch(world, {
    receives: waiting.map(({ pattern, proves }) => ({
      session: ref,
      pattern,
      proves: isOneStream ? [...proves, 'rfc6120-10.1-a'] : proves,
    })),
    ordered: isOneStream ? [ref] : [],
    silences: [{ session: ref, proves: WHEN_STORED }],
  });
}
