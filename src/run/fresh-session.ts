// What a fresh session sees: the stored roster, and the subscription state towards a contact.

import type { SessionPlan } from '../model/case.ts';
import type { StateFailure } from '../model/failure.ts';
import type { StateRecipe } from '../model/standard.ts';
import type { StateStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import type { Play } from './play.ts';
import { checkResult } from './verdict.ts';

/** Reads the roster of an actor by `session`, or by a fresh session that shows itself to nobody. */
export async function readRoster(
  actor: string,
  session: string | undefined,
  play: Pick<Play, 'stage'>,
): Promise<readonly XmlElement[]> {
  if (session !== undefined) return play.stage.rosterGet(session, 'step');
  const ref = `${actor}/${play.stage.nextId('reader')}`;
  const plan: SessionPlan = {
    ref,
    resource: ref.slice(actor.length + 1),
    roster: false,
    answers: true,
    atStart: false,
  };
  await play.stage.connect(plan, 'setup');
  const items = await play.stage.rosterGet(ref, 'step');
  play.stage.park(ref);
  return items;
}

/** Compares the state of a user towards a contact with those that the step permits. */
export async function state(step: StateStep, play: Play): Promise<void> {
  const { subscription, ask, pendingIn } = await readState(step, play);
  const same = (recipe: StateRecipe) =>
    recipe.subscription === subscription && recipe.ask === ask && recipe.pendingIn === pendingIn;
  const found = [...play.env.states.values()].find(same)?.name;
  const isRight = found !== undefined && step.states.includes(found);
  if (isRight && step.states.length > 1) play.observed.push(found);
  const failure: StateFailure = {
    kind: 'state',
    user: step.user,
    contact: step.contact,
    found: found === undefined ? { subscription, ask, pendingIn } : { name: found },
    states: step.states,
  };
  const at = { place: step.place, session: step.user, proves: step.proves };
  play.checks.push(checkResult(at, isRight ? undefined : failure, play.env.requirements));
}

/** The state of a user towards a contact as a fresh session sees it, which stays until the end of the case. */
async function readState(
  { user, contact }: { readonly user: string; readonly contact: string },
  play: Play,
): Promise<Pick<StateRecipe, 'subscription' | 'ask' | 'pendingIn'>> {
  const reader = await showUp(user, play);
  const jid = play.fixed.get(contact);
  const item = reader.items.find((candidate) => candidate.attrs['jid'] === jid);
  play.stage.park(reader.ref);
  return {
    subscription: item?.attrs['subscription'] ?? 'none',
    ask: item?.attrs['ask'] === 'subscribe',
    pendingIn: reader.arrived.some((stanza) => isRequestFrom(stanza, jid)),
  };
}

/** A subscription request of that bare JID. */
export const isRequestFrom = (stanza: XmlElement, jid: string | undefined): boolean =>
  stanza.attrs['type'] === 'subscribe' && bareOf(stanza.attrs['from'] ?? '') === jid;

/** Connects a fresh session of the engine's own that asks for the roster and sends presence; returns what it was shown. */
export async function showUp(actor: string, play: Play) {
  const { stage } = play;
  const ref = `${actor}/${stage.nextId('reader')}`;
  const presence = element('presence', NS.client);
  const plan = { ref, resource: ref.slice(actor.length + 1), roster: false, presence, answers: true, atStart: false };
  stage.cause();
  await stage.connect(plan, 'setup');
  const items = await stage.rosterGet(ref, 'setup');
  await stage.announce(plan, 'setup');
  await stage.fence();
  const collected = stage.collect();
  for (const stanzas of collected.values()) stage.transcript.mark(stanzas, 'setup');
  return { ref, items, arrived: collected.get(ref) ?? [] };
}
