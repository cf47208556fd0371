// RFC 6121 4: presence from clients and presence to accounts, and answers to probes (4.3.2, 4.6.6).

import type { XmlElement } from '../model/xml.ts';
import { bareOf, domainOf, type Jid, parseJid } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';
import {
  accountUnavailable,
  availableResources,
  forgetDirected,
  isRemote,
  isSubscriber,
  isUsable,
  publishers,
  route,
  sendCurrentPresence,
  subscribers,
} from './availability.ts';
import { deliverOffline } from './message.ts';
import { announceOffline, followPresence, followRemotePresence, withAvatar, withTime } from './modules.ts';
import type { Account, ClientStanza, Resource, Routed, ServerState } from './server-state.ts';
import { childText, errorOf, presence, stamp } from './stanza.ts';
import {
  handleInboundSubscription,
  handleOutboundSubscription,
  isSubscriptionType,
  resendRequests,
} from './subscription.ts';

const BROADCAST_TYPES = [undefined, 'unavailable'];
const KNOWN_TYPES = [...BROADCAST_TYPES, 'error', 'probe', 'subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** Whether presence may have that `type` (4.7.1). */
export function isPresenceType(type: string | undefined): boolean {
  return KNOWN_TYPES.includes(type);
}

/** Handles presence from a client. */
export function handleClientPresence(server: ServerState, { resource, stanza, to }: ClientStanza) {
  const { type } = stanza.attrs;
  if (!isPresenceType(type)) return resource.send(errorOf(stanza, 'bad-request'));
  if (to && isSubscriptionType(type)) return handleOutboundSubscription(server, resource, { contact: to.bare, stanza });
  if (to && BROADCAST_TYPES.includes(type)) return sendDirected(server, resource, { stanza, to });
  if (to) return route(server, stanza, resource);
  if (type === 'unavailable') return becomeUnavailable(server, resource, stanza);
  if (type === undefined) becomeAvailable(server, resource, stanza);
}

/** Sends unavailable presence to all recipients of the resource's presence, broadcast or directed (4.5.2). */
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

/** Makes the unavailable presence of a resource whose stream has ended (4.5.2). */
export function unavailablePresenceOf(resource: Resource): XmlElement {
  return presence({ type: 'unavailable', from: resource.jid });
}

/** Handles presence to an account (8.5.2, 8.5.3). */
export function handleInboundPresence(server: ServerState, account: Account, { stanza, to }: Routed) {
  const { type, from = '' } = stanza.attrs;
  const sender = parseJid(from);
  if (!sender) return;
  if (isSubscriptionType(type)) {
    if (isSubscriptionHandled(account, type, to))
      handleInboundSubscription(server, account, { contact: sender.bare, stanza });
    return;
  }
  if (type === 'probe') return answerProbe(server, account, { stanza, sender, to });
  if (isRemote(server, from)) trackRemotePresence(account, type, sender);
  if (isFollowed(server, account, stanza)) followRemotePresence(server, account, from);
  if (type === 'unavailable') for (const own of resourcesAt(account, to)) forgetDirected(own, sender);
  for (const receiver of receiversAt(account, to)) receiver.send(stanza);
}

/** Sends unavailable presence of all entities of a remote domain, whose component has disconnected. */
export function expireRemotePresence(server: ServerState, domain: string): void {
  for (const { jid, remoteAvailable } of server.accounts.values()) {
    const gone = [...remoteAvailable].filter((from) => domainOf(from) === domain);
    for (const from of gone) route(server, presence({ type: 'unavailable', from, to: jid }));
  }
}

/** Whether available presence comes from a remote contact with a subscription to the account. */
function isFollowed(server: ServerState, account: Account, { attrs: { type, from = '' } }: XmlElement): boolean {
  return type === undefined && isRemote(server, from) && isSubscriber(account, bareOf(from));
}

function trackRemotePresence(
  { remoteAvailable }: Account,
  type: string | undefined,
  { full, bare, resource }: Jid,
): void {
  if (type === undefined) remoteAvailable.add(full);
  if (type !== 'unavailable') return;
  remoteAvailable.delete(full);
  // Unavailable presence from the bare JID is about all its resources (4.3.2).
  if (resource === '') for (const jid of remoteAvailable) if (jid.startsWith(`${bare}/`)) remoteAvailable.delete(jid);
}

/** Whether subscription presence is handled: to an unmatched resource, only a request is (3.1.3, 8.5.3.2.2). */
function isSubscriptionHandled(account: Account, type: string, to: Jid): boolean {
  return to.resource === '' || type === 'subscribe' || account.resources.has(to.resource);
}

/** The receivers of presence: all available resources for the bare JID, the matching one for a full JID (8.5.2.1.2, 8.5.3). */
function receiversAt(account: Account, to: Jid): readonly Resource[] {
  return to.resource === '' ? availableResources(account) : resourcesAt(account, to);
}

/** The resources at an address, available or not: all of them for a bare JID. */
function resourcesAt({ resources }: Account, to: Jid): readonly Resource[] {
  return [...resources.values()].filter(({ name }) => to.resource === '' || name === to.resource);
}

/** Routes directed presence, with or without a subscription (4.6.3). */
function sendDirected(server: ServerState, resource: Resource, { stanza, to }: Routed): void {
  if (stanza.attrs['type'] === 'unavailable') forgetDirected(resource, to);
  else resource.directed.set(to.full, stanza);
  route(server, stanza, resource);
}

function becomeAvailable(server: ServerState, resource: Resource, stanza: XmlElement) {
  const priority = readPriority(stanza);
  if (priority === undefined) return resource.send(errorOf(stanza, 'bad-request'));
  const isInitial = resource.presence === undefined;
  const wasUsable = isUsable(resource);
  const sent = withAvatar(server, server.isOverriding ? withoutPriority(stanza) : stanza);
  resource.presence = withTime(server, sent);
  resource.priority = server.isOverriding ? 0 : priority;
  broadcast(server, resource.account, sent);
  if (isInitial) startPresenceSession(server, resource);
  followPresence(server, resource);
  if (wasUsable || !isUsable(resource)) return;
  announceOffline(server, resource);
  deliverOffline(resource);
}

/** Sends what a newly available resource receives: presence of other resources and contacts, and requests (4.2.2, 3.1.3). */
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

/** Shows that the priority is zero, whatever the client gave (4.7.2.3). */
const withoutPriority = (stanza: XmlElement): XmlElement => ({
  ...stanza,
  children: stanza.children.filter((node) => typeof node === 'string' || !isPriority(node)),
});

const isPriority = ({ name, ns }: XmlElement): boolean => name === 'priority' && ns === NS.client;

/** Reads the priority, -128 to 127; 0 when there is none, undefined when it is invalid (4.7.2.3). */
function readPriority(stanza: XmlElement): number | undefined {
  const value = childText(stanza, 'priority')?.trim();
  if (value === undefined) return 0;
  const priority = /^[+-]?\d{1,3}$/.test(value) ? Number(value) : Number.NaN;
  return priority >= -128 && priority <= 127 ? priority : undefined;
}

interface Probe {
  readonly stanza: XmlElement;
  readonly sender: Jid;
  readonly to: Jid;
}

/** Answers a probe, by the subscription of its sender or else by directed presence (4.6.6). */
function answerProbe(server: ServerState, account: Account, probe: Probe) {
  const { stanza, sender, to } = probe;
  if (!isSubscriber(account, sender.bare)) return answerStranger(server, account, probe);
  if (account.kind === 'moved') return answerWithNewAddress(server, account, stanza);
  if (to.resource !== '') return answerForResource(server, account.resources.get(to.resource), probe);
  if (availableResources(account).length > 0) return sendCurrentPresence(server, account, sender.full);
  route(server, accountUnavailable(account, { to: sender.full, id: stanza.attrs['id'] }));
}

/** Answers a sender without a subscription: directed presence permits an answer for the resource that sent it (4.6.6). */
function answerStranger(server: ServerState, account: Account, probe: Probe) {
  const { stanza, sender, to } = probe;
  const resource = account.resources.get(to.resource);
  if (resource && directedTo(resource, sender)) return answerForResource(server, resource, probe);
  route(server, presence({ type: 'unsubscribed', from: account.jid, to: sender.full, id: stanza.attrs['id'] }));
}

/** Answers with the new address of a moved account (4.3.2 rule 2, RFC 6120 8.3.3.5). */
function answerWithNewAddress(server: ServerState, account: Account, stanza: XmlElement): void {
  const gone = errorOf(stanza, 'gone', `xmpp:new-home-of-${account.local}@${server.domain}`);
  route(server, stamp(gone, { from: account.jid }));
}

/** Answers with the availability of one resource only (4.3.2), and the id of its last presence (4.3.2.1). */
function answerForResource(server: ServerState, resource: Resource | undefined, { stanza, sender, to }: Probe): void {
  const last = resource && (directedTo(resource, sender) ?? resource.presence);
  const type = last ? undefined : 'unavailable';
  const { id } = (last ?? stanza).attrs;
  route(server, presence({ type, id, from: to.full, to: sender.full }));
}

function directedTo({ directed }: Resource, { full, bare }: Jid): XmlElement | undefined {
  return directed.get(full) ?? directed.get(bare);
}
