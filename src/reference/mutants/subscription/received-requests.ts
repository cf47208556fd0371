// RFC 6121 3.1.3 and A.1: a contact is asked.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { isRemote } from '../../lookup.ts';
import { blankItem, storeItem } from '../../roster.ts';
import { route } from '../../route.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { presence } from '../../stanza.ts';
import { onRoute, toClient, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPresence, isSubscribe } from '../kit/predicates.ts';
import { hasMalformedTo, isToFullJid, recipientAccount, senderBareJid } from '../kit/recipients.ts';
import { drop } from '../kit/rewrites.ts';
import { isInTable, isRequestAtLogin } from './predicates.ts';

export const receivedRequestMutants: readonly Mutant[] = [
  breaks('3.1.3-a', {
    slug: 'any-address-acknowledged',
    title: 'It acknowledges requests to addresses that are no JIDs.',
    fault: () => withHooks({ fromRemote: acknowledge }),
  }),
  breaks('3.1.3-b', {
    slug: 'full-jid-dropped',
    title: 'It drops requests that come for full JIDs.',
    fault: () => withHooks({ fromRemote: (stanza) => (isSubscribe(stanza) && isToFullJid(stanza) ? [] : [stanza]) }),
  }),
  breaks('3.1.3-b', {
    slug: 'full-jid-only',
    title: 'It delivers a request for a full JID to that resource only.',
    fault: deliverToFullJidOnly,
  }),
  breaks('3.1.3-d', {
    slug: 'approved-by-nobody',
    title: 'It approves requests to accounts that do not exist.',
    fault: () => onRoute((stanza, server) => isSubscribe(stanza) && isToMissingAccount(stanza, server), approve),
  }),
  breaks('3.1.3-g', {
    slug: 'pre-approved-unanswered',
    title: 'It does not answer the request of a pre-approved contact.',
    fault: () =>
      onRoute((stanza, server) => isPresence(stanza, 'subscribed') && isInTable(server, 'in-subscribe'), drop),
  }),
  breaks('3.1.3-h', {
    slug: 'non-negative-only',
    title: 'It delivers no request to a resource of negative priority.',
    fault: () => toClient((stanza, { resource }) => isSubscribe(stanza) && resource.priority < 0, drop),
  }),
  breaks('3.1.3-h', {
    slug: 'interested-only',
    title: 'It delivers requests to interested resources only.',
    fault: () => toClient((stanza, { resource }) => isSubscribe(stanza) && !resource.interested, drop),
  }),
  breaks('3.1.3-q', {
    slug: 'item-pushed',
    title: 'It pushes an item for a contact who asks.',
    fault: () => onRoute(isFromUnlisted, listAndPush),
  }),
  breaks('A.1-a', {
    slug: 'item-replaced',
    title: 'It replaces the item of a contact who asks.',
    fault: () => onRoute(isFromListed, listSilently),
  }),
  breaks('A.1-a', {
    slug: 'not-noted',
    title: 'It notes no request of a contact who has an item.',
    fault: () =>
      toClient((stanza, context) => isRequestAtLogin(stanza, context) && isFromListed(stanza, context.server), drop),
  }),
  breaks('A.1-c', {
    slug: 'item-shown',
    title: 'It shows an item for a contact who asks.',
    fault: () => onRoute(isFromUnlisted, listSilently),
  }),
  breaks('A.1-d', {
    slug: 'item-at-login',
    title: 'It lists a contact whose request it has handed over at a login.',
    fault: () => toClient(isRequestAtLogin, listAtLogin),
  }),
];

const isToMissingAccount = (stanza: XmlElement, server: ServerState): boolean =>
  !isRemote(server, stanza.attrs['to'] ?? '') && recipientAccount(stanza, server) === undefined;

function isFromListed(stanza: XmlElement, server: ServerState): boolean {
  return isSubscribe(stanza) && (recipientAccount(stanza, server)?.roster.items.has(senderBareJid(stanza)) ?? false);
}

function isFromUnlisted(stanza: XmlElement, server: ServerState): boolean {
  return isSubscribe(stanza) && recipientAccount(stanza, server) !== undefined && !isFromListed(stanza, server);
}

function acknowledge(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  if (!isSubscribe(stanza) || !hasMalformedTo(stanza)) return [stanza];
  const { from, to } = stanza.attrs;
  route(server, presence({ type: 'unavailable', from: to, to: from }));
  return [];
}

function approve(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const { from, to } = stanza.attrs;
  route(server, presence({ type: 'subscribed', from: to, to: from }));
  return [];
}

function deliverToFullJidOnly(): Fault {
  let asked: string | undefined;
  const fromRemote = (stanza: XmlElement) => {
    asked = isSubscribe(stanza) && isToFullJid(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const toClient = (stanza: XmlElement, { server, resource }: ClientContext) =>
    isSubscribe(stanza) && isInTable(server, 'in-subscribe') && asked !== undefined && asked !== resource.jid
      ? []
      : [stanza];
  return withHooks({ fromRemote, toClient });
}

function listAndPush(request: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = recipientAccount(request, server);
  if (account) storeItem(server, account, blankItem(senderBareJid(request)));
  return [request];
}

function listSilently(request: XmlElement, server: ServerState): readonly XmlElement[] {
  const jid = senderBareJid(request);
  const items = recipientAccount(request, server)?.roster.items;
  items?.set(jid, { ...(items.get(jid) ?? blankItem(jid)), name: '', groups: [] });
  return [request];
}

function listAtLogin(request: XmlElement, { server }: ClientContext): readonly XmlElement[] {
  return isFromUnlisted(request, server) ? listSilently(request, server) : [request];
}
