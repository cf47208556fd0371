// Limits of the server that the run has met, and what a case that met one may say.

import type { Problem } from '../../model/problem.ts';
import type { MetLimits } from '../../model/run.ts';
import type { LimitedServer, LimitKind, ServerLimit } from '../../model/server-limit.ts';
import { findProblem } from '../../wording/problems.ts';
import { LARGEST_BYTES, LONGEST_WAIT_MS } from '../numbers/numbers.ts';

/** The limits that were found before the first case. */
export interface ServerLimits extends MetLimits {
  /** The limit of this kind, if the run has met it. */
  find<Kind extends LimitKind>(kind: Kind): Extract<ServerLimit, { kind: Kind }> | undefined;
}

/** The limits of a server that reports this software, as far as they were found before the first case. */
export function createServerLimits(software = '', found: readonly ServerLimit[] = []): ServerLimits {
  const limits = new Map<LimitKind, ServerLimit>(found.map((limit) => [limit.kind, limit]));
  return {
    server: limitedServer(software),
    met: found,
    find: (kind) => {
      const limit = limits.get(kind);
      return limit !== undefined && isOfKind(limit, kind) ? limit : undefined;
    },
  };
}

const isOfKind = <Kind extends LimitKind>(
  limit: ServerLimit,
  kind: Kind,
): limit is Extract<ServerLimit, { kind: Kind }> => limit.kind === kind;

/** The server whose settings are known, by the name that it reports (XEP-0092). */
export function limitedServer(software: string): LimitedServer {
  const name = software.toLowerCase();
  if (name.includes('prosody')) return 'prosody';
  return name.includes('ejabberd') ? 'ejabberd' : 'other';
}

/** Conditions by which a server says that a limit is exceeded (RFC 6120 4.9.3.14, 4.9.3.17). */
const LIMIT_CONDITIONS: readonly string[] = ['policy-violation', 'resource-constraint'];

/** Whether a stream ended because of a limit of the server. */
export function isLimitError(ended: Problem): boolean {
  const condition = findProblem(ended, 'stream-error')?.condition;
  return condition !== undefined && LIMIT_CONDITIONS.includes(condition);
}

/** The timeout in milliseconds where the server reads slowly: a wait includes the time until the server has read what was sent before. */
export function patientTimeoutMs(timeoutMs: number, limits: ServerLimits): number {
  const rate = limits.find('byte-rate')?.bytesPerSecond;
  if (rate === undefined) return timeoutMs;
  const readMs = Math.ceil(((2 * LARGEST_BYTES) / rate) * 1000);
  return Math.max(timeoutMs, Math.min(timeoutMs + readMs, LONGEST_WAIT_MS));
}
