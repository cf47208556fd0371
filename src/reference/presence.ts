// RFC 6121 4: presence that clients send, and presence that arrives for an account.

import type { XmlElement } from '../model/xml.ts';
import type { Jid } from '../stanza/jid.ts';
import { parseJid } from '../stanza/jid.ts';
import { forgetDirected, isSubscriber, publishers, subscribers } from './availability.ts';
import { availableResources, isRemote, isUsable } from './lookup.ts';
import { deliverOffline } from './offline.ts';
import { answerProbe } from './probe.ts';
import { route } from './route.ts';
import type { Account, Resource, ServerState } from './server-state.ts';
import { childText, errorOf, presence, stamp } from './stanza.ts';
import { handleInbound, handleOutbound, isMove, resendRequests } from './subscription.ts';

const BROADCAST_TYPES = [undefined, 'unavailable'];
const KNOWN_TYPES = [...BROADCAST_TYPES, 'error', 'probe', 'subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** Whether a `type` is one that presence may have (4.7.1). */
export function isPresenceType(type: string | undefined): boolean {
  return KNOWN_TYPES.includes(type);
}

/** Presence from a client. `stanza` carries the full JID as `from`; `to` is undefined for a broadcast. */
export function handleClientPresence(server: ServerState, resource: Resource, stanza: XmlElement, to: Jid | undefined) {
  const { type } = stanza.attrs;
  if (!isPresenceType(type)) return resource.send(errorOf(stanza, 'bad-request'));
  if (to && isMove(type)) return handleOutbound(server, resource, to.bare, stanza);
  if (to && BROADCAST_TYPES.includes(type)) return sendDirected(server, resource, stanza, to);
  if (to) return route(server, stanza, resource);
  if (type === 'unavailable') return becomeUnavailable(server, resource, stanza);
  if (type === undefined) becomeAvailable(server, resource, stanza);
}

/** Tells everybody who saw the resource that it is gone (4.5.2). Does nothing when nobody saw it. */
export function becomeUnavailable(server: ServerState, resource: Resource, stanza: XmlElement): void {
  const wasAvailable = resource.presence !== undefined;
  const directed = [...resource.directed.keys()].filter(
    (jid) => !wasAvailable || !isSubscriber(resource.account, bareOf(jid)),
  );
  if (wasAvailable) broadcast(server, resource.account, stanza);
  for (const to of directed) route(server, stamp(stanza, { to }));
  resource.presence = undefined;
  resource.directed.clear();
  if (wasAvailable && availableResources(resource.account).length === 0) {
    resource.account.lastSeen = new Date().toISOString();
  }
}

/** The unavailable presence that the server makes for a resource that is gone (4.5.2). */
export function unavailableOf(resource: Resource): XmlElement {
  return presence({ type: 'unavailable', from: resource.jid });
}

/** Presence arrives for an account (8.5.2, 8.5.3). */
export function handleInboundPresence(server: ServerState, account: Account, stanza: XmlElement, to: Jid) {
  const { type, from = '' } = stanza.attrs;
  const sender = parseJid(from);
  if (!sender) return;
  if (isMove(type)) return isMoveTaken(account, type, to) && handleInbound(server, account, sender.bare, stanza);
  if (type === 'probe') return answerProbe(server, account, { stanza, sender, to });
  if (isRemote(server, from)) noteRemotePresence(account, type, sender);
  if (type === 'unavailable') for (const own of resourcesAt(account, to)) forgetDirected(own, sender);
  for (const receiver of receiversOf(account, to)) receiver.send(stanza);
}

/** The server of the remote domain is gone, and with it everybody there: what it said of them no longer holds. */
export function loseRemotePresence(server: ServerState): void {
  for (const { jid, remoteAvailable } of server.accounts.values()) {
    for (const from of remoteAvailable) route(server, presence({ type: 'unavailable', from, to: jid }));
  }
}

function noteRemotePresence(
  { remoteAvailable }: Account,
  type: string | undefined,
  { full, bare, resource }: Jid,
): void {
  if (type === undefined) remoteAvailable.add(full);
  if (type !== 'unavailable') return;
  remoteAvailable.delete(full);
  // The bare JID speaks for all its resources (4.3.2).
  if (resource === '') for (const jid of remoteAvailable) if (jid.startsWith(`${bare}/`)) remoteAvailable.delete(jid);
}

/** To a resource that is not there only a request counts, as one to the bare JID (3.1.3, 8.5.3.2.2). */
function isMoveTaken(account: Account, type: string, to: Jid): boolean {
  return to.resource === '' || type === 'subscribe' || account.resources.has(to.resource);
}

/** Presence to the bare JID reaches every available resource, to a full JID the one that matches (8.5.2.1.2, 8.5.3). */
function receiversOf(account: Account, to: Jid): readonly Resource[] {
  return to.resource === '' ? availableResources(account) : resourcesAt(account, to);
}

/** All resources that an address means, available or not. */
function resourcesAt({ resources }: Account, to: Jid): readonly Resource[] {
  return [...resources.values()].filter(({ name }) => to.resource === '' || name === to.resource);
}

/** Presence with a `to` tells one entity, whatever the subscription (4.6.3). */
function sendDirected(server: ServerState, resource: Resource, stanza: XmlElement, to: Jid): void {
  if (stanza.attrs['type'] === 'unavailable') forgetDirected(resource, to);
  else resource.directed.set(to.full, stanza);
  route(server, stanza, resource);
}

function becomeAvailable(server: ServerState, resource: Resource, stanza: XmlElement) {
  const priority = readPriority(stanza);
  if (priority === undefined) return resource.send(errorOf(stanza, 'bad-request'));
  const isInitial = resource.presence === undefined;
  const wasUsable = isUsable(resource);
  resource.presence = stanza;
  resource.priority = priority;
  broadcast(server, resource.account, stanza);
  if (isInitial) startPresenceSession(server, resource);
  if (!wasUsable && isUsable(resource)) deliverOffline(resource);
}

/** What a resource learns when it comes online: the others of its account, its contacts, its requests (4.2.2, 3.1.3). */
function startPresenceSession(server: ServerState, resource: Resource): void {
  const { account } = resource;
  for (const other of availableResources(account)) {
    if (other !== resource && other.presence) resource.send(stamp(other.presence, { to: resource.jid }));
  }
  for (const to of publishers(account)) {
    route(server, presence({ type: 'probe', from: account.jid, to, id: server.uniqueId() }));
  }
  for (const request of account.pendingIn.values()) resource.send(request);
  resendRequests(server, account);
}

/** Sends presence to subscribers and to all available resources of the account (4.2.2, 4.4.2, 4.5.2). */
function broadcast(server: ServerState, account: Account, stanza: XmlElement): void {
  for (const own of availableResources(account)) own.send(stamp(stanza, { to: account.jid }));
  for (const to of subscribers(account)) {
    route(server, stamp(stanza, { to }));
  }
}

/** An integer from -128 to 127; 0 where there is none; undefined where it is anything else (4.7.2.3). */
function readPriority(stanza: XmlElement): number | undefined {
  const value = childText(stanza, 'priority')?.trim();
  if (value === undefined) return 0;
  const priority = /^[+-]?\d{1,3}$/.test(value) ? Number(value) : Number.NaN;
  return priority >= -128 && priority <= 127 ? priority : undefined;
}

function bareOf(jid: string): string {
  return parseJid(jid)?.bare ?? jid;
}
