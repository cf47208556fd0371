// First looks at cases, as many at once as the run has jobs; after them further looks at those that one look does not decide.

import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Summary } from '../model/run.ts';
import { createRandom } from '../random/random.ts';
import { brokenBy, type Decision, decide, decideAlone, isStuck } from './decide.ts';
import type { Environment } from './environment.ts';
import type { LookTaker } from './look-taker.ts';
import { atOnce, type CaseLooks, type Group, groupCases, mostLooks } from './schedule.ts';

interface TrialsOptions {
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
  readonly #options: TrialsOptions;
  /** Ids of cases with a new failure, and of those that have failed in one look only. */
  readonly #failing = new Set<string>();
  readonly #unconfirmed = new Set<string>();
  readonly #stuck = new StuckCases();
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
      const begun = groups.flatMap((group) => group.begun);
      const suspects = begun.filter((one) => !this.#stuck.isLeft(one) && this.#decide(one).isOpen);
      // Second looks come before third ones: what they teach of the order counts for these.
      const seconds = suspects.filter(({ looks }) => looks.length <= 1);
      const due = seconds.length > 0 ? seconds : suspects;
      if (due.length === 0 || this.#options.taker.isOver) break;
      await this.#stuck.lookAt(due, (some) => this.#look(some, isAlone));
    }
    this.#lookingMs += performance.now() - began;
  }

  /** Looks once more at each of them. */
  async #look(begun: readonly CaseLooks[], isAlone: boolean): Promise<void> {
    const { env, taker, jobs } = this.#options;
    env.emit({ type: 'looking-again', count: begun.length });
    env.known.learn({ kind: 'second-chance' });
    const play = async (one: CaseLooks) => {
      if (!taker.isOver) await this.#lookAt(one, isAlone);
    };
    const heavy = begun.filter(({ looks }) => taker.isHeavy(looks));
    const light = begun.filter((one) => !heavy.includes(one));
    await atOnce(light, isAlone ? 1 : mostLooks(jobs, env.logins?.areSpread), play);
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
    const { outcome, knownFailure } = this.#options.env.baseline.apply(result);
    return outcome === 'failed' && knownFailure === undefined;
  }

  #decide({ looks: [first, ...others] }: CaseLooks): Decision {
    if (first === undefined) throw new Error('expected a case with a look');
    const { env, looksAgain } = this.#options;
    return looksAgain ? decide([first, ...others], env.known.facts) : decideAlone(first);
  }
}

/**
 * Cases broken by the same cause that are looked at before all others: where none of them gets a verdict, the others get none
 * either. Which ones depends on their ids alone: in any order, with any accounts, the same cases get further looks.
 */
const SAMPLE = 64;

/** The cases of a run that are broken in every look. */
export class StuckCases {
  /** Those that are not looked at again. */
  readonly #left = new Set<CaseLooks>();
  /** What broke cases of which another look has shown more. */
  readonly #passing = new Set<string>();

  /** The case is not looked at again: a sample of those broken by its cause got no verdict. */
  isLeft(one: CaseLooks): boolean {
    return this.#left.has(one);
  }

  /** The number of cases that are not looked at again. */
  get leftOut(): number {
    return new Set([...this.#left].map((one) => one.case.id)).size;
  }

  /** Calls `look` with those of the cases that are looked at now, and learns from what it adds to them. */
  async lookAt(begun: readonly CaseLooks[], look: (some: readonly CaseLooks[]) => Promise<void>): Promise<void> {
    const stuck = begun.filter(({ looks }) => isStuck(looks));
    const open = begun.filter((one) => !stuck.includes(one));
    const samples = sampleByCause(stuck, this.#passing);
    await look([...open, ...samples.flatMap(({ sample }) => sample)]);
    for (const { by, sample, others } of samples) {
      if (sample.some(({ looks }) => !isStuck(looks))) this.#passing.add(by);
      else for (const one of others) this.#left.add(one);
    }
  }
}

/** Looks that were broken by one cause. */
interface BrokenAlike {
  readonly by: string;
  /** Those that are looked at now. */
  readonly sample: readonly CaseLooks[];
  /** Those that wait for what the sample shows. */
  readonly others: readonly CaseLooks[];
}

/** Broken cases by their causes. All are in the sample of a cause of which another look is known to show more. */
function sampleByCause(broken: readonly CaseLooks[], passing: ReadonlySet<string>): readonly BrokenAlike[] {
  const causes = new Set(broken.map(({ looks }) => brokenBy(looks)));
  return [...causes].map((by) => {
    const alike = broken.filter(({ looks }) => brokenBy(looks) === by);
    const sample = new Set(passing.has(by) ? alike : sampleOf(alike));
    return { by, sample: [...sample], others: alike.filter((one) => !sample.has(one)) };
  });
}

/** Those whose ids draw the smallest numbers: one case more in the list takes the place of one at most. */
function sampleOf(begun: readonly CaseLooks[]): readonly CaseLooks[] {
  const drawn = begun.map((one) => ({ one, number: numberOf(one.case.id) }));
  return drawn
    .toSorted((a, b) => a.number - b.number)
    .slice(0, SAMPLE)
    .map(({ one }) => one);
}

/** A number from 0 to below 1 that is as good as random, always the same for an id. */
const numberOf = (id: string): number => createRandom(...Buffer.from(id))();
