// RFC 6121 3 to 3.1.3 and A.1: subscription requests that are sent and received. The cells of Appendix A have generated mutants.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { NS } from '../../../stanza/xml.ts';
import { accountAt, isRemote, route } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { presence, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { isToFullJid, recipientAccount, senderBareJid } from '../kit/recipients.ts';
import {
  drop,
  isIq,
  isPresence,
  isPush,
  isRosterResult,
  isSubscribe,
  mapItems,
  setAttributes,
} from '../kit/rewrites.ts';
import { isInTable, isRequestAtLogin, itemOfRecipient } from './subscription-stanzas.ts';

export const receivedRequestMutants: readonly Mutant[] = [
  breaks('3.1.3-b/full-jid-dropped', 'It drops received requests to full JIDs.', () =>
    withHooks({ fromRemote: (stanza) => (isSubscribe(stanza) && isToFullJid(stanza) ? [] : [stanza]) }),
  ),
  breaks('3.1.3-b/full-jid-only', 'It delivers a request to a full JID to that resource only.', deliverToFullJidOnly),
  breaks('3.1.3-b/full-jid-kept', 'It delivers a request to a full JID with that address.', deliverWithFullJid),
  breaks('3.1.3-d/approved-by-nobody', 'It approves requests to accounts that do not exist.', () =>
    onRoute((stanza, server) => isSubscribe(stanza) && isToMissingAccount(stanza, server), approve),
  ),
  breaks('3.1.3-d/approved-at-login', 'It approves stored requests when it delivers them at a login.', () =>
    toClient(isRequestAtLogin, (stanza, { server }) => {
      approve(stanza, server);
      return [stanza];
    }),
  ),
  breaks('3.1.3-g/pre-approved-unanswered', 'It does not answer the request of a pre-approved contact.', () =>
    onRoute((stanza, server) => isPresence(stanza, 'subscribed') && isInTable(server, 'in-subscribe'), drop),
  ),
  breaks('3.1.3-h/non-negative-only', 'It does not deliver requests to resources with negative priority.', () =>
    toClient((stanza, { resource }) => isSubscribe(stanza) && resource.priority < 0, drop),
  ),
  breaks('3.1.3-h/interested-only', 'It delivers requests to interested resources only.', () =>
    toClient((stanza, { resource }) => isSubscribe(stanza) && !resource.interested, drop),
  ),
  breaks('3.1.3-q/item-pushed', 'It stores and pushes an item for a contact that sends a request.', () =>
    onRoute(isFromUnlisted, listAndPush),
  ),
  breaks('A.1-a/item-replaced', 'It replaces the item of a contact that sends a request.', () =>
    onRoute(isFromListed, listSilently),
  ),
  breaks(
    'A.1-a/item-hidden',
    'It leaves a contact out of the roster while a request of that contact is pending, unless there is a subscription.',
    hideRequesters,
  ),
  breaks('A.1-a/not-noted', 'It does not store the request of a contact that has an item.', () =>
    toClient((stanza, context) => isRequestAtLogin(stanza, context) && isFromListed(stanza, context.server), drop),
  ),
  breaks('A.1-c/item-shown', 'It stores an item for a contact that sends a request.', () =>
    onRoute(isFromUnlisted, listSilently),
  ),
  breaks('A.1-d/item-at-login', 'It stores an item for a contact when it delivers its request at a login.', () =>
    toClient(isRequestAtLogin, listAtLogin),
  ),
];

function hideRequesters(): Fault {
  const isHidden = ({ attrs }: XmlElement, { resource: { account } }: ClientContext) =>
    attrs['subscription'] === 'none' && account.pendingIn.has(attrs['jid'] ?? '');
  return toClient(isRosterResult, (result, context) => [
    mapItems(result, (item) => (isHidden(item, context) ? [] : [item])),
  ]);
}

const isToMissingAccount = (stanza: XmlElement, server: ServerState): boolean =>
  !isRemote(server, stanza.attrs['to'] ?? '') && recipientAccount(stanza, server) === undefined;

function isFromListed(stanza: XmlElement, server: ServerState): boolean {
  return isSubscribe(stanza) && (recipientAccount(stanza, server)?.roster.items.has(senderBareJid(stanza)) ?? false);
}

function isFromUnlisted(stanza: XmlElement, server: ServerState): boolean {
  return isSubscribe(stanza) && recipientAccount(stanza, server) !== undefined && !isFromListed(stanza, server);
}

function approve(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const { from, to } = stanza.attrs;
  route(server, presence({ type: 'subscribed', from: to, to: from }));
  return [];
}

function deliverToFullJidOnly(): Fault {
  let requested: string | undefined;
  const fromRemote = (stanza: XmlElement) => {
    requested = isSubscribe(stanza) && isToFullJid(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const toClient = (stanza: XmlElement, { server, resource }: ClientContext) =>
    isSubscribe(stanza) && isInTable(server, 'in-subscribe') && requested !== undefined && requested !== resource.jid
      ? []
      : [stanza];
  return withHooks({ fromRemote, toClient });
}

function deliverWithFullJid(): Fault {
  let requested: string | undefined;
  const fromRemote = (stanza: XmlElement) => {
    requested = isSubscribe(stanza) && isToFullJid(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const toClient = (stanza: XmlElement) =>
    isSubscribe(stanza) && requested !== undefined ? [stamp(stanza, { to: requested })] : [stanza];
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

const MOVES = ['subscribe', 'unsubscribe', 'subscribed', 'unsubscribed'] as const;

/**
 * No mutant violates 3.1.2-i: the server chooses when to send a request again. No mutant ignores a request to a missing
 * account: 8.5.1 permits that. No mutant takes a malformed address: to verify it is an option.
 */
export const sentRequestMutants: readonly Mutant[] = [
  ...MOVES.map((type) =>
    breaks(`3-a/${type}-from-full-jid`, `It stamps "${type}" with the full JID.`, () =>
      onRoute((stanza, server) => isPresence(stanza, type) && isOutbound(server), stampFullFrom),
    ),
  ),
  breaks('3.1.1-d/ask-lost-by-set', 'It removes "ask" when the item is set after the request.', () =>
    fromClient((stanza) => isIq(stanza, 'set', NS.roster), clearAsk),
  ),
  breaks('3.1.1-d/name-lost-by-request', 'It removes name and groups when a request follows them.', () =>
    fromClient(isSubscribe, clearDetails),
  ),
  breaks(
    'A.2.1-b/pushed-as-none',
    'It pushes the subscription "none" after a request to a subscriber.',
    () =>
      toClient(
        (stanza, { server }) => isPush(stanza) && isInTable(server, 'out-subscribe'),
        (push) => [mapItems(push, (item) => [stamp(item, { subscription: 'none' })])],
      ),
    { nearest: ['rfc6121/3.1.2/pushed-states'] },
  ),
  breaks('3.1.2-b/full-jid-dropped', 'It drops requests to full JIDs.', () =>
    fromClient((stanza) => isSubscribe(stanza) && isToFullJid(stanza), drop),
  ),
  breaks('3.1.2-b/full-jid-routed', 'It routes requests to full JIDs unchanged.', keepFullTo),
  breaks('3.1.2-g/failure-hidden', 'It returns no error for a request that it cannot route.', () =>
    toClient((stanza) => isPresence(stanza, 'error'), drop),
  ),
  breaks('3.1.2-g/failure-unexplained', 'It returns an empty error for a request that it cannot route.', () =>
    toClient(
      (stanza) => isPresence(stanza, 'error'),
      (error) => [{ ...error, children: [] }],
    ),
  ),
  breaks('3.1.2-j/no-id', 'It sends a request again without an id.', () =>
    onRoute((stanza, { cell }) => isSubscribe(stanza) && cell === undefined, setAttributes({ id: undefined })),
  ),
];

const isOutbound = ({ cell }: ServerState): boolean => cell?.startsWith('out-') ?? false;

function stampFullFrom(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const from = parseJid(stanza.attrs['from'] ?? '');
  const [resource] = [...((from && accountAt(server, from))?.resources.values() ?? [])];
  return [stamp(stanza, { from: resource?.jid })];
}

function clearAsk(set: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  const { items } = resource.account.roster;
  for (const [jid, item] of items) items.set(jid, { ...item, ask: false });
  return [set];
}

function clearDetails(request: XmlElement, context: ClientContext): readonly XmlElement[] {
  const item = itemOfRecipient(request, context);
  if (item) context.resource.account.roster.items.set(item.jid, { ...item, name: '', groups: [] });
  return [request];
}

function keepFullTo(): Fault {
  let requested: string | undefined;
  const fromClient = (stanza: XmlElement) => {
    requested = isSubscribe(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const route = (stanza: XmlElement, server: ServerState) =>
    isSubscribe(stanza) && isOutbound(server) ? [stamp(stanza, { to: requested })] : [stanza];
  return withHooks({ fromClient, route });
}
