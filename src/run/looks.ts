// First looks at cases, as many at once as the run has jobs; beside and after them further looks at those that one look does not decide.

import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Summary } from '../model/run.ts';
import { accuses, type Decision, decide, decideAlone } from './decide.ts';
import type { Environment } from './environment.ts';
import { LookTaker } from './look-taker.ts';
import { RECOVERY_MS } from './numbers/numbers.ts';
import { atOnce, type CaseLooks, type Group, groupCases, mostBeside, mostLooks } from './schedule.ts';
import { StuckCases } from './stuck-cases.ts';

interface LooksOptions {
  readonly env: Environment;
  readonly taker: LookTaker;
  readonly jobs: number;
  /** Looks at no further case once this number has failed without a baseline entry. */
  readonly bail: number;
  /** False: the first look decides. */
  readonly looksAgain: boolean;
}

/** The looks at the cases of a run. */
export class Looks {
  readonly #options: LooksOptions;
  /** Ids of cases with a new failure, and of those that have failed in one look only. */
  readonly #failing = new Set<string>();
  readonly #unconfirmed = new Set<string>();
  readonly #stuck = new StuckCases();
  /** Cases that accuse and wait for a second look beside first looks at others, with the time of the first; and those looks under way. */
  readonly #waiting: { readonly one: CaseLooks; readonly at: number }[] = [];
  readonly #early = new Map<CaseLooks, Promise<void>>();
  /** Looks that something may still change which comes late. */
  readonly #staying = new Set<Promise<void>>();
  /** Ids of cases that were looked at again, and of those that ended with another outcome than that of the first look. */
  readonly #again = new Set<string>();
  readonly #changed = new Set<string>();
  #lookingMs = 0;

  constructor(options: LooksOptions) {
    this.#options = options;
  }

  /** No further case begins: the run is stopped, or enough have failed. */
  get isOver(): boolean {
    return this.#options.taker.isOver || this.#failing.size >= this.#options.bail;
  }

  /** What further looks showed; undefined: there were none. */
  get summary(): Summary['looks'] {
    const { leftOut } = this.#stuck;
    if (this.#again.size + leftOut === 0) return undefined;
    return { again: this.#again.size, changed: this.#changed.size, leftOut, ms: this.#lookingMs };
  }

  /** Plays the cases and returns the result of each that began. */
  async play(cases: readonly Case[]): Promise<readonly CaseResult[]> {
    const { env, taker, jobs } = this.#options;
    const phases = groupCases(cases, env, jobs);
    for (const groups of phases) {
      for (let isDone = false; !isDone && !this.isOver; ) {
        isDone = (await Promise.all(groups.map((group) => this.#lookFirst(group)))).every(Boolean);
        await this.#lookAgain(groups);
        this.#confirm(groups.flatMap(({ begun }) => begun));
      }
    }
    return phases
      .flat()
      .flatMap(({ begun }) => begun)
      .map((one) => {
        taker.drop(one.looks);
        const { result } = this.#decide(one);
        this.#count(one, result);
        return result;
      });
  }

  #count({ looks: [first, ...others], case: { id } }: CaseLooks, { outcome }: CaseResult): void {
    if (others.length === 0) return;
    this.#again.add(id);
    if (first?.result.outcome !== outcome) this.#changed.add(id);
  }

  /** Looks at the cases of a group until enough may have failed. Resolves with whether no case is left. */
  async #lookFirst({ waiting, atOnce: limit, isAlone, begun }: Group): Promise<boolean> {
    const { taker, bail } = this.#options;
    const isDue = () => new Set([...this.#failing, ...this.#unconfirmed]).size >= bail;
    let isDone = false;
    const worker = async (): Promise<void> => {
      while (!taker.isOver && !isDue()) {
        const next = waiting.next();
        isDone ||= next.done === true;
        if (next.done) return;
        const one: CaseLooks = { case: next.value, looks: [] };
        await this.#lookAt(one, isAlone);
        begun.push(one);
        if (one.looks.some(({ result }) => this.#isNewFailure(result))) this.#unconfirmed.add(one.case.id);
        if (!isAlone && one.looks.some(accuses) && !taker.isHeavy(one.looks) && !this.#isListedPlay(one))
          this.#waiting.push({ one, at: performance.now() });
        this.#lookEarly();
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
    return isDone;
  }

  /**
   * Begins a second look beside first looks, if one is due and there is room: it mostly waits for what does not come. Existing accounts
   * may be too few for both, and one job at a time means all in their order.
   */
  #lookEarly(): void {
    const { env, taker, jobs, looksAgain } = this.#options;
    const mayBegin = looksAgain && jobs > 1 && env.capacity === undefined && env.peer?.capacity === undefined;
    const [oldest] = this.#waiting;
    if (!mayBegin || taker.isOver || oldest === undefined || performance.now() - oldest.at < RECOVERY_MS) return;
    if (this.#early.size >= mostBeside(jobs, env.logins?.areSpread)) return;
    this.#waiting.shift();
    const { one } = oldest;
    const look = this.#lookAt(one, false).then(() => void this.#early.delete(one));
    this.#early.set(one, look);
    // `#lookAgain` rejects.
    look.catch(() => undefined);
  }

  /** Looks again until no case needs it. What looks teach of the server's order counts at once. */
  async #lookAgain(groups: readonly Group[]): Promise<void> {
    if (!this.#options.looksAgain) return;
    const began = performance.now();
    const isAlone = groups.some((group) => group.isAlone);
    this.#waiting.length = 0;
    for (;;) {
      await Promise.all(this.#staying);
      const begun = groups.flatMap((group) => group.begun);
      const suspects = begun.filter(
        (one) => !this.#early.has(one) && !this.#stuck.isLeft(one) && this.#decide(one).isOpen,
      );
      // Second looks come before third ones: what they teach of the order counts for these.
      const seconds = suspects.filter(({ looks }) => looks.length <= 1);
      const due = seconds.length > 0 ? seconds : suspects;
      const isEnd = due.length === 0 || this.#options.taker.isOver;
      if (isEnd && this.#early.size === 0) break;
      if (!isEnd) await this.#stuck.lookAt(due, (some) => this.#look(some, isAlone));
      await Promise.all(this.#early.values());
    }
    this.#lookingMs += performance.now() - began;
  }

  /** Looks once more at each of them. */
  async #look(begun: readonly CaseLooks[], isAlone: boolean): Promise<void> {
    const { env, taker, jobs } = this.#options;
    env.emit({ type: 'looking-again', count: begun.length + this.#early.size });
    env.known.learn({ kind: 'second-chance' });
    const play = async (one: CaseLooks) => {
      if (!taker.isOver) await this.#lookAt(one, isAlone);
    };
    const heavy = begun.filter(({ looks }) => taker.isHeavy(looks));
    const light = begun.filter((one) => !heavy.includes(one));
    await atOnce(light, isAlone ? 1 : Math.max(1, mostLooks(jobs, env.logins?.areSpread) - this.#early.size), play);
    await atOnce(heavy, isAlone ? 1 : jobs, play);
  }

  /** Takes one look. What an interrupted one shows counts only where there is no other. */
  async #lookAt({ case: aCase, looks }: CaseLooks, isAlone: boolean): Promise<void> {
    const { taker } = this.#options;
    if (isAlone) await this.#quiet();
    const { look, late, free } = await taker.look({ case: aCase, looks });
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
    await this.#options.taker.settled();
  }

  /** Counts the failures that further looks have confirmed. */
  #confirm(begun: readonly CaseLooks[]): void {
    for (const one of begun) if (this.#isNewFailure(this.#decide(one).result)) this.#failing.add(one.case.id);
    this.#unconfirmed.clear();
  }

  #isNewFailure(result: CaseResult): boolean {
    return result.outcome === 'failed' && !this.#isListed(result);
  }

  #isListed = (result: CaseResult): boolean => this.#options.env.baseline.apply(result).knownFailure !== undefined;

  /**
   * A random play whose failures the baseline lists, all of them: other plays have confirmed them, and will not confirm them each time. A
   * second look at each doubled the time of 200 plays on a server with common faults.
   */
  #isListedPlay = ({ case: { script }, looks: [first, ...others] }: CaseLooks): boolean =>
    script !== undefined && first !== undefined && others.length === 0 && this.#isListed(first.result);

  #decide(one: CaseLooks): Decision {
    const [first, ...others] = one.looks;
    if (first === undefined) throw new Error('expected a case with a look');
    const { env, looksAgain } = this.#options;
    return looksAgain && !this.#isListedPlay(one) ? decide([first, ...others], env.known.facts) : decideAlone(first);
  }
}

/** Plays a case that is none of the run, by one look or by as many as decide it. Resolves with undefined when the run is over. */
export type Play = (aCase: Case, isConfirmed: boolean) => Promise<CaseResult | undefined>;

/** Looks at cases that are none of the run: no event tells of them, and nothing is kept. */
export class UntoldLooks {
  readonly #options: LooksOptions;
  readonly #isOver: () => boolean;

  constructor(
    env: Environment,
    { jobs, looksAgain, isOver }: Pick<LooksOptions, 'jobs' | 'looksAgain'> & { readonly isOver: () => boolean },
  ) {
    this.#isOver = isOver;
    const quiet = { ...env, emit: () => undefined };
    const taker = new LookTaker(quiet, { jobs, lingers: false, keepsPassed: false, onResult: () => undefined });
    this.#options = { env: quiet, taker, jobs, bail: Number.POSITIVE_INFINITY, looksAgain };
  }

  play: Play = async (aCase, isConfirmed) => {
    if (this.#isOver()) return undefined;
    const looksAgain = isConfirmed && this.#options.looksAgain;
    const [result] = await new Looks({ ...this.#options, looksAgain }).play([aCase]);
    return result;
  };

  /** Resolves when no cleanup is under way, or when the run is stopped. */
  settled = (): Promise<void> => this.#options.taker.settled();
}
