// RFC 6121 2.5: items that are removed.

import type { XmlElement } from '../../../model/xml.ts';
import type { Subscription } from '../../../spec/appendix-a.ts';
import { parseJid } from '../../../stanza/jid.ts';
import type { Fault } from '../../fault.ts';
import { accountAt, availableResources, interestedResources } from '../../lookup.ts';
import { blankItem, pushItem } from '../../roster.ts';
import type { ClientContext, RosterItem, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { altered, type Become, breaks, fromClient, isPresence, isPush, lost, onTheWay } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { contactOf, receiverOf } from '../kit/subscription.ts';
import {
  afterwards,
  edited,
  following,
  groupsOf,
  inGroups,
  isAddition,
  isAnswer,
  isRemoval,
  isSet,
  jidOf,
  refusedAs,
  restored,
  type Sequel,
  storedItem,
  taken,
  unanswered,
} from './kit.ts';
import { answersAndPushes } from './set-kit.ts';

export const removalMutants: readonly Mutant[] = [
  breaks('2.5.2-a', {
    word: 'kept',
    title: 'It answers and pushes a removal, and keeps the item.',
    fault: () => afterwards(isRemovalOfItem, restored),
  }),
  breaks('2.5.2-a', {
    word: 'details-kept',
    title: 'It remembers name and groups of a removed item and takes them when it is added again.',
    fault: remembering,
  }),
  breaks('2.5.2-a', {
    word: 'approval-kept',
    title: 'It keeps the pre-approval of a removed item.',
    fault: () => afterwards(isRemovalOfItem, withApproval),
  }),
  breaks('2.5.2-b', {
    word: 'as-none',
    title: 'It pushes a removal as an item without a subscription.',
    fault: () =>
      following(
        isRemovalOfItem,
        isPush,
        edited((item) => stamp(item, { subscription: 'none' })),
      ),
  }),
  ...answersAndPushes(isRemovalOfItem, { result: '2.5.2-c', push: '2.5.2-b', what: 'a removal' }),

  // What the contact is told.
  breaks('2.5.2-d', {
    word: 'untold',
    title: 'It does not tell a contact that the user is no longer subscribed.',
    fault: () => parting('to', ['unsubscribe'], lost),
  }),
  breaks('2.5.2-d', {
    word: 'swapped',
    title: 'It sends "unsubscribed" to a contact to whom the user was subscribed.',
    fault: () => parting('to', ['unsubscribe'], altered({ type: 'unsubscribed' })),
  }),
  breaks('2.5.2-e', {
    word: 'untold',
    title: 'It does not tell a contact that the own subscription is over.',
    fault: () => parting('from', ['unsubscribed'], lost),
  }),
  breaks('2.5.2-e', {
    word: 'swapped',
    title: 'It sends "unsubscribe" to a contact who was subscribed to the user.',
    fault: () => parting('from', ['unsubscribed'], altered({ type: 'unsubscribe' })),
  }),
  ...['unsubscribe', 'unsubscribed'].map((type) =>
    breaks('2.5.2-f', {
      word: `no-${type}`,
      title: `It does not send "${type}" when the subscription was mutual.`,
      fault: () => parting('both', [type], lost),
    }),
  ),
  breaks('2.5.2-f', {
    word: 'not-when-offline',
    title: 'It tells nothing to a contact who is offline.',
    fault: () => parting('both', ['unsubscribe', 'unsubscribed'], (s, server) => (isOffline(s, server) ? [] : [s])),
  }),

  breaks('2.5.3-a', {
    word: 'taken',
    title: 'It answers the removal of an item that is not there with a result.',
    fault: () => following(isRemovalOfNothing, isAnswer, taken),
  }),
  breaks('2.5.3-a', {
    word: 'pushed',
    title: 'It pushes the removal of an item that is not there.',
    fault: () => afterwards(isRemovalOfNothing, pushedToAll),
  }),
  breaks('2.5.3-a', {
    word: 'bad-request',
    title: 'It answers the removal of an item that is not there with bad-request.',
    fault: () => following(isRemovalOfNothing, isAnswer, refusedAs('bad-request')),
  }),
  breaks('2.5.3-a', {
    word: 'no-answer',
    title: 'It does not answer the removal of an item that is not there.',
    fault: () => unanswered(isRemovalOfNothing),
  }),
  breaks('2.5.3-a', {
    word: 'request-taken',
    title: 'It takes somebody who asks for a subscription for an item.',
    fault: () => following(isRemovalOfRequest, isAnswer, taken),
  }),
];

function isRemovalOfItem(set: XmlElement, at: ClientContext): boolean {
  return isRemoval(set) && storedItem(set, at) !== undefined;
}

function isRemovalOfNothing(set: XmlElement, at: ClientContext): boolean {
  return isRemoval(set) && storedItem(set, at) === undefined;
}

function isRemovalOfRequest(set: XmlElement, at: ClientContext): boolean {
  return isRemovalOfNothing(set, at) && at.resource.account.pendingIn.has(jidOf(set));
}

function remembering(): Fault {
  const removed = new Map<string, RosterItem>();
  const withDetails = (item: XmlElement, { name, groups }: RosterItem): XmlElement =>
    inGroups(stamp(item, { name: item.attrs['name'] ?? name }), [...groups, ...groupsOf(item)]);
  return fromClient(isSet, (set, at) => {
    const key = `${at.resource.account.jid} ${jidOf(set)}`;
    const stored = storedItem(set, at);
    const old = removed.get(key);
    if (isRemoval(set) && stored) removed.set(key, stored);
    return isAddition(set, at) && old ? edited((item) => withDetails(item, old))(set) : [set];
  });
}

/** An item that is no more than the mark that its contact is pre-approved. */
function withApproval({ before, sender }: Sequel): void {
  if (before?.approved) sender.account.roster.items.set(before.jid, { ...blankItem(before.jid), approved: true });
}

/** A defect at what the contact of a removed item is told, where the subscription was that one. */
function parting(subscription: Subscription, types: readonly string[], become: Become<ServerState>): Fault {
  return onTheWay((stanza, server) => {
    const user = parseJid(stanza.attrs['from'] ?? '');
    const account = user && accountAt(server, user);
    const isByServer = server.cell === undefined && types.some((type) => isPresence(stanza, type));
    return isByServer && account?.roster.items.get(contactOf(stanza))?.subscription === subscription;
  }, become);
}

const isOffline = (stanza: XmlElement, server: ServerState): boolean => {
  const contact = receiverOf(stanza, server);
  return contact !== undefined && availableResources(contact).length === 0;
};

function pushedToAll({ request, server, sender }: Sequel): void {
  for (const resource of interestedResources(sender.account)) pushItem(server, resource, jidOf(request));
}
