// `xmppspec mutants`: the suite on servers with one rule broken each; every one must be caught by a check of that rule.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { Requirement } from '../model.ts';
import type { Mutant } from '../reference/mutants/mutant.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { type MutantSheet, mutantsText } from '../report/mutants-text.ts';
import { globToRegExp } from '../scenario/select.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { isInSection } from '../spec/sections.ts';
import { UsageError } from './errors.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { type Trial, tryMutant } from './mutant-trial.ts';
import { inShard, readShard } from './shard.ts';

export interface MutantsArguments {
  readonly selector: readonly string[];
  readonly jobs: number;
  readonly timeout: number;
  readonly shard: string | undefined;
  readonly json: boolean;
}

/** Tries the selected mutants. Resolves with 0 when all are caught, 1 when one survives. Throws `UsageError`. */
export async function mutantsCommand(args: MutantsArguments, toolVersion: string): Promise<number> {
  const requirements = loadRequirements();
  const selected = selectMutants(allMutants(), args.selector, requirements);
  const mutants = args.shard === undefined ? selected : inShard(selected, readShard(args.shard));
  const jobs = Math.min(args.jobs, mutants.length);
  return interruptible(async (signal) => {
    const context = { requirements, timeoutMs: args.timeout, signal, toolVersion };
    const sheets = jobs > 1 ? await tryInParts(args, jobs, signal) : await tryAll(mutants, context);
    const order = new Map(mutants.map(({ id }, index) => [id, index]));
    const sorted = [...sheets].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    process.stdout.write(args.json ? `${JSON.stringify(sorted, null, 2)}\n` : mutantsText(sorted, requirements));
    return sorted.every(({ killer }) => killer !== undefined) ? 0 : 1;
  });
}

type Context = Omit<Parameters<typeof tryMutant>[1], 'cases'>;

async function tryAll(mutants: readonly Mutant[], context: Context): Promise<readonly MutantSheet[]> {
  const { requirements, signal } = context;
  const { all: cases } = await loadCases({ selectors: [], roots: undefined, requirements });
  const trials: Trial[] = [];
  for (const mutant of mutants) if (!signal.aborted) trials.push(await tryMutant(mutant, { ...context, cases }));
  return trials.map(({ mutant: { id, title, requirements: broken }, ...trial }) => ({
    ...{ id, title, requirements: broken },
    ...trial,
  }));
}

/** Server and tester of a mutant are one thread, so several processes share the work. */
async function tryInParts(args: MutantsArguments, jobs: number, signal: AbortSignal): Promise<readonly MutantSheet[]> {
  const parts = Array.from({ length: jobs }, (_, part) => tryPart(args, `${part + 1}/${jobs}`, signal));
  const sheets = await Promise.all(parts).catch((error: unknown) => {
    if (signal.aborted) return [];
    throw error;
  });
  return sheets.flat();
}

async function tryPart(args: MutantsArguments, shard: string, signal: AbortSignal): Promise<readonly MutantSheet[]> {
  const options = ['--jobs', '1', '--shard', shard, '--timeout', String(args.timeout), '--json'];
  const command = [...process.execArgv, process.argv[1] ?? '', 'mutants', ...args.selector, ...options];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (output === '') throw new Error(`a part of the mutants ended without a word: ${errors}`);
  return JSON.parse(output) as readonly MutantSheet[];
}

/** By id or glob, by requirement, by section or chapter of its requirement; none stands for all. */
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
    throw new UsageError(
      `"${empty.selector}" matches none of ${mutants.length} mutants${didYouMean(empty.selector, known)}`,
    );
  }
  return mutants.filter((mutant) => matchers.some(({ found }) => found.includes(mutant)));
}
