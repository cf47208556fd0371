// Brings an existing account to the state of a new one: no roster, no pending requests, no offline messages.

import type { Problem } from '../model/problem.ts';
import type { Account, Connect, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { errorCondition, iqRequest } from '../stanza/iq.ts';
import { bareOf, resourceOf } from '../stanza/jid.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';
import { findProblem, isExpired, ProblemError } from '../wording/problems.ts';
import type { AccountWatch } from './account-watch.ts';
import { logIn } from './log-in.ts';
import { IN_A_ROW } from './numbers.ts';

interface Reset {
  readonly connect: Connect;
  readonly timeoutMs: number;
  /** Undefined for an account that only this run knows. */
  readonly watch?: AccountWatch | undefined;
}

/**
 * Logs in, empties the roster, denies pending requests, fetches offline messages, and closes. Resolves with the number of items that
 * were on the roster. Rejects when it cannot, with `account-shared` when something else is logged in, and with `session-lingers`
 * when an earlier session does not end.
 */
export async function resetAccount(account: Account, { connect, timeoutMs, watch }: Reset): Promise<number> {
  const session = await logIn(account, connect, { timeoutMs, discards: false });
  try {
    const contacts = await emptyRoster(session, timeoutMs);
    watch?.foundContacts(account.jid, contacts);
    const presence = await fetchStored(session, timeoutMs);
    if (watch !== undefined) refuseForeign(account, presence, watch);
    await awaitAlone(session, presence, timeoutMs);
    await leave(session, timeoutMs);
    return contacts.length;
  } finally {
    await session.close(timeoutMs);
  }
}

/**
 * Whether a reset fails for what the account holds: items that cannot be removed, or text that the server does not send as XML when it
 * answers. Broken XML in a login is no matter of the account.
 */
export const isOfRoster = (cause: Problem): boolean =>
  cause.kind === 'roster-not-emptied' ||
  (cause.kind === 'request-ended' && findProblem(cause, 'ill-formed-xml') !== undefined);

/** Presence from other resources of the account comes in answer to initial presence (RFC 6121 4.2.2). */
function refuseForeign({ jid }: Account, presence: readonly XmlElement[], watch: AccountWatch): void {
  const available = presence.filter(({ attrs }) => attrs['type'] === undefined);
  const from = available.map(({ attrs }) => attrs['from'] ?? '').find((sender) => watch.isForeign(sender));
  if (from === undefined) return;
  throw new ProblemError({ kind: 'account-shared', jid, seen: { kind: 'resource', resource: resourceOf(from) } });
}

/**
 * Waits until no other resource of the account is available. The server may end an earlier session late, or not at all
 * where the network has hidden the end from it. What that session still receives or causes would spoil a case. Rejects where one stays
 * (`session-lingers`), and when the stream ends.
 */
export async function awaitAlone(session: Session, before: readonly XmlElement[], timeoutMs: number): Promise<void> {
  const others = () => availableResources(session.jid, [...before, ...session.inbox]);
  await session
    .arrival(() => others().length === 0, timeoutMs)
    .catch((error: unknown) => {
      const [jid] = others();
      throw isExpired(error) && jid !== undefined ? new ProblemError({ kind: 'session-lingers', jid }) : error;
    });
}

/** Other full JIDs of the same account whose latest presence is available. */
function availableResources(own: string, arrived: readonly XmlElement[]): readonly string[] {
  const types = new Map<string, string | undefined>();
  for (const { name, attrs } of arrived) {
    const { from = '', type } = attrs;
    const isOther = name === 'presence' && from !== own && resourceOf(from) !== '' && bareOf(from) === bareOf(own);
    if (isOther) types.set(from, type);
  }
  return [...types].flatMap(([jid, type]) => (type === undefined ? [jid] : []));
}

/** Goes offline before the stream is closed, because that end may be hidden from the server, too. The roster get fences it. */
async function leave(session: Session, timeoutMs: number): Promise<void> {
  await session.send(presence({ type: 'unavailable' }), 'setup');
  await rosterOf(session, timeoutMs);
}

/** Resolves with the contacts that were there. */
async function emptyRoster(session: Session, timeoutMs: number): Promise<readonly string[]> {
  let items = await rosterOf(session, timeoutMs);
  const found = items.map(({ attrs }) => attrs['jid'] ?? '');
  for (let tries = IN_A_ROW; items.length > 0; tries -= 1) {
    if (tries === 0) throw new ProblemError({ kind: 'roster-not-emptied', items: items.length, tries: IN_A_ROW });
    await Promise.all(items.map((item) => removeItem(session, item, timeoutMs)));
    items = await rosterOf(session, timeoutMs);
  }
  return found;
}

/** The items of the roster; none when the server refuses the request, which the cases report. */
async function rosterOf(session: Session, timeoutMs: number): Promise<readonly XmlElement[]> {
  return (await findRoster(session, timeoutMs)) ?? [];
}

/** The items of the roster; undefined when the server refuses the request. Rejects without an answer. */
export async function findRoster(session: Session, timeoutMs: number): Promise<readonly XmlElement[] | undefined> {
  const answer = await session.request(iqRequest('get', element('query', NS.roster)), 'setup', timeoutMs);
  if (errorCondition(answer) !== undefined) return undefined;
  const query = child(answer, 'query', NS.roster);
  return query === undefined ? [] : elements(query);
}

/**
 * Ends the existing subscriptions only: any other presence would reach a contact that may be in a case right now. Rejects without an
 * answer.
 */
export async function removeItem(session: Session, item: XmlElement, timeoutMs: number): Promise<void> {
  const { jid = '', subscription = 'none', ask } = item.attrs;
  const isTo = subscription === 'to' || subscription === 'both' || ask !== undefined;
  const isFrom = subscription === 'from' || subscription === 'both';
  if (isTo) await session.send(presence({ type: 'unsubscribe', to: jid }), 'setup');
  if (isFrom) await session.send(presence({ type: 'unsubscribed', to: jid }), 'setup');
  await dropItem(session, item, timeoutMs);
}

/** Removes an item and leaves it to the server to end the subscriptions (RFC 6121 2.5.2). Rejects without an answer. */
export async function dropItem(session: Session, { attrs }: XmlElement, timeoutMs: number): Promise<void> {
  const removed = element('item', NS.roster, { jid: attrs['jid'] ?? '', subscription: 'remove' });
  await session.request(iqRequest('set', element('query', NS.roster, {}, [removed])), 'setup', timeoutMs);
  // The roster pushes: a large roster would fill the inbox.
  session.drain();
}

/**
 * Initial presence brings pending requests (RFC 6121 3.1.3) and offline messages (8.5.2.2.1); the roster get fences them.
 * Resolves with the presence that came.
 */
async function fetchStored(session: Session, timeoutMs: number): Promise<readonly XmlElement[]> {
  await session.send(presence({}), 'setup');
  await rosterOf(session, timeoutMs);
  const arrived = session.drain().filter(({ name }) => name === 'presence');
  await denyRequests(session, arrived, timeoutMs);
  return arrived;
}

/** Denies the requests among presence that has arrived; a roster get fences that. Resolves with whether there were any. Rejects without an answer. */
export async function denyRequests(
  session: Session,
  arrived: readonly XmlElement[],
  timeoutMs: number,
): Promise<boolean> {
  const requests = arrived.filter(({ attrs }) => attrs['type'] === 'subscribe');
  for (const { attrs } of requests) {
    await session.send(presence({ type: 'unsubscribed', to: attrs['from'] ?? '' }), 'setup');
  }
  if (requests.length > 0) await rosterOf(session, timeoutMs);
  return requests.length > 0;
}

export function presence(attrs: Readonly<Record<string, string>>): XmlElement {
  return element('presence', NS.client, attrs);
}
