// Expected stanzas as plain data. Each effect of a stanza adds its part; `toExpectStep` makes an expect step of the whole.

import type { Place } from '../../model/place.ts';
import type { Alternative, Check, ExpectStep, SessionExpectation } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';

/** A stanza that a session receives. */
export interface ExpectedStanza {
  readonly session: string;
  readonly pattern: XmlElement;
  readonly proves: readonly string[];
  /** Further patterns for the same stanza. */
  readonly further?: readonly { readonly pattern: XmlElement; readonly proves: readonly string[] }[];
}

/** A session that must receive nothing else, and the requirements that an unexpected stanza violates. */
export interface ExpectedSilence {
  readonly session: string;
  readonly proves: readonly string[];
}

/** Expectations that leave the server no choice. */
export interface FixedExpectations {
  readonly receives: readonly ExpectedStanza[];
  /** Stanzas that may arrive in addition. */
  readonly may: readonly ExpectedStanza[];
  readonly silences: readonly ExpectedSilence[];
}

/** One of several outcomes that the server chooses from. `violates`: the requirements that it violates by this choice. */
export interface Option extends FixedExpectations {
  readonly name: string;
  readonly violates: readonly string[];
}

/** Expectations with the choices of the server. Each choice is a list of options and independent of the others. */
export interface Expectations extends FixedExpectations {
  readonly choices: readonly (readonly Option[])[];
}

export const NO_EXPECTATIONS: Expectations = { receives: [], may: [], silences: [], choices: [] };

/** An option. By default it expects no stanza and violates nothing. */
export function option(name: string, parts: Partial<Omit<Option, 'name'>> = {}): Option {
  return { name, receives: [], may: [], silences: [], violates: [], ...parts };
}

/** Concatenates expectations, in the order given. */
export function joinExpectations(...parts: readonly Partial<Expectations>[]): Expectations {
  return {
    receives: parts.flatMap((part) => part.receives ?? []),
    may: parts.flatMap((part) => part.may ?? []),
    silences: parts.flatMap((part) => part.silences ?? []),
    choices: parts.flatMap((part) => part.choices ?? []),
  };
}

/** All requirements that the expectations cite, duplicates included. */
export function citedIn(expectations: Expectations): readonly string[] {
  const options = expectations.choices.flat();
  const all: readonly FixedExpectations[] = [expectations, ...options];
  const further = all.flatMap(({ receives }) => receives.flatMap((stanza) => stanza.further ?? []));
  const checked = all.flatMap(({ receives, silences }) => [...receives, ...silences]);
  return [...[...checked, ...further].flatMap(({ proves }) => proves), ...options.flatMap(({ violates }) => violates)];
}

/** An expect step. With choices it has one alternative for each combination of options. */
export function toExpectStep(
  expectations: Expectations,
  proves: readonly string[],
  place: Place,
): Omit<ExpectStep, 'place'> {
  const { choices } = expectations;
  if (choices.length === 0)
    return { kind: 'expect', sessions: toSessions(expectations, place), alternatives: [], proves };
  const alternatives = combine(choices).map((options): Alternative => {
    const whole = joinExpectations(...options, expectations);
    return {
      name: options.map(({ name }) => name).join('-'),
      sessions: toSessions(whole, place),
      violates: [...new Set(options.flatMap(({ violates }) => violates))],
      place,
    };
  });
  return { kind: 'expect', sessions: [], alternatives, proves };
}

function toSessions({ receives, may, silences }: FixedExpectations, place: Place): readonly SessionExpectation[] {
  const names = [...receives, ...may, ...silences].map(({ session }) => session);
  return [...new Set(names)].map((session) => {
    const here = (entry: { readonly session: string }) => entry.session === session;
    return {
      session,
      receives: receives.filter(here).map((stanza) => toCheck(stanza, place)),
      may: may.filter(here).map(({ pattern }) => pattern),
      inOrder: false,
      proves: [...new Set(silences.filter(here).flatMap(({ proves }) => proves))],
      place,
    };
  });
}

function toCheck({ pattern, proves, further = [] }: ExpectedStanza, place: Place): Check {
  return { pattern, proves, further: further.map((more) => ({ ...more, place })), place };
}

/** All ways to take one entry of each list. */
function combine<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (ways, list) => ways.flatMap((way) => list.map((entry) => [...way, entry])),
    [[]],
  );
}
