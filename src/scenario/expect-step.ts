// Expect steps of a file as expect steps of a case.

import type { Alternative, Check, ExpectStep, SessionExpectation } from '../model/step.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { apart, endStep, endsCase, isNeeded, join, joinLater } from './captures.ts';
import { errorPattern, errorSender, errorType } from './error-check.ts';
import type { AuthoredAlternative, AuthoredCheck, AuthoredExpect, AuthoredExpectation } from './expect-schema.ts';
import { eachOf, timesOf } from './ranges.ts';
import { binds, type Cursor, cite, cursorAt, unknown } from './scope.ts';
import { unknownSessionKey } from './session-keys.ts';
import { PATTERN, readStanza } from './stanza-text.ts';

/** Reads an expect step. Reports an expect that cites no requirement. */
export function readExpect(expect: AuthoredExpect, here: Cursor): Omit<ExpectStep, 'place'> {
  const { oneOf, proves, within, cell: _, ...map } = expect;
  const sessions = readSessions(map, here);
  const alternatives = readAlternatives(oneOf ?? {}, here.at('oneOf'));
  if (oneOf !== undefined && alternatives.length === 0) here.at('oneOf').report(scenarioMistake('noAlternative'));
  for (const { name, sessions: inside } of alternatives) checkNotBoth(sessions, inside, here.at('oneOf', name));
  checkBinding(alternatives, here.at('oneOf'));
  const step = {
    kind: 'expect',
    sessions,
    alternatives,
    proves: cite(proves, here.at('proves')),
    ...(within !== undefined && { withinMs: within * 1000 }),
  } as const;
  endStep(here);
  if (!citesAny(step)) here.reportKey(scenarioMistake('expectUncited'));
  return step;
}

type SessionMap = Readonly<Record<string, AuthoredExpectation>>;

function readSessions(map: SessionMap, here: Cursor): readonly SessionExpectation[] {
  return Object.entries(map).flatMap(([key, given]) => {
    const all = timesOf(key) > 1 ? eachOf([key, given] as const) : [[key, given] as const];
    return all.map(([session, expectation]) => {
      checkSessionKey(session, here.at(key));
      return readExpectation(session, expectation, here.at(key));
    });
  });
}

function checkSessionKey(session: string, here: Cursor): void {
  const { sessions: known } = here.scope.names;
  if (known.has(session)) return;
  const hasResource = session.includes('/');
  const general = () => unknown('session', session, { known, scope: here.scope });
  here.reportKey(hasResource ? general() : unknownSessionKey(here.path, known));
}

function readExpectation(session: string, given: AuthoredExpectation, here: Cursor): SessionExpectation {
  const isShort = Array.isArray(given);
  const { receives = [], may = [], inOrder = false, proves } = isShort ? { receives: given } : given;
  const list = isShort ? here : here.at('receives');
  return {
    session,
    receives: receives.flatMap((check, index) => eachOf(check).map((one) => readCheck(one, list.at(index)))),
    may: may.flatMap((stanza, index) =>
      eachOf(stanza).map((one) => readStanza(one, PATTERN, apart(here.at('may', index)))),
    ),
    inOrder,
    proves: cite(proves, here.at('proves')),
    place: here.keyPlace(),
  };
}

function readCheck(check: AuthoredCheck, around: Cursor): Check {
  const here = apart(around);
  const { stanza, error, and = [], typeProves } = check;
  if (error === undefined && typeProves !== undefined) here.at('typeProves').report(scenarioMistake('typeProvesAlone'));
  const pattern =
    error === undefined ? readStanza(stanza ?? '', PATTERN, here.at('stanza')) : errorPattern(error, here.at('error'));
  const ofError = error === undefined ? [] : [...errorType(check, error, here), ...errorSender(error, here)];
  const further = and.map((entry, index) => readFurther(entry, here.at('and', index)));
  const proves = cite(check.proves, here.at('proves'));
  if (isNeeded({ proves }, here.scope.standards)) join(around, [here]);
  return { pattern, proves, further: [...ofError, ...further], place: here.place() };
}

type FurtherPattern = Check['further'][number];

function readFurther(entry: NonNullable<AuthoredCheck['and']>[number], around: Cursor): FurtherPattern {
  const here = apart(around);
  const pattern = readStanza(entry.stanza, PATTERN, here.at('stanza'));
  const proves = cite(entry.proves, here.at('proves'));
  if (endsCase(proves, here.scope.standards)) joinLater(around, here);
  return { pattern, proves, place: here.place() };
}

function readAlternatives(
  alternatives: Readonly<Record<string, AuthoredAlternative>>,
  oneOf: Cursor,
): readonly Alternative[] {
  const paths: Cursor[] = [];
  const read = Object.entries(alternatives).map(([name, { violates: ids, ends, ...map }]) => {
    const here = oneOf.at(name);
    const inside = apart(cursorAt({ ...oneOf.scope, isOutcome: true }, here.path));
    const sessions = readSessions(map, inside);
    const violates = cite(ids, here.at('violates'));
    if (ends === undefined && !endsCase(violates, oneOf.scope.standards)) paths.push(inside);
    return { name, sessions, violates, ...(ends && { ends }), place: here.keyPlace() };
  });
  join(oneOf, paths);
  return read;
}

/** Reports permitted outcomes of which each is an option: where none is observed, nothing would be broken. */
function checkBinding(alternatives: readonly Alternative[], oneOf: Cursor): void {
  const { standards } = oneOf.scope;
  const permitted = alternatives.filter(({ violates }) => violates.length === 0);
  const isBinding = ({ sessions }: Alternative) =>
    sessions.every(({ receives }) => receives.every(({ proves }) => binds(proves, standards)));
  if (permitted.length === 0 || permitted.some(isBinding)) return;
  oneOf.reportKey(scenarioMistake('outcomesMay'));
}

/** Reports sessions that an alternative and the map around "oneOf" both name. */
function checkNotBoth(
  around: readonly SessionExpectation[],
  inside: readonly SessionExpectation[],
  alternative: Cursor,
): void {
  const name = String(alternative.path.at(-1));
  for (const { session } of inside) {
    if (!around.some((expectation) => expectation.session === session)) continue;
    alternative.at(session).reportKey(scenarioMistake('namedTwice', session, name));
  }
}

function citesAny({ proves, sessions, alternatives }: Omit<ExpectStep, 'place'>): boolean {
  const isCited = (expectation: SessionExpectation) => expectation.proves.length > 0 || expectation.receives.length > 0;
  return (
    proves.length > 0 ||
    sessions.some(isCited) ||
    alternatives.some((alternative) => alternative.violates.length > 0 || alternative.sessions.some(isCited))
  );
}
