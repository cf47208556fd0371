// The reference server with a fault, and the engine that runs cases on it.

import type { Case } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import type { Fault, FaultySide } from '../reference/fault.ts';
import type { Mode } from '../reference/mode.ts';
import { MAX_DELAY_MS } from '../reference/outbox.ts';
import { firstFacts } from '../run/facts.ts';
import { type RunResult, runCases } from '../run/run-cases.ts';
import { capabilitiesOf, createEnvironment, openFenceSession, peerOf } from './run-environment.ts';
import { openTestBed } from './test-bed.ts';

/**
 * Least timeout in milliseconds while a server is prepared: login, features, fence session. The timeout of a trial may be
 * shorter, but preparing fails only when the server does not answer at all, and the machine may be busy. Default of `run`.
 */
const PREPARATION_TIMEOUT_MS = 5000;

/** The reference server opens a stream to another one at the first stanza, and gives up after 5 s. */
const QUICK = { reachMs: 2000, networkMs: 10_000 } as const;

export interface MutantServerOptions {
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Cases that establish what others take for granted; absent: none, so that each case is judged by itself. */
  readonly reporters?: readonly Case[] | undefined;
  /** The mode of the server; strict when undefined. */
  readonly mode?: Mode | undefined;
  /** The side of the mutant in a pair; absent: there is no second server. */
  readonly side?: FaultySide | undefined;
  /** Bounds each wait of a case, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A running reference server with a fault. `close` stops it. */
export interface MutantServer {
  /** Runs the cases, `jobs` at once. Rejects when no account or session can be had on the server. */
  run(cases: readonly Case[], jobs: number): Promise<RunResult>;
  close(): Promise<void>;
}

/** Launches the reference server with a fault, alone or in a pair. Rejects when it does not come up. */
export async function startMutant(fault: Fault, options: MutantServerOptions): Promise<MutantServer> {
  const { requirements, reporters, timeoutMs, signal, mode, side } = options;
  const name = mode === undefined ? 'reference' : (`reference-${mode}` as const);
  // What a fault leaves on an account must not reach another case.
  const choice = { kind: 'managed', name, provision: 'in-band', lending: 'fresh' } as const;
  const preparingMs = Math.max(timeoutMs, PREPARATION_TIMEOUT_MS);
  const waits = { timeoutMs: preparingMs, signal };
  const servers = side === undefined ? { fault, joinsRemote: true } : { peer: choice, ...faultOf(side, fault) };
  const bed = await openTestBed(choice, { ...waits, ...servers });
  const prepare = async () => {
    const capabilities = await capabilitiesOf(bed, preparingMs);
    // How the reference server orders stanzas is known, and so is its longest delay.
    const facts = firstFacts(mode === 'relaxed' ? { lagsMs: [MAX_DELAY_MS] } : {});
    const known = { capabilities, reporters, requirements, facts, baseline: [] };
    const given = { ...known, timeoutMs, signal, emit: () => undefined };
    const fenceSession = await openFenceSession(bed, { ...waits, hasPeer: side !== undefined });
    const peer = bed.peer && (await peerOf(bed.peer, waits)).side;
    // The cases run in several parts, and only `close` is the end.
    return { ...createEnvironment(bed, given), ...QUICK, fenceSession, peer, beginEnd: () => bed.ending.cutOff };
  };
  let environment: ReturnType<typeof prepare> | undefined;
  return {
    run: async (cases, jobs) => {
      environment ??= prepare();
      // Fences know the longest delay of the server: what one look shows, every look shows.
      return runCases(cases, await environment, { jobs, bail: undefined, looksAgain: false });
    },
    close: () => bed.close(),
  };
}

const faultOf = (side: FaultySide, fault: Fault) => (side === 'target' ? { fault } : { peerFault: fault });
