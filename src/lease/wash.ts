// Brings accounts that a case has used to the state of new ones, so that they can be lent again.

import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session, UsedAccount, Wash, WashFence } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf } from '../stanza/jid.ts';
import { logIn } from './log-in.ts';
import { END_MS, IN_A_ROW } from './numbers.ts';
import type { ServerAccess } from './provider.ts';
import { awaitAlone, denyRequests, dropItem, findRoster, presence, removeItem } from './reset-account.ts';

/** A server on which accounts are washed. */
export interface WashSide extends Pick<ServerAccess, 'connect' | 'timeoutMs'> {
  /** Works while room is kept for this number of clean accounts. Resolves with false where there is none. */
  withRoom(count: number, work: () => Promise<boolean>): Promise<boolean>;
}

/** An account in the wash. */
interface Bath {
  readonly session: Session;
  readonly idle: readonly Session[];
  readonly requesters: readonly string[];
  /** The session belongs to the wash, which closes it. */
  readonly isOwn: boolean;
}

/** Washes accounts of a server, or of two. Gives up where no account comes clean. */
export function createWash(own: WashSide, peer?: WashSide): Wash {
  let unclean = 0;
  // Washes that overlap meet the same trouble: they count once.
  let failedAt = 0;
  const sideOf = ({ isPeer = false }: UsedAccount) => (isPeer ? peer : undefined) ?? own;
  return (used, fence) => {
    const wash = async () => {
      if (unclean >= IN_A_ROW) return false;
      const began = performance.now();
      const isClean = await washTogether(used, { sideOf, fence, timeoutMs: own.timeoutMs });
      if (isClean) unclean = 0;
      else if (began >= failedAt) [unclean, failedAt] = [unclean + 1, performance.now()];
      return isClean;
    };
    const [first, second] = [own, peer].map((side) => used.filter((one) => sideOf(one) === side).length);
    return own.withRoom(first ?? 0, () => (peer === undefined ? wash() : peer.withRoom(second ?? 0, wash)));
  };
}

interface Waits {
  readonly timeoutMs: number;
  readonly fence: WashFence;
}

interface Tools extends Waits {
  sideOf(used: UsedAccount): WashSide;
}

async function washTogether(used: readonly UsedAccount[], { sideOf, ...waits }: Tools): Promise<boolean> {
  const opened = await Promise.allSettled(used.map((one) => openBath(one, sideOf(one))));
  const baths = opened.flatMap((bath) => (bath.status === 'fulfilled' ? [bath.value] : []));
  const own = baths.flatMap(({ isOwn, session }) => (isOwn ? [session] : []));
  const isClean = baths.length === used.length && (await wash(baths, waits).catch(() => false));
  await Promise.all(own.map((session) => session.close(Math.min(waits.timeoutMs, END_MS))));
  return isClean && own.every(({ isClosedByServer }) => isClosedByServer);
}

async function openBath({ account, session, ...rest }: UsedAccount, { connect, timeoutMs }: WashSide): Promise<Bath> {
  if (session !== undefined) return { ...rest, session, isOwn: false };
  const own = await logIn(account, connect, { timeoutMs, discards: false });
  return { ...rest, session: own, isOwn: true };
}

/** All accounts take each look together: what is removed from one reaches the others before the next look. */
async function wash(baths: readonly Bath[], waits: Waits): Promise<boolean> {
  const { timeoutMs } = waits;
  const idle = baths.flatMap((bath) => bath.idle);
  const available = idle.filter(({ hasSentPresence }) => hasSentPresence);
  const unavailable = Promise.all(available.map((session) => becomeUnavailable(session, timeoutMs)));
  // Awaited below, unless something else fails first.
  unavailable.catch(() => undefined);
  for (const { session, requesters } of baths) {
    for (const to of requesters) await session.send(presence({ type: 'unsubscribed', to }), 'setup');
  }
  const sessions = baths.map(({ session }) => session);
  const hasDenied = baths.some(({ requesters }) => requesters.length > 0);
  let hasChanged = (await removeItems(sessions, timeoutMs)) || hasDenied;
  await unavailable;
  for (let looks = 0; looks <= IN_A_ROW; looks += 1) {
    if (await lookAndRemove(sessions, waits)) {
      hasChanged = true;
      continue;
    }
    // After that, the idle ones have got the roster pushes of the wash.
    const pushed = hasChanged ? idle : [];
    for (const session of idle) session.drain();
    await Promise.all([
      ...sessions.map((session) => becomeUnavailable(session, timeoutMs)),
      ...pushed.map((session) => empty(session, timeoutMs)),
    ]);
    return true;
  }
  return false;
}

/**
 * Most cases leave roster items: without them, the first look finds nothing, and needs no second one. Two contacts that both remove
 * their items leave no subscription between them, but a request may stay pending: it is withdrawn. Resolves with whether there were any.
 */
async function removeItems(sessions: readonly Session[], timeoutMs: number): Promise<boolean> {
  const own = new Set(sessions.map(({ jid }) => bareOf(jid)));
  const endsAlone = ({ attrs }: XmlElement) => own.has(attrs['jid'] ?? '') && attrs['ask'] === undefined;
  const shown = await Promise.all(sessions.map((session) => findRoster(session, timeoutMs)));
  const removed = sessions.flatMap((session, at) =>
    (shown[at] ?? []).map((item) => (endsAlone(item) ? dropItem : removeItem)(session, item, timeoutMs)),
  );
  await Promise.all(removed);
  return removed.length > 0;
}

async function becomeUnavailable(session: Session, timeoutMs: number): Promise<void> {
  await session.send(presence({ type: 'unavailable' }), 'setup');
  await empty(session, timeoutMs);
}

/** Drops what has come; the roster get fences it. */
async function empty(session: Session, timeoutMs: number): Promise<void> {
  await findRoster(session, timeoutMs);
  session.drain();
}

/**
 * One look at all accounts. Removes what is there, and resolves with whether a roster item or a request was. On two servers,
 * the rosters are read when what came of earlier removals has crossed, and what the end of earlier sessions has caused.
 */
async function lookAndRemove(sessions: readonly Session[], waits: Waits): Promise<boolean> {
  const { cross } = waits.fence;
  const shown = await Promise.all(sessions.map((session) => appear(session, waits)));
  await cross?.(sessions);
  const found = await Promise.all(
    sessions.map(async (session, at) => {
      const items = cross === undefined ? shown[at] : await findRoster(session, waits.timeoutMs);
      return removeAll(session, items, waits.timeoutMs);
    }),
  );
  return found.includes(true);
}

/**
 * Becomes available as if for the first time, which brings pending requests (RFC 6121 3.1.3) and offline messages
 * (8.5.2.2.1); a roster get fences them. Resolves with its answer when no other session of the account is available.
 */
async function appear(session: Session, { timeoutMs, fence: { settleMs } }: Waits) {
  session.drain();
  for (const type of ['unavailable', undefined]) await session.send(presence({ ...(type && { type }) }), 'setup');
  if (settleMs > 0) {
    await findRoster(session, timeoutMs);
    await sleep(settleMs);
  }
  const items = await findRoster(session, timeoutMs);
  await awaitAlone(session, [], Math.min(timeoutMs, END_MS));
  return items;
}

/**
 * Removes roster items, and denies the requests that have come. Resolves with whether there were any, or presence of another account:
 * that shows a subscription.
 */
async function removeAll(
  session: Session,
  items: readonly XmlElement[] | undefined,
  timeoutMs: number,
): Promise<boolean> {
  if (items === undefined) throw new Error('the roster is not shown, so nothing proves that it is empty');
  const arrived = session.drain().filter(({ name }) => name === 'presence');
  await Promise.all(items.map((item) => removeItem(session, item, timeoutMs)));
  const hadRequests = await denyRequests(session, arrived, timeoutMs);
  const own = bareOf(session.jid);
  const isOfAnother = ({ attrs: { type, from = own } }: XmlElement) => type === undefined && bareOf(from) !== own;
  return items.length > 0 || hadRequests || arrived.some(isOfAnother);
}
