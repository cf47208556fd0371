// What every kind of failure says of itself. One file a kind; `kinds.ts` lists them, and `tags/failure.ts` has their fields.

import type { ProvenBlame } from '../model/blame.ts';
import type { Language } from '../model/event.ts';
import type { Failure, FailureOf } from '../model/failure.ts';
import type { Departure } from '../model/finding.ts';
import type { XmlElement } from '../model/xml.ts';

/** The mark of an arrow of a diagram: a key of the words of diagrams. */
export type MarkKind = 'unexpected' | 'repeated' | 'differs' | 'violates' | 'passive' | 'misplaced' | 'closest';

/** The parts of a fingerprint that most kinds share, without what differs from run to run. */
export interface Writing {
  /** A stanza on one line. */
  readonly shape: (stanza: XmlElement | undefined) => string;
  /** `, got` and what came; empty: nothing did. */
  readonly got: string;
  /** `, at` and the difference; empty: there is none. */
  readonly where: string;
}

/** What may prove which server of a pair is at fault; undefined: nothing does. */
export interface Proofs {
  /** Something expected is missing or differs; `closest` is what may be an answer instead. */
  readonly lacks: (closest: XmlElement | undefined) => ProvenBlame | undefined;
  /** Stanzas that arrived and must not. */
  readonly shows: (stanzas: readonly (XmlElement | undefined)[]) => ProvenBlame | undefined;
  /** Nothing arrived. */
  readonly omits: () => ProvenBlame | undefined;
  /** A server made this stanza. */
  readonly makes: (stanza: XmlElement) => ProvenBlame | undefined;
  /** The server of a session did it by itself; absent: that of the check. */
  readonly acts: (session?: string) => ProvenBlame;
  /** A subscription state is kept wrongly. */
  readonly keeps: (failure: FailureOf<'state'>) => ProvenBlame | undefined;
}

/** A kind of failure. What is absent has a plain form that serves for most kinds. */
export interface FailureKind<F extends Failure = Failure> {
  /** Why the check did not hold at a session, in one sentence without a full stop. */
  readonly words: Readonly<Record<Language, (failure: F & { readonly session: string }) => string>>;
  /** What the server did instead of what was asked. Its words are part of the keys of findings. */
  readonly departure: (failure: F) => Departure;
  /** By what a baseline recognises it. Another word here makes the baselines of all users stale. */
  readonly fingerprint: (failure: F, writing: Writing) => string;
  /** The mark of the stanza at fault in a diagram. */
  readonly mark: (failure: F) => MarkKind;
  /** Which server of a pair is at fault; absent: it is not known. */
  readonly blame?: (failure: F, proofs: Proofs) => ProvenBlame | undefined;
  /** What distinguishes two of this kind beside their stanzas, where servers are compared; absent: nothing. */
  readonly detail?: (failure: F) => unknown;
  /** What the server did, to compare cases by; absent: where it differs. `wordsOf` are those of a stanza and its sender. */
  readonly observed?: (failure: F, wordsOf: (stanza: XmlElement | undefined) => readonly string[]) => string;
}
