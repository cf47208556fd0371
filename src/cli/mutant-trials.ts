// All selected mutants, shared among processes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { Requirement } from '../model/standard.ts';
import type { FaultySide } from '../reference/fault.ts';
import type { Mode } from '../reference/mode.ts';
import type { Mutant } from '../reference/mutants/kit/mutant.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { jsonText } from '../report/text/json-text.ts';
import { playable } from '../scenario/select.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { isInSection } from '../spec/sections.ts';
import { globToRegExp } from '../wording/glob.ts';
import { suggest } from '../wording/suggest.ts';
import { usageError } from '../wording/usage.ts';
import { EXIT, type ExitCode, TestBedError } from './ending/exit-code.ts';
import { explained } from './ending/exit-note.ts';
import { interruptible } from './ending/interrupt.ts';
import { loadCases } from './load-cases.ts';
import { type MutantServerOptions, tryMutant } from './mutant-trial.ts';
import { partsOf, readShard, type Shard, shareOf, WHOLE } from './shard.ts';
import { notices, ownLanguage } from './terminal/terminal.ts';
import { type MutantTrial, mutantsText } from './texts/mutants-text.ts';

interface TrialsArguments {
  readonly selector: readonly string[];
  /** Number of processes. */
  readonly jobs: number;
  /** Bounds each wait, in milliseconds. */
  readonly timeout: number;
  readonly shard: string | undefined;
  readonly mode: Mode | undefined;
  readonly side: FaultySide | undefined;
  readonly json: boolean;
}

/**
 * Tries the selected mutants and prints the result. Resolves with the exit code. Throws `UsageError`, and `TestBedError`
 * when a mutant was not tried to the end.
 */
export async function tryMutants(args: TrialsArguments): Promise<ExitCode> {
  const requirements = loadRequirements();
  const shard = args.shard === undefined ? WHOLE : readShard(args.shard, process.env);
  const mutants = shareOf(selectMutants(allMutants(), args.selector, requirements), shard, 'mutants');
  const jobs = Math.min(args.jobs, mutants.length);
  return interruptible(async (signal) => {
    const options = { requirements, timeoutMs: args.timeout, signal, mode: args.mode, side: args.side };
    const parts = partsOf(shard, jobs);
    const tried = jobs > 1 ? await tryInParts(args, parts, signal) : await tryAll(mutants, options);
    if (signal.aborted) return EXIT.failed;
    const trials = inOrder(tried, mutants);
    process.stdout.write(args.json ? jsonText(trials) : mutantsText(trials, requirements, ownLanguage()));
    const survivors = trials.filter(({ killer }) => killer === undefined).length;
    return survivors === 0 ? EXIT.ok : explained(EXIT.failed, notices().survived(survivors));
  });
}

/** One trial for each mutant. Throws `TestBedError` when one is missing: a mutant that was not tried is not caught. */
function inOrder(tried: readonly MutantTrial[], mutants: readonly Mutant[]): readonly MutantTrial[] {
  const trials = new Map(tried.map((trial) => [trial.id, trial]));
  return mutants.map(({ id }) => {
    const trial = trials.get(id);
    if (trial === undefined) throw new TestBedError(notices().mutantUntried(id));
    return trial;
  });
}

async function tryAll(mutants: readonly Mutant[], options: MutantServerOptions): Promise<readonly MutantTrial[]> {
  const { all } = await loadCases({ selectors: [] });
  const trials: MutantTrial[] = [];
  for (const mutant of mutants) {
    if (options.signal.aborted) continue;
    const side = options.side ?? (mutant.needsPeer ? 'target' : undefined);
    trials.push(await tryMutant(mutant, { ...options, side, cases: playable(all, side !== undefined), all }));
  }
  return trials;
}

/**
 * Shares the mutants among processes: server and tester of a mutant are one thread. A part that fails ends the others.
 * Settles when all processes have ended.
 */
async function tryInParts(
  args: TrialsArguments,
  parts: readonly Shard[],
  signal: AbortSignal,
): Promise<readonly MutantTrial[]> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const trials = parts.map(({ index, count }) => tryPart(args, `${index}/${count}`, either));
  const tried = await Promise.all(trials).catch(async (error: unknown) => {
    failing.abort();
    await Promise.allSettled(trials);
    if (signal.aborted) return [];
    throw error;
  });
  return tried.flat();
}

async function tryPart(args: TrialsArguments, shard: string, signal: AbortSignal): Promise<readonly MutantTrial[]> {
  const mode = args.mode === undefined ? [] : ['--mode', args.mode];
  const side = args.side === undefined ? [] : ['--side', args.side];
  const options = ['--jobs', '1', '--shard', shard, '--timeout', String(args.timeout), ...mode, ...side, '--json'];
  const command = [...process.execArgv, process.argv[1] ?? '', 'mutants', ...args.selector, ...options];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  // The `signal` option of spawn would not wait for the end of the process.
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [output, errors, [code, killedBy]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  if (code === 0 || code === 1) return JSON.parse(output) as readonly MutantTrial[];
  const words = notices();
  throw new TestBedError(words.partEnded(shard, killedBy ?? words.exitCode(code ?? 0), errors.trim()));
}

/** Selects by id or glob, by requirement, or by section or chapter of the requirement; without selectors, all. */
function selectMutants(
  mutants: readonly Mutant[],
  selectors: readonly string[],
  requirements: ReadonlyMap<string, Requirement>,
): readonly Mutant[] {
  if (selectors.length === 0) return mutants;
  const matchers = selectors.map((selector) => {
    const pattern = globToRegExp(selector);
    const matches = ({ id, requirements: broken }: Mutant) =>
      pattern.test(id) ||
      broken.includes(selector) ||
      isInSection(requirements.get(broken[0] ?? '')?.rfc ?? '', selector);
    return { selector, found: mutants.filter(matches) };
  });
  const empty = matchers.find(({ found }) => found.length === 0);
  if (empty !== undefined) {
    const known = mutants.flatMap(({ id, requirements: broken }) => [id, ...broken]);
    throw usageError('matchesNone', empty.selector, mutants.length, 'mutants', suggest(empty.selector, known));
  }
  return mutants.filter((mutant) => matchers.some(({ found }) => found.includes(mutant)));
}
