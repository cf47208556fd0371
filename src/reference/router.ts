// RFC 6120 10 and RFC 6121 8: handles stanzas by kind and recipient.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';
import { accountAt, route } from './availability.ts';
import { bounce, causedBy, isAnswerable, relay, sendAbroad } from './bounce.ts';
import { handleClientIq, handleInboundIq } from './iq-handlers.ts';
import { handleInboundMessage } from './message.ts';
import { handleClientPresence, handleInboundPresence, isPresenceType } from './presence.ts';
import type { Origin, Resource, Routed, ServerState } from './server-state.ts';
import { type ErrorCondition, errorOf, presence, stamp } from './stanza.ts';

/** Whether an element of a stream is a stanza (RFC 6120 8.1). */
export function isStanza({ name, ns }: XmlElement): boolean {
  return ns === NS.client && (name === 'iq' || name === 'message' || name === 'presence');
}

/** Handles a stanza from a client. When it returns, all stanzas that follow from it have been delivered. */
export function handleClientStanza(server: ServerState, resource: Resource, stanza: XmlElement): void {
  const stamped = stamp(stanza, { from: resource.jid });
  const address = stanza.attrs['to'];
  const to = address === undefined ? undefined : parseJid(address);
  const isMalformed = address !== undefined && to === undefined;
  if (isMalformed) refuseMalformedTo(resource, stamped, resource.account.jid);
  else if (stanza.name === 'iq') handleClientIq(server, { resource, stanza: stamped, to });
  else if (stanza.name === 'presence') handleClientPresence(server, { resource, stanza: stamped, to });
  else route(server, to ? stamped : stamp(stamped, { to: resource.account.jid }), resource);
  drainQueue(server);
}

/** Handles a stanza that the stream of another domain brings, like `handleClientStanza`. */
export function handleRemoteStanza(server: ServerState, domain: string, stanza: XmlElement): void {
  causedBy(server, domain, () => {
    for (const arrived of server.hooks?.fromRemote?.(stanza, server) ?? [stanza]) routeRemoteStanza(server, arrived);
  });
}

/** Routes a stanza from another domain, to which errors return. */
function routeRemoteStanza(server: ServerState, stanza: XmlElement): void {
  const origin: Origin = {
    jid: stanza.attrs['from'] ?? '',
    send: (returned) => sendAbroad(server, returned),
  };
  if (parseJid(stanza.attrs['to'] ?? '')) route(server, stanza, origin);
  else refuseMalformedTo(origin, stanza, server.domain);
  drainQueue(server);
}

/** Delivers the queued stanzas, and those that their delivery adds, until the queue is empty. */
export function drainQueue(server: ServerState): void {
  for (let next = server.queue.shift(); next; next = server.queue.shift()) deliver(server, next);
}

/** Refuses a malformed `to`. The error comes from the account or the server, not from that address (RFC 6120 8.3.3.8). */
function refuseMalformedTo(origin: Origin, stanza: XmlElement, from: string): void {
  if (isAnswerable(stanza)) origin.send(stamp(errorOf(stanza, 'jid-malformed'), { from }));
}

function deliver(server: ServerState, routed: Routed) {
  const { stanza, to } = routed;
  if (to.domain !== server.domain) return relay(server, to.domain, routed);
  const condition = DELIVER[stanza.name]?.(server, routed);
  if (condition) bounce(routed, condition);
}

/** Delivers a kind of stanza to an address of our own domain. Returns the condition of the error for its sender, if any. */
const DELIVER: Readonly<Record<string, (server: ServerState, routed: Routed) => ErrorCondition | undefined>> = {
  iq: (server, { stanza, to }) => handleInboundIq(server, stanza, to),
  presence: deliverPresence,
  message: deliverMessage,
};

/** Delivers a message to an account. The server itself accepts no messages (RFC 6120 10.5.1). */
function deliverMessage(server: ServerState, routed: Routed): ErrorCondition | undefined {
  return routed.to.local === '' ? 'service-unavailable' : handleInboundMessage(server, routed);
}

/** Delivers presence to an account. A missing account ignores it, but answers probes with `unsubscribed` (4.3.2, 8.5.1). */
function deliverPresence(server: ServerState, routed: Routed): ErrorCondition | undefined {
  const { stanza, to } = routed;
  const account = accountAt(server, to);
  const { type, from, id } = stanza.attrs;
  if (!isPresenceType(type)) return 'bad-request';
  if (account) handleInboundPresence(server, account, routed);
  else if (type === 'probe') route(server, presence({ type: 'unsubscribed', from: to.bare, to: from, id }));
  return undefined;
}
