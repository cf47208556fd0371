// RFC 6121 3.1.5 and 3.1.6: approvals.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { accountAt } from '../../lookup.ts';
import { blankItem } from '../../roster.ts';
import type { Resource, ServerState } from '../../server-state.ts';
import { breaks, type Mutant, onRoute, toClient } from '../kit/mutant.ts';
import { hasNegativePriority, isPresence, isPush } from '../kit/predicates.ts';
import { itemOfSender, recipientAccount, senderBareJid } from '../kit/recipients.ts';
import { drop } from '../kit/rewrites.ts';
import { deliverAfterPush, isInTable, isNotFirstInterested, isUnavailable } from './subscription-stanzas.ts';

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
