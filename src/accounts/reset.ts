// Brings an existing account back to what a new one is: no roster, no pending requests, no offline messages.

import type { Account, Connect, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { childOf, conditionOf, element, elementsOf, iq, stanza } from './iq.ts';
import { logIn } from './log-in.ts';

const ROSTER = 'jabber:iq:roster';

/** Once to empty it, once for what arrived meanwhile, once to be sure. */
const TRIES = 3;

/** Logs in, empties the roster, denies pending requests, takes what was stored offline, and closes. Rejects when it cannot. */
export async function resetAccount(account: Account, connect: Connect, timeoutMs: number): Promise<void> {
  const session = await logIn(account, connect, timeoutMs);
  try {
    await emptyRoster(session, timeoutMs);
    await takeStored(session, timeoutMs);
  } finally {
    await session.close(timeoutMs);
  }
}

async function emptyRoster(session: Session, timeoutMs: number): Promise<void> {
  let items = await rosterOf(session, timeoutMs);
  for (let tries = TRIES; items.length > 0; tries -= 1) {
    if (tries === 0) throw new Error(`its roster still holds ${items.length} item(s) after ${TRIES} tries to empty it`);
    await Promise.all(items.map((item) => removeItem(session, item, timeoutMs)));
    items = await rosterOf(session, timeoutMs);
  }
}

/** A server that refuses to show a roster has none to empty; the run will tell so. */
async function rosterOf(session: Session, timeoutMs: number): Promise<readonly XmlElement[]> {
  const answer = await session.request(iq('get', element('query', ROSTER)), 'setup', timeoutMs);
  return conditionOf(answer) === undefined ? elementsOf(childOf(answer, 'query', ROSTER)) : [];
}

/** Ends what subscriptions there are, and only those: more would reach the contact, who may be in a case right now. */
async function removeItem(session: Session, { attrs }: XmlElement, timeoutMs: number): Promise<void> {
  const { jid = '', subscription = 'none', ask } = attrs;
  const isTo = subscription === 'to' || subscription === 'both' || ask !== undefined;
  const isFrom = subscription === 'from' || subscription === 'both';
  if (isTo) await session.send(stanza('presence', { type: 'unsubscribe', to: jid }), 'setup');
  if (isFrom) await session.send(stanza('presence', { type: 'unsubscribed', to: jid }), 'setup');
  const removed = element('item', ROSTER, { jid, subscription: 'remove' });
  await session.request(iq('set', element('query', ROSTER, {}, [removed])), 'setup', timeoutMs);
}

/** Initial presence brings pending requests (RFC 6121 3.1.3) and offline messages (8.5.2.2.1); the roster get fences them. */
async function takeStored(session: Session, timeoutMs: number): Promise<void> {
  await session.send(stanza('presence', {}), 'setup');
  await rosterOf(session, timeoutMs);
  const requests = session.drain().filter(({ name, attrs }) => name === 'presence' && attrs['type'] === 'subscribe');
  for (const { attrs } of requests) {
    await session.send(stanza('presence', { type: 'unsubscribed', to: attrs['from'] ?? '' }), 'setup');
  }
  if (requests.length > 0) await rosterOf(session, timeoutMs);
}
