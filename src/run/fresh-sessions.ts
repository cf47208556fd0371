// What a fresh session sees: the stored roster, and the subscription state towards a contact.

import type { SessionPlan } from '../model/case.ts';
import type { StateFailure } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import type { Session } from '../model/session.ts';
import type { StateStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { blamed, type CaseContext, rulebookOf } from './case-context.ts';
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

/**
 * Checks that the state of each user towards a contact is one of those that the step permits, up to the first failure, and
 * resolves with the number of steps that were checked. The sessions that read the states log in together, except in a patient
 * look, which reads each until it is right.
 */
export async function checkStates(steps: readonly StateStep[], context: CaseContext): Promise<number> {
  const read = context.patience === undefined ? await readStates(steps, context) : [];
  for (const [at, step] of steps.entries()) {
    const seen = read[at] ?? (await readUntilPermitted(step, context));
    const result = stateResult(step, seen, context);
    context.checks.push(...blamed([result], context));
    if (result.verdict === 'failed') return at + 1;
  }
  return steps.length;
}

async function readUntilPermitted(step: StateStep, context: CaseContext): Promise<SeenState> {
  const read = async () => {
    const [seen] = await readStates([step], context);
    if (seen === undefined) throw new Error('expected one state');
    return seen;
  };
  return readUntil(context, read, (seen) => isPermitted(nameOf(seen, context), step));
}

const nameOf = (seen: SeenState, { env }: CaseContext): string | undefined =>
  [...env.states.values()].find((recipe) => stateDifferences(seen, recipe).length === 0)?.name;

const isPermitted = (name: string | undefined, { states }: StateStep): name is string =>
  name !== undefined && states.includes(name);

function stateResult(step: StateStep, seen: SeenState, context: CaseContext): CheckResult {
  const found = nameOf(seen, context);
  const isRight = isPermitted(found, step);
  if (isRight && step.states.length > 1) context.observed.push(found);
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
  return checkResult(at, isRight ? undefined : failure, rulebookOf(context));
}

/** Reads each state by a fresh session, which stays until the end of the case. */
async function readStates(
  steps: readonly Pick<StateStep, 'user' | 'contact'>[],
  context: CaseContext,
): Promise<readonly SeenState[]> {
  const logins = await logInFresh(
    steps.map(({ user }) => user),
    context,
  );
  for (const { ref } of logins) context.sessions.park(ref);
  return steps.flatMap(({ contact }, at) => {
    const login = logins[at];
    return login === undefined ? [] : [stateIn(login, context.fixed.get(contact))];
  });
}

function stateIn({ items, arrived }: FreshLogin, jid: string | undefined): SeenState {
  const item = items.find((candidate) => candidate.attrs['jid'] === jid);
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

/** Connects fresh sessions of the engine's own, one for each actor, which get the roster and send initial presence. */
export async function logInFresh(actors: readonly string[], { sessions }: CaseContext): Promise<readonly FreshLogin[]> {
  const presence = element('presence', NS.client);
  const plans = actors.map((actor) => ({ ...freshPlan(actor, sessions), presence }));
  const rosters = await Promise.all(
    plans.map(async (plan) => {
      await sessions.connect(plan, 'setup');
      return sessions.rosterGet(plan.ref, 'setup');
    }),
  );
  for (const plan of plans) await sessions.announce(plan, 'setup');
  const arrivals = await sessions.observe();
  for (const stanzas of arrivals.values()) sessions.transcript.mark(stanzas, 'setup');
  return plans.map(({ ref }, at) => ({ ref, items: rosters[at] ?? [], arrived: arrivals.get(ref) ?? [] }));
}
