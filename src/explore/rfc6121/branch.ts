// One way in which an act may go: what arrives, and how things stand afterwards. The effects of an act follow each other.

import type { Place } from '../../model/place.ts';
import {
  type ExpectedSilence,
  type ExpectedStanza,
  NO_EXPECTATIONS,
  toExpectStep,
} from '../../scenario/standard/expectation-builder.ts';
import type { PlayOutcome } from '../play-model.ts';
import type { World } from './world.ts';

/** What arrives if the server goes this way. */
export interface Branch {
  /** The choices of the server, in words. */
  readonly names: readonly string[];
  readonly receives: readonly ExpectedStanza[];
  readonly may: readonly ExpectedStanza[];
  readonly silences: readonly ExpectedSilence[];
  /** Sessions where the stanzas arrive in the order of the list. */
  readonly ordered: readonly string[];
  readonly violates: readonly string[];
  readonly world: World;
}

/** All ways in which one effect of an act may go. */
export type Effect = (world: World) => readonly Branch[];

/** Acts are nowhere in a file. */
export const PLACE: Place = { file: 'explore', line: 1, col: 1 };

/** A branch; by default nothing arrives. */
export function branch(world: World, parts: Partial<Omit<Branch, 'world'>> = {}): Branch {
  return { names: [], receives: [], may: [], silences: [], ordered: [], violates: [], world, ...parts };
}

/** An effect without a choice. */
export const always =
  (parts: (world: World) => Partial<Branch>): Effect =>
  (world) => {
    const { world: after = world, ...rest } = parts(world);
    return [branch(after, rest)];
  };

/** One effect after the other: each begins where the one before has ended. */
export function inTurn(...effects: readonly Effect[]): Effect {
  return (world) =>
    effects.reduce<readonly Branch[]>(
      (ways, effect) => ways.flatMap((way) => effect(way.world).map((next) => join(way, next))),
      [branch(world)],
    );
}

function join(one: Branch, next: Branch): Branch {
  return {
    names: [...one.names, ...next.names],
    receives: [...one.receives, ...next.receives],
    may: [...one.may, ...next.may],
    silences: [...one.silences, ...next.silences],
    ordered: [...one.ordered, ...next.ordered],
    violates: [...one.violates, ...next.violates],
    world: next.world,
  };
}

/**
 * What no act may bring beside what its outcome names: availability that is nobody's to see, and subscription stanzas that nothing has
 * caused. Each is about some kinds of stanzas alone. No sentence forbids a push of which nobody knows the cause.
 */
const SILENCE = [
  ...['rfc6121-11-b', 'rfc6121-11-c'],
  ...['rfc6121-3.1.3-n', 'rfc6121-A.2.3-b', 'rfc6121-A.2.4-b', 'rfc6121-A.3.2-e'],
];

/** The branch as an outcome, one act later. */
export function toOutcome({ names, violates, world, silences, ...parts }: Branch): PlayOutcome<World> {
  // Nor may the answer to a roster get lose its place, and with it the version that it shows: then the order is not asked about.
  const hasAnswer = (at: string) =>
    parts.receives.some(({ session, pattern }) => session === at && pattern.name === 'iq');
  const ordered = parts.ordered.filter((session) => !hasAnswer(session));
  // Order is that of messages: other stanzas may come between them.
  const isLoose = ({ session, pattern }: ExpectedStanza) => ordered.includes(session) && pattern.name !== 'message';
  const receives = parts.receives.filter((stanza) => !isLoose(stanza));
  const may = [...parts.may, ...parts.receives.filter(isLoose)];
  const { sessions } = toExpectStep({ ...NO_EXPECTATIONS, receives, may, silences }, [], PLACE);
  return {
    name: names.length === 0 ? 'as required' : names.join(', '),
    sessions: sessions.map((one) => ({ ...one, inOrder: ordered.includes(one.session) })),
    proves: SILENCE,
    violates: [...new Set(violates)],
    world: { ...world, acts: world.acts + 1 },
  };
}
