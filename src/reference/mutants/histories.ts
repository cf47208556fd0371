// Servers that do right the first time, for one contact, and for an item without a name, and wrong later, beside others, or with one.

import type { XmlElement } from '../../model/xml.ts';
import { domainOf, localOf } from '../../stanza/jid.ts';
import { elements, text } from '../../stanza/xml.ts';
import { route, sendCurrentPresence, subscribers } from '../availability.ts';
import type { Fault } from '../fault.ts';
import type { Account, CellParties, Resource, RosterItem } from '../server-state.ts';
import { stamp } from '../stanza.ts';
import { breaks, fromClient, fromRemote, type Mutant, withHooks } from './kit/mutant.ts';
import { bareJidOf, recipientAccount, recipientBareJid, senderBareJid } from './kit/recipients.ts';
import { addChildren, drop, isPresence, isProbe, isSubscribe, isUnaddressed } from './kit/rewrites.ts';
import { during, isPresenceOf } from './presence/notifications.ts';
import { isRemoval, isSet, jidOf } from './roster/roster-requests.ts';

export const historyMutants: readonly Mutant[] = [
  breaks('rfc7622-3.3-a/presence-dropped', 'It drops presence for an address with capitals.', () =>
    fromClient((stanza) => isPresence(stanza) && hasCapitals(localOf(stanza.attrs['to'] ?? '')), drop),
  ),
  breaks('2.5.2-a/takes-neighbour', 'It removes another item of the same group as well.', () =>
    fromClient(isRemoval, removeNeighbour),
  ),
  breaks('2.5.2-a/subscription-restored', 'An item that is added again has its old subscription.', restoreItems),
  breaks('2-b/name-forgotten', 'It forgets the name of an item whose subscription changes.', () =>
    afterCells(({ account: { roster }, contact }) => {
      const item = roster.items.get(contact);
      if (item !== undefined) roster.items.set(contact, { ...item, name: '' });
    }),
  ),
  breaks('2.6.3-d/offline-not-counted', 'It forgets a change of a subscription while the user is offline.', () =>
    afterCells(({ account, contact }) => {
      if (account.resources.size === 0) account.roster.changes.delete(contact);
    }),
  ),
  breaks(
    '3.1.3-e/later-request-dropped',
    'It drops the request of a user that it has answered with no before.',
    dropLater,
  ),
  breaks('A.1-a/deleted-by-set', 'A roster set for the sender of a request deletes the request.', () =>
    fromClient(isSet, (set, { resource }) => {
      resource.account.pendingIn.delete(jidOf(set));
      return [set];
    }),
  ),
  breaks('11-b/second-cancelled-told', 'The second contact whose subscription is cancelled gets presence still.', () =>
    tellFormer('out-unsubscribed', (former) => former.slice(1)),
  ),
  breaks('11-b/unsubscribed-told', 'A contact that has unsubscribed gets presence still.', () =>
    tellFormer('in-unsubscribe-', (former) => former),
  ),
  breaks('4.6.3-h/second-time-forgotten', 'It records no directed presence after directed unavailable presence.', () =>
    forgetRepeated(),
  ),
  breaks('8.5.2.1.1-g/directed-unavailable', 'Directed unavailable presence ends the delivery of messages.', () =>
    during(['directed-unavailable'], {
      before: ({ resource }) => {
        if (resource !== undefined) resource.priority = -1;
      },
    }),
  ),
  breaks('8.5.2.1.1-p/never-lowered', 'It raises the priority of a resource, and never lowers it.', neverLowered),
  breaks('4.4.2-a/status-kept', 'It adds the last status to updated presence that has none.', () =>
    fromClient(
      (stanza) => isPresence(stanza, 'available') && isUnaddressed(stanza) && elements(stanza).length === 0,
      (stanza, { resource }) => [addChildren(stanza, ...statusOf(resource))],
    ),
  ),
  breaks('11-a/domain-told', 'It answers a probe if any user of its domain is subscribed.', () =>
    fromRemote(isProbe, (stanza, server) => {
      const from = bareJidOf(stanza.attrs['from']) ?? '';
      const account = recipientAccount(stanza, server);
      const isNeighbour =
        account && subscribers(account).some((jid) => jid !== from && domainOf(jid) === domainOf(from));
      if (isNeighbour) sendCurrentPresence(server, account, from);
      return isNeighbour ? [] : [stanza];
    }),
  ),
];

const hasCapitals = (value: string): boolean => value !== value.toLowerCase();

const statusOf = ({ presence }: Resource): readonly XmlElement[] =>
  presence === undefined ? [] : elements(presence).filter(({ name }) => name === 'status');

const afterCells = (change: (parties: CellParties) => void): Fault =>
  withHooks({ afterCell: (_, parties) => change(parties) });

function removeNeighbour(set: XmlElement, { resource }: { resource: Resource }): readonly XmlElement[] {
  const { items } = resource.account.roster;
  const groups = items.get(jidOf(set))?.groups ?? [];
  const other = [...items.values()].find(
    (item) => item.jid !== jidOf(set) && item.groups.some((one) => groups.includes(one)),
  );
  if (other !== undefined) items.delete(other.jid);
  return [set];
}

function restoreItems(): Fault {
  const removed = new WeakMap<Account, Map<string, RosterItem>>();
  return fromClient(isSet, (set, { resource: { account } }) => {
    const jid = jidOf(set);
    const stored = account.roster.items.get(jid);
    const ofAccount = removed.get(account) ?? new Map<string, RosterItem>();
    removed.set(account, ofAccount);
    const before = ofAccount.get(jid);
    if (isRemoval(set) && stored !== undefined) ofAccount.set(jid, stored);
    else if (stored === undefined && before !== undefined) account.roster.items.set(jid, before);
    return [set];
  });
}

function dropLater(): Fault {
  const answered = new WeakMap<Account, Set<string>>();
  return withHooks({
    fromClient: (stanza, { resource: { account } }) => {
      if (isPresence(stanza, 'unsubscribed'))
        answered.set(account, new Set([...(answered.get(account) ?? []), recipientBareJid(stanza)]));
      return [stanza];
    },
    route: (stanza, server) => (isLater(stanza, recipientAccount(stanza, server)) ? [] : [stanza]),
    fromRemote: (stanza, server) => (isLater(stanza, recipientAccount(stanza, server)) ? [] : [stanza]),
  });
  function isLater(stanza: XmlElement, account: Account | undefined): boolean {
    return isSubscribe(stanza) && account !== undefined && answered.get(account)?.has(senderBareJid(stanza)) === true;
  }
}

/** A fault: those of the contacts whose subscription has ended in a cell of that table get the presence that the user's resources get. */
function tellFormer(table: string, told: (former: readonly string[]) => readonly string[]): Fault {
  const ended = new WeakMap<Account, readonly string[]>();
  const { hooks } = during(['update', 'unavailable', 'stream-end'], {
    toClient: (stanza, { server, resource }, trigger) => {
      const isCopy = isPresenceOf(stanza, trigger) && trigger.jid.startsWith(`${resource.account.jid}/`);
      if (isCopy) for (const to of told(ended.get(resource.account) ?? [])) route(server, stamp(stanza, { to }));
      return [stanza];
    },
  });
  return withHooks({
    ...hooks,
    afterCell: ({ id }, { account, contact }) => {
      if (id.startsWith(table)) ended.set(account, [...(ended.get(account) ?? []), contact]);
    },
  });
}

function forgetRepeated(): Fault {
  const left = new WeakMap<Resource, Set<string>>();
  return during(['directed-unavailable', 'unavailable', 'stream-end'], {
    before: ({ kind, resource, stanza }) => {
      if (resource === undefined) return;
      const ofResource = left.get(resource) ?? new Set();
      left.set(resource, ofResource);
      if (kind === 'directed-unavailable') ofResource.add(stanza?.attrs['to'] ?? '');
      else for (const to of ofResource) resource.directed.delete(to);
    },
  });
}

function neverLowered(): Fault {
  const highest = new Map<Resource, number>();
  return withHooks({
    fromClient: (stanza, { resource }) => {
      const given = elements(stanza).find(({ name }) => name === 'priority');
      if (isPresence(stanza, 'available') && given !== undefined)
        highest.set(resource, Math.max(Number(text(given)), highest.get(resource) ?? Number.NEGATIVE_INFINITY));
      return [stanza];
    },
    route: (stanza) => {
      for (const [resource, priority] of highest) resource.priority = priority;
      return [stanza];
    },
  });
}
