// The random plays of a run: which ones, and what becomes of those that fail.

import { join } from 'node:path';
import { PLAYS_VERSION, type PlayName, playId, readPlayName } from '../explore/play-name.ts';
import { Plays, showing } from '../explore/plays.ts';
import { RFC6121 } from '../explore/rfc6121/model.ts';
import { scenarioOf } from '../explore/write-scenario.ts';
import type { Case, Topology } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Play } from '../run/looks.ts';
import { playable } from '../scenario/select.ts';
import { usageError } from '../wording/usage.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { openFile } from './files/open-file.ts';
import type { TargetChoice } from './target-choice.ts';

/** Milliseconds for the shortening of what failed, of all plays together: they are shortened side by side. */
const SHORTENING_MS = 30_000;

/** The seed of `run --explore`: the plays of a gate are the same each time. */
const GATE_SEED = 1;

/** Random plays of a run. */
export interface RunPlays {
  readonly cases: readonly Case[];
  /** See `Schedule.shorten`. */
  readonly shorten: (results: readonly CaseResult[], play: Play) => Promise<readonly CaseResult[]>;
  /** Writes the shortest failed play of each failure as a scenario file. Throws `UsageError` where it cannot. */
  readonly write: (results: readonly CaseResult[], directory: string) => void;
}

/**
 * The plays that selectors name, and as many more as `--explore` says: with a peer, all with contacts there; otherwise half of them with
 * remote contacts, where the target has some. Throws `UsageError` for a play of another version, and where `--write` cannot be written to.
 */
export function playsOf(
  {
    selector,
    explore: count = 0,
    seed = GATE_SEED,
    write,
  }: Pick<RunArguments, 'selector' | 'explore' | 'seed' | 'write'>,
  choice: TargetChoice,
  peer?: TargetChoice,
): RunPlays {
  // What cannot be written is told before the run.
  if (write !== undefined) openFile(join(write, 'play.yaml'));
  const hasRemote = choice.kind === 'managed' || choice.component !== undefined;
  const topologies: readonly Topology[] =
    peer !== undefined ? ['federated'] : hasRemote ? ['local', 'remote'] : ['local'];
  const named = selector.flatMap((one) => readPlayName(one) ?? []);
  const other = named.find(({ version }) => version !== PLAYS_VERSION);
  if (other !== undefined) throw usageError('otherPlays', playId(other), other.version, PLAYS_VERSION);
  const plays = new Plays(RFC6121, [...named, ...namesOf(seed, count, topologies)]);
  const shorten: RunPlays['shorten'] = (results, play) => plays.shorten(SHORTENING_MS, results, play);
  return { cases: playable(plays.cases, peer !== undefined), shorten, write: writePlays };
}

/** As many of each topology, and what is left over of the first. */
function namesOf(seed: number, count: number, topologies: readonly Topology[]): readonly PlayName[] {
  return topologies.flatMap((topology, nth) => {
    const length = Math.ceil((count - nth) / topologies.length);
    return Array.from({ length }, (_, at) => ({ seed, version: PLAYS_VERSION, topology, number: at + 1 }));
  });
}

function writePlays(results: readonly CaseResult[], directory: string): void {
  const all = results.filter(({ outcome, case: { script } }) => outcome === 'failed' && script !== undefined);
  for (const { result } of showing(all.toSorted((a, b) => a.case.steps.length - b.case.steps.length))) {
    const file = join(directory, `${result.case.id.replaceAll('/', '-')}.yaml`);
    openFile(file)(scenarioOf(result));
  }
}
