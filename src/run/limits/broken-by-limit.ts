// A case that may have met a limit of the server accuses nobody, and proves no absence.

import type { Actor } from '../../model/case.ts';
import type { Reason } from '../../model/reason.ts';
import type { CheckResult } from '../../model/result.ts';
import type { ServerLimit } from '../../model/server-limit.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf } from '../../stanza/jid.ts';
import { serialize } from '../../stanza/serialize.ts';
import { child, elements, NS } from '../../stanza/xml.ts';
import { findProblem } from '../../wording/problems.ts';
import { LEAST_BYTES, MANY } from '../numbers/numbers.ts';
import { isLimitError, type ServerLimits } from './server-limits.ts';

const SUBSCRIPTION_TYPES: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** Waits that reached their timeout, or were no longer tried after such. */
const EXPIRIES = ['phase-expired', 'no-answer', 'no-arrival', 'not-tried'] as const;

/** What is looked at of a case. */
export interface Played {
  readonly actors: readonly Actor[];
  /** Undefined where the run looks for none. */
  readonly limits: ServerLimits | undefined;
  readonly checks: readonly CheckResult[];
  readonly entries: readonly TranscriptEntry[];
}

/** Why the verdict of a case is not known: a limit of the server that it has met. `broken` is why it is broken anyway. */
export function brokenByLimit(played: Played, broken: Reason | undefined): Reason | undefined {
  const { limits } = played;
  if (limits === undefined) return undefined;
  const isPassed = broken === undefined && played.checks.every(({ verdict }) => verdict === 'passed');
  const causes = isPassed ? undefined : (streamLimit(played, broken) ?? byteRate(limits, broken));
  const limit = causes ?? subscriptionCount(played, limits, isPassed);
  return limit && limitReason(limits, limit);
}

/** The reason that names a limit, which the case has met. */
export const limitReason = ({ server }: ServerLimits, limit: ServerLimit): Reason => ({
  kind: 'server-limit',
  limit,
  server,
});

/** A login that was refused for a limit, one session too many, or a stream that ended for a limit after a large stanza. */
function streamLimit({ entries }: Played, broken: Reason | undefined): ServerLimit | undefined {
  if (broken?.kind === 'login-failed' && isLimitError(broken.cause)) return { kind: 'streams' };
  if (isCrowded(entries)) return { kind: 'streams' };
  const ended = entries.filter(({ note }) => note?.kind === 'ended' && isLimitError(note.cause));
  const sizes = ended.map(({ session }) => Math.max(0, ...sentBy(entries, session).map(bytesOf)));
  const bytes = Math.max(0, ...sizes);
  return bytes > LEAST_BYTES ? { kind: 'stanza-size', bytes } : undefined;
}

/** A stream ended with a conflict, and its user has had many sessions: a server that allows no more ends the oldest. */
function isCrowded(entries: readonly TranscriptEntry[]): boolean {
  const connected = entries.filter(({ note }) => note?.kind === 'connected').map(({ session }) => actorOf(session));
  const sessionsOf = (actor: string) => connected.filter((name) => name === actor).length;
  return entries.some(({ session, note }) => {
    const isConflict = note?.kind === 'ended' && findProblem(note.cause, 'stream-error')?.condition === 'conflict';
    return isConflict && sessionsOf(actorOf(session)) > MANY;
  });
}

/** A wait that expired on a server that reads slowly. */
function byteRate(limits: ServerLimits, broken: Reason | undefined): ServerLimit | undefined {
  if (broken === undefined || !('cause' in broken)) return undefined;
  const { cause } = broken;
  return EXPIRIES.some((kind) => findProblem(cause, kind) !== undefined) ? limits.find('byte-rate') : undefined;
}

/**
 * A stream that may have carried more subscription stanzas than the server lets pass. What it drops leaves no trace, so
 * that a stream at the limit counts, unless everything that was expected has arrived.
 */
function subscriptionCount(played: Played, limits: ServerLimits, isPassed: boolean): ServerLimit | undefined {
  const limit = limits.find('subscription-count');
  if (limit === undefined) return undefined;
  const most = Math.max(0, ...carriedByStreams(played));
  const least = isPassed ? limit.allowed + 1 : limit.allowed;
  return most >= least ? limit : undefined;
}

/** The number of subscription stanzas on each stream of a case. All remote sessions share that of the component. */
function carriedByStreams({ actors, entries }: Played): readonly number[] {
  const remote = new Set(actors.filter((actor) => actor.isRemote).map(({ name }) => name));
  const carried = new Map<string, number>();
  for (const entry of entries) {
    const isRemote = remote.has(actorOf(entry.session));
    // The component receives what other streams have sent.
    if (isRemote && entry.direction !== 'sent') continue;
    const stream = isRemote ? 'component' : entry.session;
    carried.set(stream, (carried.get(stream) ?? 0) + subscriptionsIn(entry));
  }
  return [...carried.values()];
}

function subscriptionsIn({ direction, stanza }: TranscriptEntry): number {
  if (stanza === undefined) return 0;
  if (stanza.name === 'presence') return SUBSCRIPTION_TYPES.includes(stanza.attrs['type']) ? 1 : 0;
  return direction === 'sent' && isRemoval(stanza) ? 2 : 0;
}

function isRemoval(stanza: XmlElement): boolean {
  const query = stanza.attrs['type'] === 'set' ? child(stanza, 'query', NS.roster) : undefined;
  return query !== undefined && elements(query).some(({ attrs }) => attrs['subscription'] === 'remove');
}

function sentBy(entries: readonly TranscriptEntry[], session: string): readonly XmlElement[] {
  return entries.flatMap((entry) =>
    entry.session === session && entry.direction === 'sent' && entry.stanza !== undefined ? [entry.stanza] : [],
  );
}

/** Bytes of a stanza as it is written. */
export const bytesOf = (stanza: XmlElement): number => Buffer.byteLength(serialize(stanza));
