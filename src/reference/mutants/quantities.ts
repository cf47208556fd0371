// Servers that do right by a few contacts, resources, items, requests or messages, and by no more.

import type { XmlElement } from '../../model/xml.ts';
import { bareOf } from '../../stanza/jid.ts';
import type { Fault } from '../fault.ts';
import type { ClientContext, ServerState } from '../server-state.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient } from './kit/mutant.ts';
import { isToOfflineAccount, recipientAccount, recipientBareJid, senderBareJid } from './kit/recipients.ts';
import { drop, isMessage, isPresence, isProbe, isPush, isRosterResult, isSubscribe, mapItems } from './kit/rewrites.ts';
import { during, isPresenceOf, onDelivery, recipientOf, type TriggerKind } from './presence/notifications.ts';
import { editItems, groupsOf, isSet, withGroups } from './roster/roster-requests.ts';

/** What the servers can do at once. */
const FEW = 5;

export const quantityMutants: readonly Mutant[] = [
  breaks('2-b/few-items', 'It returns ten items of a roster at most.', () => toClient(isRosterResult, firstItems(10)), {
    nearest: ['rfc6121/2.1.4/many-contacts'],
  }),
  breaks('2-a/few-groups', 'It keeps sixteen groups of an item at most.', () => onGroups((all) => all.slice(0, 16))),
  breaks('2-a/groups-without-case', 'It takes groups that differ in case for one.', () =>
    onGroups((all) => [...new Map(all.map((group) => [group.toLowerCase(), group])).values()]),
  ),
  breaks('2.2-b/few-resources', 'It pushes to five resources of a user at most.', () => toClient(isPushToMany, drop)),
  breaks('4.4.2-b/few-resources', 'It sends updated presence to five resources of the user at most.', () =>
    onDelivery(['update'], (to, { jid }) => isOneOfMany(to) && bareOf(jid) === to.account.jid, drop),
  ),
  breaks('4.4.3-a/few-resources', 'It delivers updated presence to five resources of a contact at most.', () =>
    onDelivery(['update', 'directed'], (to, { jid }) => isOneOfMany(to) && bareOf(jid) !== to.account.jid, drop),
  ),
  breaks('4.2.2-a/few-contacts', 'It sends initial presence to five contacts at most.', () => toFew(['initial'])),
  breaks('4.4.2-a/few-contacts', 'It sends updated presence to five contacts at most.', () => toFew(['update'])),
  breaks('4.5.2-b/few-contacts', 'It sends unavailable presence to five contacts at most.', () =>
    toFew(['unavailable', 'stream-end']),
  ),
  breaks('4.2.2-c/few-contacts', 'It probes five contacts at most.', () => toFew(['initial'], isProbe)),
  breaks('3.1.3-l/few-users', 'It stores the requests of five users at most.', () =>
    onRoute(isSubscribe, (stanza, server) =>
      (recipientAccount(stanza, server)?.pendingIn.size ?? 0) < FEW ? [stanza] : [],
    ),
  ),
  breaks('3.1.3-m/one-approved', 'An approval deletes the requests of all other users.', () =>
    fromClient((stanza) => isPresence(stanza, 'subscribed'), forgetOtherRequests),
  ),
  breaks('8.5.2.2.1-a/few-messages', 'It stores ten messages at most, and drops others.', () =>
    onStoring((offline) => offline.length < 10),
  ),
  breaks('8.5.2.2.1-a/one-sender', 'It stores the messages of one sender, and drops those of others.', () =>
    onStoring((offline, stanza) => offline.every((stored) => senderBareJid(stored) === senderBareJid(stanza))),
  ),
  breaks('rfc6120-10.1-a/stored-chat-first', 'It delivers stored chat messages before others.', () =>
    fromClient(
      (stanza) => isPresence(stanza, 'available'),
      (stanza, { resource: { account } }) => {
        account.offline.sort((a, b) => Number(isChat(b)) - Number(isChat(a)));
        return [stanza];
      },
    ),
  ),
];

const firstItems = (limit: number) => (stanza: XmlElement) => {
  let count = 0;
  return [mapItems(stanza, (item) => (++count > limit ? [] : [item]))];
};

/** A fault in the groups of an item that a client sets. */
const onGroups = (change: (groups: readonly string[]) => readonly string[]): Fault =>
  fromClient(
    isSet,
    editItems((item) => withGroups(item, change(groupsOf(item)))),
  );

/** Whether the resource is a sixth one of its account, or a later one. */
const isOneOfMany = ({ account, name }: ClientContext['resource']): boolean =>
  [...account.resources.keys()].indexOf(name) >= FEW;

const isPushToMany = (stanza: XmlElement, { resource }: ClientContext): boolean =>
  isPush(stanza) && isOneOfMany(resource);

/** A fault: of the presence to other accounts that a trigger causes, or of what else matches, the first stanzas are sent. */
function toFew(kinds: readonly TriggerKind[], matches?: (stanza: XmlElement) => boolean): Fault {
  let sent = 0;
  return during(kinds, {
    before: () => {
      sent = 0;
    },
    route: (stanza, server, trigger) => {
      const to = recipientOf(stanza, server);
      const isMeant =
        matches === undefined ? isPresenceOf(stanza, trigger) && to?.bare !== to?.account.jid : matches(stanza);
      if (!isMeant) return [stanza];
      sent += 1;
      return sent > FEW ? [] : [stanza];
    },
  });
}

function forgetOtherRequests(stanza: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  const { pendingIn } = resource.account;
  for (const jid of pendingIn.keys()) if (jid !== recipientBareJid(stanza)) pendingIn.delete(jid);
  return [stanza];
}

/** A fault: a message to an offline account is dropped, unless it may be stored beside the others. */
function onStoring(isStored: (offline: readonly XmlElement[], stanza: XmlElement) => boolean): Fault {
  const isKept = (stanza: XmlElement, server: ServerState) =>
    isStored(recipientAccount(stanza, server)?.offline ?? [], stanza);
  return onRoute(
    (stanza, server) => isMessage(stanza) && isToOfflineAccount(stanza, server) && !isKept(stanza, server),
    drop,
  );
}

const isChat = ({ attrs }: XmlElement): boolean => attrs['type'] === 'chat';
