// RFC 6121 3.1.5, 3.1.6 and 3.4: approvals and pre-approval; a negative priority is about messages only (3.1.5 to 3.3.3).

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { accountAt, interestedResources } from '../../availability.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext, Resource, ServerState } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { itemOfSender, recipientAccount, recipientBareJid, senderBareJid } from '../kit/recipients.ts';
import { drop, hasNegativePriority, isPresence, isPush } from '../kit/rewrites.ts';
import {
  alsoRoute,
  answersRequest,
  deliverAfterPush,
  isInTable,
  isNotFirstInterested,
  isOfSubscriber,
  isUnavailable,
  itemOfRecipient,
} from './subscription-stanzas.ts';

export const approvalMutants: readonly Mutant[] = [
  breaks('3.1.5-b/first-resource-only', 'It pushes the change that an approval causes to one resource only.', () =>
    toClient(
      (stanza, context) =>
        isPush(stanza) && isInTable(context.server, 'out-subscribed') && isNotFirstInterested(context),
      drop,
    ),
  ),
  breaks('3.1.6-a/stranger-taken', 'It accepts an approval from a stranger.', () =>
    onRoute(isApprovalByStranger, addRequestToStranger),
  ),
  breaks('3.1.6-a/contact-taken', 'It accepts an approval from a contact without a pending request.', () =>
    onRoute((stanza) => isPresence(stanza, 'subscribed'), addRequestToContact),
  ),
  breaks('3.1.6-b/first-resource-only', 'It delivers approvals to one resource only.', () =>
    toClient((stanza, context) => isPresence(stanza, 'subscribed') && isNotFirstInterested(context), drop),
  ),
  breaks('3.1.6-b/available-only', 'It delivers approvals to available resources only.', () =>
    toClient((stanza, context) => isPresence(stanza, 'subscribed') && isUnavailable(context), drop),
  ),
  breaks('3.1.6-c/after-the-push', 'It delivers an approval after the push.', () => deliverAfterPush('subscribed')),
  breaks(
    '3.1.6-d/first-resource-only',
    'It pushes the change that a received approval causes to one resource only.',
    () =>
      toClient(
        (stanza, context) =>
          isPush(stanza) && isInTable(context.server, 'in-subscribed') && isNotFirstInterested(context),
        drop,
      ),
  ),
  breaks('3.1.6-e/interested-only', 'It delivers the presence of contacts to interested resources only.', () =>
    toClient((stanza, { resource }) => isPresenceOfContact(stanza, resource) && !resource.interested, drop),
  ),
  breaks(
    '3.1.6-e/non-negative-only',
    'It does not deliver the presence of contacts to resources with negative priority.',
    () => toClient((stanza, { resource }) => isPresenceOfContact(stanza, resource) && resource.priority < 0, drop),
  ),
];

/** Whether a stanza is available presence of another account. */
const isPresenceOfContact = (stanza: XmlElement, { account }: Resource): boolean =>
  isPresence(stanza, 'available') && senderBareJid(stanza) !== account.jid;

const isApprovalByStranger = (stanza: XmlElement, server: ServerState): boolean =>
  isPresence(stanza, 'subscribed') && itemOfSender(stanza, server) === undefined;

function addRequestToStranger(approval: XmlElement, server: ServerState): readonly XmlElement[] {
  const jid = senderBareJid(approval);
  recipientAccount(approval, server)?.roster.items.set(jid, { ...blankItem(jid), ask: true });
  return [approval];
}

function addRequestToContact(approval: XmlElement, server: ServerState): readonly XmlElement[] {
  const item = itemOfSender(approval, server);
  const isOpen = item?.subscription === 'none' || item?.subscription === 'from';
  if (item && isOpen) recipientAccount(approval, server)?.roster.items.set(item.jid, { ...item, ask: true });
  return [approval];
}

export const negativePriorityMutants: readonly Mutant[] = [
  ...deliveryMutants('3.1.6-b', 'subscribed', 'approvals'),
  ...deliveryMutants('3.2.3-b', 'unsubscribed', 'cancellations'),
  ...deliveryMutants('3.3.3-b', 'unsubscribe', 'unsubscriptions'),
  breaks(
    '3.2.3-e/not-to-negative',
    'It does not deliver unavailable presence of contacts to resources with negative priority.',
    () =>
      toClient(
        (stanza, { resource }) =>
          isPresence(stanza, 'unavailable') &&
          senderBareJid(stanza) !== resource.account.jid &&
          hasNegativePriority(resource),
        drop,
      ),
  ),
  ...notificationMutants('3.1.5-c', { table: 'out-subscribed', type: 'available', when: 'that is approved' }),
  ...notificationMutants('3.2.2-f', {
    table: 'out-unsubscribed',
    type: 'unavailable',
    when: 'whose subscription is cancelled',
  }),
  ...notificationMutants('3.3.3-e', { table: 'in-unsubscribe', type: 'unavailable', when: 'that unsubscribes' }),
];

/** A mutant that does not deliver subscription stanzas of that type. */
function deliveryMutants(requirement: string, type: string, what: string): readonly Mutant[] {
  return [
    breaks(`${requirement}/not-to-negative`, `It does not deliver ${what} to resources with negative priority.`, () =>
      toClient((stanza, { resource }) => isPresence(stanza, type) && hasNegativePriority(resource), drop),
    ),
  ];
}

/** A mutant that does not send the presence that a cell of that table causes. */
function notificationMutants(
  requirement: string,
  { table, type, when }: { readonly table: string; readonly type: string; readonly when: string },
): readonly Mutant[] {
  return [
    breaks(
      `${requirement}/not-of-negative`,
      `It sends no presence of resources with negative priority to a contact ${when}.`,
      () =>
        onRoute(
          (stanza, server) =>
            isInTable(server, table) &&
            isPresence(stanza, type) &&
            hasNegativePriority(sendingResource(stanza, server)),
          drop,
        ),
    ),
  ];
}

function sendingResource({ attrs }: XmlElement, server: ServerState) {
  const from = parseJid(attrs['from'] ?? '');
  return from && accountAt(server, from)?.resources.get(from.resource);
}

/**
 * No mutant keeps the pre-approval when the subscription begins: 3.4.2 leaves that to the server. No mutant keeps it when
 * that subscription is cancelled: 3.2.2 requires its removal only where there is no subscription.
 */
export const preApprovalMutants: readonly Mutant[] = [
  breaks('3.4-b/not-advertised', 'It does not advertise pre-approval.', () =>
    withHooks({ features: (features) => replaceFeature(features, () => []) }),
  ),
  breaks('3.4-c/required', 'It marks pre-approval as mandatory to negotiate.', () =>
    withHooks({ features: (features) => replaceFeature(features, asRequired) }),
  ),
  breaks('3.4.2-a/routed', 'It routes "subscribed" to a contact that is already subscribed.', () =>
    fromClient((stanza, context) => isApproval(stanza) && isToSubscriber(stanza, context), alsoRoute),
  ),
  breaks('3.4.2-a/marked', 'It marks a contact that is already subscribed as pre-approved.', () =>
    fromClient((stanza, context) => isApproval(stanza) && isToSubscriber(stanza, context), markApproved),
  ),
  breaks('3.4.2-b/only-marked', 'It treats the approval of a request as a pre-approval.', () =>
    fromClient((stanza, context) => isApproval(stanza) && answersRequest(stanza, context), markApproved),
  ),
  breaks('3.4.2-b/unanswered', 'It ignores the approval of a request.', () =>
    fromClient((stanza, context) => isApproval(stanza) && answersRequest(stanza, context), drop),
  ),
  breaks('3.4.2-c/ignored', 'It ignores the pre-approval of a listed contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) !== undefined,
      drop,
    ),
  ),
  breaks('3.4.2-c/not-pushed', 'It pushes a pre-approval to one resource only.', () =>
    toClient(
      (stanza, context) => isPush(stanza) && isInTable(context.server, 'out-subscribed') && !isFirst(context),
      drop,
    ),
  ),
  breaks('3.4.2-d/routed', 'It routes the pre-approval of a listed contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) !== undefined,
      alsoRoute,
    ),
  ),
  breaks('3.4.2-e/ignored', 'It ignores the pre-approval of an unlisted contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) === undefined,
      drop,
    ),
  ),
  breaks('3.4.2-f/routed', 'It routes the pre-approval of an unlisted contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) === undefined,
      alsoRoute,
    ),
  ),
];

const isApproval = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribed');

const isToSubscriber = (stanza: XmlElement, context: ClientContext): boolean =>
  isOfSubscriber(itemOfRecipient(stanza, context));

/** Whether a stanza approves a contact that has sent no request. */
const isPreApproval = (stanza: XmlElement, context: ClientContext): boolean =>
  isApproval(stanza) && !answersRequest(stanza, context) && !isToSubscriber(stanza, context);

const isFirst = ({ resource }: ClientContext): boolean => interestedResources(resource.account)[0] === resource;

function markApproved(approval: XmlElement, context: ClientContext): readonly XmlElement[] {
  const item = itemOfRecipient(approval, context) ?? blankItem(recipientBareJid(approval));
  storeItem(context.server, context.resource.account, { ...item, approved: true });
  return [];
}

/** Replaces the feature of pre-approval. */
function replaceFeature(features: XmlElement, rewrite: (feature: XmlElement) => readonly XmlElement[]): XmlElement {
  const isPreApproval = ({ ns }: XmlElement) => ns === NS.preApproval;
  return { ...features, children: elements(features).flatMap((f) => (isPreApproval(f) ? rewrite(f) : [f])) };
}

const asRequired = ({ name, ns }: XmlElement): readonly XmlElement[] => [
  element(name, ns, {}, [element('required', ns)]),
];
