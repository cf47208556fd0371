// RFC 6120 10 and RFC 6121 8: where each stanza goes.

import type { XmlElement } from '../model.ts';
import { NS } from '../stanza/xml.ts';
import { handleClientIq, handleInboundIq } from './iq.ts';
import { parseJid } from './jid.ts';
import { handleInboundMessage } from './message.ts';
import { handleClientPresence, handleInboundPresence } from './presence.ts';
import type { ErrorCondition } from './stanza.ts';
import { errorOf, presence, stamp } from './stanza.ts';
import type { Resource, Routed, World } from './world.ts';
import { accountAt, route } from './world.ts';

/** Whether an element of a stream is a stanza (RFC 6120 8.1). */
export function isStanza({ name, ns }: XmlElement): boolean {
  return ns === NS.client && (name === 'iq' || name === 'message' || name === 'presence');
}

/** Handles one stanza of a client, and everything that follows from it, before it returns. */
export function handleStanza(world: World, resource: Resource, stanza: XmlElement): void {
  const stamped = stamp(stanza, { from: resource.jid });
  const address = stanza.attrs['to'];
  const to = address === undefined ? undefined : parseJid(address);
  const isMalformed = address !== undefined && to === undefined;
  if (isMalformed) refuseAddress(resource, stamped);
  else if (stanza.name === 'iq') handleClientIq(world, resource, stamped, to);
  else if (stanza.name === 'presence') handleClientPresence(world, resource, stamped, to);
  else route(world, to ? stamped : stamp(stamped, { to: resource.account.jid }), resource);
  settle(world);
}

/** Delivers what is on its way, and what that causes, until nothing is. */
export function settle(world: World): void {
  for (let next = world.queue.shift(); next; next = world.queue.shift()) deliver(world, next);
}

/** The answer would come from an address that is none, so it comes from the account (RFC 6120 8.3.3.8). */
function refuseAddress(resource: Resource, stanza: XmlElement): void {
  if (isAnswerable(stanza)) resource.send(stamp(errorOf(stanza, 'jid-malformed'), { from: resource.account.jid }));
}

function deliver(world: World, routed: Routed) {
  const { stanza, to } = routed;
  if (to.domain !== world.domain) return bounce(routed, 'remote-server-not-found');
  if (stanza.name === 'presence') return deliverPresence(world, routed);
  const account = accountAt(world, to);
  const isHandled =
    stanza.name === 'iq'
      ? handleInboundIq(account, stanza, to)
      : to.local !== '' && handleInboundMessage(world, account, stanza, to);
  if (!isHandled) bounce(routed, 'service-unavailable');
}

/** Presence for a missing account is ignored, but a probe learns that there is nothing to see (4.3.2, 8.5.1). */
function deliverPresence(world: World, { stanza, to }: Routed): void {
  const account = accountAt(world, to);
  const { type, from, id } = stanza.attrs;
  if (account) handleInboundPresence(world, account, stanza, to);
  else if (type === 'probe') route(world, presence({ type: 'unsubscribed', from: to.bare, to: from, id }));
}

/** Returns a stanza to the client that sent it. What the server itself caused is not returned. */
function bounce({ stanza, origin }: Routed, condition: ErrorCondition): void {
  if (origin && isAnswerable(stanza)) origin.send(stamp(errorOf(stanza, condition), { to: origin.jid }));
}

/** Errors and results are never answered with an error (RFC 6120 8.2.3, 8.3.1), nor are probes (RFC 6121 4.3). */
function isAnswerable({ name, attrs }: XmlElement): boolean {
  const type = attrs['type'];
  if (type === 'error' || (name === 'iq' && type === 'result')) return false;
  return name !== 'presence' || (type !== 'unavailable' && type !== 'probe');
}
