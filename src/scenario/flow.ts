// What the order of steps must keep: who is connected when, and that somebody looks at what was caused.

import type { SessionPlan } from '../model/case.ts';
import type { Place } from '../model/place.ts';
import type { ExpectStep, Step } from '../model/step.ts';
import type { Report } from '../yaml/mistakes.ts';

/** Checks the steps of one case; sessions that do not exist are reported elsewhere. */
export function checkFlow(steps: readonly Step[], sessions: readonly SessionPlan[], report: Report): void {
  const known = new Set(sessions.map(({ ref }) => ref));
  const connected = new Set(sessions.filter(({ atStart }) => atStart).map(({ ref }) => ref));
  checkConnections(steps, { known, connected }, report);
  checkCauses(steps, report);
}

interface Presence {
  readonly known: ReadonlySet<string>;
  readonly connected: Set<string>;
}

function checkConnections(steps: readonly Step[], presence: Presence, report: Report): void {
  for (const step of steps) {
    if (step.kind === 'repeat') {
      // Twice: what the first round leaves behind is what the second begins with.
      checkConnections(step.steps, presence, report);
      checkConnections(step.steps, presence, report);
    } else {
      checkStep(step, presence, report);
    }
  }
}

function checkStep(step: Exclude<Step, { kind: 'repeat' }>, { known, connected }: Presence, report: Report): void {
  for (const { session, deed, place } of uses(step)) {
    const isWanted = step.kind !== 'connect';
    if (!known.has(session) || connected.has(session) === isWanted) continue;
    report(place, `cannot ${deed} "${session}": it is ${isWanted ? 'not connected here' : 'connected already'}`);
  }
  if (step.kind === 'connect') connected.add(step.session);
  if (step.kind === 'disconnect' || step.kind === 'drop') connected.delete(step.session);
}

interface Use {
  readonly session: string;
  readonly deed: string;
  readonly place: Place;
}

/** The sessions that a step needs connected; for connect, not connected. */
function uses(step: Exclude<Step, { kind: 'repeat' }>): readonly Use[] {
  const { place } = step;
  switch (step.kind) {
    case 'connect':
    case 'disconnect':
    case 'drop':
      return [{ session: step.session, deed: step.kind, place }];
    case 'send':
      return [{ session: step.from, deed: 'send from', place }];
    case 'features':
      return [{ session: step.session, deed: 'read the features of', place }];
    case 'roster':
      return step.session === undefined ? [] : [{ session: step.session, deed: 'read the roster as', place }];
    case 'state':
      return [];
    case 'expect':
      return expectedSessions(step).map((expected) => ({ ...expected, deed: 'expect on' }));
  }
}

const expectedSessions = (step: ExpectStep) => [...step.sessions, ...step.alternatives.flatMap((a) => a.sessions)];

const CAUSES: readonly Step['kind'][] = ['send', 'connect', 'disconnect', 'drop'];

/** Every cause must have an expect after it; after a drop that expect must await something. */
function checkCauses(steps: readonly Step[], report: Report): void {
  const lastExpect = steps.findLastIndex(holdsExpect);
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'repeat') checkCauses(step.steps, report);
    if (CAUSES.includes(step.kind) && index > lastExpect)
      report(step.place, `nothing looks at what this ${step.kind} causes; add an expect after it`);
    if (step.kind === 'drop')
      checkAwaits(
        steps.slice(index).find((later) => later.kind === 'expect'),
        report,
      );
  }
}

const holdsExpect = (step: Step): boolean =>
  step.kind === 'expect' || (step.kind === 'repeat' && step.steps.some(holdsExpect));

/** No fence holds behind a connection that broke (DESIGN: fences): what it causes can only be awaited. */
function checkAwaits(expect: ExpectStep | undefined, report: Report): void {
  if (expect === undefined) return;
  const asks = (list: ExpectStep['sessions']) => list.some(({ receives }) => receives.length > 0);
  const { alternatives } = expect;
  if (asks(expect.sessions) || (alternatives.length > 0 && alternatives.every(({ sessions }) => asks(sessions))))
    return;
  report(expect.place, 'an expect after a drop must ask for a stanza: no fence holds behind a connection that broke');
}
