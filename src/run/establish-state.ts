// Establishes a subscription state by real stanzas (RFC 6121 Appendix A.1), on any server.

import type { Given } from '../model/case.ts';
import type { StateRecipe } from '../model/standard.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { Broken } from './broken.ts';
import type { CaseContext } from './case-context.ts';
import { comeAgain, noteRedelivery, redeliversTo } from './come-again.ts';
import { isRequestFrom, logInFresh, openMover, readRoster, stateDifferences } from './fresh-sessions.ts';
import { readUntil } from './patience.ts';

/**
 * Brings two actors into the given state and verifies it in the rosters of the user and of a local contact. Throws
 * `Broken` when the state is not reached.
 */
export function establishState(given: Given, context: CaseContext): Promise<void> {
  const { sessions } = context;
  const sessionOf = (actor: string) =>
    sessions.findSession(actor, (plan) => plan.presence !== undefined) ?? sessions.findSession(actor, () => true);
  return establish(given, context, sessionOf);
}

/**
 * Like `establishState`, before the sessions of the case begin: by sessions of the engine's own, which are
 * closed again. The server limits how many subscription stanzas one stream carries, and the steps of the case need theirs. Throws `Broken`.
 */
export async function establishStateApart(given: Given, context: CaseContext): Promise<void> {
  const { sessions } = context;
  const movers = new Map<string, string>();
  for (const actor of [given.user, given.contact]) movers.set(actor, await openMover(actor, sessions));
  await establish(given, context, (actor) => movers.get(actor));
  for (const ref of movers.values()) await sessions.disconnect(ref);
}

async function establish(
  given: Given,
  context: CaseContext,
  sessionOf: (actor: string) => string | undefined,
): Promise<void> {
  const { states } = context.env;
  const recipe = states.get(given.state);
  if (recipe === undefined) throw new Error(`no recipe for the state "${given.state}"`);
  for (const { who, type } of recipe.moves) {
    const [actor, other] = who === 'user' ? [given.user, given.contact] : [given.contact, given.user];
    const session = sessionOf(actor);
    if (session === undefined) throw new Broken({ kind: 'state-needs-session', state: given.state, actor });
    await move(context, { session, type, other });
  }
  await verifyRosters(given, recipe, context);
  if (recipe.pendingIn) await verifyPending(given, context);
}

interface Move {
  readonly session: string;
  readonly type: StateRecipe['moves'][number]['type'];
  /** The actor that the stanza is for. */
  readonly other: string;
}

/**
 * Sends one stanza, and pings until it has arrived at the other actor: none answers a request before. Where it does not arrive,
 * because the actor has no available resource or the server keeps it, that is a whole fence.
 */
async function move({ sessions, fixed, patience }: CaseContext, { session, type, other }: Move): Promise<void> {
  const presence = element('presence', NS.client, { type, to: `\${${other}}` });
  await sessions.send(session, presence, 'setup');
  const sender = fixed.get(actorOf(session));
  const isIt = ({ name, attrs }: XmlElement) =>
    name === 'presence' && attrs['type'] === type && bareOf(attrs['from'] ?? '') === sender;
  const isAt = ([ref, stanzas]: readonly [string, readonly XmlElement[]]) =>
    actorOf(ref) === other && stanzas.some(isIt);
  if (patience === undefined) await sessions.reach((arrivals) => [...arrivals].some(isAt), other);
  else await sessions.observe();
}

/** Compares the rosters of the user and of a local contact, both at once; a mismatch of the user counts first. */
async function verifyRosters(given: Given, recipe: StateRecipe, context: CaseContext): Promise<void> {
  const mirror = context.env.states.get(recipe.mirror);
  const isLocal = context.case.actors.some(({ name, isRemote }) => name === given.contact && !isRemote);
  const sides = [verifyRoster(given, recipe, context)];
  if (isLocal && mirror !== undefined)
    sides.push(verifyRoster({ ...given, user: given.contact, contact: given.user }, mirror, context));
  await Promise.allSettled(sides);
  await Promise.all(sides);
}

/** Compares what the roster of `user` shows of `contact` with the recipe of a state. A mismatch names the state of `given`. */
async function verifyRoster({ user, contact, state }: Given, recipe: StateRecipe, context: CaseContext): Promise<void> {
  const interested = context.sessions.findSession(user, (plan) => plan.roster);
  const read = async () => {
    const items = await readRoster(user, interested, context);
    const item = items.find(({ attrs }) => attrs['jid'] === context.fixed.get(contact));
    const { subscription = 'none', ask } = item?.attrs ?? {};
    const seen = { subscription, ask: ask === 'subscribe', pendingIn: recipe.pendingIn };
    return { subscription, ask, differences: stateDifferences(seen, recipe) };
  };
  const seen = await readUntil(context, read, ({ differences }) => differences.length === 0);
  if (seen.differences.length > 0) throw new Broken({ kind: 'state-not-reached', state, user, ...seen });
}

/**
 * A pending request shows only when it is redelivered (3.1.3), to a session of the user that becomes available again, or at a
 * login. The session that logs in for that leaves before the first step.
 */
async function verifyPending({ state, user, contact }: Given, context: CaseContext): Promise<void> {
  const jid = context.fixed.get(contact);
  const seen = redeliversTo(user, context) === false ? undefined : await comeAgain(user, context);
  if (seen?.arrived.some((stanza) => isRequestFrom(stanza, jid))) return noteRedelivery(user, true, context);
  const read = async () => {
    const login = await logInFresh(user, context);
    await context.sessions.disconnect(login.ref);
    return login.arrived.some((stanza) => isRequestFrom(stanza, jid));
  };
  const isRedelivered = await readUntil(context, read, (isSeen) => isSeen);
  if (isRedelivered && seen !== undefined) noteRedelivery(user, false, context);
  if (!isRedelivered) throw new Broken({ kind: 'request-not-redelivered', state, user, contact });
}
