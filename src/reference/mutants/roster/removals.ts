// RFC 6121 2.5: the removal of items.

import type { XmlElement } from '../../../model/xml.ts';
import type { Subscription } from '../../../spec/appendix-a.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { accountAt, availableResources, interestedResources } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { blankItem, pushItem } from '../../roster.ts';
import type { ClientContext, RosterItem, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, type Rewrite } from '../kit/mutant.ts';
import { recipientAccount, recipientBareJid } from '../kit/recipients.ts';
import { drop, isPresence, isPush, setAttributes } from '../kit/rewrites.ts';
import {
  afterAnswer,
  answerWithError,
  answerWithResult,
  type Consequence,
  dropAnswer,
  editItems,
  groupsOf,
  isAddition,
  isAnswer,
  isRemoval,
  isSet,
  jidOf,
  onConsequence,
  restoreItem,
  storedItem,
  withGroups,
} from './roster-requests.ts';
import { resultAndPushMutants } from './updates.ts';

export const removalMutants: readonly Mutant[] = [
  breaks('2.5.2-a/kept', 'It answers and pushes a removal, but keeps the item.', () =>
    afterAnswer(isRemovalOfItem, restoreItem),
  ),
  breaks(
    '2.5.2-a/details-kept',
    'It restores the name and groups of a removed item when it is added again.',
    restoreRemovedDetails,
  ),
  breaks('2.5.2-a/approval-kept', 'It keeps the pre-approval of a removed item.', () =>
    afterAnswer(isRemovalOfItem, keepApproval),
  ),
  breaks('2.5.2-b/as-none', 'It pushes a removal as an item without a subscription.', () =>
    onConsequence(
      isRemovalOfItem,
      isPush,
      editItems((item) => stamp(item, { subscription: 'none' })),
    ),
  ),
  ...resultAndPushMutants(isRemovalOfItem, { result: '2.5.2-c', push: '2.5.2-b', what: 'a removal' }),

  // Notifications to the contact
  breaks('2.5.2-d/untold', 'It does not send "unsubscribe" to a contact to which the user was subscribed.', () =>
    onRemovalNotice('to', ['unsubscribe'], drop),
  ),
  breaks('2.5.2-d/swapped', 'It sends "unsubscribed" to a contact to which the user was subscribed.', () =>
    onRemovalNotice('to', ['unsubscribe'], setAttributes({ type: 'unsubscribed' })),
  ),
  breaks('2.5.2-e/untold', 'It does not send "unsubscribed" to a contact that was subscribed to the user.', () =>
    onRemovalNotice('from', ['unsubscribed'], drop),
  ),
  breaks('2.5.2-e/swapped', 'It sends "unsubscribe" to a contact that was subscribed to the user.', () =>
    onRemovalNotice('from', ['unsubscribed'], setAttributes({ type: 'unsubscribe' })),
  ),
  breaks(
    '2.5.2-d/untold-abroad',
    'It does not send "unsubscribe" to a remote contact to which the user was subscribed.',
    () => onRemovalNotice('to', ['unsubscribe'], dropAbroad),
  ),
  breaks(
    '2.5.2-e/untold-abroad',
    'It does not send "unsubscribed" to a remote contact that was subscribed to the user.',
    () => onRemovalNotice('from', ['unsubscribed'], dropAbroad),
  ),
  ...['unsubscribe', 'unsubscribed'].map((type) =>
    breaks(`2.5.2-f/no-${type}`, `It does not send "${type}" when the subscription was mutual.`, () =>
      onRemovalNotice('both', [type], drop),
    ),
  ),
  breaks(
    '3-a/removal-from-full-jid',
    'It stamps the notifications of a removal with a full JID.',
    () =>
      onRemovalNotice('both', ['unsubscribe', 'unsubscribed'], (stanza) => [
        stamp(stanza, { from: `${stanza.attrs['from']}/balcony` }),
      ]),
    { nearest: ['rfc6121/2.5.2/contact-both'] },
  ),
  breaks('2.5.2-f/not-when-offline', 'It does not notify an offline contact.', () =>
    onRemovalNotice('both', ['unsubscribe', 'unsubscribed'], (stanza, server) =>
      isOffline(stanza, server) ? [] : [stanza],
    ),
  ),

  breaks('2.5.3-a/taken', 'It answers the removal of a missing item with a result.', () =>
    onConsequence(isRemovalOfMissing, isAnswer, answerWithResult),
  ),
  breaks('2.5.3-a/pushed', 'It pushes the removal of a missing item.', () =>
    afterAnswer(isRemovalOfMissing, pushToAll),
  ),
  breaks('2.5.3-a/bad-request', 'It answers the removal of a missing item with bad-request.', () =>
    onConsequence(isRemovalOfMissing, isAnswer, answerWithError('bad-request')),
  ),
  breaks('2.5.3-a/no-answer', 'It does not answer the removal of a missing item.', () =>
    dropAnswer(isRemovalOfMissing),
  ),
  breaks('2.5.3-a/request-taken', 'It treats a contact with a pending request as an item.', () =>
    onConsequence(isRemovalOfRequest, isAnswer, answerWithResult),
  ),
];

function isRemovalOfItem(set: XmlElement, context: ClientContext): boolean {
  return isRemoval(set) && storedItem(set, context) !== undefined;
}

function isRemovalOfMissing(set: XmlElement, context: ClientContext): boolean {
  return isRemoval(set) && storedItem(set, context) === undefined;
}

function isRemovalOfRequest(set: XmlElement, context: ClientContext): boolean {
  return isRemovalOfMissing(set, context) && context.resource.account.pendingIn.has(jidOf(set));
}

function restoreRemovedDetails(): Fault {
  const removed = new Map<string, RosterItem>();
  const withDetails = (item: XmlElement, { name, groups }: RosterItem): XmlElement =>
    withGroups(stamp(item, { name: item.attrs['name'] ?? name }), [...groups, ...groupsOf(item)]);
  return fromClient(isSet, (set, context) => {
    const key = `${context.resource.account.jid} ${jidOf(set)}`;
    const stored = storedItem(set, context);
    const old = removed.get(key);
    if (isRemoval(set) && stored) removed.set(key, stored);
    return isAddition(set, context) && old ? editItems((item) => withDetails(item, old))(set) : [set];
  });
}

/** Stores an item that contains only the pre-approval of the removed one. */
function keepApproval({ before, sender }: Consequence): void {
  if (before?.approved) sender.account.roster.items.set(before.jid, { ...blankItem(before.jid), approved: true });
}

/** A fault in the presence of these types that the server sends to the contact of a removed item with that subscription. */
function onRemovalNotice(subscription: Subscription, types: readonly string[], rewrite: Rewrite<ServerState>): Fault {
  return onRoute((stanza, server) => {
    const user = parseJid(stanza.attrs['from'] ?? '');
    const account = user && accountAt(server, user);
    const isByServer = server.cell === undefined && types.some((type) => isPresence(stanza, type));
    return isByServer && account?.roster.items.get(recipientBareJid(stanza))?.subscription === subscription;
  }, rewrite);
}

/** Nothing for recipients of other domains. */
const dropAbroad: Rewrite<ServerState> = (stanza, server) => (recipientAccount(stanza, server) ? [stanza] : []);

const isOffline = (stanza: XmlElement, server: ServerState): boolean => {
  const contact = recipientAccount(stanza, server);
  return contact !== undefined && availableResources(contact).length === 0;
};

function pushToAll({ request, server, sender }: Consequence): void {
  for (const resource of interestedResources(sender.account)) pushItem(server, resource, jidOf(request));
}
