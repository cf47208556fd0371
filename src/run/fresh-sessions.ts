// What a fresh session sees: the stored roster, and the subscription state towards a contact.

import type { SessionPlan } from '../model/case.ts';
import type { FailureOf } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import type { Session } from '../model/session.ts';
import type { StateDifference, StateRecipe } from '../model/standard.ts';
import type { RosterStep, StateStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { rosterItems } from '../stanza/iq.ts';
import { bareOf } from '../stanza/jid.ts';
import { sentIn } from '../stanza/sent.ts';
import { element, NS } from '../stanza/xml.ts';
import { blamed, type CaseContext, rulebookOf } from './case-context.ts';
import type { CaseSessions } from './case-sessions.ts';
import { comeAgain, noteRedelivery, observeSetup, redeliversTo, type SeenAtLogin } from './come-again.ts';
import { checkResult } from './judge/verdict.ts';
import { USED_ACCOUNT } from './needs.ts';
import { readUntil } from './patience.ts';

/** Reads the roster of an actor by `session`, or by a fresh session that sends no presence. Rejects with `Broken`. */
export async function readRoster(
  actor: string,
  session: string | undefined,
  { sessions }: Pick<CaseContext, 'sessions'>,
): Promise<readonly XmlElement[]> {
  if (session !== undefined) return sessions.rosterGet(session, 'step');
  const plan = freshPlan(actor, sessions);
  await sessions.openQuietly(plan, 'setup');
  const items = await sessions.rosterGet(plan.ref, 'step');
  sessions.rest(plan.ref);
  return items;
}

/** Opens a session of the engine's own that sends no presence, and takes it out of the case. Rejects with `Broken`. */
export async function openReader(actor: string, sessions: CaseSessions): Promise<Session> {
  const plan = freshPlan(actor, sessions);
  await sessions.openQuietly(plan, 'setup');
  const session = sessions.session(plan.ref);
  sessions.rest(plan.ref);
  return session;
}

/**
 * Opens a session of the engine's own that gets the roster, sends no presence, and takes part in fences. Resolves with its name; rejects
 * with `Broken`.
 */
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
 * Checks that the state of a user towards a contact is one of those that the step permits. Two states are never read at the
 * same time: a server may send a pending request again when its user logs in, and the session that reads the state of the
 * contact would receive it or not, by chance. Throws `Broken`.
 */
export async function checkState(step: StateStep, context: CaseContext): Promise<void> {
  const isRight = (found: SeenState) => isPermitted(nameOf(found, context), step);
  const atOnce = await readAtOnce(step, context);
  const read = () => readState(step, context);
  const seen = atOnce !== undefined && isRight(atOnce) ? atOnce : await readUntil(context, read, isRight);
  if (atOnce !== undefined && seen.pendingIn) noteRedelivery(step.user, atOnce.pendingIn, context);
  context.checks.push(...blamed([stateResult(step, seen, context)], context));
}

const nameOf = (seen: SeenState, { env }: CaseContext): string | undefined =>
  [...env.states.values()].find((recipe) => stateDifferences(seen, recipe).length === 0)?.name;

const isPermitted = (name: string | undefined, { states }: StateStep): name is string =>
  name !== undefined && states.includes(name);

function stateResult(step: StateStep, seen: SeenState, context: CaseContext): CheckResult {
  const found = nameOf(seen, context);
  const isRight = isPermitted(found, step);
  if (isRight && step.states.length > 1) context.observed.push(found);
  const failure: FailureOf<'state'> = {
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

/** Reads the state by a fresh session, which stays until the end of the case. */
async function readState({ user, contact }: StateStep, context: CaseContext): Promise<SeenState> {
  const login = await logInFresh(user, context);
  context.sessions.rest(login.ref);
  return stateIn(login, context.fixed.get(contact));
}

/**
 * Reads the state without a login, at the end of a case: a session that becomes available again changes nothing there that a step
 * sees. Only a right state counts, so that every failure shows what a login shows. Undefined where this is not possible, and where
 * the server is not known to show a request that should not be there.
 */
async function readAtOnce(step: StateStep, context: CaseContext): Promise<SeenState | undefined> {
  const { user, contact, states } = step;
  const redelivers = redeliversTo(user, context);
  const isPending = states.some((name) => context.env.states.get(name)?.pendingIn);
  const isKnown = redelivers || (isPending && redelivers === undefined);
  if (!isKnown || !isAtEnd(step, context)) return undefined;
  const seen = await comeAgain(user, context);
  return seen && stateIn(seen, context.fixed.get(contact));
}

/** No step follows that does anything but read states. */
function isAtEnd(step: StateStep, { case: { steps } }: CaseContext): boolean {
  const at = steps.indexOf(step);
  return at >= 0 && steps.slice(at).every(({ kind }) => kind === 'state');
}

function stateIn({ items, arrived }: SeenAtLogin, jid: string | undefined): SeenState {
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

/** A fresh session, and what it saw. */
export interface FreshLogin extends SeenAtLogin {
  readonly ref: string;
}

/** Connects a fresh session of the engine's own, which gets the roster and sends initial presence. Rejects with `Broken`. */
export async function logInFresh(actor: string, { sessions }: Pick<CaseContext, 'sessions'>): Promise<FreshLogin> {
  const plan = { ...freshPlan(actor, sessions), presence: element('presence', NS.client) };
  await sessions.connect(plan, 'setup');
  const items = await sessions.rosterGet(plan.ref, 'setup');
  await sessions.announce(plan, 'setup');
  const arrivals = await observeSetup(sessions);
  return { ref: plan.ref, items, arrived: arrivals.get(plan.ref) ?? [] };
}

/** The items that the case has sent, where others may be there of earlier cases; otherwise all. */
export function itemsOfCase(
  items: readonly XmlElement[],
  { of }: RosterStep,
  { case: { actors }, sessions: { transcript } }: CaseContext,
): readonly XmlElement[] {
  if (actors.find(({ name }) => name === of)?.account !== USED_ACCOUNT) return items;
  const named = new Set(
    sentIn(transcript)
      .flatMap(rosterItems)
      .map(({ attrs }) => attrs['jid']),
  );
  return items.filter(({ attrs }) => named.has(attrs['jid']));
}

/** What shows of a state: a roster, and the requests that a new session receives. */
export type SeenState = Pick<StateRecipe, 'subscription' | 'ask' | 'pendingIn'>;

/** What differs; empty where both are the same. */
export function stateDifferences(seen: SeenState, expected: SeenState): readonly StateDifference[] {
  const { subscription, ask, pendingIn } = seen;
  return [
    ...(subscription === expected.subscription
      ? []
      : [{ kind: 'subscription', seen: subscription, expected: expected.subscription } as const]),
    ...(ask === expected.ask ? [] : [{ kind: 'ask', seen: ask } as const]),
    ...(pendingIn === expected.pendingIn ? [] : [{ kind: 'request', seen: pendingIn } as const]),
  ];
}

/** The fewest differences to any of the states: those to the nearest one. */
export function nearestDifferences(
  seen: SeenState,
  states: readonly (SeenState | undefined)[],
): readonly StateDifference[] | undefined {
  const known = states.filter((state) => state !== undefined);
  const [nearest] = known.map((state) => stateDifferences(seen, state)).sort((a, b) => a.length - b.length);
  return nearest;
}
