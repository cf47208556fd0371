// Brings accounts that a case has used to the state of new ones, so that they can be lent again.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Session, UsedAccount, Wash } from '../model/session.ts';
import { logIn } from './log-in.ts';
import type { ServerAccess } from './provider.ts';
import { awaitAlone, denyRequests, findRoster, presence, removeItem } from './reset-account.ts';

/** Looks at an account: what the first ones find is removed, and the last one must find nothing. */
const LOOKS = 4;

/** Longest wait for the end of another session of the account, in milliseconds: those of the case have ended before. */
const ALONE_MS = 1000;

/** After this many washes in a row that left an account unclean, no more are tried. */
const MAX_UNCLEAN = 8;

type Server = Pick<ServerAccess, 'connect' | 'timeoutMs'>;

/** An account in the wash. */
interface Bath {
  readonly session: Session;
  readonly resting: readonly Session[];
  readonly requesters: readonly string[];
  /** The session belongs to the wash, which closes it. */
  readonly isOwn: boolean;
}

/** Washes accounts. Gives up on a server where no account comes clean. */
export function createWash(server: Server): Wash {
  let unclean = 0;
  return async (used, settleMs) => {
    if (unclean >= MAX_UNCLEAN) return false;
    const isClean = await washTogether(used, server, settleMs);
    unclean = isClean ? 0 : unclean + 1;
    return isClean;
  };
}

async function washTogether(used: readonly UsedAccount[], server: Server, settleMs: number): Promise<boolean> {
  const opened = await Promise.allSettled(used.map((one) => openBath(one, server)));
  const baths = opened.flatMap((bath) => (bath.status === 'fulfilled' ? [bath.value] : []));
  const own = baths.flatMap(({ isOwn, session }) => (isOwn ? [session] : []));
  const isClean = baths.length === used.length && (await wash(baths, server, settleMs).catch(() => false));
  await Promise.all(own.map((session) => session.close(Math.min(server.timeoutMs, ALONE_MS))));
  return isClean && own.every(({ isClosedByServer }) => isClosedByServer);
}

async function openBath({ account, session, ...rest }: UsedAccount, server: Server): Promise<Bath> {
  if (session !== undefined) return { ...rest, session, isOwn: false };
  const own = await logIn(account, server.connect, { timeoutMs: server.timeoutMs, discards: false });
  return { ...rest, session: own, isOwn: true };
}

/** All accounts take each look together: what is removed from one reaches the others before the next look. */
async function wash(baths: readonly Bath[], { timeoutMs }: Server, settleMs: number): Promise<boolean> {
  const resting = baths.flatMap((bath) => bath.resting);
  await Promise.all(resting.map((session) => becomeUnavailable(session, timeoutMs)));
  for (const { session, requesters } of baths) {
    for (const to of requesters) await session.send(presence({ type: 'unsubscribed', to }), 'setup');
  }
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const found = await Promise.all(baths.map(({ session }) => lookAndRemove(session, { timeoutMs, settleMs })));
    if (found.includes(true)) continue;
    await Promise.all(baths.map(({ session }) => becomeUnavailable(session, timeoutMs)));
    // They have got the roster pushes of the wash.
    await Promise.all(resting.map((session) => empty(session, timeoutMs)));
    return true;
  }
  return false;
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

interface Waits {
  readonly timeoutMs: number;
  readonly settleMs: number;
}

/**
 * Becomes available as if for the first time, which brings pending requests (RFC 6121 3.1.3) and offline messages
 * (8.5.2.2.1); a roster get fences them. Removes what is there, and resolves with whether a roster item or a request was.
 */
async function lookAndRemove(session: Session, { timeoutMs, settleMs }: Waits): Promise<boolean> {
  session.drain();
  for (const type of ['unavailable', undefined]) await session.send(presence({ ...(type && { type }) }), 'setup');
  if (settleMs > 0) {
    await findRoster(session, timeoutMs);
    await sleep(settleMs);
  }
  const items = await findRoster(session, timeoutMs);
  if (items === undefined) throw new Error('the roster is not shown, so nothing proves that it is empty');
  const arrived = session.drain().filter(({ name }) => name === 'presence');
  await awaitAlone(session, arrived, Math.min(timeoutMs, ALONE_MS));
  await Promise.all(items.map((item) => removeItem(session, item, timeoutMs)));
  const hadRequests = await denyRequests(session, arrived, timeoutMs);
  return items.length > 0 || hadRequests;
}
