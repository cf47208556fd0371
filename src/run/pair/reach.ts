// Whether two servers reach each other: pings of users of each to the domain of the other.

import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../model/problem.ts';
import type { XmlElement } from '../../model/xml.ts';
import { errorCondition } from '../../stanza/iq.ts';
import { problemOf } from '../../wording/problems.ts';
import { FIRST_WAIT_MS, PATIENCE_MS } from '../numbers/numbers.ts';

/** The way from one server to the other, for a session on the first one. */
export interface Way {
  /** The name of the session. */
  readonly session: string;
  /** The domain of the other server. */
  readonly domain: string;
  /** Pings that domain. Rejects with a `ProblemError` after `timeoutMs`. */
  ask(timeoutMs: number): Promise<XmlElement>;
}

/** A server that did not reach the other one. */
export interface Unreached {
  readonly session: string;
  readonly cause: Problem;
}

/** The own server answers these for another one that it has not reached (RFC 6120 8.3.3.16, 8.3.3.17). */
const UNREACHED: readonly string[] = ['remote-server-not-found', 'remote-server-timeout'];

/** Why the answer to a ping does not come from the other server; undefined: it does. */
export function unreachedBy(answer: XmlElement, domain: string): Problem | undefined {
  const condition = errorCondition(answer) ?? '';
  return UNREACHED.includes(condition) ? { kind: 'server-unreached', domain, condition } : undefined;
}

/**
 * Pings all ways until each has had an answer of the other server, at most `limitMs` milliseconds. Resolves with the first way
 * that had none; undefined: all had. Gives up early when `signal` aborts. Never rejects.
 */
export async function reachEachOther(
  ways: readonly Way[],
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<Unreached | undefined> {
  const until = performance.now() + limitMs;
  const outcomes = await Promise.all(ways.map((way) => reach(way, until, signal)));
  return outcomes.find((outcome) => outcome !== undefined);
}

async function reach(way: Way, until: number, signal: AbortSignal): Promise<Unreached | undefined> {
  const { session } = way;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, PATIENCE_MS)) {
    // A conforming server may take seconds to open a stream: the last wait is never short.
    const cause = await causeOf(way, Math.max(waitMs, FIRST_WAIT_MS));
    if (cause === undefined) return undefined;
    const leftMs = until - performance.now();
    if (leftMs <= 0 || signal.aborted) return { session, cause };
    await sleep(Math.min(waitMs, leftMs), undefined, { signal }).catch(() => undefined);
  }
}

async function causeOf({ domain, ask }: Way, timeoutMs: number): Promise<Problem | undefined> {
  try {
    return unreachedBy(await ask(timeoutMs), domain);
  } catch (error) {
    return problemOf(error);
  }
}
