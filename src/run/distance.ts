// How far away the server is, and what a run does because of it: work that waits for the network takes no CPU time.

import { performance } from 'node:perf_hooks';
import type { ServerLimit } from '../model/server-limit.ts';
import type { Session } from '../model/session.ts';
import { iqRequest } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';

/** Milliseconds of a round trip for which a run waits as long as it works, with 16 cases at once. */
const STEP_MS = 16;

const JOBS = 16;

/** More sessions are a burden for an ordinary server. */
const MOST_JOBS = 96;

/**
 * Logins at once. Each takes some 10 ms of CPU time on both sides, so 1,500 logins of 500 cases at once would all reach
 * their timeouts.
 */
const LOGINS = 32;
const MOST_LOGINS = 96;

/** A login with StartTLS and SCRAM takes 12; the rest is for lost packets, and for what else is under way. */
const ROUND_TRIPS = 20;

/** Pings of the measurement. */
const PINGS = 3;

/**
 * Pings behind presence. Cases wait for these. A server of several processes may hold each stanza but the first for some 40 ms. One
 * that only holds answers does so no longer after six of them: `xmpp/held-answers.ts`.
 */
const PINGS_BEHIND = 10;

/**
 * The shortest time in milliseconds in which the server answered one of some pings, or one of some behind presence, if that is
 * longer; 0 where it leaves one unanswered. The session is unavailable afterwards.
 */
export async function measureRoundTrip(session: Session, domain: string, timeoutMs: number): Promise<number> {
  const ping = async () => {
    const began = performance.now();
    await session.request(iqRequest('get', element('ping', NS.ping), domain), 'setup', timeoutMs);
    return performance.now() - began;
  };
  const pingBehind = async () => {
    for (const attrs of [{}, { type: 'unavailable' }])
      await session.send(element('presence', NS.client, attrs), 'setup');
    return ping();
  };
  try {
    return Math.max(await shortestOf(PINGS, ping), await shortestOf(PINGS_BEHIND, pingBehind));
  } catch {
    return 0;
  } finally {
    session.drain();
  }
}

/** The shortest of some times. Enough are measured when one is none of a distant server. */
async function shortestOf(count: number, measure: () => Promise<number>): Promise<number> {
  let shortest = await measure();
  for (let left = count - 1; left > 0 && shortest >= STEP_MS; left -= 1) shortest = Math.min(shortest, await measure());
  return shortest;
}

const grown = (least: number, most: number, roundTripMs: number): number =>
  Math.min(most, least * (1 + Math.floor(roundTripMs / STEP_MS)));

interface Room {
  /** Accounts that can be on loan at once; undefined: no limit. */
  readonly capacity: number | undefined;
  /** Limits that the server has shown. */
  readonly found: readonly ServerLimit[];
}

/** The number of cases that run at once. A server that reads slowly gets no more for being far away. */
export function jobsAt(roundTripMs: number, { capacity = MOST_JOBS, found }: Room): number {
  if (found.some(({ kind }) => kind === 'byte-rate')) return JOBS;
  return Math.max(JOBS, Math.min(grown(JOBS, MOST_JOBS, roundTripMs), capacity));
}

/** The number of logins at once. */
export function loginsAt(roundTripMs: number): number {
  return grown(LOGINS, MOST_LOGINS, roundTripMs);
}

/** The timeout of each wait in milliseconds: what was asked for, and on a distant server the time of the packets. */
export function timeoutAt(roundTripMs: number, timeoutMs: number): number {
  return roundTripMs < STEP_MS ? timeoutMs : timeoutMs + Math.ceil(ROUND_TRIPS * roundTripMs);
}
