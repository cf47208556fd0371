// Checks on the order of steps: sessions are connected when used, and an expect follows each action.

import type { SessionPlan } from '../model/case.ts';
import type { Place } from '../model/place.ts';
import type { ExpectStep, Step } from '../model/step.ts';
import type { Report } from '../yaml/mistakes.ts';

/** Checks the steps of one case. Unknown sessions are reported by the readers of the steps. */
export function checkFlow(steps: readonly Step[], sessions: readonly SessionPlan[], report: Report): void {
  const known = new Set(sessions.map(({ ref }) => ref));
  const connected = new Set(sessions.filter(({ atStart }) => atStart).map(({ ref }) => ref));
  checkConnections(steps, { known, connected }, report);
  checkActions(steps, report);
}

interface Connections {
  readonly known: ReadonlySet<string>;
  readonly connected: Set<string>;
}

function checkConnections(steps: readonly Step[], connections: Connections, report: Report): void {
  for (const step of steps) {
    if (step.kind === 'repeat') {
      // Twice, because the second round starts with the connections that the first one leaves.
      checkConnections(step.steps, connections, report);
      checkConnections(step.steps, connections, report);
    } else {
      checkStep(step, connections, report);
    }
  }
}

function checkStep(step: Exclude<Step, { kind: 'repeat' }>, { known, connected }: Connections, report: Report): void {
  for (const { session, action, place } of uses(step)) {
    const isWanted = step.kind !== 'connect';
    if (!known.has(session) || connected.has(session) === isWanted) continue;
    report(place, `cannot ${action} "${session}": it is ${isWanted ? 'not connected here' : 'already connected'}`);
  }
  if (step.kind === 'connect') connected.add(step.session);
  if (step.kind === 'disconnect' || step.kind === 'drop') connected.delete(step.session);
}

interface Use {
  readonly session: string;
  readonly action: string;
  readonly place: Place;
}

/** The sessions that a step needs connected; for connect, disconnected. */
function uses(step: Exclude<Step, { kind: 'repeat' }>): readonly Use[] {
  const { place } = step;
  switch (step.kind) {
    case 'connect':
    case 'disconnect':
    case 'drop':
      return [{ session: step.session, action: step.kind, place }];
    case 'send':
      return [{ session: step.from, action: 'send from', place }];
    case 'features':
      return [{ session: step.session, action: 'read the features of', place }];
    case 'roster':
      return step.session === undefined ? [] : [{ session: step.session, action: 'read the roster as', place }];
    case 'state':
      return [];
    case 'expect':
      return expectedSessions(step).map((expected) => ({ ...expected, action: 'expect on' }));
  }
}

const expectedSessions = (step: ExpectStep) => [...step.sessions, ...step.alternatives.flatMap((a) => a.sessions)];

const ACTIONS: readonly Step['kind'][] = ['send', 'connect', 'disconnect', 'drop'];

/** Reports actions without an expect after them, and drops whose expect requires no stanza. */
function checkActions(steps: readonly Step[], report: Report): void {
  const lastExpect = steps.findLastIndex(holdsExpect);
  let dropped = false;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'repeat') checkActions(step.steps, report);
    if (ACTIONS.includes(step.kind) && index > lastExpect)
      report(step.place, `no expect checks the effects of this ${step.kind}; add one after it`);
    if (step.kind === 'drop') dropped = true;
    if (step.kind === 'expect' && dropped) checkRequires(step, report);
    if (step.kind === 'expect') dropped = false;
  }
}

const holdsExpect = (step: Step): boolean =>
  step.kind === 'expect' || (step.kind === 'repeat' && step.steps.some(holdsExpect));

/** A server may notice a broken connection after a fence, so the expect must wait for a stanza. */
function checkRequires({ sessions, alternatives, place }: ExpectStep, report: Report): void {
  const requires = (list: ExpectStep['sessions']) => list.some(({ receives }) => receives.length > 0);
  if (requires(sessions)) return;
  if (alternatives.length > 0 && alternatives.every((alternative) => requires(alternative.sessions))) return;
  report(place, 'an expect after a drop must require a stanza: a fence cannot prove silence after a broken connection');
}
