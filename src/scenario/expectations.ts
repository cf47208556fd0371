// What an expect step says, in the running shape.

import type { Alternative, Check, ExpectStep, SessionExpectation } from '../model/step.ts';
import type { Path } from '../yaml/read.ts';
import { errorPattern, errorType } from './error-check.ts';
import type { AuthoredAlternative, AuthoredCheck, AuthoredExpect, AuthoredExpectation } from './schema.ts';
import { cite, type Scope, unknown } from './scope.ts';
import { unknownSessionKey } from './session-keys.ts';
import { PATTERN, readStanza } from './stanza-text.ts';

/** Reads an expect step. `path` leads to its map. Every expect must cite a requirement. */
export function readExpect(expect: AuthoredExpect, path: Path, scope: Scope): Omit<ExpectStep, 'place'> {
  const { oneOf, proves, cell: _, delivery: _delivery, preApproval, ...map } = expect;
  if (preApproval !== undefined) scope.report([...path, 'preApproval'], '"preApproval" goes with "cell"; remove it');
  const sessions = readSessions(map, path, scope);
  const step: Omit<ExpectStep, 'place'> = {
    kind: 'expect',
    sessions,
    alternatives: Object.entries(oneOf ?? {}).map(([name, alternative]) =>
      readAlternative(name, alternative, [...path, 'oneOf', name], scope),
    ),
    proves: cite(proves, [...path, 'proves'], scope),
  };
  if (oneOf !== undefined && step.alternatives.length === 0) {
    scope.report([...path, 'oneOf'], 'expected at least one alternative, got none');
  }
  for (const { name, sessions: inside } of step.alternatives)
    checkNotBoth(sessions, inside, [...path, 'oneOf', name], scope);
  if (!citesAny(step)) {
    const remedy = 'add "proves" to it, or to what a session receives';
    scope.reportAt(
      scope.source.keyPlace(path),
      `a check without a requirement: nothing in this expect cites one; ${remedy}`,
    );
  }
  return step;
}

type SessionMap = Readonly<Record<string, AuthoredExpectation>>;

function readSessions(map: SessionMap, path: Path, scope: Scope): readonly SessionExpectation[] {
  return Object.entries(map).map(([session, expectation]) => {
    const at = [...path, session];
    checkSessionKey(session, at, scope);
    return readExpectation(session, expectation, at, scope);
  });
}

function checkSessionKey(session: string, path: Path, scope: Scope): void {
  const { sessions } = scope.names;
  if (sessions.has(session)) return;
  const hasResource = session.includes('/');
  const message = hasResource ? unknown('session', session, sessions, scope) : unknownSessionKey(path, sessions);
  scope.reportAt(scope.source.keyPlace(path), message);
}

function readExpectation(session: string, given: AuthoredExpectation, path: Path, scope: Scope): SessionExpectation {
  const isShort = Array.isArray(given);
  const { receives = [], may = [], inOrder = false, proves } = isShort ? { receives: given } : given;
  const receivesPath = isShort ? path : [...path, 'receives'];
  return {
    session,
    receives: receives.map((check, index) => readCheck(check, [...receivesPath, index], scope)),
    may: may.map((stanza, index) => readStanza(stanza, [...path, 'may', index], PATTERN, scope)),
    inOrder,
    proves: cite(proves, [...path, 'proves'], scope),
    place: scope.source.keyPlace(path),
  };
}

function readCheck(check: AuthoredCheck, path: Path, scope: Scope): Check {
  const { stanza, error, and: further = [] } = check;
  if (error === undefined && check.typeProves !== undefined) {
    scope.report([...path, 'typeProves'], '"typeProves" goes with "error"; for a stanza use "and"');
  }
  const pattern =
    error === undefined
      ? readStanza(stanza ?? '', [...path, 'stanza'], PATTERN, scope)
      : errorPattern(error, [...path, 'error'], scope);
  const type = error === undefined ? [] : errorType(check, error, path, scope);
  const patterns = further.map((entry, index) => {
    const at = [...path, 'and', index];
    return {
      pattern: readStanza(entry.stanza, [...at, 'stanza'], PATTERN, scope),
      proves: cite(entry.proves, [...at, 'proves'], scope),
      place: scope.source.place(at),
    };
  });
  const proves = cite(check.proves, [...path, 'proves'], scope);
  return { pattern, proves, further: [...type, ...patterns], place: scope.source.place(path) };
}

function readAlternative(name: string, given: AuthoredAlternative, path: Path, scope: Scope): Alternative {
  const { violates, ...map } = given;
  return {
    name,
    sessions: readSessions(map, path, scope),
    violates: cite(violates, [...path, 'violates'], scope),
    place: scope.source.keyPlace(path),
  };
}

/** A session named beside oneOf holds in every alternative, so no alternative may name it again. */
function checkNotBoth(
  beside: readonly SessionExpectation[],
  inside: readonly SessionExpectation[],
  path: Path,
  scope: Scope,
): void {
  for (const { session } of inside) {
    if (!beside.some((expectation) => expectation.session === session)) continue;
    const message = `"${session}" is named beside "oneOf" and in the alternative "${String(path.at(-1))}"; keep one`;
    scope.reportAt(scope.source.keyPlace([...path, session]), message);
  }
}

function citesAny(step: Omit<ExpectStep, 'place'>): boolean {
  const isCited = ({ receives, proves }: SessionExpectation) => proves.length > 0 || receives.length > 0;
  return (
    step.proves.length > 0 ||
    step.sessions.some(isCited) ||
    step.alternatives.some(({ violates, sessions }) => violates.length > 0 || sessions.some(isCited))
  );
}
