// What the engine runs with, from a test bed: the capabilities of the server, accounts, a session for fences.

import process from 'node:process';
import { createBaseline } from '../baseline/apply.ts';
import { logIn, logOut, onSession } from '../lease/log-in.ts';
import type { KnownEntry } from '../model/result.ts';
import type { Summary } from '../model/run.ts';
import type { ServerLimit } from '../model/server-limit.ts';
import type { Session } from '../model/session.ts';
import type { Capabilities, RunningTarget } from '../model/target.ts';
import { unlessAborted } from '../run/abort.ts';
import { measureBehind, measureRoundTrip, timeoutAt } from '../run/distance.ts';
import type { Environment, Side } from '../run/environment.ts';
import { type Facts, Known } from '../run/facts.ts';
import { type OnAnother, probeLimits } from '../run/limits/probe-limits.ts';
import { createRemoteTurns, type RemoteTurn } from '../run/limits/remote-turns.ts';
import { createServerLimits, patientTimeoutMs, type ServerLimits } from '../run/limits/server-limits.ts';
import { measureOrder, type OrderMeasurement } from '../run/order/measure-order.ts';
import { Waits } from '../run/waits.ts';
import { loadAppendixA } from '../spec/appendix-a.ts';
import { discoverCapabilities, type Wanted } from '../target/discover-capabilities.ts';
import { reachesSilence } from '../target/launched-target.ts';
import { isCut, isExpired, ProblemError } from '../wording/problems.ts';
import { isServedAlone } from '../xmpp/component-stream.ts';
import type { RenewableDomain } from '../xmpp/renewable-domain.ts';
import { leaseOf } from './bed-lease.ts';
import type { TestBed } from './test-bed.ts';

/** Attempts where the network cuts connections: one cut must not end the run before it begins. */
const ATTEMPTS = 5;

/** Asks the server for its name and features, `wanted` among them. Rejects when no account or session can be had. */
export async function capabilitiesOf(bed: TestBed, timeoutMs: number, wanted: Wanted = []): Promise<Capabilities> {
  const tools = { connect: bed.connect, lend: bed.accounts.lend, timeoutMs, wanted };
  const { features, ...offered } = await persistently(() => discoverCapabilities(bed.target, tools));
  const silence = reachesSilence(bed.target) ? ['silent-domain'] : [];
  const around = [...(bed.remote === undefined ? [] : ['remote']), ...silence, ...disturbances(bed)];
  return { ...offered, features: [...features, ...around] };
}

/** What cases may do to the server and its peer. */
function disturbances({ control }: TestBed): readonly string[] {
  if (control === undefined) return [];
  const { connectsAgainSoon, canRestart } = control;
  return ['stream-cut', ...(connectsAgainSoon ? ['stream-outage'] : []), ...(canRestart ? ['server-restart'] : [])];
}

/** What shows of a server before the first case. */
export interface Surroundings {
  readonly found: readonly ServerLimit[];
  /** Milliseconds. */
  readonly roundTripMs: number;
}

/** The limits of the server and its distance, on an account of its own, its second. Rejects when no account or session can be had. */
export async function surroundingsOf(bed: TestBed, timeoutMs: number): Promise<Surroundings> {
  const loan = await bed.accounts.lend('used');
  try {
    const { connect } = bed;
    const session = await persistently(() => logIn(loan.account, connect, { timeoutMs, discards: false }));
    const { domain } = bed.target.address;
    const onAnother: OnAnother = (use) => onSession(loan.account, { connect, timeoutMs }, use);
    try {
      const aloneMs = await measureRoundTrip(session, domain, timeoutMs);
      const found = await probeLimits({ session, domain, timeoutMs, onAnother });
      return { found, roundTripMs: await measureBehind(session, { domain, aloneMs, found }) };
    } finally {
      await logOut(session, timeoutMs);
    }
  } finally {
    await loan.giveBack();
  }
}

/** Rejects with a `ProblemError` where another connection serves the remote domain as well. On a launched server there is none. */
export async function requireSole({ remote, isDisposable }: TestBed, timeoutMs: number): Promise<void> {
  if (remote === undefined || isDisposable || (await isServedAlone(remote, timeoutMs))) return;
  throw new ProblemError({ kind: 'domain-shared', domain: remote.domain });
}

async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS - 1; left > 0; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isCut(error)) throw error;
    }
  }
  return ask();
}

interface EnvironmentOptions
  extends Pick<
    Environment,
    'capabilities' | 'reporters' | 'requirements' | 'timeoutMs' | 'emit' | 'follows' | 'signal'
  > {
  readonly baseline: readonly KnownEntry[];
  /** What is known before the first case. */
  readonly facts: Facts;
  /** Limits that were found before the first case; absent: none. */
  readonly found?: readonly ServerLimit[];
  /** The distance to the server in milliseconds; absent: none. */
  readonly roundTripMs?: number;
  /** The second server; absent: there is none. */
  readonly peer?: Side | undefined;
}

/** Everything that `runCases` needs, except the session for fences. */
export function createEnvironment(
  bed: TestBed,
  { found, roundTripMs = 0, facts, ...options }: EnvironmentOptions,
): Omit<Environment, 'fenceSession'> {
  const limits = createServerLimits(options.capabilities.software, found);
  const known = new Known(facts);
  const timeoutMs = patientTimeoutMs(timeoutAt(roundTripMs, options.timeoutMs), limits);
  return {
    ...options,
    limits,
    remoteTurn: remoteTurnOf(bed.remote, limits),
    timeoutMs,
    baseline: createBaseline(options.baseline),
    connect: bed.connect,
    cutOff: bed.ending.cutOff,
    beginEnd: () => bed.ending.begin(),
    lend: bed.accounts.lendMany,
    lease: leaseOf(bed, { ...options, limits, timeoutMs }),
    capacity: bed.accounts.capacity,
    pair: bed.control,
    reopenFenceSession: () => openFenceSession(bed, { ...options, hasPeer: bed.peer !== undefined }),
    target: bed.target,
    domain: bed.target.address.domain,
    remote: bed.remote,
    states: new Map(loadAppendixA().states.map((state) => [state.name, state])),
    known,
    waits: new Waits({ timeoutMs, known, isTimeout: isExpired, takeTurn: bed.logins.take }),
    logins: bed.logins,
  };
}

/**
 * The second server of a run, after a look at what it offers and at its limits. `bed` closes what this opens. Rejects when no
 * account or session can be had.
 */
export async function peerOf(
  bed: TestBed,
  options: Omit<FenceOptions, 'hasPeer'>,
): Promise<Surroundings & { readonly side: Side }> {
  const { timeoutMs } = options;
  const asked = [capabilitiesOf(bed, timeoutMs), surroundingsOf(bed, timeoutMs)] as const;
  await Promise.allSettled(asked);
  // Where both fail, the same one is reported each time.
  const [capabilities, surroundings] = [await asked[0], await asked[1]];
  const side = {
    connect: bed.connect,
    lend: bed.accounts.lendMany,
    capacity: bed.accounts.capacity,
    fenceSession: await openFenceSession(bed, { ...options, hasPeer: true }),
    reopenFenceSession: () => openFenceSession(bed, { ...options, hasPeer: true }),
    target: bed.target,
    domain: bed.target.address.domain,
    capabilities,
    limits: createServerLimits(capabilities.software, surroundings.found),
  };
  return { ...surroundings, side };
}

interface OrderOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Cases that run at the same time. */
  readonly load: number;
  /** The second server: what both do together is measured. Absent: there is none. */
  readonly peer?: Side | undefined;
}

/** Measures how the server, with its peer, orders stanzas. What it has opened, `bed` waits for in the end. Never rejects. */
export async function orderOf(bed: TestBed, { peer, ...options }: OrderOptions): Promise<OrderMeasurement> {
  const { connect, accounts, remote, target, logins } = bed;
  const { lend, capacity } = accounts;
  const measurement = await measureOrder({
    ...options,
    peer: peer && { ...peer, connect: logins.inTurn(peer.connect) },
    connect: logins.inTurn(connect),
    lend,
    capacity,
    remote,
    domain: target.address.domain,
  });
  bed.onClose(() => measurement.cleanup);
  return measurement;
}

/** How cases share the component. Without a connection, the case says why it is broken. */
function remoteTurnOf(remote: RenewableDomain | undefined, limits: ServerLimits): RemoteTurn | undefined {
  const { allowed } = limits.find('subscription-count') ?? {};
  return remote && createRemoteTurns({ allowed, renew: () => remote.renew().catch(() => undefined) });
}

interface FenceOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The server is one of two. */
  readonly hasPeer?: boolean;
}

/**
 * Logs in `Side.fenceSession`, which `bed` closes; undefined where no case can be without a session on the server, where no
 * account can be spared, and when `signal` aborts. Only a case with contacts elsewhere can be without one.
 */
export async function openFenceSession(
  bed: TestBed,
  { timeoutMs, signal, hasPeer = false }: FenceOptions,
): Promise<Session | undefined> {
  if ((bed.remote === undefined && !hasPeer) || bed.provision.kind === 'fixed') return undefined;
  try {
    const { account } = await unlessAborted(signal, bed.accounts.lend('used'));
    const login = { account, resource: 'fence', answers: true, discards: true, timeoutMs, signal };
    const session = await bed.connect({ ...login, record: () => undefined });
    bed.onClose(() => session.close(timeoutMs));
    return session;
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  }
}

/** Measures CPU time of both sides from now on; undefined for a server whose processes are not ours. */
export function startCpuClock(target: RunningTarget): () => Summary['cpu'] {
  const serverBegan = target.cpuMs();
  const testerBegan = process.cpuUsage();
  return () => {
    const serverMs = target.cpuMs();
    if (serverBegan === undefined || serverMs === undefined) return undefined;
    const { user, system } = process.cpuUsage(testerBegan);
    return { testerMs: (user + system) / 1000, serverMs: serverMs - serverBegan };
  };
}
