// RFC 6121 4.3.2 and 4.6.6: answers to presence probes.

import type { XmlElement } from '../model/xml.ts';
import type { Jid } from '../stanza/jid.ts';
import { accountUnavailable, isSubscriber, sendCurrentPresence } from './availability.ts';
import { availableResources } from './lookup.ts';
import { route } from './route.ts';
import type { Account, Resource, ServerState } from './server-state.ts';
import { errorOf, presence, stamp } from './stanza.ts';

interface Probe {
  readonly stanza: XmlElement;
  readonly sender: Jid;
  readonly to: Jid;
}

/** Answers a probe, by the subscription of its sender or else by directed presence (4.6.6). */
export function answerProbe(server: ServerState, account: Account, probe: Probe) {
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
