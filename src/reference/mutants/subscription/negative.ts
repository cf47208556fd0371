// RFC 6121 3.1.5 to 3.3.3: resources of negative priority, which want no messages to the account, and are left out of all else.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { accountAt } from '../../lookup.ts';
import type { ServerState } from '../../server-state.ts';
import { breaks, isPresence, lost, onTheWay, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { isInTable, senderOf } from '../kit/subscription.ts';
import { isNegative } from '../presence/occasion.ts';

export const subscriptionNegativeMutants: readonly Mutant[] = [
  ...notPassedOn('3.1.6-b', 'subscribed', 'approvals'),
  ...notPassedOn('3.2.3-b', 'unsubscribed', 'cancellations'),
  ...notPassedOn('3.3.3-b', 'unsubscribe', 'unsubscriptions'),
  breaks('3.2.3-e', {
    word: 'not-to-negative',
    title: 'It delivers unavailable presence of contacts to no resource of negative priority.',
    fault: () =>
      toClient(
        (stanza, { resource }) =>
          isPresence(stanza, 'unavailable') && senderOf(stanza) !== resource.account.jid && isNegative(resource),
        lost,
      ),
  }),
  ...notTold('3.1.5-c', { table: 'out-subscribed', type: 'available', when: 'is approved' }),
  ...notTold('3.2.2-f', { table: 'out-unsubscribed', type: 'unavailable', when: 'is cancelled' }),
  ...notTold('3.3.3-e', { table: 'in-unsubscribe', type: 'unavailable', when: 'unsubscribes' }),
];

/** What tells resources of a subscription. */
function notPassedOn(requirement: string, type: string, what: string): readonly Mutant[] {
  return [
    breaks(requirement, {
      word: 'not-to-negative',
      title: `It passes ${what} on to no resource of negative priority.`,
      fault: () => toClient((stanza, { resource }) => isPresence(stanza, type) && isNegative(resource), lost),
    }),
  ];
}

/** What a change of the subscription tells of resources. */
function notTold(
  requirement: string,
  { table, type, when }: { readonly table: string; readonly type: string; readonly when: string },
): readonly Mutant[] {
  return [
    breaks(requirement, {
      word: 'not-of-negative',
      title: `It tells a contact who ${when} of no resource of negative priority.`,
      fault: () =>
        onTheWay(
          (stanza, server) =>
            isInTable(server, table) && isPresence(stanza, type) && isNegative(senderAt(stanza, server)),
          lost,
        ),
    }),
  ];
}

function senderAt({ attrs }: XmlElement, server: ServerState) {
  const from = parseJid(attrs['from'] ?? '');
  return from && accountAt(server, from)?.resources.get(from.resource);
}
