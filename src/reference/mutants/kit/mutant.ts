// A mutant: the reference server with one fault, named after the requirement that the fault violates.

import type { TableCell } from '../../../model/case.ts';
import type { Fault } from '../../fault.ts';

export interface Mutant {
  /** `<requirement>/<slug>`, for example `rfc6121-2.1.6-a/push-to-one-only`. */
  readonly id: string;
  /** The wrong behaviour, as a sentence about the server. */
  readonly title: string;
  /** The first one is the requirement that a check must report to kill the mutant. The same checks may report the others. */
  readonly requirements: readonly string[];
  /** The wrong cell, when the fault is a changed table of the standard. */
  readonly cell?: TableCell;
  /** Prefixes of ids of cases to try first, before those that cite a violated requirement. */
  readonly nearest?: readonly string[];
  /** Only two servers show it: it is tried as one side of a pair. */
  readonly needsPeer?: boolean;
  /** Creates the fault. Every server needs its own, because hooks may keep state. */
  fault(): Fault;
}

/** A mutant without what its requirement determines. */
export interface MutantDescription {
  /** The second part of the id: `push-to-one-only`. */
  readonly slug: string;
  /** `It pushes to one resource only.` */
  readonly title: string;
  readonly nearest?: readonly string[];
  readonly needsPeer?: boolean;
  fault(): Fault;
}

/** Makes a mutant that violates one requirement: `2.1.6-a` of RFC 6121, or `rfc6120-8.2.3-a`. */
export function breaks(requirement: string, { slug, ...description }: MutantDescription): Mutant {
  const id = requirement.startsWith('rfc') ? requirement : `rfc6121-${requirement}`;
  return { id: `${id}/${slug}`, requirements: [id], ...description };
}
