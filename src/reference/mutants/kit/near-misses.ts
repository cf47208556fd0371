// Faults in one detail of stanzas that are right otherwise, and copies of them: each breaks one rule, or none.

import type { XmlElement } from '../../../model/xml.ts';
import { bareOf, parseJid } from '../../../stanza/jid.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import { accountAt, interestedResources, isRemote, route } from '../../availability.ts';
import { sendAbroad } from '../../bounce.ts';
import type { Fault } from '../../fault.ts';
import { pushItem } from '../../roster.ts';
import { errorOf, presence, stamp } from '../../stanza.ts';
import { fromClient, toClient, toRemote, withHooks } from './mutant.ts';
import { isIq, isPresence, isPush, mapItems } from './rewrites.ts';

/** What matches loses its id, or gets another one, on the way to clients and to other domains. */
export function idsChanged(matches: (stanza: XmlElement) => boolean, change?: (id: string) => string): Fault {
  const rewrite = (stanza: XmlElement) => {
    const { id } = stanza.attrs;
    return [stamp(stanza, { id: id === undefined ? undefined : change?.(id) })];
  };
  return withHooks({ ...toClient(matches, rewrite).hooks, ...toRemote(matches, rewrite).hooks });
}

/** Presence of the type is sent twice: by the server itself without id, and as the client wrote it. */
export function sentTwice(type: string): Fault {
  const twice = (stanza: XmlElement) => [stamp(stanza, { id: undefined }), stanza];
  const isMeant = (stanza: XmlElement) => isPresence(stanza, type);
  return withHooks({ ...toClient(isMeant, twice).hooks, ...toRemote(isMeant, twice).hooks });
}

/** A push, and not the roster set of a client. */
const isOwnPush = (stanza: XmlElement): boolean => isPush(stanza) && !stanza.attrs['from']?.includes('/');

/** Every roster push comes twice. */
export const pushedTwice = (): Fault =>
  toClient(isOwnPush, (push) => [push, stamp(push, { id: `${push.attrs['id']}-again` })]);

/** Items of pushes get another value of `ask`, or lose it. */
export const askInPushes = (change: (ask: string | undefined) => string | undefined): Fault =>
  toClient(isOwnPush, (push) => [mapItems(push, (item) => [stamp(item, { ask: change(item.attrs['ask']) })])]);

/** Items of rosters get another value of `ask`. */
export const askInRosters = (change: (ask: string | undefined) => string | undefined): Fault =>
  toClient(
    (stanza) => stanza.attrs['type'] === 'result',
    (result) => [mapItems(result, (item) => [stamp(item, { ask: change(item.attrs['ask']) })])],
  );

/** Stanzas that match lose those of their children that match, on the way to clients and to other domains. */
export function childrenLost(matches: (stanza: XmlElement) => boolean, isLost: (child: XmlElement) => boolean): Fault {
  const rewrite = (stanza: XmlElement) => [
    { ...stanza, children: stanza.children.filter((node) => typeof node === 'string' || !isLost(node)) },
  ];
  return withHooks({ ...toClient(matches, rewrite).hooks, ...toRemote(matches, rewrite).hooks });
}

/** A roster push goes to the contact, too, where that is a user of another domain. */
export const pushedAbroad = (): Fault =>
  toClient(isOwnPush, (push, { server }) => {
    const contacts = push.children.flatMap((query) => (typeof query === 'string' ? [] : query.children));
    for (const item of contacts) {
      const jid = typeof item === 'string' ? undefined : item.attrs['jid'];
      if (jid?.includes('@') && isRemote(server, jid)) sendAbroad(server, stamp(push, { to: jid }));
    }
    return [push];
  });

/** Refuses addresses whose local part or domain is in capitals, in stanzas and in roster items (RFC 7622 4). */
export const capitalsRefused = (): Fault => {
  const isRefused = (stanza: XmlElement) => {
    const [item] = isIq(stanza, 'set', NS.roster) ? elements(stanza).flatMap(elements) : [];
    const address = bareOf(item?.attrs['jid'] ?? stanza.attrs['to'] ?? '');
    return address !== address.toLowerCase();
  };
  return withHooks({
    fromClient: (stanza, context) => {
      if (!isRefused(stanza)) return [stanza];
      context.resource.send(stamp(errorOf(stanza, 'jid-malformed'), { to: context.resource.jid }));
      return [];
    },
    fromRemote: (stanza, server) => {
      if (!isRefused(stanza)) return [stanza];
      sendAbroad(server, errorOf(stanza, 'jid-malformed'));
      return [];
    },
  });
};

/** Shows addresses of roster items in capitals, as a client may have written them. */
export const capitalsShown = (): Fault =>
  toClient(
    (stanza) => isOwnPush(stanza) || stanza.attrs['type'] === 'result',
    (iq) => [
      mapItems(iq, (item) => {
        const [local = '', domain] = (item.attrs['jid'] ?? '').split('@');
        return [domain === undefined ? item : stamp(item, { jid: `${local.toUpperCase()}@${domain}` })];
      }),
    ],
  );

/** Before a session ends a subscription, its pending request is sent again (RFC 6121 3.1.2), and an error comes back. */
export const askedAgain = (): Fault =>
  fromClient(
    (stanza) => isPresence(stanza, 'unsubscribe') || isPresence(stanza, 'unsubscribed'),
    (stanza, { server, resource }) => {
      const { to = '', id } = stanza.attrs;
      const { jid, roster } = resource.account;
      if (roster.items.get(to)?.ask === true)
        route(server, stamp(stanza, { type: 'subscribe', from: jid, to, id: server.uniqueId() }));
      resource.send(stamp(errorOf(stanza, 'service-unavailable'), { id, from: to, to: resource.jid }));
      return [stanza];
    },
  );

/** When a session cancels a subscription, its server probes the contact to which the user stays subscribed (RFC 6121 4.3.1). */
export const probedAgain = (): Fault =>
  fromClient(
    (stanza, { resource }) => {
      const { subscription = 'none' } = resource.account.roster.items.get(stanza.attrs['to'] ?? '') ?? {};
      return isPresence(stanza, 'unsubscribed') && ['to', 'both'].includes(subscription);
    },
    (stanza, { server, resource: { account } }) => {
      route(server, stamp(stanza, { type: 'probe', from: account.jid, id: server.uniqueId() }));
      return [stanza];
    },
  );

/** The server of a user probes each remote resource that has sent the user available presence, a stranger's too (RFC 6121 4.3.1). */
export const probesBack = (): Fault =>
  toClient(
    (stanza) => isPresence(stanza, 'available'),
    (stanza, { server, resource: { account } }) => {
      const { from: to = '' } = stanza.attrs;
      if (isRemote(server, to))
        route(server, presence({ type: 'probe', from: account.jid, to, id: server.uniqueId() }));
      return [stanza];
    },
  );

/** A user whose request is delivered gets the push of the pending item again, and an acknowledgement that reveals nothing (RFC 6121 3.1.3). */
export const remindedOfRequests = (): Fault =>
  toClient(
    (stanza) => isPresence(stanza, 'subscribe'),
    (stanza, { server, resource: { account } }) => {
      const to = bareOf(stanza.attrs['from'] ?? '');
      const jid = parseJid(to);
      const user = jid && accountAt(server, jid);
      for (const resource of user === undefined ? [] : interestedResources(user))
        pushItem(server, resource, account.jid);
      route(server, presence({ type: 'unavailable', from: account.jid, to, id: server.uniqueId() }));
      return [stanza];
    },
  );
