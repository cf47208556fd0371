// Random plays as cases, and the shortest play that still shows a failure.

import { asyncProperty, type Command, check, commands, property } from 'fast-check';
import type { Case, Topology } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import { createRandom } from '../random/random.ts';
import type { PlayModel, Setting } from './play-model.ts';
import { type PlayName, playId, readPlayName } from './play-name.ts';
import { type Drawn, PlayScript, type Stage } from './script.ts';

/** What is drawn for a play, at least and at most, acts or several that follow each other: about half of it is possible when its turn comes. */
const LEAST_DRAWN = 60;
const MOST_DRAWN = 150;

/** What a play needs beside the server under test. */
const BESIDE: Readonly<Record<Topology, readonly string[]>> = { local: [], remote: ['remote'], federated: ['peer'] };

/** Acts as fast-check draws them: it knows by `run` which were done, and leaves out the others first. */
class DrawnActs<Act> implements Command<Stage<Act>, Stage<Act>>, Drawn<Act> {
  readonly acts: readonly Act[];

  constructor(acts: readonly Act[]) {
    this.acts = acts;
  }

  check = (stage: Readonly<Stage<Act>>): boolean => this.acts.some((act) => stage.isPossible(act));

  run = (stage: Stage<Act>): void => stage.begin(this.acts);

  toString = (): string => JSON.stringify(this.acts);
}

/** Plays a case by one look, or by as many as confirm what it shows. Resolves with undefined when the run is over. */
type PlayCase = (aCase: Case, isConfirmed: boolean) => Promise<CaseResult | undefined>;

/** Random plays that a model of a standard judges. */
export class Plays<World, Act> {
  readonly #model: PlayModel<World, Act>;
  readonly cases: readonly Case[];

  constructor(model: PlayModel<World, Act>, names: readonly PlayName[]) {
    this.#model = model;
    this.cases = names.map((name) => this.#draw(name));
  }

  /**
   * Plays shorter and shorter ones for one failed result of each failure, each by one look, until none shows the same or the time is over,
   * in milliseconds. Resolves with the results, the shortest of each failure in the place of the one of them that shows the fewest, where
   * it is confirmed, or where the run ends before that: the longer one was confirmed. Rejects as `play`.
   */
  async shorten(limitMs: number, results: readonly CaseResult[], play: PlayCase): Promise<readonly CaseResult[]> {
    const failed = results.filter(({ outcome, case: { script } }) => outcome === 'failed' && script !== undefined);
    const chosen = showing(failed);
    const shorter = await Promise.all(chosen.map((one) => this.#shortest(one, play, limitMs)));
    return results.map((result) => shorter[chosen.findIndex((one) => one.result === result)] ?? result);
  }

  /** Undefined: the failure did not come again. */
  async #shortest({ result, failures }: Showing, play: PlayCase, limitMs: number): Promise<CaseResult | undefined> {
    const name = readPlayName(result.case.id);
    if (name === undefined) return undefined;
    const { topology } = name;
    let shortest: CaseResult | undefined;
    let underWay: Promise<unknown> = Promise.resolve();
    const showsAll = (shorter: CaseResult) => {
      const shown = failuresOf(shorter);
      return failures.every((failure) => shown.includes(failure));
    };
    const holds = asyncProperty(this.#acts(topology), async (acts) => {
      const aCase = { ...result.case, steps: [], ...this.#scripted(topology, acts) };
      const playing = play(aCase, false);
      underWay = playing;
      const shorter = await playing;
      if (shorter === undefined || !showsAll(shorter)) return true;
      shortest = shorter;
      return false;
    });
    await check(holds, { seed: this.#drawnFrom(name).seed, numRuns: 1, interruptAfterTimeLimit: limitMs });
    // Where the time is over, one is still played.
    await underWay;
    if (shortest === undefined) return undefined;
    const confirmed = (await play({ ...shortest.case, steps: [] }, true)) ?? shortest;
    return showsAll(confirmed) ? confirmed : undefined;
  }

  #acts(topology: Topology) {
    const acts = this.#model.acts(settingOf(topology)).map((some) => new DrawnActs(some));
    return commands<Stage<Act>, Stage<Act>>([acts], { maxCommands: MOST_DRAWN, size: 'max' });
  }

  #draw(name: PlayName): Case {
    const { seed, topology, number } = name;
    const { drawn } = this.#drawnFrom(name);
    return {
      id: playId(name),
      title: `Random play ${number} of seed ${seed}`,
      titleZh: `种子 ${seed} 的第 ${number} 次随机演练`,
      section: this.#model.section,
      topology,
      place: { file: 'play', line: 1, col: 1 },
      needs: ['roster-get', ...BESIDE[topology]].map((feature) => ({ feature })),
      steps: [],
      requirements: [],
      ...this.#scripted(topology, drawn),
    };
  }

  /** The first seeds that draw little draw a play that shows little: others follow. */
  #drawnFrom({ seed, topology, number }: PlayName): { readonly seed: number; readonly drawn: readonly Drawn<Act>[] } {
    let drawn: readonly Drawn<Act>[] = [];
    const draws = property(this.#acts(topology), (acts) => {
      drawn = [...acts];
    });
    const random = createRandom(seed, number);
    for (;;) {
      const own = Math.floor(random() * 2 ** 31);
      check(draws, { seed: own, numRuns: 1 });
      if (drawn.length >= LEAST_DRAWN) return { seed: own, drawn };
    }
  }

  #scripted(topology: Topology, acts: Iterable<Drawn<Act>>): Pick<Case, 'actors' | 'script'> {
    return {
      actors: this.#model.actors(settingOf(topology)),
      script: (offers) => new PlayScript(this.#model, { topology, offers }, acts),
    };
  }
}

/** What is known before the server has been asked. */
const settingOf = (topology: Topology): Setting => ({ topology, offers: () => false });

/** A result, and those of its failures that it stands for. */
export interface Showing {
  readonly result: CaseResult;
  readonly failures: readonly string[];
}

/** Results that together show each failure once, each by the one that shows the fewest. */
export function showing(results: readonly CaseResult[]): readonly Showing[] {
  const left = new Set(results.flatMap(failuresOf));
  return results
    .toSorted((a, b) => failuresOf(a).length - failuresOf(b).length)
    .map((result) => ({ result, failures: failuresOf(result).filter((failure) => left.delete(failure)) }))
    .filter(({ failures }) => failures.length > 0);
}

/** The failures of a confirmed result: those that break the same rules are alike. */
const failuresOf = ({ outcome, checks }: CaseResult): readonly string[] =>
  outcome !== 'failed'
    ? []
    : [
        ...new Set(
          checks.filter(({ verdict }) => verdict === 'failed').map(({ requirements }) => requirements.join(' ')),
        ),
      ];
