// What a suite says of plays that nobody wrote: which acts there are, what each one sends, and what may come of it.

import type { Arbitrary } from 'fast-check';
import type { Actor, Topology } from '../model/case.ts';
import type { SessionExpectation, Step } from '../model/step.ts';

/** What is known of the server and of the play before its first act. */
export interface Setting {
  readonly topology: Topology;
  /** Whether the server of an actor offers a feature, by its name in `needs` of a scenario: `roster-version`. */
  readonly offers: (feature: string, actor: string) => boolean;
}

/** One permitted outcome of an act. */
export interface PlayOutcome<World> {
  /** What the server chose, where it has a choice: `stored`. Shown as observed. */
  readonly name: string;
  /**
   * What arrives before the fence, at each session that may receive something; the others receive nothing. `proves` lists every rule
   * that is about a stanza which must not come, there or at a session that is not listed.
   */
  readonly sessions: readonly SessionExpectation[];
  readonly proves: readonly string[];
  /** Requirements that this outcome departs from: a failure or a warning, by their levels, and the play goes on. */
  readonly violates: readonly string[];
  /** How things stand afterwards. */
  readonly world: World;
}

/**
 * A description of what a standard permits. Pure: the same arguments have the same answer, and a world is a value that nothing
 * changes. Acts are plain data, so that a play can be written to a file.
 */
export interface PlayModel<World, Act> {
  /** What plays stand under in reports, as the section of a case. */
  readonly section: string;
  /** Every user of a play, with the sessions that it may have: none is connected before the first act. */
  readonly actors: (setting: Setting) => readonly Actor[];
  readonly begin: (setting: Setting) => World;
  /**
   * Acts of every kind, also of those that a world does not permit: one, or several that follow each other, of which those are done that
   * are possible. Shrinks to shorter content, fewer users and fewer resources.
   */
  readonly acts: (setting: Setting) => Arbitrary<readonly Act[]>;
  /** How many acts it is: several that are done without waiting may be one. */
  readonly sizeOf: (act: Act) => number;
  /** The act as far as it can be done in each of the worlds: its session is connected, its contact exists. Undefined: it cannot. */
  readonly fitting: (worlds: readonly World[], act: Act) => Act | undefined;
  /** What the engine does: `send`, `connect`, `disconnect` and `drop` steps, with the placeholders of scenarios. */
  readonly steps: (world: World, act: Act) => readonly Step[];
  /** All permitted outcomes, one at least. Where a choice changes nothing later, it is one outcome with stanzas that `may` come. */
  readonly outcomes: (world: World, act: Act) => readonly PlayOutcome<World>[];
}
