// Places in files that people write, and what is wrong there.

import type { Texts } from './language.ts';

/** A place in an author's file. `line` and `col` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** Something wrong in an author's file: what was expected, what was there, what to do. */
export interface Mistake {
  readonly place: Place;
  readonly message: Texts;
}
