// `xmppspec explore`, and the random plays of a run: which ones, and what becomes of those that fail.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type PlayName, readPlayName } from '../explore/play-name.ts';
import { Plays } from '../explore/plays.ts';
import { RFC6121 } from '../explore/rfc6121/model.ts';
import { scenarioOf } from '../explore/write-scenario.ts';
import type { Case, Topology } from '../model/case.ts';
import type { Language } from '../model/language.ts';
import type { CaseResult } from '../model/result.ts';
import type { Play } from '../run/run-cases.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { usageErrorFrom } from '../wording/usage.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { EXIT, type ExitCode } from './ending/exit-code.ts';
import { inLanguage } from './known-errors.ts';
import { argumentsFrom } from './run-from-options.ts';
import { runPipeline } from './run-pipeline.ts';
import type { TargetChoice } from './target-choice.ts';

/** Milliseconds for the shortening of what failed, of all plays together: they are shortened side by side. */
const SHORTENING_MS = 30_000;

/** The seed of `run --explore`: the plays of a gate are the same each time. */
const GATE_SEED = 1;

/** Seeds that are drawn: short enough to type. */
const SEEDS = 1_000_000;

/** Random plays of a run. */
export interface RunPlays {
  readonly cases: readonly Case[];
  /** See `Schedule.shorten`. */
  readonly shorten: (results: readonly CaseResult[], play: Play) => Promise<readonly CaseResult[]>;
  /** Writes each failed play as a scenario file. Throws `UsageError` where it cannot. */
  readonly write: (results: readonly CaseResult[], directory: string) => void;
}

/** The plays that selectors name, and as many more in each topology as `--explore` says. */
export function playsOf(
  { selector, explore: count = 0, seed = GATE_SEED }: Pick<RunArguments, 'selector' | 'explore' | 'seed'>,
  choice: TargetChoice,
): RunPlays {
  const hasRemote = choice.kind === 'managed' || choice.component !== undefined;
  const named = selector.flatMap((one) => readPlayName(one) ?? []);
  const plays = new Plays(RFC6121, [...named, ...namesOf(seed, count, hasRemote)]);
  const shorten: RunPlays['shorten'] = (results, play) => plays.shorten(SHORTENING_MS, results, play);
  return { cases: plays.cases, shorten, write: writePlays };
}

function namesOf(seed: number, count: number, hasRemote: boolean): readonly PlayName[] {
  const topologies: readonly Topology[] = hasRemote ? ['local', 'remote'] : ['local'];
  return topologies.flatMap((topology) =>
    Array.from({ length: count }, (_, at) => ({ seed, topology, number: at + 1 })),
  );
}

function writePlays(results: readonly CaseResult[], directory: string): void {
  const failed = results.filter(({ outcome, case: { script } }) => outcome === 'failed' && script !== undefined);
  try {
    if (failed.length > 0) mkdirSync(directory, { recursive: true });
    for (const result of failed)
      writeFileSync(join(directory, `${result.case.id.replaceAll('/', '-')}.yaml`), scenarioOf(result));
  } catch (error) {
    throw usageErrorFrom(error, 'cannotWrite', directory, troubleOf(error));
  }
}

/** The arguments of `explore`. */
interface ExploreArguments {
  readonly lang?: Language | undefined;
  readonly seed?: number | undefined;
  readonly plays: number;
  readonly minutes?: number | undefined;
  readonly target?: string | undefined;
  readonly reporter?: string[] | undefined;
}

/** Plays one seed, or one after the other until a play fails or the time is over. Resolves with the exit code of the last. Rejects as `run` does. */
export async function explore({ seed, plays, minutes = 0, ...given }: ExploreArguments): Promise<ExitCode> {
  const end = performance.now() + minutes * 60_000;
  // The parser adds aliases, and names with dashes.
  const options = Object.fromEntries(Object.entries(given).filter(([name]) => /^[a-z][a-zA-Z]+$/.test(name)));
  for (let next = seed ?? Math.floor(Math.random() * SEEDS); ; next += 1) {
    const args = argumentsFrom({ target: '', ...options, explore: plays, seed: next, onlyPlays: true });
    const { target, reporter } = given;
    const code = await inLanguage(given.lang, () => runPipeline({ ...args, target, reporter }));
    if (code !== EXIT.ok || performance.now() >= end) return code;
  }
}
