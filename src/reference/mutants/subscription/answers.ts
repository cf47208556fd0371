// RFC 6121 3.1.5 to 3.3.3: approvals, cancellations and unsubscriptions.

import type { XmlElement } from '../../../model/xml.ts';
import { blankItem } from '../../roster.ts';
import type { At, Defect } from '../../tamper.ts';
import type { Resource, World } from '../../world.ts';
import { availableResources, interestedResources } from '../../world.ts';
import { breaks, fromClient, isPresence, isPush, lost, onTheWay, tampered, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  afterThePush,
  alsoSentOut,
  changeItem,
  isInTable,
  itemFor,
  receiverOf,
  seesPresence,
  senderOf,
} from '../kit/subscription.ts';

export const subscriptionAnswerMutants: readonly Mutant[] = [
  breaks('3.1.5-b', {
    word: 'first-resource-only',
    title: 'It pushes what an approval changes to one resource only.',
    defect: () => toClient((stanza, at) => isPush(stanza) && isInTable(at.world, 'out-subscribed') && isNext(at), lost),
  }),
  breaks('3.1.6-a', {
    word: 'stranger-taken',
    title: 'It takes the approval of a stranger for the answer to a request.',
    defect: () => onTheWay(isApprovalByStranger, asIfAsked),
  }),
  breaks('3.1.6-a', {
    word: 'contact-taken',
    title: 'It takes the approval of a contact whom nobody asked.',
    defect: () => onTheWay((stanza) => isPresence(stanza, 'subscribed'), asIfContactAsked),
  }),
  breaks('3.1.6-b', {
    word: 'first-resource-only',
    title: 'It passes approvals on to one resource only.',
    defect: () => toClient((stanza, at) => isPresence(stanza, 'subscribed') && isNext(at), lost),
  }),
  breaks('3.1.6-c', {
    word: 'after-the-push',
    title: 'It delivers an approval after the push.',
    defect: () => afterThePush('subscribed'),
  }),
  breaks('3.1.6-d', {
    word: 'first-resource-only',
    title: 'It pushes that a request was approved to one resource only.',
    defect: () => toClient((stanza, at) => isPush(stanza) && isInTable(at.world, 'in-subscribed') && isNext(at), lost),
  }),
  breaks('3.1.6-e', {
    word: 'interested-only',
    title: 'It delivers the presence of contacts to interested resources only.',
    defect: () => toClient((stanza, { resource }) => isOfContact(stanza, resource) && !resource.interested, lost),
  }),
  breaks('3.1.6-e', {
    word: 'non-negative-only',
    title: 'It delivers the presence of contacts to no resource of negative priority.',
    defect: () => toClient((stanza, { resource }) => isOfContact(stanza, resource) && resource.priority < 0, lost),
  }),

  // 3.2: cancellation
  breaks('3.2.2-c', {
    word: 'pre-approval-kept',
    title: 'It does not let a pre-approval be taken back.',
    defect: () => fromClient((stanza, at) => isPresence(stanza, 'unsubscribed') && isPreApproved(stanza, at), lost),
  }),
  breaks('3.2.2-c', {
    word: 'not-pushed',
    title: 'It does not push that a pre-approval was taken back.',
    defect: () => toClient((stanza, { world }) => isPush(stanza) && isInTable(world, 'out-unsubscribed'), lost),
  }),
  breaks('3.2.2-d', {
    word: 'routed',
    title: 'It tells the contact that a pre-approval was taken back.',
    defect: () =>
      fromClient((stanza, at) => isPresence(stanza, 'unsubscribed') && isPreApproved(stanza, at), alsoSentOut),
  }),
  breaks('3.2.2-f', {
    word: 'unavailable-last',
    title: 'It sends unavailable presence after "unsubscribed".',
    defect: unavailableLast,
  }),
  breaks('3.2.2-f', {
    word: 'first-resource-only',
    title: 'It sends unavailable presence of one resource only.',
    defect: () => onTheWay(isOfNextResource, lost),
  }),
  breaks('3.2.3-a', {
    word: 'subscriber-ended',
    title: 'It takes a cancellation by a subscriber for the end of what the subscriber has.',
    defect: () => onTheWay((stanza, world) => isPresence(stanza, 'unsubscribed') && !isPublisher(stanza, world), ended),
  }),
  breaks('3.2.3-b', {
    word: 'first-resource-only',
    title: 'It passes cancellations on to one resource only.',
    defect: () => toClient((stanza, at) => isPresence(stanza, 'unsubscribed') && isNext(at), lost),
  }),
  breaks('3.2.3-c', {
    word: 'after-the-push',
    title: 'It delivers a cancellation after the push.',
    defect: () => afterThePush('unsubscribed'),
  }),
  breaks('3.2.3-d', {
    word: 'first-resource-only',
    title: 'It pushes that a subscription was cancelled to one resource only.',
    defect: () =>
      toClient((stanza, at) => isPush(stanza) && isInTable(at.world, 'in-unsubscribed') && isNext(at), lost),
  }),
  breaks('3.2.3-e', {
    word: 'interested-only',
    title: 'It delivers unavailable presence of contacts to interested resources only.',
    defect: () => toClient((stanza, { resource }) => isEndOfContact(stanza, resource) && !resource.interested, lost),
  }),
  breaks('3.2.3-e', {
    word: 'not-delivered',
    title: 'It delivers no unavailable presence of contacts.',
    defect: () => toClient((stanza, { resource }) => isEndOfContact(stanza, resource), lost),
  }),

  // 3.3: unsubscription
  breaks('3.3.3-a', {
    word: 'publisher-ended',
    title: 'It takes an unsubscription by a contact who is not subscribed for the end of what the user has.',
    defect: () =>
      onTheWay((stanza, world) => isPresence(stanza, 'unsubscribe') && !isFromSubscriber(stanza, world), ended),
  }),
  breaks('3.3.3-b', {
    word: 'first-resource-only',
    title: 'It passes unsubscriptions on to one resource only.',
    defect: () => toClient((stanza, at) => isPresence(stanza, 'unsubscribe') && isNext(at), lost),
  }),
  breaks('3.3.3-c', {
    word: 'after-the-push',
    title: 'It delivers an unsubscription after the push.',
    defect: () => afterThePush('unsubscribe'),
  }),
  breaks('3.3.3-d', {
    word: 'first-resource-only',
    title: 'It pushes that a contact unsubscribed to one resource only.',
    defect: () => toClient((stanza, at) => isPush(stanza) && isInTable(at.world, 'in-unsubscribe') && isNext(at), lost),
  }),
];

/** Whether the resource is not the first of the interested ones. */
const isNext = ({ resource }: At): boolean => interestedResources(resource.account)[0] !== resource;

/** Whether presence tells somebody else's availability. */
const isOfContact = (stanza: XmlElement, { account }: Resource): boolean =>
  isPresence(stanza, 'available') && senderOf(stanza) !== account.jid;

const isEndOfContact = (stanza: XmlElement, { account }: Resource): boolean =>
  isPresence(stanza, 'unavailable') && senderOf(stanza) !== account.jid;

const isPreApproved = (stanza: XmlElement, at: At): boolean => itemFor(stanza, at)?.approved ?? false;

const itemOfSender = (stanza: XmlElement, world: World) =>
  receiverOf(stanza, world)?.roster.items.get(senderOf(stanza));

const isFromSubscriber = (stanza: XmlElement, world: World): boolean => seesPresence(itemOfSender(stanza, world));

/** Whether a cancellation is due: the receiver is subscribed to its sender, or has asked. */
function isPublisher(stanza: XmlElement, world: World): boolean {
  const item = itemOfSender(stanza, world);
  return item?.ask === true || item?.subscription === 'to' || item?.subscription === 'both';
}

const isApprovalByStranger = (stanza: XmlElement, world: World): boolean =>
  isPresence(stanza, 'subscribed') && itemOfSender(stanza, world) === undefined;

function asIfAsked(approval: XmlElement, world: World): readonly XmlElement[] {
  const jid = senderOf(approval);
  receiverOf(approval, world)?.roster.items.set(jid, { ...blankItem(jid), ask: true });
  return [approval];
}

function asIfContactAsked(approval: XmlElement, world: World): readonly XmlElement[] {
  const item = itemOfSender(approval, world);
  const isOpen = item?.subscription === 'none' || item?.subscription === 'from';
  if (item && isOpen) receiverOf(approval, world)?.roster.items.set(item.jid, { ...item, ask: true });
  return [approval];
}

function ended(stanza: XmlElement, world: World): readonly XmlElement[] {
  changeItem(stanza, world, { subscription: 'none' });
  return [stanza];
}

function unavailableLast(): Defect {
  const held: XmlElement[] = [];
  const route = (stanza: XmlElement, world: World): readonly XmlElement[] => {
    if (!isInTable(world, 'out-unsubscribed')) return [stanza];
    if (!isPresence(stanza, 'unavailable')) return [stanza, ...held.splice(0)];
    held.push(stanza);
    return [];
  };
  return tampered({ route });
}

/** Whether it is unavailable presence that a cancellation causes, of a resource that is not the first available one. */
function isOfNextResource(stanza: XmlElement, world: World): boolean {
  if (!isPresence(stanza, 'unavailable') || !isInTable(world, 'out-unsubscribed')) return false;
  const sender = [...world.accounts.values()].find(({ jid }) => jid === senderOf(stanza));
  const [first] = sender ? availableResources(sender) : [];
  return first?.jid !== stanza.attrs['from'];
}
