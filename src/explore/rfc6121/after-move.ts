// The states after a subscription stanza, by what the servers have chosen to do with it.

import type { XmlElement } from '../../model/xml.ts';
import type { Exchange } from '../../scenario/standard/cell-expectations.ts';
import { type Cell, findCell, findState, type StateName, type SubscriptionMove } from '../../spec/appendix-a.ts';
import { APPENDIX } from './cast.ts';
import {
  availableOf,
  type Item,
  isAway,
  relationOf,
  sessionOf,
  userOf,
  type World,
  withRelation,
  withSession,
} from './world.ts';

/** A subscription stanza with the choices of the servers, by the names of the options of scenario/standard. */
interface Moved {
  readonly move: {
    readonly user: string;
    readonly contact: string;
    readonly type: SubscriptionMove;
    readonly children: readonly XmlElement[];
  };
  readonly exchange: Exchange;
  readonly names: readonly string[];
  /** Requirements of the state afterwards, by `juliet romeo`. */
  readonly proves: ReadonlyMap<string, readonly string[]>;
}

/** How things stand after the stanza. */
export function afterMove(world: World, moved: Moved): World {
  const { move, names } = moved;
  const { user, contact, type } = move;
  const local = !isAway(world, user);
  const cell = local ? findCell(APPENDIX(), 'outbound', type, relationOf(world, user, contact).state) : undefined;
  const sent = cell === undefined ? world : outbound(world, moved, cell);
  const isPassed = cell === undefined || cell.pass === 'MUST';
  if (!isPassed || isAway(world, contact)) return covered(sent, moved, cell?.unavailableFirst === true);
  if (names.includes('denial-ignored')) return sent;
  return covered(inbound(sent, moved), moved, cell?.unavailableFirst === true);
}

/** The user's own server (A.2). */
function outbound(world: World, { move, names, proves }: Moved, cell: Cell): World {
  const { user, contact } = move;
  const isNoted = world.preApproval.includes(user) || names.includes('pre-approved');
  const { approved } = relationOf(world, user, contact);
  const marked =
    cell.preApproval === 'set' ? (isNoted ? 'yes' : approved) : move.type === 'unsubscribed' ? 'no' : approved;
  const after = withRelation(world, [user, contact], { approved: marked });
  return enter(
    after,
    [user, contact],
    { state: cell.newState, proves: proves.get(`${user} ${contact}`) ?? [] },
    marked === 'yes',
  );
}

/** The contact's server (A.3), and its automatic reply. */
function inbound(world: World, { move, exchange, names, proves }: Moved): World {
  const { user, contact, type } = move;
  const before = relationOf(world, contact, user);
  const cell = findCell(APPENDIX(), 'inbound', type, before.state);
  const special = exchange.preApproval && !names.includes('asked-instead') ? cell.ifPreApproved : undefined;
  const effect = special ?? cell;
  const state = { state: effect.newState, proves: proves.get(`${contact} ${user}`) ?? [] };
  const noted = type === 'subscribe' && special === undefined ? requested(world, move) : world;
  // A server may keep the mark after the request has come, or drop it (3.4.2); one that has asked instead has kept none that counts.
  const isOpen = special !== undefined || (before.approved !== 'no' && type === 'subscribe');
  const marked = isOpen ? withRelation(noted, [contact, user], { approved: 'open' }) : noted;
  const after = enter(marked, [contact, user], state, false);
  return effect.reply === undefined ? after : replied(after, { of: contact, to: user, type: effect.reply });
}

/** The automatic reply reaches the user who sent the stanza, and changes what it changes there. */
function replied(
  world: World,
  { of, to, type }: { readonly of: string; readonly to: string; readonly type: SubscriptionMove },
): World {
  if (isAway(world, to)) return world;
  const cell = findCell(APPENDIX(), 'inbound', type, relationOf(world, to, of).state);
  return cell.newState === cell.state ? world : enter(world, [to, of], { state: cell.newState, proves: [] }, false);
}

/** The request is pending from now on, as it was sent. */
function requested(world: World, { user, contact, children }: Moved['move']): World {
  const { state, request } = relationOf(world, contact, user);
  const isFirst = !findState(APPENDIX(), state).pendingIn;
  if (!isFirst && request !== undefined) {
    return withRelation(world, [contact, user], { request: { ...request, sent: [...request.sent, children] } });
  }
  const { subscription } = findState(APPENDIX(), state);
  if (subscription === 'from' || subscription === 'both') return world;
  const isKept = availableOf(world, contact).length === 0;
  return withRelation(world, [contact, user], { request: { sent: [children], isKept } });
}

/** The user's relation enters a state: what the state needs is there, and what it ends is gone. */
export function enter(
  world: World,
  [user, contact]: readonly [string, string],
  { state, proves }: { readonly state: StateName; readonly proves: readonly string[] },
  isListed: boolean,
): World {
  const { subscription, ask, pendingIn } = findState(APPENDIX(), state);
  const { item, request } = relationOf(world, user, contact);
  const isNeeded = isListed || subscription !== 'none' || ask;
  const fresh: Item = { name: '', groups: [], proves: [] };
  return withRelation(world, [user, contact], {
    state,
    ...(proves.length > 0 && { proves }),
    item: item ?? (isNeeded ? fresh : undefined),
    request: pendingIn ? request : undefined,
  });
}

/**
 * Unavailable presence has gone to the one whose subscription has ended: whoever had directed presence as well need not hear again
 * (4.6.1). And whoever unsubscribes from somebody has been told that all resources are gone.
 */
function covered(world: World, { move }: Moved, isCancelled: boolean): World {
  const pairs: readonly (readonly [string, string])[] =
    move.type === 'unsubscribe'
      ? [[move.contact, move.user]]
      : isCancelled || move.type === 'unsubscribed'
        ? [[move.user, move.contact]]
        : [];
  return pairs.reduce((after, [of, to]) => quieted(after, of, to), world);
}

/** Sessions of one user need not tell another one that they are gone: they may have. */
export function quieted(world: World, of: string, to: string): World {
  const refs = Object.keys(world.sessions).filter((ref) => userOf(ref) === of);
  return refs.reduce((after, ref) => {
    const { told, hushed } = sessionOf(after, ref);
    const isIt = (one: string) => userOf(one) === to;
    if (!told.some((one) => isIt(one.to)) && !hushed.includes(to)) return after;
    return withSession(after, ref, {
      told: told.map((one) => (isIt(one.to) ? { ...one, isDue: false } : one)),
      hushed: hushed.filter((one) => one !== to),
    });
  }, world);
}
