// Whether a server can be tested at all, before any case is loaded or run.

import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Checklist } from './checklist.ts';
import { checkConnection, type Way } from './connection.ts';
import type { Observation, ReportedCheck } from './reported-check.ts';

/** A server that is being started answers after seconds; a new connection each quarter of a second is no load. */
const POLL_MS = 250;

/** Connections in a row that may be cut: a network that cuts one in ten would otherwise end one run in ten. */
const ATTEMPTS = 5;

/** The checks that a server fails while it starts. */
const STARTING: readonly string[] = ['host', 'connection', 'stream'];

/** Whether the obstacle may be that the server has not started yet. */
export const passesWithTime = ({ name }: ReportedCheck): boolean => STARTING.includes(name);

/** The first check of the connection that fails; undefined when a stream opens, under TLS unless plaintext is wanted. */
export async function findObstacle(way: Way): Promise<ReportedCheck | undefined> {
  let obstacle: ReportedCheck | undefined;
  for (let made = 0; made < ATTEMPTS && !way.signal.aborted; made += 1) {
    obstacle = await knock(way);
    if (obstacle === undefined || !isCut(obstacle.seen)) break;
  }
  return obstacle;
}

async function knock(way: Way): Promise<ReportedCheck | undefined> {
  const list = new Checklist(way.signal);
  const { value } = await checkConnection(list, way);
  return value === undefined ? list.reported.find(({ status }) => status === 'failed') : undefined;
}

/** Whether another connection may get further: as in a run, which tries again after an <internal-server-error/>. */
function isCut(seen: Observation): boolean {
  if (seen.kind === 'stream-refused') return seen.condition === 'internal-server-error';
  if (seen.kind === 'no-stream') return seen.received === '';
  if (seen.kind === 'starttls-ended') return seen.condition === '';
  if (seen.kind === 'stream-cut') return true;
  return 'problem' in seen && seen.problem.kind === 'connection-broken-off';
}

/**
 * Polls until the server opens a stream, or until that time of `performance.now()`. Tries at least once. Resolves with the
 * obstacle that remains; one that time does not remove, such as a certificate, ends the wait.
 */
export async function awaitServer(way: Way, until: number): Promise<ReportedCheck | undefined> {
  for (;;) {
    const leftMs = Math.max(POLL_MS, Math.ceil(until - performance.now()));
    const obstacle = await findObstacle({ ...way, timeoutMs: Math.min(way.timeoutMs, leftMs) });
    const isOver = way.signal.aborted || performance.now() + POLL_MS >= until;
    if (obstacle === undefined || !passesWithTime(obstacle) || isOver) return obstacle;
    await pause(POLL_MS, undefined, { signal: way.signal }).catch(() => undefined);
  }
}
