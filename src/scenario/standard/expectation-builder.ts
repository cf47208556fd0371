// What may be seen of one stanza: pure data that grows effect by effect and ends as an expect step.

import type { Place } from '../../model/place.ts';
import type { Alternative, Check, ExpectStep, SessionExpectation } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';

/** A stanza at a session. */
export interface Arrival {
  readonly session: string;
  readonly pattern: XmlElement;
  readonly proves: readonly string[];
  /** Further patterns for the same stanza. */
  readonly further?: readonly { readonly pattern: XmlElement; readonly proves: readonly string[] }[];
}

/** Sessions at which silence is the rule, and the requirements that say so. */
export interface Silence {
  readonly session: string;
  readonly proves: readonly string[];
}

/** What one thing that happens lets the sessions see. */
export interface View {
  readonly receives: readonly Arrival[];
  /** What may arrive besides. */
  readonly may: readonly Arrival[];
  readonly silences: readonly Silence[];
}

/** One of several things that may happen; `departs` names what a server departs from by it. */
export interface Option extends View {
  readonly name: string;
  readonly violates: readonly string[];
}

/** All that happens, with the choices that are the server's, each independent of the others. */
export interface Picture extends View {
  readonly choices: readonly (readonly Option[])[];
}

export const NOTHING: Picture = { receives: [], may: [], silences: [], choices: [] };

/** The view of an option that shows nothing. */
export const UNSEEN: View = { receives: [], may: [], silences: [] };

/** Several pictures in one. */
export function join(...pictures: readonly Partial<Picture>[]): Picture {
  return {
    receives: pictures.flatMap((p) => p.receives ?? []),
    may: pictures.flatMap((p) => p.may ?? []),
    silences: pictures.flatMap((p) => p.silences ?? []),
    choices: pictures.flatMap((p) => p.choices ?? []),
  };
}

/** All requirements that a picture cites. */
export function citedIn(picture: Picture): readonly string[] {
  const views = [picture, ...picture.choices.flat()];
  const further = views.flatMap((view) => view.receives.flatMap((arrival) => arrival.further ?? []));
  const seen = views.flatMap((view) => [...view.receives, ...view.silences]);
  const inViews = [...seen, ...further].flatMap(({ proves }) => proves);
  return [...inViews, ...picture.choices.flat().flatMap(({ violates }) => violates)];
}

/** An expect step: one picture where there are no choices, else one alternative for each way to make them. */
export function toExpect(picture: Picture, proves: readonly string[], place: Place): Omit<ExpectStep, 'place'> {
  if (picture.choices.length === 0)
    return { kind: 'expect', sessions: toSessions(picture, place), alternatives: [], proves };
  const alternatives = combine(picture.choices).map((options): Alternative => {
    const whole = join(...options, picture);
    return {
      name: options.map(({ name }) => name).join('-'),
      sessions: toSessions(whole, place),
      violates: [...new Set(options.flatMap(({ violates }) => violates))],
      place,
    };
  });
  return { kind: 'expect', sessions: [], alternatives, proves };
}

function toSessions(view: View, place: Place): readonly SessionExpectation[] {
  const names = [...view.receives, ...view.may, ...view.silences].map(({ session }) => session);
  return [...new Set(names)].map((session) => {
    const here = (arrival: { readonly session: string }) => arrival.session === session;
    return {
      session,
      receives: view.receives.filter(here).map((arrival) => toCheck(arrival, place)),
      may: view.may.filter(here).map(({ pattern }) => pattern),
      inOrder: false,
      proves: [...new Set(view.silences.filter(here).flatMap(({ proves }) => proves))],
      place,
    };
  });
}

function toCheck({ pattern, proves, further = [] }: Arrival, place: Place): Check {
  return { pattern, proves, further: further.map((more) => ({ ...more, place })), place };
}

/** Every way to take one of each. */
function combine<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (ways, list) => ways.flatMap((way) => list.map((entry) => [...way, entry])),
    [[]],
  );
}
