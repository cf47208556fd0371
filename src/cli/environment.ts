// What the engine runs with, from a site: the server as it was found, accounts, a fenceSession.

import { createBaseline } from '../baseline/apply.ts';
import type { RunEvent } from '../model/event.ts';
import type { KnownFailure } from '../model/result.ts';
import type { Session } from '../model/session.ts';
import type { Requirement } from '../model/standard.ts';
import type { Capabilities } from '../model/target.ts';
import type { Environment } from '../run/environment.ts';
import { createTimeoutBreaker } from '../run/timeout-breaker.ts';
import { loadAppendixA } from '../spec/appendix-a.ts';
import { discoverCapabilities } from '../target/discover-capabilities.ts';
import { isExpired } from '../wording/problems.ts';
import type { Site } from './site.ts';

/** Asks the server what it is and offers. Rejects with a message for people when no account or session is to be had. */
export async function lookAround(site: Site, timeoutMs: number): Promise<Capabilities> {
  const tools = { connect: site.connect, lend: site.accounts.lend, timeoutMs };
  const { features, ...offered } = await discoverCapabilities(site.target, tools);
  return { ...offered, features: site.remote === undefined ? features : [...features, 'remote'] };
}

export interface EnvironmentOptions {
  readonly capabilities: Capabilities;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly baseline: readonly KnownFailure[];
  readonly timeoutMs: number;
  readonly emit: (event: RunEvent) => void;
  /** Each stanza is an event, too. */
  readonly follows?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Everything that `runCases` needs. */
export function createEnvironment(site: Site, options: EnvironmentOptions): Omit<Environment, 'fenceSession'> {
  const { timeoutMs } = options;
  return {
    ...options,
    baseline: createBaseline(options.baseline),
    connect: site.connect,
    lend: site.accounts.lendMany,
    capacity: site.accounts.capacity,
    target: site.target,
    domain: site.target.address.domain,
    remote: site.remote,
    states: new Map(loadAppendixA().states.map((state) => [state.name, state])),
    breaker: createTimeoutBreaker(timeoutMs, isExpired),
  };
}

/** See `Environment.fenceSession`. Only cases with a remote contact can be without a local session. */
export async function openFenceSession(site: Site, timeoutMs: number): Promise<Session | undefined> {
  if (site.remote === undefined || site.accounts.capacity !== undefined) return undefined;
  const { account } = await site.accounts.lend('fresh');
  return site.connect({ account, resource: 'fence', answers: true, timeoutMs, record: () => undefined });
}
