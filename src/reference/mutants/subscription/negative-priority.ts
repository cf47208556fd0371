// RFC 6121 3.1.5 to 3.3.3: resources of negative priority, which want no messages to the account, and are left out of all else.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { accountAt } from '../../lookup.ts';
import type { ServerState } from '../../server-state.ts';
import { onRoute, toClient } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { hasNegativePriority, isPresence } from '../kit/predicates.ts';
import { senderBareJid } from '../kit/recipients.ts';
import { drop } from '../kit/rewrites.ts';
import { isInTable } from './predicates.ts';

export const negativePriorityMutants: readonly Mutant[] = [
  ...deliveryMutants('3.1.6-b', 'subscribed', 'approvals'),
  ...deliveryMutants('3.2.3-b', 'unsubscribed', 'cancellations'),
  ...deliveryMutants('3.3.3-b', 'unsubscribe', 'unsubscriptions'),
  breaks('3.2.3-e', {
    slug: 'not-to-negative',
    title: 'It delivers unavailable presence of contacts to no resource of negative priority.',
    fault: () =>
      toClient(
        (stanza, { resource }) =>
          isPresence(stanza, 'unavailable') &&
          senderBareJid(stanza) !== resource.account.jid &&
          hasNegativePriority(resource),
        drop,
      ),
  }),
  ...notificationMutants('3.1.5-c', { table: 'out-subscribed', type: 'available', when: 'is approved' }),
  ...notificationMutants('3.2.2-f', { table: 'out-unsubscribed', type: 'unavailable', when: 'is cancelled' }),
  ...notificationMutants('3.3.3-e', { table: 'in-unsubscribe', type: 'unavailable', when: 'unsubscribes' }),
];

/** What tells resources of a subscription. */
function deliveryMutants(requirement: string, type: string, what: string): readonly Mutant[] {
  return [
    breaks(requirement, {
      slug: 'not-to-negative',
      title: `It passes ${what} on to no resource of negative priority.`,
      fault: () => toClient((stanza, { resource }) => isPresence(stanza, type) && hasNegativePriority(resource), drop),
    }),
  ];
}

/** What a change of the subscription tells of resources. */
function notificationMutants(
  requirement: string,
  { table, type, when }: { readonly table: string; readonly type: string; readonly when: string },
): readonly Mutant[] {
  return [
    breaks(requirement, {
      slug: 'not-of-negative',
      title: `It tells a contact who ${when} of no resource of negative priority.`,
      fault: () =>
        onRoute(
          (stanza, server) =>
            isInTable(server, table) &&
            isPresence(stanza, type) &&
            hasNegativePriority(sendingResource(stanza, server)),
          drop,
        ),
    }),
  ];
}

function sendingResource({ attrs }: XmlElement, server: ServerState) {
  const from = parseJid(attrs['from'] ?? '');
  return from && accountAt(server, from)?.resources.get(from.resource);
}
