// RFC 6120 10 and RFC 6121 8: where each stanza goes.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';
import { bounce, isAnswerable } from './bounce.ts';
import { handleClientIq, handleInboundIq } from './iq.ts';
import { accountAt } from './lookup.ts';
import { handleInboundMessage } from './message.ts';
import { handleClientPresence, handleInboundPresence, isPresenceType } from './presence.ts';
import { route } from './route.ts';
import type { Origin, RemoteSide, Resource, Routed, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { errorOf, presence, stamp } from './stanza.ts';

/** Whether an element of a stream is a stanza (RFC 6120 8.1). */
export function isStanza({ name, ns }: XmlElement): boolean {
  return ns === NS.client && (name === 'iq' || name === 'message' || name === 'presence');
}

/** Handles one stanza of a client, and everything that follows from it, before it returns. */
export function handleStanza(server: ServerState, resource: Resource, stanza: XmlElement): void {
  const stamped = stamp(stanza, { from: resource.jid });
  const address = stanza.attrs['to'];
  const to = address === undefined ? undefined : parseJid(address);
  const isMalformed = address !== undefined && to === undefined;
  if (isMalformed) refuseAddress(resource, stamped, resource.account.jid);
  else if (stanza.name === 'iq') handleClientIq(server, resource, stamped, to);
  else if (stanza.name === 'presence') handleClientPresence(server, resource, stamped, to);
  else route(server, to ? stamped : stamp(stamped, { to: resource.account.jid }), resource);
  settle(server);
}

/** Handles one stanza that the server of a remote domain sends, with all that follows; `send` goes back there. */
export function handleRemoteStanza(server: ServerState, stanza: XmlElement, send: Origin['send']): void {
  const origin = { jid: stanza.attrs['from'] ?? '', send };
  if (parseJid(stanza.attrs['to'] ?? '')) route(server, stanza, origin);
  else refuseAddress(origin, stanza, server.domain);
  settle(server);
}

/** Delivers what is on its way, and what that causes, until nothing is. */
export function settle(server: ServerState): void {
  for (let next = server.queue.shift(); next; next = server.queue.shift()) deliver(server, next);
}

/** The answer would come from an address that is none, so it comes from the account or the server (RFC 6120 8.3.3.8). */
function refuseAddress(origin: Origin, stanza: XmlElement, from: string): void {
  if (isAnswerable(stanza)) origin.send(stamp(errorOf(stanza, 'jid-malformed'), { from }));
}

function deliver(server: ServerState, routed: Routed) {
  const { stanza, to } = routed;
  if (to.domain === server.remote?.domain) return deliverRemote(server.remote, routed);
  if (to.domain !== server.domain) return bounce(routed, 'remote-server-not-found');
  const condition = DELIVER[stanza.name]?.(server, routed);
  if (condition) bounce(routed, condition);
}

/** How each kind of stanza reaches an address of our own domain; a condition when its sender must get an error. */
const DELIVER: Readonly<Record<string, (server: ServerState, routed: Routed) => ErrorCondition | undefined>> = {
  iq: (server, { stanza, to }) => handleInboundIq(server, stanza, to),
  presence: deliverPresence,
  message: deliverMessage,
};

/** The server itself reads no messages (RFC 6120 10.5.1). */
function deliverMessage(server: ServerState, routed: Routed): ErrorCondition | undefined {
  return routed.to.local === '' ? 'service-unavailable' : handleInboundMessage(server, routed);
}

/** A domain whose server is gone cannot be told anything (RFC 6120 8.3.3.17, 10.4). */
function deliverRemote({ send }: RemoteSide, routed: Routed): void {
  if (send) send(routed.stanza);
  else bounce(routed, 'remote-server-timeout');
}

/** Presence for a missing account is ignored, but a probe learns that there is nothing to see (4.3.2, 8.5.1). */
function deliverPresence(server: ServerState, { stanza, to }: Routed): ErrorCondition | undefined {
  const account = accountAt(server, to);
  const { type, from, id } = stanza.attrs;
  if (!isPresenceType(type)) return 'bad-request';
  if (account) handleInboundPresence(server, account, stanza, to);
  else if (type === 'probe') route(server, presence({ type: 'unsubscribed', from: to.bare, to: from, id }));
  return undefined;
}
