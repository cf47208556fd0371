// The noisy mode: what modules of a server in use send and add. Nothing of it breaks a rule of RFC 6120 or RFC 6121.

import type { XmlElement } from '../model/xml.ts';
import { resourceOf } from '../stanza/jid.ts';
import { child, element, NS } from '../stanza/xml.ts';
import { isRemote, publishers, route, subscribers } from './availability.ts';
import type { Account, Origin, Resource, ServerState } from './server-state.ts';
import { delay, withDelay } from './stanza.ts';

const MOOD = 'http://jabber.org/protocol/mood';
const PUBSUB_EVENT = 'http://jabber.org/protocol/pubsub#event';
const STANZA_IDS = 'urn:xmpp:sid:0';

/** Greets a client that has bound a resource, and asks for its version (XEP-0092): at once, or some time later. */
export function greet(server: ServerState, resource: Resource): void {
  const { domain, asksAfterMs } = server;
  const askVersion = () => ask(server, resource, { from: domain, ns: NS.version });
  if (asksAfterMs !== undefined) setTimeout(askVersion, asksAfterMs).unref();
  if (!server.isNoisy) return;
  announce(server, resource, `Welcome to ${domain}.`);
  askVersion();
}

/**
 * Follows presence that a client broadcasts. The server and the accounts that receive it ask for capabilities (XEP-0115),
 * and the accounts whose presence the client receives notify it of an event (XEP-0163 3).
 */
export function followPresence(server: ServerState, resource: Resource): void {
  if (!server.isNoisy) return;
  const { account } = resource;
  const isLocal = (jid: string) => !isRemote(server, jid);
  const from = (contacts: readonly string[]) => [account.jid, ...contacts.filter(isLocal)];
  for (const asker of [server.domain, ...from(subscribers(account))]) {
    ask(server, resource, { from: asker, ns: NS.discoInfo });
  }
  for (const publisher of from(publishers(account))) notify(server, resource, publisher);
}

/** Follows presence of the remote domain, which has come to an account that receives it and that it receives. */
export function followRemotePresence(server: ServerState, { jid: from }: Account, jid: string): void {
  if (!server.isNoisy) return;
  const sender = { jid, send: (stanza: XmlElement) => route(server, stanza) };
  ask(server, sender, { from, ns: NS.discoInfo });
  notify(server, sender, from);
}

/** Says how many messages are stored for a client that is about to receive them. */
export function announceOffline(server: ServerState, resource: Resource): void {
  const { length } = resource.account.offline;
  if (server.isNoisy && length > 0) announce(server, resource, `Stored while you were away: ${length}.`);
}

/** Adds the hash of the user's avatar to presence that a client broadcasts (XEP-0153 3.1). */
export function withAvatar(server: ServerState, presence: XmlElement): XmlElement {
  return server.isNoisy ? withChildren(presence, [element('x', 'vcard-temp:x:update')]) : presence;
}

/** Adds the time to presence that the server keeps, to send it again later (XEP-0203 4). */
export function withTime(server: ServerState, presence: XmlElement): XmlElement {
  return server.isNoisy ? withDelay(presence, presence.attrs['from'] ?? '', new Date().toISOString()) : presence;
}

/** Adds extensions to presence and messages of users, on their way to a client of an account. */
export function withExtensions(server: ServerState, account: string, stanza: XmlElement): XmlElement {
  const { from = '', type } = stanza.attrs;
  if (!server.isNoisy || resourceOf(from) === '') return stanza;
  if (stanza.name === 'presence' && type === undefined) return withChildren(stanza, [capabilities()]);
  if (stanza.name !== 'message' || type === 'error') return stanza;
  return withChildren(stanza, [
    delay(server.domain, new Date().toISOString()),
    element('stanza-id', STANZA_IDS, { by: account, id: server.uniqueId() }),
    element('origin-id', STANZA_IDS, { id: server.uniqueId() }),
    element('occupant-id', 'urn:xmpp:occupant-id:0', { id: server.uniqueId() }),
  ]);
}

/** Adds the children that the stanza does not have yet. */
function withChildren(stanza: XmlElement, added: readonly XmlElement[]): XmlElement {
  const missing = added.filter(({ name, ns }) => child(stanza, name, ns) === undefined);
  return { ...stanza, children: [...stanza.children, ...missing] };
}

function capabilities(): XmlElement {
  // The hash of XEP-0115 5.2, an example there.
  const ver = 'QgayPKawpkPSDYmwT/WM94uAlu0=';
  return element('c', 'http://jabber.org/protocol/caps', { hash: 'sha-1', node: 'https://client.invalid', ver });
}

function announce(server: ServerState, { jid, send }: Origin, words: string): void {
  const attrs = { from: server.domain, to: jid, id: server.uniqueId() };
  send(element('message', NS.client, attrs, [element('body', NS.client, {}, [words])]));
}

function ask(server: ServerState, { jid, send }: Origin, { from, ns }: { from: string; ns: string }): void {
  send(element('iq', NS.client, { type: 'get', from, to: jid, id: server.uniqueId() }, [element('query', ns)]));
}

function notify(server: ServerState, { jid, send }: Origin, from: string): void {
  const item = element('item', PUBSUB_EVENT, { id: server.uniqueId() }, [element('mood', MOOD)]);
  const event = element('event', PUBSUB_EVENT, {}, [element('items', PUBSUB_EVENT, { node: MOOD }, [item])]);
  send(element('message', NS.client, { type: 'headline', from, to: jid, id: server.uniqueId() }, [event]));
}
