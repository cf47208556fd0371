// One play: does one act after the other, and keeps the worlds that what has come permits.

import type { Place } from '../model/place.ts';
import type { Check, ExpectStep, Script, SessionExpectation, Step } from '../model/step.ts';
import type { PlayModel, PlayOutcome, Setting } from './play-model.ts';

/** Acts of a play, at most: what has not failed by then shows more with new users. */
const MOST_ACTS = 60;

/** Worlds that are possible at once, at most; a play ends where there are more. What comes tells most of them apart. */
const MOST_WORLDS = 64;

/** What acts that were drawn do with a play. */
export interface Stage<Act> {
  isPossible(act: Act): boolean;
  begin(acts: readonly Act[]): void;
}

/** Acts that were drawn together: `check` says whether one can be done, and `run` has them done. */
export interface Drawn<Act> {
  check(stage: Readonly<Stage<Act>>): boolean;
  run(stage: Stage<Act>, same: Stage<Act>): unknown;
}

/** A play of acts that were drawn: those that are possible when their turn comes are done. */
export class PlayScript<World, Act> implements Script, Stage<Act> {
  readonly #model: PlayModel<World, Act>;
  readonly #drawn: Iterator<Drawn<Act>>;
  #worlds: readonly World[];
  #outcomes: ReadonlyMap<string, PlayOutcome<World>> = new Map();
  /** Acts whose turn comes next. */
  readonly #due: Act[] = [];
  /** The acts that were done. */
  readonly acts: Act[] = [];

  constructor(model: PlayModel<World, Act>, setting: Setting, drawn: Iterable<Drawn<Act>>) {
    this.#model = model;
    this.#drawn = drawn[Symbol.iterator]();
    this.#worlds = [model.begin(setting)];
  }

  isPossible(act: Act): boolean {
    return this.#model.fitting(this.#worlds, act) !== undefined;
  }

  begin(acts: readonly Act[]): void {
    this.#due.push(...acts);
  }

  next = (): readonly Step[] | undefined => {
    const act = this.#nextAct();
    const [world] = this.#worlds;
    if (act === undefined || world === undefined) return undefined;
    const place = { file: 'play', line: this.acts.length, col: 1 };
    const steps = this.#model.steps(world, act).map((step) => ({ ...step, place }));
    return [...steps, this.#expectAfter(act, place)];
  };

  take = (holding: readonly string[]): void => {
    const outcomes = [...this.#outcomes].filter(([name]) => this.#outcomes.size === 1 || holding.includes(name));
    this.#worlds = distinct(outcomes.map(([, { world }]) => world));
  };

  #nextAct(): Act | undefined {
    if (
      this.acts.reduce((sum, act) => sum + this.#model.sizeOf(act), 0) >= MOST_ACTS ||
      this.#worlds.length > MOST_WORLDS
    )
      return undefined;
    for (;;) {
      for (let act = this.#due.shift(); act !== undefined; act = this.#due.shift()) {
        const fitting = this.#model.fitting(this.#worlds, act);
        if (fitting === undefined) continue;
        this.acts.push(fitting);
        return fitting;
      }
      const { value, done } = this.#drawn.next();
      if (done) return undefined;
      if (value.check(this)) value.run(this, this);
    }
  }

  /** What may come of the act, in any of the worlds: outcomes that look alike and lead to the same world are one. */
  #expectAfter(act: Act, place: Place): ExpectStep {
    const all = this.#worlds.flatMap((world) => this.#model.outcomes(world, act));
    const outcomes = distinct(all);
    const [first] = outcomes;
    if (first === undefined) throw new Error(`bug: nothing may come of ${JSON.stringify(act)}`);
    const nameOf = ({ name }: PlayOutcome<World>, at: number) =>
      outcomes.findIndex((one) => one.name === name) === at ? name : `${name} (${at + 1})`;
    this.#outcomes = new Map(outcomes.map((outcome, at) => [nameOf(outcome, at), outcome]));
    const proves = [...new Set(outcomes.flatMap((outcome) => outcome.proves))];
    const base = { kind: 'expect', place, proves } as const;
    if (outcomes.length === 1 && first.violates.length === 0)
      return { ...base, sessions: placed(first.sessions, place), alternatives: [] };
    const alternatives = [...this.#outcomes].map(([name, { sessions, violates }]) => ({
      ...{ name, violates, place },
      sessions: placed(sessions, place),
    }));
    return { ...base, sessions: [], alternatives };
  }
}

/** Worlds and outcomes are plain data, and those of a model are written alike. */
function distinct<T>(values: readonly T[]): readonly T[] {
  return values.length === 1 ? values : [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function placed(sessions: readonly SessionExpectation[], place: Place): readonly SessionExpectation[] {
  const inCheck = (check: Check): Check => ({
    ...check,
    place,
    further: check.further.map((more) => ({ ...more, place })),
  });
  return sessions.map((session) => ({ ...session, place, receives: session.receives.map(inCheck) }));
}
