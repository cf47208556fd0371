// What arrived in a step, and what it is judged with.

import type { XmlElement } from '../../model/xml.ts';
import type { Bindings } from '../../stanza/placeholders.ts';
import type { Rulebook } from './verdict.ts';

/** Stanzas by session, oldest first. */
export type Arrivals = ReadonlyMap<string, readonly XmlElement[]>;

/** What arrivals are judged with. */
export interface JudgeContext extends Rulebook {
  readonly bindings: Bindings;
  /** Patterns of stanzas that the server sends on its own and no scenario is about. */
  readonly ambient: readonly XmlElement[];
  /** `remote` is the domain of a second server, whose modules have traffic of their own. Absent: it is not. */
  readonly isFederated?: boolean;
  /** No pattern takes a stanza that differs from it in a detail: the exact one may still come. Absent: it does. */
  readonly isExact?: boolean;
  /** What the sessions of the case have sent. */
  readonly sent: () => readonly XmlElement[];
  /** Whether a session has told its server that it is available, and not taken that back. Absent: all have. */
  readonly isAvailable?: (session: string) => boolean;
}

/** The stanzas of both, those of `earlier` first. */
export function joinArrivals(earlier: Arrivals, later: Arrivals): Arrivals {
  const refs = new Set([...earlier.keys(), ...later.keys()]);
  return new Map([...refs].map((ref) => [ref, [...(earlier.get(ref) ?? []), ...(later.get(ref) ?? [])]]));
}
