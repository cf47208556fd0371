// RFC 6121 3 and Appendix A: subscriptions, by the tables of spec/appendix-a.yaml.

import type { XmlElement } from '../model/xml.ts';
import {
  type Cell,
  type Direction,
  type Effect,
  findCell,
  findState,
  type StateName,
  type SubscriptionMove,
  type SubscriptionState,
} from '../spec/appendix-a.ts';
import {
  availableResources,
  interestedResources,
  isRemote,
  route,
  sendAllUnavailable,
  sendCurrentPresence,
} from './availability.ts';
import { blankItem, dropItem, storeItem } from './roster.ts';
import type { Account, Resource, RosterItem, ServerState } from './server-state.ts';
import { presence, stamp } from './stanza.ts';

const SUBSCRIPTION_TYPES: readonly string[] = [
  'subscribe',
  'unsubscribe',
  'subscribed',
  'unsubscribed',
] satisfies SubscriptionMove[];

/** A subscription stanza and the contact, a bare JID, to which it goes or from which it comes. */
interface Exchange {
  readonly contact: string;
  readonly stanza: XmlElement;
}

/** Whether a presence type manages subscriptions. */
export function isSubscriptionType(type: string | undefined): type is SubscriptionMove {
  return type !== undefined && SUBSCRIPTION_TYPES.includes(type);
}

/** The subscription state of an account and a contact (A.1). */
function stateOf(server: ServerState, account: Account, contact: string): StateName {
  const { subscription, ask } = account.roster.items.get(contact) ?? blankItem(contact);
  const pendingIn = account.pendingIn.has(contact);
  const found = server.appendix.states.find(
    (state) => state.subscription === subscription && state.ask === ask && state.pendingIn === pendingIn,
  );
  if (!found)
    throw new Error(`no state of Appendix A has subscription ${subscription}, ask ${ask}, request ${pendingIn}`);
  return found.name;
}

/** Handles a user's subscription stanza (3.1.2, 3.1.5, 3.2.2, 3.3.2; A.2). */
export function handleOutboundSubscription(server: ServerState, origin: Resource, { contact, stanza }: Exchange): void {
  const { account } = origin;
  const cell = cellFor(server, account, { direction: 'outbound', contact, stanza });
  if (!cell) return;
  server.cell = cell.id;
  if (cell.unavailableFirst) sendAllUnavailable(server, account, contact);
  const stamped = stampSubscription(account, contact, stanza);
  if (cell.pass === 'MUST') route(server, stamped, origin);
  enterState(server, account, { contact, effect: cell, approved: approvalAfter(account, contact, cell) });
  if (stanza.attrs['type'] === 'subscribe') storePendingOut(server, account, stamped);
  if (cell.presenceAfter) sendCurrentPresence(server, account, contact);
  server.hooks?.afterCell?.(cell, { server, account, contact });
  server.cell = undefined;
}

/** Handles a contact's subscription stanza (3.1.3, 3.1.6, 3.2.3, 3.3.3; A.3). */
export function handleInboundSubscription(server: ServerState, account: Account, received: Exchange): void {
  const { contact } = received;
  const stanza = isRequest(received.stanza) ? stamp(received.stanza, { to: account.jid }) : received.stanza;
  const cell = cellFor(server, account, { direction: 'inbound', contact, stanza });
  if (!cell) return;
  server.cell = cell.id;
  const automatic = isPreApproved(account, contact) ? cell.ifPreApproved : undefined;
  const effect = automatic ?? cell;
  const isPending = findState(server.appendix, effect.newState).pendingIn;
  if (isPending && stanza.attrs['type'] === 'subscribe') storePendingIn(account, contact, stanza);
  if (effect.pass === 'MUST') deliverSubscription(account, stanza);
  enterState(server, account, { contact, effect, approved: isPreApproved(account, contact) });
  if (cell.unavailableAfter) sendAllUnavailable(server, account, contact);
  if (effect.reply) route(server, presence({ type: effect.reply, from: account.jid, to: contact }));
  if (automatic) sendCurrentPresence(server, account, contact);
  server.hooks?.afterCell?.(cell, { server, account, contact });
  server.cell = undefined;
}

/**
 * Sends the requests again that remote contacts have not answered, because they may have been lost. The server chooses
 * when (3.1.2): this one does it whenever a resource becomes available.
 */
export function resendRequests(server: ServerState, account: Account): void {
  for (const request of account.pendingOut.values()) route(server, stamp(request, { id: server.uniqueId() }));
}

/** Removes a contact from the roster, and ends the subscriptions of both (2.5.2). */
export function removeContact(server: ServerState, account: Account, contact: string): void {
  endSubscriptions(server, account, contact);
  dropItem(server, account, contact);
}

/** Notifies a contact that the subscriptions of both have ended. Does not change the item. */
export function endSubscriptions(server: ServerState, account: Account, contact: string): void {
  const state = findState(server.appendix, stateOf(server, account, contact));
  account.pendingIn.delete(contact);
  account.pendingOut.delete(contact);
  if (isSubscribed(state.subscription)) sendAllUnavailable(server, account, contact);
  for (const type of removalNotices(state)) route(server, presence({ type, from: account.jid, to: contact }));
}

/** The stanzas to the contact of a removed item. Pending requests of both end as well (ruling R15). */
function removalNotices({ subscription, ask, pendingIn }: SubscriptionState): readonly SubscriptionMove[] {
  const userWantsPresence = subscription === 'to' || subscription === 'both' || ask;
  const contactWantsPresence = isSubscribed(subscription) || pendingIn;
  return [
    ...(userWantsPresence ? (['unsubscribe'] as const) : []),
    ...(contactWantsPresence ? (['unsubscribed'] as const) : []),
  ];
}

interface DirectedExchange extends Exchange {
  readonly direction: Direction;
}

function cellFor(
  server: ServerState,
  account: Account,
  { direction, contact, stanza }: DirectedExchange,
): Cell | undefined {
  const { type } = stanza.attrs;
  if (!isSubscriptionType(type) || contact === account.jid || account.kind === 'rosterless') return undefined;
  return findCell(server.appendix, direction, type, stateOf(server, account, contact));
}

function isPreApproved(account: Account, contact: string): boolean {
  return account.roster.items.get(contact)?.approved ?? false;
}

/** Whether the contact is pre-approved after an outbound stanza (3.4.2, 3.2.2). */
function approvalAfter(account: Account, contact: string, { preApproval }: Cell): boolean {
  if (preApproval === undefined) return isPreApproved(account, contact);
  return preApproval === 'set';
}

/** Stamps a subscription stanza: it comes from the bare JID (3), and a request goes to one (3.1.2). */
function stampSubscription(account: Account, contact: string, stanza: XmlElement): XmlElement {
  return stamp(stanza, { from: account.jid, ...(isRequest(stanza) && { to: contact }) });
}

/** Whether a stanza is a request. Only the `to` of requests is changed to the bare JID (3.1.2, 3.1.3; RFC 6120 8.1.1.1). */
function isRequest({ attrs }: XmlElement): boolean {
  return attrs['type'] === 'subscribe';
}

interface Transition {
  readonly contact: string;
  readonly effect: Effect;
  readonly approved: boolean;
}

/**
 * Enters the new state, and pushes the item when it has changed. A pre-approval ends when the subscription begins, which
 * 3.4.2 leaves to the server.
 */
function enterState(server: ServerState, account: Account, { contact, effect, approved }: Transition): void {
  const { subscription, ask, pendingIn } = findState(server.appendix, effect.newState);
  // Only a mutant enters a state with a pending request that no contact has sent.
  if (pendingIn) storePendingIn(account, contact, presence({ type: 'subscribe', from: contact, to: account.jid }));
  else account.pendingIn.delete(contact);
  if (!ask) account.pendingOut.delete(contact);
  const before = account.roster.items.get(contact) ?? blankItem(contact);
  const after = { ...before, subscription, ask, approved: approved && !isSubscribed(subscription) };
  if (isVisiblyChanged(before, after)) storeItem(server, account, after);
}

/** Whether the contact is subscribed to the user's presence. */
function isSubscribed(subscription: RosterItem['subscription']): boolean {
  return subscription === 'from' || subscription === 'both';
}

function isVisiblyChanged(before: RosterItem, after: RosterItem): boolean {
  const { subscription, ask, approved } = after;
  return before.subscription !== subscription || before.ask !== ask || before.approved !== approved;
}

/** Stores a request with all its children until it is answered; of several from one contact, the first (3.1.3). */
function storePendingIn(account: Account, contact: string, stanza: XmlElement): void {
  if (!account.pendingIn.has(contact)) account.pendingIn.set(contact, stanza);
}

/** Stores a request to a remote contact until it is answered. */
function storePendingOut(server: ServerState, account: Account, request: XmlElement): void {
  const { to = '' } = request.attrs;
  const isOpen = account.roster.items.get(to)?.ask === true;
  if (isOpen && isRemote(server, to)) account.pendingOut.set(to, request);
}

/** Delivers requests to available resources (3.1.3), other subscription stanzas to interested ones (3.1.6, 3.2.3, 3.3.3). */
function deliverSubscription(account: Account, stanza: XmlElement): void {
  const isRequest = stanza.attrs['type'] === 'subscribe';
  const receivers = isRequest ? availableResources(account) : interestedResources(account);
  for (const resource of receivers) resource.send(stanza);
}
