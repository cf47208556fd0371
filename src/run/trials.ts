// First looks at cases, as many at once as the run has jobs; beside and after them, further looks at those that one look does not decide.

import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Summary } from '../model/run.ts';
import type { CasePlayer, Looked } from './case-player.ts';
import type { Environment } from './environment.ts';
import { accuses, conclude, needsLook, resultAlone } from './looks.ts';
import { LooksBeside } from './looks-beside.ts';
import { atOnce, type Group, groupCases, mostBeside, mostLooks, type Trial } from './schedule.ts';
import { StuckTrials } from './stuck-trials.ts';

/** A first look at a case that waits for the network, in milliseconds, before the second begins beside it. */
const LONG_LOOK_MS = 1000;

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
  readonly #beside: LooksBeside;
  /** Ids of cases that were looked at again, and of those that ended with another outcome than that of the first look. */
  readonly #again = new Set<string>();
  readonly #changed = new Set<string>();
  #lookingMs = 0;

  constructor(options: TrialsOptions) {
    this.#options = options;
    const { env, jobs, looksAgain } = options;
    // Existing accounts may be too few for both. One job at a time means all in their order.
    const isWanted = looksAgain && jobs > 1 && env.capacity === undefined && env.peer?.capacity === undefined;
    const most = isWanted ? () => mostBeside(jobs, env.logins?.areSpread) : () => 0;
    this.#beside = new LooksBeside(most, (trial) => this.#lookAt(trial), options.player);
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
    const { slow, others, alone, atOnce, isBeside } = groupCases(cases, env, jobs);
    const network: Group = { waiting: slow.values(), atOnce: Math.min(atOnce, slow.length), trials: [] };
    const normal: Group = { waiting: others.values(), atOnce: jobs, trials: [] };
    const last: Group = { waiting: alone.values(), atOnce: 1, trials: [] };
    for (let isDone = false; !isDone; isDone ||= this.isOver) {
      const beside = isBeside ? this.#lookFirst(network, true) : true;
      isDone = await this.#lookFirst(normal);
      await this.#lookAgain(normal.trials);
      // Also in a run that is over: these cases may be under way.
      const isSlowDone = await (isBeside ? beside : this.#lookFirst(network, true));
      isDone &&= isSlowDone;
      await this.#lookAgain([...normal.trials, ...network.trials]);
      isDone &&= await this.#lookAlone(last);
      this.#confirm([...normal.trials, ...network.trials, ...last.trials]);
    }
    return [...normal.trials, ...network.trials, ...last.trials].map((trial) => {
      player.drop(trial.looks);
      const result = this.#conclude(trial);
      this.#count(trial, result);
      return result;
    });
  }

  #count({ looks: [first, ...others], case: { id } }: Trial, { outcome }: CaseResult): void {
    if (others.length === 0) return;
    this.#again.add(id);
    if (first?.result.outcome !== outcome) this.#changed.add(id);
  }

  /**
   * Looks at the cases of a group until enough may have failed. Where `isAtOnce`, a case that needs a second look gets it
   * immediately, or before it is known to need one: the group waits longer than all others do. Resolves with whether no case is
   * left.
   */
  async #lookFirst({ waiting, atOnce, trials }: Group, isAtOnce = false): Promise<boolean> {
    const { player, looksAgain, bail } = this.#options;
    const isDue = () => new Set([...this.#failing, ...this.#unconfirmed]).size >= bail;
    let isDone = false;
    const worker = async (): Promise<void> => {
      while (!player.isOver && !isDue()) {
        const next = waiting.next();
        isDone ||= next.done === true;
        if (next.done) return;
        const trial: Trial = { case: next.value, looks: [] };
        await (isAtOnce && looksAgain ? this.#lookTwice(trial) : this.#lookAt(trial));
        trials.push(trial);
        if (trial.looks.some(({ result }) => this.#isNewFailure(result))) this.#unconfirmed.add(trial.case.id);
        if (!isAtOnce && trial.looks.some(accuses) && !player.isHeavy(trial.looks)) this.#beside.add(trial);
        if (!player.isOver) this.#beside.begin();
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, atOnce) }, worker));
    return isDone;
  }

  /**
   * Looks at each case of a group when nothing else goes on, as often as it needs, until enough may have failed. Resolves with
   * whether no case is left.
   */
  async #lookAlone({ waiting, trials }: Group): Promise<boolean> {
    const { player, bail } = this.#options;
    for (const aCase of waiting) {
      const trial: Trial = { case: aCase, looks: [] };
      trials.push(trial);
      await this.#lookUntilDecided(trial);
      if (player.isOver) return false;
      if (trial.looks.some(({ result }) => this.#isNewFailure(result))) this.#unconfirmed.add(aCase.id);
      if (this.#failing.size + this.#unconfirmed.size >= bail) return false;
    }
    return true;
  }

  async #lookUntilDecided(trial: Trial): Promise<void> {
    const { player, looksAgain } = this.#options;
    do {
      // Cases that stay, and the cleanups of those before.
      await Promise.all(this.#staying);
      await player.settled();
      if (player.isOver && trial.looks.length > 0) return;
      await this.#lookAt(trial);
      await Promise.all(this.#staying);
    } while (looksAgain && this.#needsLook(trial) && !player.isOver);
    await player.settled();
  }

  /** Looks again until no case needs it, beside looks that are still under way. What looks teach of the server's order counts at once. */
  async #lookAgain(trials: readonly Trial[]): Promise<void> {
    if (!this.#options.looksAgain) return;
    const began = performance.now();
    const underWay = this.#beside.end();
    // Awaited below.
    underWay.catch(() => undefined);
    for (let isFirst = true; ; isFirst = false) {
      await Promise.all(this.#staying);
      const suspects = trials.filter(
        (trial) => !this.#beside.isAt(trial) && !this.#stuck.isLeft(trial) && this.#needsLook(trial),
      );
      // Second looks come before third ones: what they teach of the order counts for these.
      const seconds = suspects.filter(({ looks }) => looks.length <= 1);
      const due = seconds.length > 0 || isFirst ? seconds : suspects;
      if ((due.length === 0 && !isFirst) || this.#options.player.isOver) break;
      if (due.length > 0) await this.#stuck.lookAt(due, (some) => this.#look(some));
      await underWay;
    }
    await underWay;
    this.#lookingMs += performance.now() - began;
  }

  /** Looks once more at each of them. */
  async #look(trials: readonly Trial[]): Promise<void> {
    const { env, player, jobs } = this.#options;
    env.emit({ type: 'looking-again', count: trials.length + this.#beside.count });
    env.breaker.tryAgain();
    const play = async (trial: Trial) => {
      if (!player.isOver) await this.#lookAt(trial);
    };
    const heavy = trials.filter(({ looks }) => player.isHeavy(looks));
    const light = trials.filter((trial) => !heavy.includes(trial));
    await atOnce(light, Math.max(1, mostLooks(jobs, env.logins?.areSpread) - this.#beside.count), play);
    await atOnce(heavy, jobs, play);
  }

  /**
   * Takes a look, and a second one where it is needed. That begins beside a first one that takes long: both wait for the network
   * at the same time.
   */
  async #lookTwice(trial: Trial): Promise<void> {
    const { env, player } = this.#options;
    const first = this.#lookAt(trial);
    const isLong = await Promise.race([first.then(() => false), sleep(LONG_LOOK_MS, true, { ref: false })]);
    // Existing accounts may be too few for both.
    const isBeside = isLong && env.capacity === undefined && !player.isOver;
    const second = isBeside ? player.look(trial, 2) : undefined;
    await first;
    if (this.#needsLook(trial) && !player.isOver) await this.#lookAt(trial, second);
    else await this.#discard(await second);
  }

  async #discard(looked: Looked | undefined): Promise<void> {
    if (looked === undefined) return;
    this.#options.player.drop([(await looked.late) ?? looked.look]);
    await looked.free();
  }

  /** Takes one look, if it is not under way. What an interrupted one shows counts only where there is no other. */
  async #lookAt({ case: aCase, looks }: Trial, underWay?: Promise<Looked>): Promise<void> {
    const { look, late, free } = await (underWay ?? this.#options.player.look({ case: aCase, looks }));
    if (looks.length === 0 || look.result.reason?.kind !== 'interrupted') looks.push(look);
    const replaced = late.then((seen) => {
      const at = looks.indexOf(look);
      // A look that was interrupted is not kept.
      if (seen !== undefined && at >= 0) looks.splice(at, 1, seen);
      this.#staying.delete(replaced);
    });
    this.#staying.add(replaced);
    await free();
  }

  /** Counts the failures that further looks have confirmed. */
  #confirm(trials: readonly Trial[]): void {
    for (const trial of trials) if (this.#isNewFailure(this.#conclude(trial))) this.#failing.add(trial.case.id);
    this.#unconfirmed.clear();
  }

  #isNewFailure(result: CaseResult): boolean {
    const { outcome, knownFailure } = this.#options.env.baseline.apply(result);
    return outcome === 'failed' && knownFailure === undefined;
  }

  #needsLook({ looks }: Trial): boolean {
    return needsLook(looks, this.#options.env.order);
  }

  #conclude({ looks }: Trial): CaseResult {
    const [first, ...others] = looks;
    if (first === undefined) throw new Error('expected a trial with a look');
    return this.#options.looksAgain ? conclude([first, ...others], this.#options.env.order) : resultAlone(first);
  }
}
