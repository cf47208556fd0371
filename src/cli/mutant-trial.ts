// One mutant: its server, and the cases that cite the requirement it breaks, run until one of them catches it.

import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import type { Fault, FaultySide } from '../reference/fault.ts';
import type { Mode } from '../reference/mode.ts';
import type { Mutant } from '../reference/mutants/kit/mutant.ts';
import { MAX_DELAY_MS } from '../reference/outbox.ts';
import { rowIds, type SingleResult, type Singles, sideAtFault, withAlone } from '../results/alone.ts';
import { reportersOf } from '../run/basics/missing-basics.ts';
import { firstFacts } from '../run/facts.ts';
import { type RunResult, runCases } from '../run/run-cases.ts';
import { playable } from '../scenario/select.ts';
import { capabilitiesOf, createEnvironment, openFenceSession, peerOf } from './run-environment.ts';
import { openTestBed } from './test-bed.ts';
import type { BlameProof, MutantTrial } from './texts/mutants-text.ts';

/** The cases nearest to a mutant run in chunks. What fails in those up to its killer, beside the broken rule, is a side effect. */
const CHUNK = 8;

/** Most side effects that a mutant may have. */
const MAX_SIDE_EFFECTS = 8;

/** How often the broken cases of a mutant that no case has caught are run again, one at a time: a busy machine breaks cases. */
const MORE_ROUNDS = 2;

export interface TrialOptions extends MutantServerOptions {
  readonly cases: readonly Case[];
  /** Cases of all topologies. */
  readonly all: readonly Case[];
}

/** Runs the relevant cases on a mutant. Rejects when its server does not come up. */
export async function tryMutant(mutant: Mutant, options: TrialOptions): Promise<MutantTrial> {
  const cases = relevantCases(mutant, options);
  let results: readonly CaseResult[] = [];
  const server = await startMutant(mutant.fault(), { ...options, reporters: reportersOf(options.cases) });
  try {
    for (let part = nextPart(mutant, cases, results); part.length > 0; part = nextPart(mutant, cases, results)) {
      const { results: more } = await server.run(part, CHUNK);
      results = [...results, ...more];
      // The run was stopped.
      if (more.length < part.length) break;
    }
    for (let round = 0; round < MORE_ROUNDS && findKiller(mutant, results) === undefined; round += 1) {
      results = await runBrokenAgain(results, server);
    }
  } finally {
    await server.close();
  }
  results = await besideAlone(results, mutant, options);
  const killers = results.filter((result) => isCaught(mutant, result));
  const [killer] = killers;
  const proof = proofIn(killers);
  const [nearest] = cases;
  const { id, title, requirements } = mutant;
  return {
    ...{ id, title, requirements, tried: results.length },
    ...(killer === undefined ? {} : { killer: killer.case.id }),
    ...(nearest === undefined ? {} : { nearest: nearest.id }),
    blamed: blamedIn(results),
    ...(proof === undefined ? {} : { proof }),
    sides: [...new Set(results.flatMap(({ checks }) => checks.flatMap(({ blame }) => blame?.side ?? [])))],
    unseen: requirementsOf(restOfChunk(cases, results)),
    broken: results.filter(isBroken).map((r) => ({ case: r.case.id, cause: r.reason })),
  };
}

/**
 * The cases to run next. Most mutants are caught by one of the first. The rest of the chunk then runs only if it cites so many
 * rules that it could show too many side effects.
 */
function nextPart(mutant: Mutant, cases: readonly Case[], results: readonly CaseResult[]): readonly Case[] {
  const played = results.length;
  if (findKiller(mutant, results) === undefined)
    return cases.slice(played, played < 3 ? 2 * played + 1 : endOfChunk(played + 1));
  const rest = restOfChunk(cases, results);
  const possible = new Set([...blamedIn(results).map(({ requirement }) => requirement), ...requirementsOf(rest)]);
  for (const own of mutant.requirements) possible.delete(own);
  return possible.size > MAX_SIDE_EFFECTS ? rest : [];
}

const endOfChunk = (played: number): number => Math.ceil(played / CHUNK) * CHUNK;

const restOfChunk = (cases: readonly Case[], { length: played }: readonly CaseResult[]): readonly Case[] =>
  cases.slice(played, endOfChunk(played));

const requirementsOf = (cases: readonly Case[]): readonly string[] => [
  ...new Set(cases.flatMap((one) => one.requirements)),
];

const isBroken = ({ outcome }: CaseResult): boolean => outcome === 'broken';

/** The results with those of the broken cases replaced. */
async function runBrokenAgain(results: readonly CaseResult[], server: MutantServer): Promise<readonly CaseResult[]> {
  const broken = results.filter(isBroken).map((result) => result.case);
  if (broken.length === 0) return results;
  const again = new Map((await server.run(broken, 1)).results.map((result) => [result.case.id, result]));
  return results.map((result) => again.get(result.case.id) ?? result);
}

/**
 * The cases that cite a broken requirement or that the mutant names. Its own cell first, then those with the fewest requirements. On the
 * second server of a pair, what that does with a stanza shows best where the user's server sends it: in the tables of RFC 6121 A.2.
 */
function relevantCases(
  { requirements, cell, nearest = [] }: Mutant,
  { cases, side }: Pick<TrialOptions, 'cases' | 'side'>,
): readonly Case[] {
  const sending = side === 'peer' ? cell?.table.replace('/in-', '/out-') : undefined;
  const isOwn = (one: Case) =>
    cell !== undefined &&
    one.cell?.table === cell.table &&
    one.cell.row === cell.row &&
    one.cell.column === cell.column;
  const isNamed = ({ id }: Case) => nearest.some((start) => id.startsWith(start));
  const isSending = (one: Case) => one.cell !== undefined && one.cell.table === sending;
  const rank = (one: Case) => (isNamed(one) || isOwn(one) ? 0 : isSending(one) ? 1 : one.requirements.length);
  const relevant = cases.filter((one) => isNamed(one) || requirements.some((id) => one.requirements.includes(id)));
  return [...relevant].sort((a, b) => rank(a) - rank(b));
}

/** Only the first requirement counts: a case may check another rule that the mutant breaks, but not this one. */
const isCaught = ({ requirements: [broken] }: Mutant, { requirements }: CaseResult): boolean =>
  requirements.some(({ id, verdict }) => verdict !== 'passed' && id === broken);

const findKiller = (mutant: Mutant, results: readonly CaseResult[]): CaseResult | undefined =>
  results.find((result) => isCaught(mutant, result));

function blamedIn(results: readonly CaseResult[]): MutantTrial['blamed'] {
  return results.flatMap((result) =>
    result.requirements
      .filter(({ verdict }) => verdict !== 'passed')
      .map(({ id }) => ({ requirement: id, case: result.case.id })),
  );
}

/** The results of a pair, where one of its servers is the mutant, with those of their rows on each server alone. */
async function besideAlone(
  results: readonly CaseResult[],
  mutant: Mutant,
  options: TrialOptions,
): Promise<readonly CaseResult[]> {
  const isOpen = ({ blame }: CaseResult['checks'][number]) => blame?.kind === 'unseen';
  const ids = results
    .filter(({ checks }) => checks.some(isOpen))
    .flatMap((result) => Object.values(rowIds(result.case.id)));
  const rows = playable(options.all, false).filter(({ id }) => ids.includes(id));
  if (rows.length === 0 || options.side === undefined) return results;
  const [faulty, sound] = [await resultsOn(mutant.fault(), rows, options), await resultsOn({}, rows, options)];
  const singles: Singles = options.side === 'target' ? { A: faulty, B: sound } : { A: sound, B: faulty };
  return results.map((result) => withAlone(result, singles));
}

async function resultsOn(
  fault: Fault,
  cases: readonly Case[],
  options: MutantServerOptions,
): Promise<ReadonlyMap<string, SingleResult>> {
  const server = await startMutant(fault, { ...options, side: undefined });
  try {
    const { results } = await server.run(cases, cases.length);
    return new Map(results.map((result) => [result.case.id, singleOf(result)]));
  } finally {
    await server.close();
  }
}

const singleOf = ({ case: { id, actors }, outcome, requirements, checks }: CaseResult): SingleResult => ({
  id,
  outcome,
  requirements,
  checks,
  actors,
});

/** What proves the side at fault in the cases that catch the mutant; undefined: none of them names one. */
function proofIn(results: readonly CaseResult[]): BlameProof | undefined {
  const named = results.filter(({ checks }) => !['pair', undefined].includes(sideAtFault(checks)));
  const kinds = named.flatMap(({ checks }) => checks.flatMap(({ blame }) => blame?.kind ?? []));
  if (kinds.length === 0) return undefined;
  return kinds.some((kind) => kind !== 'alone' && kind !== 'unseen') ? 'transcript' : 'alone';
}

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
interface MutantServer {
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
    // How the reference server orders stanzas is known, and so is its longest delay. What crosses to another server takes all rounds.
    const facts = firstFacts(mode === 'relaxed' ? { lagsMs: [MAX_DELAY_MS] } : side === undefined ? { rounds: 1 } : {});
    const known = { capabilities, reporters, requirements, facts, baseline: [] };
    const fenceSession = await openFenceSession(bed, { ...waits, hasPeer: side !== undefined });
    const peer = bed.peer && (await peerOf(bed.peer, waits)).side;
    const given = { ...known, timeoutMs, signal, emit: () => undefined, peer };
    // The cases run in several parts, and only `close` is the end.
    return { ...createEnvironment(bed, given), ...QUICK, fenceSession, beginEnd: () => bed.ending.cutOff };
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
