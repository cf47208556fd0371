// `xmppspec mutants`: the suite on servers with one rule broken each; every one must be caught by a check of that rule.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { Requirement } from '../model/standard.ts';
import type { Mutant } from '../reference/mutants/kit/mutant.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { globToRegExp } from '../scenario/select.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { isInSection } from '../spec/sections.ts';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { interruptible } from './interrupt.ts';
import { SiteError } from './known-errors.ts';
import { loadCases } from './load-cases.ts';
import { type Trial, tryMutant } from './mutant-trial.ts';
import { partsOf, readShard, type Shard, shareOf, WHOLE } from './shard.ts';
import { type MutantSheet, mutantsText } from './texts/mutants-text.ts';

export interface MutantsArguments {
  readonly selector: readonly string[];
  readonly jobs: number;
  readonly timeout: number;
  readonly shard: string | undefined;
  readonly json: boolean;
}

/**
 * Tries the selected mutants. Resolves with 0 when all are caught, 1 when one survives. Throws `UsageError`, and
 * `SiteError` when a mutant comes to no end.
 */
export async function mutantsCommand(args: MutantsArguments, toolVersion: string): Promise<number> {
  const requirements = loadRequirements();
  const shard = args.shard === undefined ? WHOLE : readShard(args.shard);
  const mutants = shareOf(selectMutants(allMutants(), args.selector, requirements), shard, 'mutants');
  const jobs = Math.min(args.jobs, mutants.length);
  return interruptible(async (signal) => {
    const context = { requirements, timeoutMs: args.timeout, signal, toolVersion };
    const parts = partsOf(shard, jobs);
    const tried = jobs > 1 ? await tryInParts(args, parts, signal) : await tryAll(mutants, context);
    if (signal.aborted) return 1;
    const sheets = inOrder(tried, mutants);
    process.stdout.write(args.json ? `${JSON.stringify(sheets, null, 2)}\n` : mutantsText(sheets, requirements));
    return sheets.every(({ killer }) => killer !== undefined) ? 0 : 1;
  });
}

/** One sheet for each mutant. Throws `SiteError` when one is missing: what was not tried must not look caught. */
function inOrder(tried: readonly MutantSheet[], mutants: readonly Mutant[]): readonly MutantSheet[] {
  const sheets = new Map(tried.map((sheet) => [sheet.id, sheet]));
  return mutants.map(({ id }) => {
    const sheet = sheets.get(id);
    if (sheet === undefined) throw new SiteError(`expected ${mutants.length} mutants tried, but ${id} was not`);
    return sheet;
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

/** Server and tester of a mutant are one thread, so several processes share the work. A part that fails ends the others. */
async function tryInParts(
  args: MutantsArguments,
  parts: readonly Shard[],
  signal: AbortSignal,
): Promise<readonly MutantSheet[]> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const trials = parts.map(({ index, count }) => tryPart(args, `${index}/${count}`, either));
  const sheets = await Promise.all(trials).catch((error: unknown) => {
    failing.abort();
    if (signal.aborted) return [];
    throw error;
  });
  return sheets.flat();
}

async function tryPart(args: MutantsArguments, shard: string, signal: AbortSignal): Promise<readonly MutantSheet[]> {
  const options = ['--jobs', '1', '--shard', shard, '--timeout', String(args.timeout), '--json'];
  const command = [...process.execArgv, process.argv[1] ?? '', 'mutants', ...args.selector, ...options];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  const [output, errors, [code, killedBy]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  if (code === 0 || code === 1) return JSON.parse(output) as readonly MutantSheet[];
  const reason = errors.trim() === '' ? '' : `: ${errors.trim()}`;
  throw new SiteError(`part ${shard} of the mutants came to no end (${killedBy ?? `exit code ${code}`})${reason}`);
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
