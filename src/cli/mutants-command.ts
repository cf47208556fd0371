// `xmppspec mutants`: the suite on servers with one rule broken each; every one must be caught by a check of that rule.

import process from 'node:process';
import type { Requirement } from '../model.ts';
import type { Mutant } from '../reference/mutants/mutant.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { mutantsText } from '../report/mutants-text.ts';
import { globToRegExp } from '../scenario/select.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { isInSection } from '../spec/sections.ts';
import { UsageError } from './errors.ts';
import { listenForInterrupt } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { type Trial, type TrialOptions, tryMutant } from './mutant-trial.ts';

export interface MutantsArguments {
  readonly selector: readonly string[];
  readonly jobs: number;
  readonly timeout: number;
  readonly json: boolean;
}

/** Tries the selected mutants. Resolves with 0 when all are caught, 1 when one survives. Throws `UsageError`. */
export async function mutantsCommand(args: MutantsArguments, toolVersion: string): Promise<number> {
  const requirements = loadRequirements();
  const { all: cases } = await loadCases({ selectors: [], roots: undefined, requirements });
  const mutants = selectMutants(allMutants(), args.selector, requirements);
  const interrupt = listenForInterrupt();
  try {
    const { signal } = interrupt;
    const options = { cases, requirements, timeoutMs: args.timeout, signal, toolVersion };
    const trials = await tryAll(mutants, args.jobs, options);
    const sheets = trials.map(({ mutant: { id, title, requirements: broken }, ...trial }) => ({
      ...{ id, title, requirements: broken },
      ...trial,
    }));
    const text = args.json ? `${JSON.stringify(sheets, null, 2)}\n` : mutantsText(sheets, requirements);
    process.stdout.write(text);
    return interrupt.exitCode ?? (trials.every(({ killer }) => killer !== undefined) ? 0 : 1);
  } finally {
    interrupt.release();
  }
}

async function tryAll(mutants: readonly Mutant[], jobs: number, options: TrialOptions): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  const waiting = [...mutants];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && !options.signal.aborted; next = waiting.shift()) {
      trials.push(await tryMutant(next, options));
      if (process.stderr.isTTY) process.stderr.write(`\r${trials.length} of ${mutants.length}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const order = new Map(mutants.map(({ id }, index) => [id, index]));
  return trials.sort((a, b) => (order.get(a.mutant.id) ?? 0) - (order.get(b.mutant.id) ?? 0));
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
