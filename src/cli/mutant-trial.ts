// One mutant on trial: the cases that cite what it breaks, until a check of them says so.

import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import type { Fault } from '../reference/fault.ts';
import type { Mutant } from '../reference/mutants/kit/mutant.ts';
import { type RunResult, runCases } from '../run/run-cases.ts';
import { reasonText } from '../wording/reasons.ts';
import { createEnvironment, lookAround, openFenceSession } from './environment.ts';
import { openSite } from './site.ts';

/** Cases tried before the next look at what came out: a mutant is mostly caught by the first few. */
const CHUNK = 8;

/**
 * Bounds what a trial needs before it begins: accounts, a look at the server, the fenceSession. Not the short bound of the
 * waits on trial: the machine may be busy, and only a server that does not answer pays for it. As a run bounds its waits.
 */
const PREPARATION_TIMEOUT_MS = 5000;

export interface TrialOptions {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly toolVersion: string;
}

/** What came out. `killer` is the case in which a check citing the requirement first of all broken did not hold. */
export interface Trial {
  readonly mutant: Mutant;
  readonly killer?: string;
  readonly tried: number;
  /** The case that should have caught it, where there is one. */
  readonly nearest?: string;
  /** Requirements blamed, by the cases tried; and what was broken. */
  readonly others: readonly string[];
}

/** A running reference server with a fault. `close` stops it. */
interface Patient {
  run(cases: readonly Case[], jobs: number): Promise<RunResult>;
  close(): Promise<void>;
}

/** Launches the reference server with a fault. Rejects when it does not come up. */
export async function admit(fault: Fault, options: Omit<TrialOptions, 'cases'>): Promise<Patient> {
  const { requirements, timeoutMs, signal, toolVersion } = options;
  const choice = { kind: 'managed', name: 'reference', provision: 'in-band' } as const;
  const patienceMs = Math.max(timeoutMs, PREPARATION_TIMEOUT_MS);
  const site = await openSite(choice, { timeoutMs: patienceMs, signal, toolVersion, fault });
  const prepare = async () => {
    const capabilities = await lookAround(site, patienceMs);
    const given = { capabilities, requirements, timeoutMs, signal, baseline: [], emit: () => undefined };
    return { ...createEnvironment(site, given), fenceSession: await openFenceSession(site, patienceMs) };
  };
  let environment: ReturnType<typeof prepare> | undefined;
  return {
    run: async (cases, jobs) => {
      environment ??= prepare();
      return runCases(cases, await environment, { jobs, bail: undefined });
    },
    close: () => site.close(),
  };
}

/** Runs the cases that matter on a mutant. Rejects when it does not come up. */
export async function tryMutant(mutant: Mutant, options: TrialOptions): Promise<Trial> {
  const cases = relevantCases(mutant, options.cases);
  const results: CaseResult[] = [];
  const patient = await admit(mutant.fault(), options);
  try {
    for (let at = 0; at < cases.length && findKiller(mutant, results) === undefined; at += CHUNK) {
      results.push(...(await patient.run(cases.slice(at, at + CHUNK), CHUNK)).results);
    }
  } finally {
    await patient.close();
  }
  const killer = findKiller(mutant, results);
  const [nearest] = cases;
  return {
    mutant,
    tried: results.length,
    ...(killer === undefined ? {} : { killer: killer.case.id }),
    ...(nearest === undefined ? {} : { nearest: nearest.id }),
    others: othersIn(results),
  };
}

/** Those that cite a broken requirement or are named by the mutant: its own cell first, then those about the least else. */
function relevantCases({ requirements, cell, nearest = [] }: Mutant, cases: readonly Case[]): readonly Case[] {
  const isOwn = (one: Case) =>
    cell !== undefined &&
    one.cell?.table === cell.table &&
    one.cell.row === cell.row &&
    one.cell.column === cell.column;
  const isNamed = ({ id }: Case) => nearest.some((start) => id.startsWith(start));
  const rank = (one: Case) => (isNamed(one) || isOwn(one) ? 0 : one.requirements.length);
  const relevant = cases.filter((one) => isNamed(one) || requirements.some((id) => one.requirements.includes(id)));
  return [...relevant].sort((a, b) => rank(a) - rank(b));
}

/** What a mutant breaks besides does not count: another rule may be checked where its own is not. */
function findKiller({ requirements: [broken] }: Mutant, results: readonly CaseResult[]): CaseResult | undefined {
  return results.find((result) => result.requirements.some(({ id, verdict }) => verdict !== 'passed' && id === broken));
}

function othersIn(results: readonly CaseResult[]): readonly string[] {
  const blamed = results.flatMap((result) =>
    result.requirements.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => `${id} in ${result.case.id}`),
  );
  const broken = results
    .filter(({ outcome }) => outcome === 'broken')
    .map((r) => `${r.case.id}: ${r.reason === undefined ? '' : reasonText(r.reason, 'en')}`);
  return [...new Set([...blamed, ...broken])];
}
