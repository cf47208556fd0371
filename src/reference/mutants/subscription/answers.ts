// RFC 6121 3.1.5 to 3.3.3: approvals, cancellations and unsubscriptions.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { availableResources, interestedResources } from '../../lookup.ts';
import { blankItem } from '../../roster.ts';
import type { ClientContext, Resource, ServerState } from '../../server-state.ts';
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
    fault: () => toClient((stanza, at) => isPush(stanza) && isInTable(at.server, 'out-subscribed') && isNext(at), lost),
  }),
  breaks('3.1.6-a', {
    word: 'stranger-taken',
    title: 'It takes the approval of a stranger for the answer to a request.',
    fault: () => onTheWay(isApprovalByStranger, asIfAsked),
  }),
  breaks('3.1.6-a', {
    word: 'contact-taken',
    title: 'It takes the approval of a contact whom nobody asked.',
    fault: () => onTheWay((stanza) => isPresence(stanza, 'subscribed'), asIfContactAsked),
  }),
  breaks('3.1.6-b', {
    word: 'first-resource-only',
    title: 'It passes approvals on to one resource only.',
    fault: () => toClient((stanza, at) => isPresence(stanza, 'subscribed') && isNext(at), lost),
  }),
  breaks('3.1.6-c', {
    word: 'after-the-push',
    title: 'It delivers an approval after the push.',
    fault: () => afterThePush('subscribed'),
  }),
  breaks('3.1.6-d', {
    word: 'first-resource-only',
    title: 'It pushes that a request was approved to one resource only.',
    fault: () => toClient((stanza, at) => isPush(stanza) && isInTable(at.server, 'in-subscribed') && isNext(at), lost),
  }),
  breaks('3.1.6-e', {
    word: 'interested-only',
    title: 'It delivers the presence of contacts to interested resources only.',
    fault: () => toClient((stanza, { resource }) => isOfContact(stanza, resource) && !resource.interested, lost),
  }),
  breaks('3.1.6-e', {
    word: 'non-negative-only',
    title: 'It delivers the presence of contacts to no resource of negative priority.',
    fault: () => toClient((stanza, { resource }) => isOfContact(stanza, resource) && resource.priority < 0, lost),
  }),

  // 3.2: cancellation
  breaks('3.2.2-c', {
    word: 'pre-approval-kept',
    title: 'It does not let a pre-approval be taken back.',
    fault: () => fromClient((stanza, at) => isPresence(stanza, 'unsubscribed') && isPreApproved(stanza, at), lost),
  }),
  breaks('3.2.2-c', {
    word: 'not-pushed',
    title: 'It does not push that a pre-approval was taken back.',
    fault: () => toClient((stanza, { server }) => isPush(stanza) && isInTable(server, 'out-unsubscribed'), lost),
  }),
  breaks('3.2.2-d', {
    word: 'routed',
    title: 'It tells the contact that a pre-approval was taken back.',
    fault: () =>
      fromClient((stanza, at) => isPresence(stanza, 'unsubscribed') && isPreApproved(stanza, at), alsoSentOut),
  }),
  breaks('3.2.2-f', {
    word: 'unavailable-last',
    title: 'It sends unavailable presence after "unsubscribed".',
    fault: unavailableLast,
  }),
  breaks('3.2.2-f', {
    word: 'first-resource-only',
    title: 'It sends unavailable presence of one resource only.',
    fault: () => onTheWay(isOfNextResource, lost),
  }),
  breaks('3.2.3-a', {
    word: 'subscriber-ended',
    title: 'It takes a cancellation by a subscriber for the end of what the subscriber has.',
    fault: () =>
      onTheWay((stanza, server) => isPresence(stanza, 'unsubscribed') && !isPublisher(stanza, server), ended),
  }),
  breaks('3.2.3-b', {
    word: 'first-resource-only',
    title: 'It passes cancellations on to one resource only.',
    fault: () => toClient((stanza, at) => isPresence(stanza, 'unsubscribed') && isNext(at), lost),
  }),
  breaks('3.2.3-c', {
    word: 'after-the-push',
    title: 'It delivers a cancellation after the push.',
    fault: () => afterThePush('unsubscribed'),
  }),
  breaks('3.2.3-d', {
    word: 'first-resource-only',
    title: 'It pushes that a subscription was cancelled to one resource only.',
    fault: () =>
      toClient((stanza, at) => isPush(stanza) && isInTable(at.server, 'in-unsubscribed') && isNext(at), lost),
  }),
  breaks('3.2.3-e', {
    word: 'interested-only',
    title: 'It delivers unavailable presence of contacts to interested resources only.',
    fault: () => toClient((stanza, { resource }) => isEndOfContact(stanza, resource) && !resource.interested, lost),
  }),
  breaks('3.2.3-e', {
    word: 'not-delivered',
    title: 'It delivers no unavailable presence of contacts.',
    fault: () => toClient((stanza, { resource }) => isEndOfContact(stanza, resource), lost),
  }),

  // 3.3: unsubscription
  breaks('3.3.3-a', {
    word: 'publisher-ended',
    title: 'It takes an unsubscription by a contact who is not subscribed for the end of what the user has.',
    fault: () =>
      onTheWay((stanza, server) => isPresence(stanza, 'unsubscribe') && !isFromSubscriber(stanza, server), ended),
  }),
  breaks('3.3.3-b', {
    word: 'first-resource-only',
    title: 'It passes unsubscriptions on to one resource only.',
    fault: () => toClient((stanza, at) => isPresence(stanza, 'unsubscribe') && isNext(at), lost),
  }),
  breaks('3.3.3-c', {
    word: 'after-the-push',
    title: 'It delivers an unsubscription after the push.',
    fault: () => afterThePush('unsubscribe'),
  }),
  breaks('3.3.3-d', {
    word: 'first-resource-only',
    title: 'It pushes that a contact unsubscribed to one resource only.',
    fault: () => toClient((stanza, at) => isPush(stanza) && isInTable(at.server, 'in-unsubscribe') && isNext(at), lost),
  }),
];

/** Whether the resource is not the first of the interested ones. */
const isNext = ({ resource }: ClientContext): boolean => interestedResources(resource.account)[0] !== resource;

/** Whether presence tells somebody else's availability. */
const isOfContact = (stanza: XmlElement, { account }: Resource): boolean =>
  isPresence(stanza, 'available') && senderOf(stanza) !== account.jid;

const isEndOfContact = (stanza: XmlElement, { account }: Resource): boolean =>
  isPresence(stanza, 'unavailable') && senderOf(stanza) !== account.jid;

const isPreApproved = (stanza: XmlElement, at: ClientContext): boolean => itemFor(stanza, at)?.approved ?? false;

const itemOfSender = (stanza: XmlElement, server: ServerState) =>
  receiverOf(stanza, server)?.roster.items.get(senderOf(stanza));

const isFromSubscriber = (stanza: XmlElement, server: ServerState): boolean =>
  seesPresence(itemOfSender(stanza, server));

/** Whether a cancellation is due: the receiver is subscribed to its sender, or has asked. */
function isPublisher(stanza: XmlElement, server: ServerState): boolean {
  const item = itemOfSender(stanza, server);
  return item?.ask === true || item?.subscription === 'to' || item?.subscription === 'both';
}

const isApprovalByStranger = (stanza: XmlElement, server: ServerState): boolean =>
  isPresence(stanza, 'subscribed') && itemOfSender(stanza, server) === undefined;

function asIfAsked(approval: XmlElement, server: ServerState): readonly XmlElement[] {
  const jid = senderOf(approval);
  receiverOf(approval, server)?.roster.items.set(jid, { ...blankItem(jid), ask: true });
  return [approval];
}

function asIfContactAsked(approval: XmlElement, server: ServerState): readonly XmlElement[] {
  const item = itemOfSender(approval, server);
  const isOpen = item?.subscription === 'none' || item?.subscription === 'from';
  if (item && isOpen) receiverOf(approval, server)?.roster.items.set(item.jid, { ...item, ask: true });
  return [approval];
}

function ended(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  changeItem(stanza, server, { subscription: 'none' });
  return [stanza];
}

function unavailableLast(): Fault {
  const held: XmlElement[] = [];
  const route = (stanza: XmlElement, server: ServerState): readonly XmlElement[] => {
    if (!isInTable(server, 'out-unsubscribed')) return [stanza];
    if (!isPresence(stanza, 'unavailable')) return [stanza, ...held.splice(0)];
    held.push(stanza);
    return [];
  };
  return tampered({ route });
}

/** Whether it is unavailable presence that a cancellation causes, of a resource that is not the first available one. */
function isOfNextResource(stanza: XmlElement, server: ServerState): boolean {
  if (!isPresence(stanza, 'unavailable') || !isInTable(server, 'out-unsubscribed')) return false;
  const sender = [...server.accounts.values()].find(({ jid }) => jid === senderOf(stanza));
  const [first] = sender ? availableResources(sender) : [];
  return first?.jid !== stanza.attrs['from'];
}
