// RFC 6121 3.1.3 and A.1: a contact is asked.

import type { XmlElement } from '../../../model/xml.ts';
import { blankItem, storeItem } from '../../roster.ts';
import { presence } from '../../stanza.ts';
import type { At, Defect } from '../../tamper.ts';
import type { World } from '../../world.ts';
import { isRemote, route } from '../../world.ts';
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
    defect: () => tampered({ fromRemote: acknowledged }),
  }),
  breaks('3.1.3-b', {
    word: 'full-jid-dropped',
    title: 'It drops requests that come for full JIDs.',
    defect: () => tampered({ fromRemote: (stanza) => (isSubscribe(stanza) && isToFullJid(stanza) ? [] : [stanza]) }),
  }),
  breaks('3.1.3-b', {
    word: 'full-jid-only',
    title: 'It delivers a request for a full JID to that resource only.',
    defect: deliveredToFullJid,
  }),
  breaks('3.1.3-d', {
    word: 'approved-by-nobody',
    title: 'It approves requests to accounts that do not exist.',
    defect: () => onTheWay((stanza, world) => isSubscribe(stanza) && isForNoAccount(stanza, world), approved),
  }),
  breaks('3.1.3-g', {
    word: 'pre-approved-unanswered',
    title: 'It does not answer the request of a pre-approved contact.',
    defect: () =>
      onTheWay((stanza, world) => isPresence(stanza, 'subscribed') && isInTable(world, 'in-subscribe'), lost),
  }),
  breaks('3.1.3-h', {
    word: 'non-negative-only',
    title: 'It delivers no request to a resource of negative priority.',
    defect: () => toClient((stanza, { resource }) => isSubscribe(stanza) && resource.priority < 0, lost),
  }),
  breaks('3.1.3-h', {
    word: 'interested-only',
    title: 'It delivers requests to interested resources only.',
    defect: () => toClient((stanza, { resource }) => isSubscribe(stanza) && !resource.interested, lost),
  }),
  breaks('3.1.3-q', {
    word: 'item-pushed',
    title: 'It pushes an item for a contact who asks.',
    defect: () => onTheWay(isFromUnlisted, listedWithPush),
  }),
  breaks('A.1-a', {
    word: 'item-replaced',
    title: 'It replaces the item of a contact who asks.',
    defect: () => onTheWay(isFromListed, listed),
  }),
  breaks('A.1-a', {
    word: 'not-noted',
    title: 'It notes no request of a contact who has an item.',
    defect: () => toClient((stanza, at) => isShownAtLogin(stanza, at) && isFromListed(stanza, at.world), lost),
  }),
  breaks('A.1-c', {
    word: 'item-shown',
    title: 'It shows an item for a contact who asks.',
    defect: () => onTheWay(isFromUnlisted, listed),
  }),
  breaks('A.1-d', {
    word: 'item-at-login',
    title: 'It lists a contact whose request it has handed over at a login.',
    defect: () => toClient(isShownAtLogin, listedAtLogin),
  }),
];

const isForNoAccount = (stanza: XmlElement, world: World): boolean =>
  !isRemote(world, stanza.attrs['to'] ?? '') && receiverOf(stanza, world) === undefined;

function isFromListed(stanza: XmlElement, world: World): boolean {
  return isSubscribe(stanza) && (receiverOf(stanza, world)?.roster.items.has(senderOf(stanza)) ?? false);
}

function isFromUnlisted(stanza: XmlElement, world: World): boolean {
  return isSubscribe(stanza) && receiverOf(stanza, world) !== undefined && !isFromListed(stanza, world);
}

function acknowledged(stanza: XmlElement, world: World): readonly XmlElement[] {
  if (!isSubscribe(stanza) || !isMalformed(stanza)) return [stanza];
  const { from, to } = stanza.attrs;
  route(world, presence({ type: 'unavailable', from: to, to: from }));
  return [];
}

function approved(stanza: XmlElement, world: World): readonly XmlElement[] {
  const { from, to } = stanza.attrs;
  route(world, presence({ type: 'subscribed', from: to, to: from }));
  return [];
}

function deliveredToFullJid(): Defect {
  let asked: string | undefined;
  const fromRemote = (stanza: XmlElement) => {
    asked = isSubscribe(stanza) && isToFullJid(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const toClient = (stanza: XmlElement, { world, resource }: At) =>
    isSubscribe(stanza) && isInTable(world, 'in-subscribe') && asked !== undefined && asked !== resource.jid
      ? []
      : [stanza];
  return tampered({ fromRemote, toClient });
}

function listedWithPush(request: XmlElement, world: World): readonly XmlElement[] {
  const account = receiverOf(request, world);
  if (account) storeItem(world, account, blankItem(senderOf(request)));
  return [request];
}

function listed(request: XmlElement, world: World): readonly XmlElement[] {
  const jid = senderOf(request);
  const items = receiverOf(request, world)?.roster.items;
  items?.set(jid, { ...(items.get(jid) ?? blankItem(jid)), name: '', groups: [] });
  return [request];
}

function listedAtLogin(request: XmlElement, { world }: At): readonly XmlElement[] {
  return isFromUnlisted(request, world) ? listed(request, world) : [request];
}
