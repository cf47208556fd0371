// RFC 6121 3 and Appendix A: subscriptions, as the tables of spec/appendix-a.yaml have them.

import type { XmlElement } from '../model/xml.ts';
import type { Cell, Direction, Effect, StateName, SubscriptionMove, SubscriptionState } from '../spec/appendix-a.ts';
import { findCell, findState } from '../spec/appendix-a.ts';
import { sendAllUnavailable, sendCurrentPresence } from './availability.ts';
import { availableResources, interestedResources, isRemote } from './lookup.ts';
import { blankItem, dropItem, storeItem } from './roster.ts';
import { route } from './route.ts';
import type { Account, Resource, RosterItem, ServerState } from './server-state.ts';
import { presence, stamp } from './stanza.ts';

const MOVES: readonly string[] = [
  'subscribe',
  'unsubscribe',
  'subscribed',
  'unsubscribed',
] satisfies SubscriptionMove[];

/** Whether a presence type manages subscriptions. */
export function isMove(type: string | undefined): type is SubscriptionMove {
  return type !== undefined && MOVES.includes(type);
}

/** The state of an account towards a contact (A.1). */
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

/** The user manages a subscription (3.1.2, 3.1.5, 3.2.2, 3.3.2; A.2). `contact` is a bare JID. */
export function handleOutbound(server: ServerState, origin: Resource, contact: string, stanza: XmlElement): void {
  const { account } = origin;
  const cell = cellFor(server, account, { direction: 'outbound', contact, stanza });
  if (!cell) return;
  server.cell = cell.id;
  if (cell.unavailableFirst) sendAllUnavailable(server, account, contact);
  const stamped = stampMove(account, contact, stanza);
  if (cell.pass === 'MUST') route(server, stamped, origin);
  enterState(server, account, { contact, effect: cell, approved: approvalAfter(account, contact, cell) });
  if (stanza.attrs['type'] === 'subscribe') noteAsked(server, account, stamped);
  if (cell.presenceAfter) sendCurrentPresence(server, account, contact);
  server.hooks?.afterCell?.(cell, { server, account, contact });
  server.cell = undefined;
}

/** A contact's stanza about a subscription arrives (3.1.3, 3.1.6, 3.2.3, 3.3.3; A.3). `contact` is a bare JID. */
export function handleInbound(server: ServerState, account: Account, contact: string, received: XmlElement): void {
  const stanza = isForAccount(received) ? stamp(received, { to: account.jid }) : received;
  const cell = cellFor(server, account, { direction: 'inbound', contact, stanza });
  if (!cell) return;
  server.cell = cell.id;
  const spent = isPreApproved(account, contact) ? cell.ifPreApproved : undefined;
  const effect = spent ?? cell;
  const isToWait = findState(server.appendix, effect.newState).pendingIn;
  if (isToWait && stanza.attrs['type'] === 'subscribe') keepRequest(account, contact, stanza);
  if (effect.pass === 'MUST') deliverMove(account, stanza);
  enterState(server, account, { contact, effect, approved: isPreApproved(account, contact) });
  if (cell.unavailableAfter) sendAllUnavailable(server, account, contact);
  if (effect.reply) route(server, presence({ type: effect.reply, from: account.jid, to: contact }));
  if (spent) sendCurrentPresence(server, account, contact);
  server.hooks?.afterCell?.(cell, { server, account, contact });
  server.cell = undefined;
}

/**
 * Sends requests again that remote contacts have not answered, in case one was lost on the way. When to do so is the
 * server's choice (3.1.2); ours is each time that a resource comes online.
 */
export function resendRequests(server: ServerState, account: Account): void {
  for (const request of account.pendingOut.values()) route(server, stamp(request, { id: server.uniqueId() }));
}

/** Removes a contact from the roster and ends what there was between the two (2.5.2). */
export function removeContact(server: ServerState, account: Account, contact: string): void {
  endSubscriptions(server, account, contact);
  dropItem(server, account, contact);
}

/** Tells a contact that nothing is left between the two; the item stays as it is. */
export function endSubscriptions(server: ServerState, account: Account, contact: string): void {
  const state = findState(server.appendix, stateOf(server, account, contact));
  account.pendingIn.delete(contact);
  account.pendingOut.delete(contact);
  if (seesPresence(state.subscription)) sendAllUnavailable(server, account, contact);
  for (const type of partingMoves(state)) route(server, presence({ type, from: account.jid, to: contact }));
}

/** What the contact is told when its item goes; a request that is pending on either side ends too (errata R15). */
function partingMoves({ subscription, ask, pendingIn }: SubscriptionState): readonly SubscriptionMove[] {
  const userWantsPresence = subscription === 'to' || subscription === 'both' || ask;
  const contactWantsPresence = seesPresence(subscription) || pendingIn;
  return [
    ...(userWantsPresence ? (['unsubscribe'] as const) : []),
    ...(contactWantsPresence ? (['unsubscribed'] as const) : []),
  ];
}

interface Move {
  readonly direction: Direction;
  readonly contact: string;
  readonly stanza: XmlElement;
}

function cellFor(server: ServerState, account: Account, { direction, contact, stanza }: Move): Cell | undefined {
  const { type } = stanza.attrs;
  if (!isMove(type) || contact === account.jid || account.kind === 'rosterless') return undefined;
  return findCell(server.appendix, direction, type, stateOf(server, account, contact));
}

function isPreApproved(account: Account, contact: string): boolean {
  return account.roster.items.get(contact)?.approved ?? false;
}

/** The mark of pre-approval after an outbound stanza (3.4.2, 3.2.2). */
function approvalAfter(account: Account, contact: string, { preApproval }: Cell): boolean {
  if (preApproval === undefined) return isPreApproved(account, contact);
  return preApproval === 'set';
}

/** Subscription stanzas come from the bare JID (3), and requests go to one (3.1.2). */
function stampMove(account: Account, contact: string, stanza: XmlElement): XmlElement {
  return stamp(stanza, { from: account.jid, ...(isForAccount(stanza) && { to: contact }) });
}

/** A request to a full JID is one to the account (3.1.2, 3.1.3). No other `to` is changed (RFC 6120 8.1.1.1). */
function isForAccount({ attrs }: XmlElement): boolean {
  return attrs['type'] === 'subscribe';
}

interface Transition {
  readonly contact: string;
  readonly effect: Effect;
  readonly approved: boolean;
}

/**
 * Puts the contact into the new state; pushes when the roster shows a difference. A pre-approval is spent when the
 * subscription comes (3.4.2 leaves that to the server).
 */
function enterState(server: ServerState, account: Account, { contact, effect, approved }: Transition): void {
  const { subscription, ask, pendingIn } = findState(server.appendix, effect.newState);
  // A state has the request that it speaks of: one that nobody sent, where a table is wrong.
  if (pendingIn) keepRequest(account, contact, presence({ type: 'subscribe', from: contact, to: account.jid }));
  else account.pendingIn.delete(contact);
  if (!ask) account.pendingOut.delete(contact);
  const before = account.roster.items.get(contact) ?? blankItem(contact);
  const after = { ...before, subscription, ask, approved: approved && !seesPresence(subscription) };
  if (isVisiblyChanged(before, after)) storeItem(server, account, after);
}

/** The contact sees the user's presence. */
function seesPresence(subscription: RosterItem['subscription']): boolean {
  return subscription === 'from' || subscription === 'both';
}

function isVisiblyChanged(before: RosterItem, after: RosterItem): boolean {
  const { subscription, ask, approved } = after;
  return before.subscription !== subscription || before.ask !== ask || before.approved !== approved;
}

/** Keeps a request whole until it is answered; the first of several from one contact stays (3.1.3). */
function keepRequest(account: Account, contact: string, stanza: XmlElement): void {
  if (!account.pendingIn.has(contact)) account.pendingIn.set(contact, stanza);
}

/** Remembers a request that only another server can answer. */
function noteAsked(server: ServerState, account: Account, request: XmlElement): void {
  const { to = '' } = request.attrs;
  const isOpen = account.roster.items.get(to)?.ask === true;
  if (isOpen && isRemote(server, to)) account.pendingOut.set(to, request);
}

/** Requests go to available resources (3.1.3); what answers or ends them to interested ones (3.1.6, 3.2.3, 3.3.3). */
function deliverMove(account: Account, stanza: XmlElement): void {
  const isRequest = stanza.attrs['type'] === 'subscribe';
  const receivers = isRequest ? availableResources(account) : interestedResources(account);
  for (const resource of receivers) resource.send(stanza);
}
