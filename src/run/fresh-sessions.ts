// What a fresh session sees: the stored roster, and the subscription state towards a contact.

import type { SessionPlan } from '../model/case.ts';
import type { StateFailure } from '../model/failure.ts';
import type { Session } from '../model/session.ts';
import type { StateStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { type CaseContext, rulebookOf } from './case-context.ts';
import type { CaseSessions } from './case-sessions.ts';
import { checkResult } from './judge/verdict.ts';
import { readUntil } from './patience.ts';
import { nearestDifferences, type SeenState, stateDifferences } from './state-differences.ts';

/** Reads the roster of an actor by `session`, or by a fresh session that sends no presence. */
export async function readRoster(
  actor: string,
  session: string | undefined,
  { sessions }: Pick<CaseContext, 'sessions'>,
): Promise<readonly XmlElement[]> {
  if (session !== undefined) return sessions.rosterGet(session, 'step');
  const plan = freshPlan(actor, sessions);
  await sessions.openQuietly(plan, 'setup');
  const items = await sessions.rosterGet(plan.ref, 'step');
  sessions.park(plan.ref);
  return items;
}

/** Opens a session of the engine's own that sends no presence, and takes it out of the case. */
export async function openReader(actor: string, sessions: CaseSessions): Promise<Session> {
  const plan = freshPlan(actor, sessions);
  await sessions.openQuietly(plan, 'setup');
  const session = sessions.session(plan.ref);
  sessions.park(plan.ref);
  return session;
}

/** Opens a session of the engine's own that gets the roster, sends no presence, and takes part in fences. Returns its name. */
export async function openMover(actor: string, sessions: CaseSessions): Promise<string> {
  const plan = { ...freshPlan(actor, sessions), roster: true };
  await sessions.connect(plan, 'setup');
  return plan.ref;
}

function freshPlan(actor: string, sessions: CaseSessions): SessionPlan {
  const resource = sessions.nextId('reader');
  return { ref: `${actor}/${resource}`, resource, roster: false, answers: true, atStart: false };
}

/** Checks that the state of a user towards a contact is one of those that the step permits. */
export async function checkState(step: StateStep, context: CaseContext): Promise<void> {
  const nameOf = (seen: SeenState) =>
    [...context.env.states.values()].find((recipe) => stateDifferences(seen, recipe).length === 0)?.name;
  const isPermitted = (name: string | undefined) => name !== undefined && step.states.includes(name);
  const seen = await readUntil(
    context,
    () => readState(step, context),
    (state) => isPermitted(nameOf(state)),
  );
  const found = nameOf(seen);
  const isRight = isPermitted(found);
  if (isRight && found !== undefined && step.states.length > 1) context.observed.push(found);
  const failure: StateFailure = {
    kind: 'state',
    user: step.user,
    contact: step.contact,
    found: found === undefined ? seen : { name: found },
    states: step.states,
    differences: nearestDifferences(
      seen,
      step.states.map((name) => context.env.states.get(name)),
    ),
  };
  const at = { place: step.place, session: step.user, proves: step.proves };
  context.checks.push(checkResult(at, isRight ? undefined : failure, rulebookOf(context)));
}

/** Reads the state by a fresh session, which stays until the end of the case. */
async function readState(
  { user, contact }: { readonly user: string; readonly contact: string },
  context: CaseContext,
): Promise<SeenState> {
  const { ref, items, arrived } = await logInFresh(user, context);
  const jid = context.fixed.get(contact);
  const item = items.find((candidate) => candidate.attrs['jid'] === jid);
  context.sessions.park(ref);
  return {
    subscription: item?.attrs['subscription'] ?? 'none',
    ask: item?.attrs['ask'] === 'subscribe',
    pendingIn: arrived.some((stanza) => isRequestFrom(stanza, jid)),
  };
}

/** Whether the stanza is a subscription request of that bare JID. */
export const isRequestFrom = (stanza: XmlElement, jid: string | undefined): boolean =>
  stanza.attrs['type'] === 'subscribe' && bareOf(stanza.attrs['from'] ?? '') === jid;

/** A fresh session, the roster items it got, and what arrived after its initial presence. */
export interface FreshLogin {
  readonly ref: string;
  readonly items: readonly XmlElement[];
  readonly arrived: readonly XmlElement[];
}

/** Connects a fresh session of the engine's own, which gets the roster and sends initial presence. */
export async function logInFresh(actor: string, { sessions }: CaseContext): Promise<FreshLogin> {
  const plan = { ...freshPlan(actor, sessions), presence: element('presence', NS.client) };
  await sessions.connect(plan, 'setup');
  const items = await sessions.rosterGet(plan.ref, 'setup');
  await sessions.announce(plan, 'setup');
  const arrivals = await sessions.observe();
  for (const stanzas of arrivals.values()) sessions.transcript.mark(stanzas, 'setup');
  return { ref: plan.ref, items, arrived: arrivals.get(plan.ref) ?? [] };
}
