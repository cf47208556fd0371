// The subscription state before the first step.

import type { Given } from '../model/case.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { type CaseScope, type Cursor, checkActor, checkOnServer, cursorAt, type RowScope, unknown } from './scope.ts';

/** The subscription state to begin with. Reports unknown actors and states. */
export function readGiven(scope: CaseScope): Given | undefined {
  const { given } = scope.file;
  if (given === undefined) return undefined;
  const here = cursorAt(scope, ['given']);
  checkActor(given.user, here.at('user'));
  checkActor(given.contact, here.at('contact'));
  if (given.user === given.contact) here.at('contact').report(scenarioMistake('sameActor', 'given'));
  checkOnServer(given.user, 'state', here.at('user'));
  checkState(given.state, here.at('state'));
  return { ...given, place: here.keyPlace() };
}

/** Reports a name that is not a state of RFC 6121 A.1. */
export function checkState(state: string, here: Cursor<RowScope>): void {
  const known: readonly string[] = here.scope.standards.tables.appendix.states.map(({ name }) => name);
  if (!known.includes(state)) here.report(unknown('state', state, { known, scope: here.scope }));
}
