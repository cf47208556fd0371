// First looks at cases, as many at once as the run has jobs; after them further looks at those that one look does not decide.

import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Summary } from '../model/run.ts';
import type { CasePlayer } from './case-player.ts';
import { type Decision, decide, decideAlone } from './decide.ts';
import type { Environment } from './environment.ts';
import { atOnce, type Group, groupCases, mostLooks, type Trial } from './schedule.ts';
import { StuckTrials } from './stuck-trials.ts';

interface TrialsOptions {
  readonly env: Environment;
  readonly player: CasePlayer;
  readonly jobs: number;
  /** Looks at no further case once this number has failed without a baseline entry. */
  readonly bail: number;
  /** False: the first look decides. */
  readonly looksAgain: boolean;
}

/** The looks at the cases of a run. */
export class Trials {
  readonly #options: TrialsOptions;
  /** Ids of cases with a new failure, and of those that have failed in one look only. */
  readonly #failing = new Set<string>();
  readonly #unconfirmed = new Set<string>();
  readonly #stuck = new StuckTrials();
  /** Looks that something may still change which comes late. */
  readonly #staying = new Set<Promise<void>>();
  /** Ids of cases that were looked at again, and of those that ended with another outcome than that of the first look. */
  readonly #again = new Set<string>();
  readonly #changed = new Set<string>();
  #lookingMs = 0;

  constructor(options: TrialsOptions) {
    this.#options = options;
  }

  /** No further case begins: the run is stopped, or enough have failed. */
  get isOver(): boolean {
    return this.#options.player.isOver || this.#failing.size >= this.#options.bail;
  }

  /** What further looks showed; undefined: there were none. */
  get summary(): Summary['looks'] {
    const { leftOut } = this.#stuck;
    if (this.#again.size + leftOut === 0) return undefined;
    return { again: this.#again.size, changed: this.#changed.size, leftOut, ms: this.#lookingMs };
  }

  /** Plays the cases and returns the result of each that began. */
  async play(cases: readonly Case[]): Promise<readonly CaseResult[]> {
    const { env, player, jobs } = this.#options;
    const phases = groupCases(cases, env, jobs);
    for (const groups of phases) {
      for (let isDone = false; !isDone && !this.isOver; ) {
        isDone = (await Promise.all(groups.map((group) => this.#lookFirst(group)))).every(Boolean);
        await this.#lookAgain(groups);
        this.#confirm(groups.flatMap(({ trials }) => trials));
      }
    }
    return phases
      .flat()
      .flatMap(({ trials }) => trials)
      .map((trial) => {
        player.drop(trial.looks);
        const { result } = this.#decide(trial);
        this.#count(trial, result);
        return result;
      });
  }

  #count({ looks: [first, ...others], case: { id } }: Trial, { outcome }: CaseResult): void {
    if (others.length === 0) return;
    this.#again.add(id);
    if (first?.result.outcome !== outcome) this.#changed.add(id);
  }

  /** Looks at the cases of a group until enough may have failed. Resolves with whether no case is left. */
  async #lookFirst({ waiting, atOnce: limit, isAlone, trials }: Group): Promise<boolean> {
    const { player, bail } = this.#options;
    const isDue = () => new Set([...this.#failing, ...this.#unconfirmed]).size >= bail;
    let isDone = false;
    const worker = async (): Promise<void> => {
      while (!player.isOver && !isDue()) {
        const next = waiting.next();
        isDone ||= next.done === true;
        if (next.done) return;
        const trial: Trial = { case: next.value, looks: [] };
        await this.#lookAt(trial, isAlone);
        trials.push(trial);
        if (trial.looks.some(({ result }) => this.#isNewFailure(result))) this.#unconfirmed.add(trial.case.id);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
    return isDone;
  }

  /** Looks again until no case needs it. What looks teach of the server's order counts at once. */
  async #lookAgain(groups: readonly Group[]): Promise<void> {
    if (!this.#options.looksAgain) return;
    const began = performance.now();
    const isAlone = groups.some((group) => group.isAlone);
    for (;;) {
      await Promise.all(this.#staying);
      const trials = groups.flatMap((group) => group.trials);
      const suspects = trials.filter((trial) => !this.#stuck.isLeft(trial) && this.#decide(trial).isOpen);
      // Second looks come before third ones: what they teach of the order counts for these.
      const seconds = suspects.filter(({ looks }) => looks.length <= 1);
      const due = seconds.length > 0 ? seconds : suspects;
      if (due.length === 0 || this.#options.player.isOver) break;
      await this.#stuck.lookAt(due, (some) => this.#look(some, isAlone));
    }
    this.#lookingMs += performance.now() - began;
  }

  /** Looks once more at each of them. */
  async #look(trials: readonly Trial[], isAlone: boolean): Promise<void> {
    const { env, player, jobs } = this.#options;
    env.emit({ type: 'looking-again', count: trials.length });
    env.known.learn({ kind: 'second-chance' });
    const play = async (trial: Trial) => {
      if (!player.isOver) await this.#lookAt(trial, isAlone);
    };
    const heavy = trials.filter(({ looks }) => player.isHeavy(looks));
    const light = trials.filter((trial) => !heavy.includes(trial));
    await atOnce(light, isAlone ? 1 : mostLooks(jobs, env.logins?.areSpread), play);
    await atOnce(heavy, isAlone ? 1 : jobs, play);
  }

  /** Takes one look. What an interrupted one shows counts only where there is no other. */
  async #lookAt({ case: aCase, looks }: Trial, isAlone: boolean): Promise<void> {
    const { player } = this.#options;
    if (isAlone) await this.#quiet();
    const { look, late, free } = await player.look({ case: aCase, looks });
    if (looks.length === 0 || look.result.reason?.kind !== 'interrupted') looks.push(look);
    const replaced = late.then((seen) => {
      const at = looks.indexOf(look);
      // A look that was interrupted is not kept.
      if (seen !== undefined && at >= 0) looks.splice(at, 1, seen);
      this.#staying.delete(replaced);
    });
    this.#staying.add(replaced);
    await free();
    if (isAlone) await this.#quiet();
  }

  /** Resolves when no case stays, and when the cleanups of all are done. */
  async #quiet(): Promise<void> {
    await Promise.all(this.#staying);
    await this.#options.player.settled();
  }

  /** Counts the failures that further looks have confirmed. */
  #confirm(trials: readonly Trial[]): void {
    for (const trial of trials) if (this.#isNewFailure(this.#decide(trial).result)) this.#failing.add(trial.case.id);
    this.#unconfirmed.clear();
  }

  #isNewFailure(result: CaseResult): boolean {
    const { outcome, knownFailure } = this.#options.env.baseline.apply(result);
    return outcome === 'failed' && knownFailure === undefined;
  }

  #decide({ looks: [first, ...others] }: Trial): Decision {
    if (first === undefined) throw new Error('expected a trial with a look');
    const { env, looksAgain } = this.#options;
    return looksAgain ? decide([first, ...others], env.known.facts) : decideAlone(first);
  }
}
