// A session of the case that becomes available again shows what a login would, where the server redelivers to it.

import type { SessionPlan } from '../model/case.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import type { CaseContext } from './case-context.ts';
import type { CaseSessions } from './case-sessions.ts';
import { sideOf } from './environment.ts';
import type { Arrivals } from './judge/arrivals.ts';

/** The roster items that a session got, and what arrived after its initial presence. */
export interface SeenAtLogin {
  readonly items: readonly XmlElement[];
  readonly arrived: readonly XmlElement[];
}

/** Fences, and returns what has arrived at each session since the last step. It is part of the set-up. Rejects with `Broken` on a lost fence. */
export async function observeSetup(sessions: CaseSessions): Promise<Arrivals> {
  const arrivals = await sessions.observe();
  for (const stanzas of arrivals.values()) sessions.transcript.mark(stanzas, 'setup');
  return arrivals;
}

/**
 * Whether the server of the actor shows a pending request to a session that becomes available again; undefined where that is not
 * known. In a further look, states are read by logins.
 */
export function redeliversTo(
  actor: string,
  { case: { actors }, env, facts, patience }: CaseContext,
): boolean | undefined {
  const { domain } = sideOf(
    actors.find(({ name }) => name === actor),
    env,
  );
  return patience === undefined ? facts.redelivers[domain] : false;
}

/** The run learns whether it does. */
export function noteRedelivery(actor: string, isShown: boolean, { case: { actors }, env }: CaseContext): void {
  const { domain } = sideOf(
    actors.find(({ name }) => name === actor),
    env,
  );
  env.known.learn({ kind: 'redelivery', domain, isShown });
}

/**
 * An ordinary session of the actor becomes unavailable and available again, and gets the roster. Undefined where the actor has
 * none: one that is interested, answers, and sends plain presence. Rejects with `Broken`.
 */
export async function comeAgain(
  actor: string,
  { case: { actors }, sessions }: CaseContext,
): Promise<SeenAtLogin | undefined> {
  const ref = sessions.findSession(actor, isOrdinary);
  const plan = actors.flatMap((one) => one.sessions).find((one) => one.ref === ref);
  if (plan === undefined || sessions.session(plan.ref).ended !== undefined) return undefined;
  // What was caused before must not count.
  if (!sessions.isSettled()) await observeSetup(sessions);
  await sessions.send(plan.ref, element('presence', NS.client, { type: 'unavailable' }), 'setup');
  await sessions.announce(plan, 'setup');
  const items = await sessions.rosterGet(plan.ref, 'setup');
  return { items, arrived: (await observeSetup(sessions)).get(plan.ref) ?? [] };
}

const isOrdinary = ({ roster, presence, answers }: SessionPlan): boolean =>
  roster && answers && presence !== undefined && elements(presence).length === 0;
