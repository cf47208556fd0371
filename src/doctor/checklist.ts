// What the doctor has found so far. A check rests on the value of an earlier one: where that has none, it is not tried.

import type { Language } from '../model/event.ts';
import { problemOf, problemParts } from '../wording/problems.ts';
import { type Finding, findingName } from './text.ts';
import { SIGHT } from './words.ts';

/** What a check saw. Without a value, what rests on it is not tried. */
export interface Seen<T> extends Omit<Finding, 'name'> {
  readonly value?: T;
}

/** A check that is over. `blame` names the check that failed, where it has no value. */
export interface Checked<T> {
  readonly value: T | undefined;
  readonly blame: string;
}

/** The ground of checks that rest on nothing. */
export const NOTHING: Checked<true> = { value: true, blame: '' };

/** The ground of a check that rests on two others. */
export function both<A, B>(a: Checked<A>, b: Checked<B>): Checked<readonly [A, B]> {
  if (a.value !== undefined && b.value !== undefined) return { value: [a.value, b.value], blame: '' };
  return { value: undefined, blame: a.value === undefined ? a.blame : b.blame };
}

/** Findings in the order of the checks. After `signal` aborts nothing is tried any more. */
export class Sheet {
  readonly #findings: Finding[] = [];
  readonly #signal: AbortSignal;
  readonly lang: Language;

  constructor(signal: AbortSignal, lang: Language) {
    this.#signal = signal;
    this.lang = lang;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  note(finding: Finding): void {
    this.#findings.push(finding);
  }

  /** Looks, unless the ground has no value, and notes what was seen; an error is a failed check. */
  async check<G, T>(name: string, ground: Checked<G>, look: (ground: G) => Promise<Seen<T>>): Promise<Checked<T>> {
    if (ground.value === undefined || this.#signal.aborted) {
      const words = SIGHT[this.lang];
      const first = findingName(ground.blame, this.lang);
      const text = ground.value === undefined ? words.comesFirst(first) : words.interrupted;
      this.note({ name, status: 'not tried', text });
      return { value: undefined, blame: ground.value === undefined ? ground.blame : name };
    }
    const { value, ...finding } = await look(ground.value).catch((error: unknown) => failed(error, this.lang));
    this.note({ name, ...finding });
    return { value, blame: name };
  }
}

/** An error as a failed check. */
export function failed(error: unknown, lang: Language): Seen<never> {
  // Not the server's doing but ours: a bug.
  if (error instanceof TypeError) throw error;
  const { what, remedy } = problemParts(problemOf(error), lang);
  const [text = '', ...rest] = what.split('; ');
  const todo = remedy ?? rest.join('; ');
  return { status: 'failed', text, ...(todo === '' ? {} : { remedy: todo }) };
}
