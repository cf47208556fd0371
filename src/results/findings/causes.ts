// Which ways of not meeting a requirement come of one fault of the server. Only what cases show counts: the same stanza led to the same
// departure, or the same rule is not met after the same stanza.

import { isDeepStrictEqual } from 'node:util';
import type { FindingPart } from '../../model/finding.ts';
import { isLostRequest, observationOf } from './observation.ts';

/** The parts, those of one fault together; faults and parts in the order of their first case. */
export function byCause(parts: readonly FindingPart[]): readonly (readonly FindingPart[])[] {
  const seen = parts.map(seenOf);
  const causes: Seen[][] = [];
  for (const one of seen) {
    const joined = causes.filter((cause) => cause.some((other) => isOneFault(one, other)));
    const rest = causes.filter((cause) => !joined.includes(cause));
    causes.splice(0, causes.length, ...rest, [...joined.flat(), one]);
  }
  const at = new Map(parts.map((part, index) => [part, index]));
  const inOrder = causes.map((cause) =>
    cause.map(({ part }) => part).sort((a, b) => (at.get(a) ?? 0) - (at.get(b) ?? 0)),
  );
  return inOrder.sort(([a], [b]) => (a && b ? (at.get(a) ?? 0) - (at.get(b) ?? 0) : 0));
}

/** What the cases of a part show. */
interface Seen {
  readonly part: FindingPart;
  readonly rules: ReadonlySet<string>;
  readonly triggers: ReadonlySet<string>;
  /** Empty: some case shows too little. */
  readonly observations: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  readonly cases: ReadonlySet<string>;
  readonly isLostRequest: boolean;
}

function seenOf(part: FindingPart): Seen {
  const { shown, requirement, also, departure } = part;
  const observations = shown.map(observationOf);
  // The names of outcomes are those of a scenario, and mean the same within a section.
  const section = departure.kind === 'outcome' ? requirement.replace(/-[a-z]+$/, '') : '';
  const wholes = observations.flatMap(({ whole }) => (whole === undefined ? [] : [`${section} ${whole}`]));
  return {
    part,
    rules: new Set([requirement, ...also]),
    triggers: new Set(observations.flatMap(({ trigger }) => trigger ?? [])),
    observations: new Set(wholes.length === shown.length ? wholes : []),
    places: new Set(shown.map(({ check: { place } }) => `${place.file}:${place.line}:${place.col}`)),
    cases: new Set(part.cases),
    isLostRequest: shown.every(({ check }) => isLostRequest(check.failure)),
  };
}

function isOneFault(a: Seen, b: Seen): boolean {
  if (a.part.side !== b.part.side) return false;
  return isSeenAlike(a, b) || isOfOneRule(a, b) || isDoneTogether(a, b) || isInOneStanza(a, b);
}

/** Everything that the cases of one show, those of the other show as well. */
const isSeenAlike = (a: Seen, b: Seen): boolean =>
  a.observations.size > 0 && b.observations.size > 0 && isNested(a.observations, b.observations);

/** One rule is not met after the same stanza, in rows of one scenario, or by the same departure. What is missing is not what is too much. */
function isOfOneRule(a: Seen, b: Seen): boolean {
  if (!overlap(a.rules, b.rules) || a.isLostRequest || b.isLostRequest) return false;
  if (signOf(a) * signOf(b) < 0) return false;
  const isSame = isDeepStrictEqual(withoutName(a.part), withoutName(b.part));
  return isSame || overlap(a.triggers, b.triggers) || overlap(a.places, b.places);
}

/** One act of the server that must not be has several parts: a roster push, and a stanza to the contact. */
const isDoneTogether = (a: Seen, b: Seen): boolean =>
  a.part.departure.kind === 'unexpected' &&
  b.part.departure.kind === 'unexpected' &&
  overlap(a.triggers, b.triggers) &&
  isNested(a.cases, b.cases);

/** In all cases of both, the same stanza is at fault. */
function isInOneStanza(a: Seen, b: Seen): boolean {
  if (a.cases.size !== b.cases.size || !isNested(a.cases, b.cases)) return false;
  return a.part.shown.every(({ result, check }) => {
    const other = b.part.shown.find((showing) => showing.result === result)?.check.failure?.closest;
    return other !== undefined && isDeepStrictEqual(other, check.failure?.closest);
  });
}

function signOf({ part: { departure } }: Seen): number {
  if (departure.kind === 'missing' || departure.kind === 'order') return -1;
  return departure.kind === 'unexpected' || departure.kind === 'repeated' ? 1 : 0;
}

/** The departure; of a stanza that differs the attribute, in any stanza. An outcome says nothing without its name. */
function withoutName({ departure, key }: FindingPart): unknown {
  if (departure.kind === 'outcome') return key;
  return departure.path === undefined ? departure : ['differs', departure.path.replace(/^[a-z]+/, '')];
}

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one));

function isNested(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  return [...small].every((one) => large.has(one));
}
