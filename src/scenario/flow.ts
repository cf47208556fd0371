// Checks on the order of steps: sessions are connected when used, and an expect follows each action.

import type { SessionPlan } from '../model/case.ts';
import type { Place } from '../model/place.ts';
import type { ExpectStep, NetworkStep, Step } from '../model/step.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { type Action, action } from '../wording/scenario-names.ts';
import type { Report } from '../yaml/mistakes.ts';

/** Checks the steps of one case. Unknown sessions are reported by the readers of the steps. */
export function checkFlow(steps: readonly Step[], sessions: readonly SessionPlan[], report: Report): void {
  const known = new Set(sessions.map(({ ref }) => ref));
  const connected = new Set(sessions.filter(({ atStart }) => atStart).map(({ ref }) => ref));
  checkConnections(steps, { known, connected }, report);
  checkActions(steps, { isDropped: false, isCut: false }, report);
}

interface Connections {
  readonly known: ReadonlySet<string>;
  readonly connected: Set<string>;
}

function checkConnections(steps: readonly Step[], connections: Connections, report: Report): void {
  for (const step of steps) {
    checkStep(step, connections, report);
  }
}

function checkStep(step: Step, { known, connected }: Connections, report: Report): void {
  for (const { session, what, place } of uses(step)) {
    const isWanted = step.kind !== 'connect';
    if (!known.has(session) || connected.has(session) === isWanted) continue;
    report(place, scenarioMistake(isWanted ? 'notConnected' : 'connected', action(what, session)));
  }
  if (step.kind === 'connect') connected.add(step.session);
  if (step.kind === 'disconnect' || step.kind === 'drop') connected.delete(step.session);
  if (step.kind === 'network') for (const ref of step.ends) connected.delete(ref);
}

interface Use {
  readonly session: string;
  readonly what: Action;
  readonly place: Place;
}

/** The sessions that a step needs connected; for connect, disconnected. */
function uses(step: Step): readonly Use[] {
  const { place } = step;
  switch (step.kind) {
    case 'connect':
    case 'disconnect':
    case 'drop':
      return [{ session: step.session, what: step.kind, place }];
    case 'send':
      return [{ session: step.from, what: 'send', place }];
    case 'do':
    case 'shows':
      return [{ session: step.session, what: step.kind, place }];
    case 'features':
      return [{ session: step.session, what: 'features', place }];
    case 'roster':
      return step.session === undefined ? [] : [{ session: step.session, what: 'rosterAs', place }];
    case 'state':
    case 'network':
      return [];
    case 'expect':
      return expectedSessions(step).map((expected) => ({ ...expected, what: 'expect' as const }));
  }
}

const expectedSessions = (step: ExpectStep) => [...step.sessions, ...step.alternatives.flatMap((a) => a.sessions)];

/** The name of a step with an effect that an expect must check; undefined: it has none. */
function effectOf(step: Step): string | undefined {
  if (step.kind === 'network') return DISTURBS.includes(step.change) ? step.change : undefined;
  return ACTIONS.includes(step.kind) ? step.kind : undefined;
}

const ACTIONS: readonly Step['kind'][] = ['send', 'do', 'connect', 'disconnect', 'drop'];
/** After these the servers may be apart. */
const DISTURBS: readonly NetworkStep['change'][] = ['cut', 'restart'];

/** What the steps so far leave to the next expect. */
interface Before {
  /** A connection was dropped, and no expect has waited for a stanza since. */
  isDropped: boolean;
  /** The servers may be apart. */
  isCut: boolean;
}

/** Reports actions without an expect after them, and expects that cannot prove what they say. */
function checkActions(steps: readonly Step[], before: Before, report: Report): void {
  const lastExpect = steps.findLastIndex(({ kind }) => kind === 'expect');
  for (const [index, step] of steps.entries()) {
    const effect = effectOf(step);
    if (effect !== undefined && index > lastExpect) report(step.place, scenarioMistake('effectUnchecked', effect));
    checkExpect(step, before, report);
  }
}

function checkExpect(step: Step, before: Before, report: Report): void {
  if (step.kind === 'drop') before.isDropped = true;
  if (step.kind === 'network' && step.change !== 'restored') before.isCut = step.change !== 'reached';
  if (step.kind !== 'expect') return;
  if (before.isCut && step.withinMs === undefined) report(step.place, scenarioMistake('withinNeeded'));
  if (before.isDropped) checkRequires(step, report);
  before.isDropped = false;
}

/** A server may notice a broken connection after a fence, so the expect must wait for a stanza. */
function checkRequires({ sessions, alternatives, place }: ExpectStep, report: Report): void {
  const requires = (list: ExpectStep['sessions']) => list.some(({ receives }) => receives.length > 0);
  if (requires(sessions)) return;
  if (alternatives.length > 0 && alternatives.every((alternative) => requires(alternative.sessions))) return;
  report(place, scenarioMistake('silenceAfterDrop'));
}
