// RFC 6121 3.1.3 and A.1: a contact is asked.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { isRemote } from '../../lookup.ts';
import { blankItem, storeItem } from '../../roster.ts';
import { route } from '../../route.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { presence } from '../../stanza.ts';
import { breaks, isPresence, lost, onTheWay, tampered, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  isInTable,
  isMalformed,
  isShownAtLogin,
  isSubscribe,
  isToFullJid,
  receiverOf,
  senderOf,
} from '../kit/subscription.ts';

export const subscriptionRequestMutants: readonly Mutant[] = [
  breaks('3.1.3-a', {
    word: 'any-address-acknowledged',
    title: 'It acknowledges requests to addresses that are no JIDs.',
    fault: () => tampered({ fromRemote: acknowledged }),
  }),
  breaks('3.1.3-b', {
    word: 'full-jid-dropped',
    title: 'It drops requests that come for full JIDs.',
    fault: () => tampered({ fromRemote: (stanza) => (isSubscribe(stanza) && isToFullJid(stanza) ? [] : [stanza]) }),
  }),
  breaks('3.1.3-b', {
    word: 'full-jid-only',
    title: 'It delivers a request for a full JID to that resource only.',
    fault: deliveredToFullJid,
  }),
  breaks('3.1.3-d', {
    word: 'approved-by-nobody',
    title: 'It approves requests to accounts that do not exist.',
    fault: () => onTheWay((stanza, server) => isSubscribe(stanza) && isForNoAccount(stanza, server), approved),
  }),
  breaks('3.1.3-g', {
    word: 'pre-approved-unanswered',
    title: 'It does not answer the request of a pre-approved contact.',
    fault: () =>
      onTheWay((stanza, server) => isPresence(stanza, 'subscribed') && isInTable(server, 'in-subscribe'), lost),
  }),
  breaks('3.1.3-h', {
    word: 'non-negative-only',
    title: 'It delivers no request to a resource of negative priority.',
    fault: () => toClient((stanza, { resource }) => isSubscribe(stanza) && resource.priority < 0, lost),
  }),
  breaks('3.1.3-h', {
    word: 'interested-only',
    title: 'It delivers requests to interested resources only.',
    fault: () => toClient((stanza, { resource }) => isSubscribe(stanza) && !resource.interested, lost),
  }),
  breaks('3.1.3-q', {
    word: 'item-pushed',
    title: 'It pushes an item for a contact who asks.',
    fault: () => onTheWay(isFromUnlisted, listedWithPush),
  }),
  breaks('A.1-a', {
    word: 'item-replaced',
    title: 'It replaces the item of a contact who asks.',
    fault: () => onTheWay(isFromListed, listed),
  }),
  breaks('A.1-a', {
    word: 'not-noted',
    title: 'It notes no request of a contact who has an item.',
    fault: () => toClient((stanza, at) => isShownAtLogin(stanza, at) && isFromListed(stanza, at.server), lost),
  }),
  breaks('A.1-c', {
    word: 'item-shown',
    title: 'It shows an item for a contact who asks.',
    fault: () => onTheWay(isFromUnlisted, listed),
  }),
  breaks('A.1-d', {
    word: 'item-at-login',
    title: 'It lists a contact whose request it has handed over at a login.',
    fault: () => toClient(isShownAtLogin, listedAtLogin),
  }),
];

const isForNoAccount = (stanza: XmlElement, server: ServerState): boolean =>
  !isRemote(server, stanza.attrs['to'] ?? '') && receiverOf(stanza, server) === undefined;

function isFromListed(stanza: XmlElement, server: ServerState): boolean {
  return isSubscribe(stanza) && (receiverOf(stanza, server)?.roster.items.has(senderOf(stanza)) ?? false);
}

function isFromUnlisted(stanza: XmlElement, server: ServerState): boolean {
  return isSubscribe(stanza) && receiverOf(stanza, server) !== undefined && !isFromListed(stanza, server);
}

function acknowledged(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  if (!isSubscribe(stanza) || !isMalformed(stanza)) return [stanza];
  const { from, to } = stanza.attrs;
  route(server, presence({ type: 'unavailable', from: to, to: from }));
  return [];
}

function approved(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const { from, to } = stanza.attrs;
  route(server, presence({ type: 'subscribed', from: to, to: from }));
  return [];
}

function deliveredToFullJid(): Fault {
  let asked: string | undefined;
  const fromRemote = (stanza: XmlElement) => {
    asked = isSubscribe(stanza) && isToFullJid(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const toClient = (stanza: XmlElement, { server, resource }: ClientContext) =>
    isSubscribe(stanza) && isInTable(server, 'in-subscribe') && asked !== undefined && asked !== resource.jid
      ? []
      : [stanza];
  return tampered({ fromRemote, toClient });
}

function listedWithPush(request: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = receiverOf(request, server);
  if (account) storeItem(server, account, blankItem(senderOf(request)));
  return [request];
}

function listed(request: XmlElement, server: ServerState): readonly XmlElement[] {
  const jid = senderOf(request);
  const items = receiverOf(request, server)?.roster.items;
  items?.set(jid, { ...(items.get(jid) ?? blankItem(jid)), name: '', groups: [] });
  return [request];
}

function listedAtLogin(request: XmlElement, { server }: ClientContext): readonly XmlElement[] {
  return isFromUnlisted(request, server) ? listed(request, server) : [request];
}
