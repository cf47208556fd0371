// The requirements that the checks of a case cite.

import type { ExpectStep, SessionExpectation, Step } from '../model/step.ts';

/** Ids of all requirements that the steps cite: sorted, each once. */
export function citedRequirements(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap(citedByStep))].sort();
}

function citedByStep(step: Step): readonly string[] {
  switch (step.kind) {
    case 'expect':
      return citedByExpect(step);
    case 'roster':
    case 'state':
    case 'features':
    case 'shows':
      return step.proves;
    default:
      return [];
  }
}

function citedByExpect({ proves, sessions, alternatives }: ExpectStep): readonly string[] {
  const violated = alternatives.flatMap(({ violates }) => violates);
  const inside = [...sessions, ...alternatives.flatMap((alternative) => alternative.sessions)].flatMap(citedBySession);
  return [...proves, ...violated, ...inside];
}

function citedBySession({ proves, receives }: SessionExpectation): readonly string[] {
  const checks = receives.flatMap((check) => [check, ...check.further]);
  return [...proves, ...checks.flatMap((check) => check.proves)];
}
