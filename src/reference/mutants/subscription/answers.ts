// RFC 6121 3.2 and 3.3: cancellations and unsubscriptions.

import type { XmlElement } from '../../../model/xml.ts';
import { availableResources } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, Resource, ServerState } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { itemOfSender, senderAccount, senderBareJid } from '../kit/recipients.ts';
import { drop, isPresence, isPush } from '../kit/rewrites.ts';
import {
  alsoRoute,
  changeItemOfSender,
  deliverAfterPush,
  isInTable,
  isNotFirstInterested,
  isOfSubscriber,
  isUnavailable,
  itemOfRecipient,
} from './subscription-stanzas.ts';

export const answerMutants: readonly Mutant[] = [
  // 3.2: cancellation
  breaks('3.2.2-c/pre-approval-kept', 'It ignores the withdrawal of a pre-approval.', () =>
    fromClient((stanza, context) => isPresence(stanza, 'unsubscribed') && isPreApproved(stanza, context), drop),
  ),
  breaks(
    '2.1.2.1-a/withdrawal-not-pushed',
    'It does not push the withdrawal of a pre-approval.',
    () => toClient((stanza, { server }) => isPush(stanza) && isInTable(server, 'out-unsubscribed'), drop),
    { nearest: ['rfc6121/3.2.2/approval-taken-back-shown'] },
  ),
  breaks('3.2.2-d/routed', 'It routes the withdrawal of a pre-approval to the contact.', () =>
    fromClient((stanza, context) => isPresence(stanza, 'unsubscribed') && isPreApproved(stanza, context), alsoRoute),
  ),
  breaks('3.2.2-f/unavailable-last', 'It sends unavailable presence after "unsubscribed".', sendUnavailableLast),
  breaks('3.2.2-f/first-resource-only', 'It sends unavailable presence of one resource only.', () =>
    onRoute(isOfFurtherResource, drop),
  ),
  breaks('A.3.4-b/denial-ignored', 'It ignores the denial of a request.', () =>
    onRoute((stanza, server) => isPresence(stanza, 'unsubscribed') && isDenial(stanza, server), drop),
  ),
  breaks('3.2.3-a/subscriber-ended', 'It ends the subscription of a subscriber that sends a cancellation.', () =>
    onRoute(
      (stanza, server) => isPresence(stanza, 'unsubscribed') && !isExpectedCancellation(stanza, server),
      endSubscription,
    ),
  ),
  breaks('3.2.3-b/first-resource-only', 'It delivers cancellations to one resource only.', () =>
    toClient((stanza, context) => isPresence(stanza, 'unsubscribed') && isNotFirstInterested(context), drop),
  ),
  breaks('3.2.3-b/available-only', 'It delivers cancellations to available resources only.', () =>
    toClient((stanza, context) => isPresence(stanza, 'unsubscribed') && isUnavailable(context), drop),
  ),
  breaks('3.2.3-c/after-the-push', 'It delivers a cancellation after the push.', () =>
    deliverAfterPush('unsubscribed'),
  ),
  breaks('3.2.3-d/first-resource-only', 'It pushes the change that a cancellation causes to one resource only.', () =>
    toClient(
      (stanza, context) =>
        isPush(stanza) && isInTable(context.server, 'in-unsubscribed') && isNotFirstInterested(context),
      drop,
    ),
  ),
  breaks('3.2.3-e/interested-only', 'It delivers unavailable presence of contacts to interested resources only.', () =>
    toClient((stanza, { resource }) => isUnavailableOfContact(stanza, resource) && !resource.interested, drop),
  ),
  breaks('3.2.3-e/not-delivered', 'It does not deliver unavailable presence of contacts.', () =>
    toClient((stanza, { resource }) => isUnavailableOfContact(stanza, resource), drop),
  ),

  // 3.3: unsubscription
  breaks(
    '3.3.3-a/publisher-ended',
    'It ends the subscription of the user when a contact that is not subscribed unsubscribes.',
    () =>
      onRoute(
        (stanza, server) => isPresence(stanza, 'unsubscribe') && !isFromSubscriber(stanza, server),
        endSubscription,
      ),
  ),
  breaks('3.3.3-b/first-resource-only', 'It delivers unsubscriptions to one resource only.', () =>
    toClient((stanza, context) => isPresence(stanza, 'unsubscribe') && isNotFirstInterested(context), drop),
  ),
  breaks('3.3.3-b/available-only', 'It delivers unsubscriptions to available resources only.', () =>
    toClient((stanza, context) => isPresence(stanza, 'unsubscribe') && isUnavailable(context), drop),
  ),
  breaks('3.3.3-c/after-the-push', 'It delivers an unsubscription after the push.', () =>
    deliverAfterPush('unsubscribe'),
  ),
  breaks(
    '3.3.3-d/first-resource-only',
    'It pushes the change that an unsubscription causes to one resource only.',
    () =>
      toClient(
        (stanza, context) =>
          isPush(stanza) && isInTable(context.server, 'in-unsubscribe') && isNotFirstInterested(context),
        drop,
      ),
  ),
];

const isUnavailableOfContact = (stanza: XmlElement, { account }: Resource): boolean =>
  isPresence(stanza, 'unavailable') && senderBareJid(stanza) !== account.jid;

const isPreApproved = (stanza: XmlElement, context: ClientContext): boolean =>
  itemOfRecipient(stanza, context)?.approved ?? false;

const isFromSubscriber = (stanza: XmlElement, server: ServerState): boolean =>
  isOfSubscriber(itemOfSender(stanza, server));

/** Whether a cancellation has an effect: its recipient is subscribed to its sender, or has a pending request. */
function isExpectedCancellation(stanza: XmlElement, server: ServerState): boolean {
  const item = itemOfSender(stanza, server);
  return item?.ask === true || item?.subscription === 'to' || item?.subscription === 'both';
}

/** Whether a cancellation denies the pending request of its recipient. */
function isDenial(stanza: XmlElement, server: ServerState): boolean {
  const item = itemOfSender(stanza, server);
  return item?.ask === true && (item.subscription === 'none' || item.subscription === 'from');
}

function endSubscription(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  changeItemOfSender(stanza, server, { subscription: 'none' });
  return [stanza];
}

function sendUnavailableLast(): Fault {
  const held: XmlElement[] = [];
  const route = (stanza: XmlElement, server: ServerState): readonly XmlElement[] => {
    if (!isInTable(server, 'out-unsubscribed')) return [stanza];
    if (!isPresence(stanza, 'unavailable')) return [stanza, ...held.splice(0)];
    held.push(stanza);
    return [];
  };
  return withHooks({ route });
}

/** Whether a stanza is unavailable presence that a cancellation causes, of any resource but the first available one. */
function isOfFurtherResource(stanza: XmlElement, server: ServerState): boolean {
  if (!isPresence(stanza, 'unavailable') || !isInTable(server, 'out-unsubscribed')) return false;
  const sender = senderAccount(stanza, server);
  const [first] = sender ? availableResources(sender) : [];
  return first?.jid !== stanza.attrs['from'];
}
