// Plays cases for a run: what each look leaves to clean up, and what is kept of it.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../model/problem.ts';
import type { CaseResult } from '../model/result.ts';
import { sizeOf } from '../stanza/serialize.ts';
import { settledUnless } from './abort.ts';
import { type Look, withoutFailures } from './decide.ts';
import type { Environment } from './environment.ts';
import { boundedResult, PackedTranscripts, RunBudget } from './kept.ts';
import { hasLostComponent } from './limits/component-loss.ts';
import { Lingering } from './linger.ts';
import { type FinishedLook, lookAt } from './look.ts';
import { MAX_LOOKS_AT_ONCE, MAX_PACKED, PER_JOB } from './numbers/numbers.ts';
import type { CaseLooks } from './schedule.ts';

/** Characters of a transcript. What is longer was flooded by the server, and only as many cases as jobs run at once. */
const HEAVY = MAX_PACKED / MAX_LOOKS_AT_ONCE;

interface PlayerOptions {
  readonly jobs: number;
  /** Cases that passed stay for a while, so that what comes late is seen. */
  readonly lingers: boolean;
  /** The transcripts of cases that passed are kept, too. */
  readonly keepsPassed: boolean;
  /** Called with the result of each look. */
  readonly onResult: (result: CaseResult) => void;
}

/** One look, as the run keeps it. */
export interface Looked {
  readonly look: Look;
  /** What the look is once the case has stayed after its end; undefined: it does not stay. */
  readonly late: Promise<Look | undefined>;
  /** Waits for room for the cleanup of the case. */
  free(): Promise<void>;
}

/** Plays cases, each on accounts of its own. */
export class LookTaker {
  readonly #env: Environment;
  readonly #onResult: PlayerOptions['onResult'];
  readonly #keepsPassed: boolean;
  readonly #cleanups: Cleanups;
  readonly #lingering: Lingering;
  readonly #transcripts = new PackedTranscripts();
  readonly #budget = new RunBudget();
  #stopped: Problem | undefined;

  constructor(env: Environment, { jobs, lingers, keepsPassed, onResult }: PlayerOptions) {
    this.#env = env;
    this.#onResult = onResult;
    this.#keepsPassed = keepsPassed;
    this.#cleanups = new Cleanups(jobs);
    this.#lingering = new Lingering(env, { jobs, isWanted: lingers });
  }

  /** Something else uses an account of the run, which must stop. */
  get stopped(): Problem | undefined {
    return this.#stopped;
  }

  /** No further case begins. */
  get isOver(): boolean {
    return this.#env.signal.aborted || this.#stopped !== undefined;
  }

  /**
   * Looks at the case, for the `number`th time: from the second on with patience. Where the component lost its stream in the look
   * before, no other case has the component meanwhile.
   */
  async look({ case: aCase, looks }: CaseLooks, number = looks.length + 1): Promise<Looked> {
    this.#env.emit({ type: 'case-started', case: aCase, look: number });
    const playing = { isPatient: number > 1, isAlone: hasLostComponent(looks), lingering: this.#lingering };
    const finished = await lookAt(aCase, this.#env, playing);
    const { result: whole, stayed, cleanup, foreignUse, accused, ...rest } = finished;
    this.#stopped ??= foreignUse;
    const bounded = boundedResult(this.#stopped === undefined ? whole : withoutAccusation(whole, this.#stopped));
    const result = this.#admit(bounded, number);
    const { transcript } = result;
    const look = {
      ...rest,
      accused: accused && { ...accused, result: { ...boundedResult(accused.result), transcript } },
    };
    this.#env.emit({ type: 'case-looked', result: this.#env.baseline.apply(result), look: number });
    const late = async () => {
      const seen = await stayed;
      if (seen === undefined) return undefined;
      if (seen.result === whole) return { ...look, result, stayedMs: seen.stayedMs };
      this.#budget.drop(result);
      return { ...look, stayedMs: seen.stayedMs, result: this.#admit(boundedResult(seen.result), number) };
    };
    return { look: { ...look, result }, late: late(), free: () => this.#free(cleanup, stayed) };
  }

  #admit(result: CaseResult, number: number): CaseResult {
    this.#onResult(result);
    const packed = this.#transcripts.pack(this.#isKept(result, number) ? result : withoutTranscript(result));
    return this.#budget.keep(packed, this.#transcripts.charactersOf(packed));
  }

  /**
   * Whether a report may show the transcript, or it is so long that a further look must know. One that passed becomes broken where an
   * earlier look failed, and where fences turn out to have waited too little. If the server shows that only after this look, another
   * look follows; where the run is stopped before it, there is no transcript.
   */
  #isKept({ outcome, transcript }: CaseResult, number: number): boolean {
    if (this.#keepsPassed || outcome !== 'passed' || number > 1 || this.#env.known.facts.settleMs > 0) return true;
    const size = transcript.entries.reduce((sum, { stanza }) => sum + (stanza === undefined ? 0 : sizeOf(stanza)), 0);
    return size > HEAVY;
  }

  /** Counts the kept results no longer: another one takes their place. */
  drop(looks: readonly Look[]): void {
    for (const { result } of looks) this.#budget.drop(result);
  }

  /** The result as the run keeps it. */
  keep(result: CaseResult): CaseResult {
    return this.#budget.keep(result, this.#transcripts.charactersOf(result));
  }

  /** The server has flooded one of the looks that were kept. */
  isHeavy(looks: readonly Look[]): boolean {
    return looks.some(({ result }) => this.#transcripts.charactersOf(result) > HEAVY);
  }

  /** Resolves when no cleanup is under way or to come, or when the run is stopped. */
  async settled(): Promise<void> {
    await settledUnless(this.#env.signal, this.#cleanups.allDone());
  }

  /** Resolves after the last cleanup, or when the run gives it up. */
  async end(): Promise<void> {
    await settledUnless(this.#env.beginEnd(), this.#cleanups.allDone());
  }

  async #free(cleanup: Promise<void>, stayed: FinishedLook['stayed']): Promise<void> {
    const isRoom = stayed === undefined ? this.#cleanups.add(cleanup) : this.#cleanups.addAfter(stayed, cleanup);
    await settledUnless(this.#env.signal, isRoom);
    // A case that needs no answer takes no turn of the event loop, and signals are handled between turns.
    await nextTurn();
  }
}

const withoutTranscript = (result: CaseResult): CaseResult => ({ ...result, transcript: { entries: [] } });

/** The result of a case during which something else used an account of the run: it accuses nobody. */
function withoutAccusation(result: CaseResult, cause: Problem): CaseResult {
  if (result.outcome !== 'failed' && result.outcome !== 'warned') return result;
  return { ...withoutFailures(result, { kind: 'foreign-traffic', cause }), checks: [], requirements: [], passive: {} };
}

/** The cleanups of finished cases that are under way. */
export class Cleanups {
  readonly #underWay = new Set<Promise<void>>();
  /** Cases whose cleanup has not begun. */
  readonly #staying = new Set<Promise<void>>();
  readonly #limit: number;

  constructor(jobs: number) {
    this.#limit = (PER_JOB / 2) * jobs;
  }

  /** Adds a cleanup. Resolves when there is room for another. */
  async add(cleanup: Promise<void>): Promise<void> {
    this.#begin(cleanup);
    await this.#room();
  }

  /** Adds a cleanup that begins when `stay` resolves, and takes room from then on. Resolves when there is room for another. */
  async addAfter(stay: Promise<unknown>, cleanup: Promise<void>): Promise<void> {
    const begun = stay.then(() => {
      this.#begin(cleanup);
      this.#staying.delete(begun);
    });
    this.#staying.add(begun);
    await this.#room();
  }

  /** Resolves when no cleanup is under way or to come. */
  async allDone(): Promise<void> {
    await Promise.all(this.#staying);
    await Promise.all(this.#underWay);
  }

  #begin(cleanup: Promise<void>): void {
    const done = cleanup.finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async #room(): Promise<void> {
    while (this.#underWay.size > this.#limit) await Promise.race(this.#underWay);
  }
}
