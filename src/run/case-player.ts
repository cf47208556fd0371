// Plays cases for a run: what each look leaves to clean up, and what is kept of it.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { CaseResult } from '../model/result.ts';
import { settledUnless } from './abort.ts';
import { boundedResult } from './bounded-result.ts';
import { Cleanups } from './cleanups.ts';
import type { Environment } from './environment.ts';
import { type Look, withoutFailures } from './looks.ts';
import { PackedTranscripts } from './packed-transcripts.ts';
import { RunBudget } from './run-budget.ts';
import { runCase } from './run-case.ts';

interface PlayerOptions {
  readonly jobs: number;
  /** Called with the result of each look. */
  readonly onResult: (result: CaseResult) => void;
}

/** Plays cases, each on accounts of its own. */
export class CasePlayer {
  readonly #env: Environment;
  readonly #onResult: PlayerOptions['onResult'];
  readonly #cleanups: Cleanups;
  readonly #transcripts = new PackedTranscripts();
  readonly #budget = new RunBudget();
  #stopped: Problem | undefined;

  constructor(env: Environment, { jobs, onResult }: PlayerOptions) {
    this.#env = env;
    this.#onResult = onResult;
    this.#cleanups = new Cleanups(jobs);
  }

  /** Something else uses an account of the run, which must stop. */
  get stopped(): Problem | undefined {
    return this.#stopped;
  }

  /** No further case begins. */
  get isOver(): boolean {
    return this.#env.signal.aborted || this.#stopped !== undefined;
  }

  /** Looks at the case, for the `number`th time: from the second on with patience. `free` waits for room for its cleanup. */
  async look(aCase: Case, number: number): Promise<{ readonly look: Look; free(): Promise<void> }> {
    this.#env.emit({ type: 'case-started', case: aCase, look: number });
    const finished = await runCase(aCase, this.#env, { isPatient: number > 1 });
    const { result: whole, cleanup, foreignUse, ...look } = finished;
    this.#stopped ??= foreignUse;
    const bounded = boundedResult(this.#stopped === undefined ? whole : withoutAccusation(whole, this.#stopped));
    this.#onResult(bounded);
    const packed = this.#transcripts.pack(bounded);
    const result = this.#budget.keep(packed, this.#transcripts.charactersOf(packed));
    this.#env.emit({ type: 'case-looked', result: this.#env.baseline.apply(result), look: number });
    return { look: { ...look, result }, free: () => this.#free(cleanup) };
  }

  /** Counts the kept results no longer: another one takes their place. */
  drop(looks: readonly Look[]): void {
    for (const { result } of looks) this.#budget.drop(result);
  }

  /** The result as the run keeps it. */
  keep(result: CaseResult): CaseResult {
    return this.#budget.keep(result, this.#transcripts.charactersOf(result));
  }

  /** The length of the transcript of a look that was kept. */
  charactersOf({ result }: Look): number {
    return this.#transcripts.charactersOf(result);
  }

  /** Resolves after the last cleanup, or when the run gives it up. */
  async end(): Promise<void> {
    await settledUnless(this.#env.beginEnd(), this.#cleanups.allDone());
  }

  async #free(cleanup: Promise<void>): Promise<void> {
    await settledUnless(this.#env.signal, this.#cleanups.add(cleanup));
    // A case that needs no answer takes no turn of the event loop, and signals are handled between turns.
    await nextTurn();
  }
}

/** The result of a case during which something else used an account of the run: it accuses nobody. */
function withoutAccusation(result: CaseResult, cause: Problem): CaseResult {
  if (result.outcome !== 'failed' && result.outcome !== 'warned') return result;
  return { ...withoutFailures(result, { kind: 'foreign-traffic', cause }), checks: [], requirements: [], passive: {} };
}
