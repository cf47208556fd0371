// RFC 6121 3.1.5 to 3.3.3: a negative priority is about messages only. These mutants ignore such resources elsewhere.

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
    title: 'It does not deliver unavailable presence of contacts to resources with negative priority.',
    fault: () =>
      toClient(
        (stanza, { resource }) =>
          isPresence(stanza, 'unavailable') &&
          senderBareJid(stanza) !== resource.account.jid &&
          hasNegativePriority(resource),
        drop,
      ),
  }),
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
    breaks(requirement, {
      slug: 'not-to-negative',
      title: `It does not deliver ${what} to resources with negative priority.`,
      fault: () => toClient((stanza, { resource }) => isPresence(stanza, type) && hasNegativePriority(resource), drop),
    }),
  ];
}

/** A mutant that does not send the presence that a cell of that table causes. */
function notificationMutants(
  requirement: string,
  { table, type, when }: { readonly table: string; readonly type: string; readonly when: string },
): readonly Mutant[] {
  return [
    breaks(requirement, {
      slug: 'not-of-negative',
      title: `It sends no presence of resources with negative priority to a contact ${when}.`,
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
