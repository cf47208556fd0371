// Reaches a subscription state by real stanzas (RFC 6121 Appendix A.1), on any server.

import type { Given } from '../model/case.ts';
import type { StateRecipe } from '../model/standard.ts';
import { element, NS } from '../stanza/xml.ts';
import { Broken } from './broken.ts';
import { isRequestFrom, readRoster, showUp } from './fresh-session.ts';
import type { Play } from './play.ts';

/**
 * Brings two actors into the given state and verifies it at the rosters of the user and of a local contact. Throws
 * `Broken` when it cannot be reached.
 */
export async function reach(given: Given, play: Play): Promise<void> {
  const { states } = play.env;
  const recipe = states.get(given.state);
  if (recipe === undefined) throw new Error(`no recipe for the state "${given.state}"`);
  for (const step of recipe.moves) await move(given, step, play);
  await verifyRoster(given, recipe, play);
  const mirror = states.get(recipe.mirror);
  const isLocal = play.case.actors.some(({ name, isRemote }) => name === given.contact && !isRemote);
  if (isLocal && mirror !== undefined)
    await verifyRoster({ ...given, user: given.contact, contact: given.user }, mirror, play);
  if (recipe.pendingIn) await verifyPending(given, play);
}

/** One stanza, and a fence: nobody answers a request before the asking side has been told of it. */
async function move(given: Given, step: StateRecipe['moves'][number], play: Play): Promise<void> {
  const [actor, other] = step.who === 'user' ? [given.user, given.contact] : [given.contact, given.user];
  const { stage } = play;
  const session =
    stage.findSession(actor, (plan) => plan.presence !== undefined) ?? stage.findSession(actor, () => true);
  if (session === undefined) {
    throw new Broken({ kind: 'state-needs-session', state: given.state, actor });
  }
  const presence = element('presence', NS.client, { type: step.type, to: `\${${other}}` });
  await play.stage.send(session, presence, 'setup');
  await play.stage.fence();
  play.stage.collect();
}

/** Compares what the roster of `user` shows of `contact` with the recipe of a state; the state that is named is `given`'s. */
async function verifyRoster({ user, contact, state }: Given, recipe: StateRecipe, play: Play): Promise<void> {
  const interested = play.stage.findSession(user, (plan) => plan.roster);
  const items = await readRoster(user, interested, play);
  const item = items.find(({ attrs }) => attrs['jid'] === play.fixed.get(contact));
  const subscription = item?.attrs['subscription'] ?? 'none';
  const ask = item?.attrs['ask'];
  if (subscription === recipe.subscription && (ask === 'subscribe') === recipe.ask) return;
  throw new Broken({ kind: 'state-not-reached', state, user, subscription, ask });
}

/** A pending request shows only as redelivery at login (3.1.3). The session that sees it leaves before the play begins. */
async function verifyPending(given: Given, play: Play): Promise<void> {
  const { stage } = play;
  const { ref, arrived } = await showUp(given.user, play);
  await stage.disconnect(ref);
  await stage.fence();
  stage.collect();
  const jid = play.fixed.get(given.contact);
  const isShown = arrived.some((stanza) => isRequestFrom(stanza, jid));
  if (!isShown) {
    const { state, user, contact } = given;
    throw new Broken({ kind: 'request-not-redelivered', state, user, contact });
  }
}
