// How far away the server is, and what a run does because of it: work that waits for the network takes no CPU time.

import { performance } from 'node:perf_hooks';
import type { ServerLimit } from '../model/server-limit.ts';
import type { Session } from '../model/session.ts';
import { iqRequest } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';
import { DISTANCE_STEP_MS, HELD_MS, JOBS, LOGIN_ROUND_TRIPS, MOST_AT_ONCE, PROBES, TRIES } from './numbers/numbers.ts';

/** The shortest time in milliseconds in which the server answered one of some pings; 0 where it answers none. Never rejects. */
export async function measureRoundTrip(session: Session, domain: string, timeoutMs: number): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let count = 0; count < TRIES; count += 1) {
    const ms = await timePing(session, domain, timeoutMs).catch(() => undefined);
    if (ms === undefined) return 0;
    shortest = Math.min(shortest, ms);
  }
  return shortest;
}

/** What is known of a server before `measureBehind`. */
interface Known {
  readonly domain: string;
  /** The round trip of a ping in milliseconds. */
  readonly aloneMs: number;
  /** A limit delays answers, too. */
  readonly found: readonly ServerLimit[];
}

/**
 * The round trip in milliseconds of what comes behind another stanza, which cases wait for. A server of several processes may hold
 * each stanza but the first for some 40 ms. The session is unavailable afterwards. Never rejects.
 */
export async function measureBehind(session: Session, { domain, aloneMs, found }: Known): Promise<number> {
  if (found.length > 0) return aloneMs;
  const longestMs = aloneMs + HELD_MS;
  let shortest = longestMs;
  try {
    for (let count = 0; count < PROBES && stepsIn(shortest) > stepsIn(aloneMs); count += 1) {
      for (const attrs of [{}, { type: 'unavailable' }])
        await session.send(element('presence', NS.client, attrs), 'setup');
      shortest = Math.min(shortest, await timePing(session, domain, longestMs));
    }
  } catch {
    return aloneMs;
  } finally {
    session.drain();
  }
  return Math.max(aloneMs, shortest);
}

async function timePing(session: Session, domain: string, timeoutMs: number): Promise<number> {
  const began = performance.now();
  await session.request(iqRequest('get', element('ping', NS.ping), domain), 'setup', timeoutMs);
  return performance.now() - began;
}

const stepsIn = (ms: number): number => Math.floor(ms / DISTANCE_STEP_MS);

const grown = (least: number, most: number, roundTripMs: number): number =>
  Math.min(most, least * (1 + stepsIn(roundTripMs)));

interface Room {
  /** Accounts that can be on loan at once; undefined: no limit. */
  readonly capacity: number | undefined;
  /** Limits that the server has shown. */
  readonly found: readonly ServerLimit[];
}

/** The number of cases that run at once. A server that reads slowly gets no more for being far away. */
export function jobsAt(roundTripMs: number, { capacity = MOST_AT_ONCE, found }: Room): number {
  if (found.some(({ kind }) => kind === 'byte-rate')) return JOBS;
  return Math.max(JOBS, Math.min(grown(JOBS, MOST_AT_ONCE, roundTripMs), capacity));
}

/** The number of logins at once. */
export function loginsAt(roundTripMs: number): number {
  return grown(2 * JOBS, MOST_AT_ONCE, roundTripMs);
}

/** The timeout of each wait in milliseconds: what was asked for, and on a distant server the time of the packets. */
export function timeoutAt(roundTripMs: number, timeoutMs: number): number {
  return roundTripMs < DISTANCE_STEP_MS ? timeoutMs : timeoutMs + Math.ceil(LOGIN_ROUND_TRIPS * roundTripMs);
}
