// Reaches a subscription state by real stanzas (RFC 6121 Appendix A.1), on any server.

import type { Given, StateRecipe } from '../model.ts';
import { element, NS } from '../stanza/xml.ts';
import { Broken } from './broken.ts';
import { isRequestFrom, readRoster, showUp } from './fresh-session.ts';
import type { Play } from './play.ts';

/** Brings two actors into the given state and verifies it at the user's roster. Throws `Broken` when it cannot be reached. */
export async function reach(given: Given, play: Play): Promise<void> {
  const recipe = play.env.states.get(given.state);
  if (recipe === undefined) throw new Broken(`no recipe for the state "${given.state}"`);
  for (const step of recipe.moves) await move(given, step, play);
  await verify(given, recipe, play);
}

/** One stanza, and a fence: nobody answers a request before the asking side has been told of it. */
async function move(given: Given, step: StateRecipe['moves'][number], play: Play): Promise<void> {
  const [actor, other] = step.who === 'user' ? [given.user, given.contact] : [given.contact, given.user];
  const { stage } = play;
  const session =
    stage.findSession(actor, (plan) => plan.presence !== undefined) ?? stage.findSession(actor, () => true);
  if (session === undefined) throw new Broken(`the state "${given.state}" needs a session of ${actor} at the start`);
  const presence = element('presence', NS.client, { type: step.type, to: `\${${other}}` });
  await play.stage.send(session, presence, 'setup');
  await play.stage.fence();
  play.stage.collect();
}

async function verify(given: Given, recipe: StateRecipe, play: Play): Promise<void> {
  const interested = play.stage.findSession(given.user, (plan) => plan.roster);
  const items = await readRoster(given.user, interested, play);
  const jid = play.fixed.get(given.contact);
  const item = items.find((i) => i.attrs['jid'] === jid);
  const subscription = item?.attrs['subscription'] ?? 'none';
  const ask = item?.attrs['ask'];
  if (subscription === recipe.subscription && (ask === 'subscribe') === recipe.ask)
    return verifyPending(given, recipe, play);
  const shown = `subscription "${subscription}"${ask === undefined ? '' : ` and ask "${ask}"`}`;
  throw new Broken(`the state "${given.state}" was not reached: the roster of ${given.user} shows ${shown}`);
}

/** A pending request shows only as redelivery at login (3.1.3). The session that sees it leaves before the play begins. */
async function verifyPending(given: Given, recipe: StateRecipe, play: Play): Promise<void> {
  if (!recipe.pendingIn) return;
  const { stage } = play;
  const { ref, arrived } = await showUp(given.user, play);
  await stage.disconnect(ref);
  await stage.fence();
  stage.collect();
  const jid = play.fixed.get(given.contact);
  const isShown = arrived.some((stanza) => isRequestFrom(stanza, jid));
  if (!isShown) {
    const why = `a new session of ${given.user} was not shown the pending request of ${given.contact}`;
    throw new Broken(`the state "${given.state}" was not reached: ${why}`);
  }
}
