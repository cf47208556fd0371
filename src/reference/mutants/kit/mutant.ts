// A server with one thing wrong, named after the requirement that this breaks.

import type { TableCell } from '../../../model/case.ts';
import type { Fault } from '../../fault.ts';

export interface Mutant {
  /** The requirement first of all broken, and a word for how: `rfc6121-2.1.6-a/push-to-one-only`. */
  readonly id: string;
  /** What it does wrong, as a sentence about the server. */
  readonly title: string;
  /** It is caught by a check that cites the first of these and does not hold; the others show in the same checks. */
  readonly requirements: readonly string[];
  /** The cell of a table of the standard that is wrong, where it is one. */
  readonly cell?: TableCell;
  /** Beginnings of ids of cases to try first, besides those that cite a requirement. */
  readonly nearest?: readonly string[];
  /** Made afresh for every server: a hook may remember what it has seen. */
  fault(): Fault;
}
