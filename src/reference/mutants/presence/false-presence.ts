// RFC 6121 4.5.2, 11: presence that says of a resource what is not so.

import type { XmlElement } from '../../../model/xml.ts';
import { route } from '../../availability.ts';
import { availableResources } from '../../lookup.ts';
import type { Account, Resource } from '../../server-state.ts';
import { breaks, type Mutant, withHooks } from '../kit/mutant.ts';
import { isPresence } from '../kit/predicates.ts';
import { isAnyone, isOtherOwnResource, onDelivery, onNotification } from './notifications.ts';
import type { Trigger } from './presence-trigger.ts';

export const falsePresenceMutants: readonly Mutant[] = [
  breaks('11-c', {
    slug: 'one-down-all-down',
    title: 'It tells contacts that all resources of a user are gone when one becomes unavailable.',
    nearest: ['rfc6121/4.5.2/'],
    fault: () =>
      onNotification(['unavailable', 'stream-end'], isAnyone, (stanza, trigger) => [
        stanza,
        ...othersGone(stanza, trigger),
      ]),
  }),
  breaks('11-c', {
    slug: 'one-down-account-down',
    title: 'It tells contacts that the whole account is gone when one of its resources becomes unavailable.',
    nearest: ['rfc6121/4.5.2/'],
    fault: () =>
      onNotification(['unavailable', 'stream-end'], isAnyone, (stanza, trigger) =>
        othersGone(stanza, trigger).length === 0 ? [stanza] : [stanza, gone(stanza, ownerOf(trigger))],
      ),
  }),
  breaks('11-c', {
    slug: 'one-up-others-down',
    title: 'It tells contacts that the other resources of a user are gone when one becomes available.',
    nearest: ['rfc6121/4.2.2/', 'rfc6121/4.5.2/'],
    fault: () => onNotification(['initial'], isAnyone, (stanza, trigger) => [...othersGone(stanza, trigger), stanza]),
  }),
  breaks('11-c', {
    slug: 'gone-at-update',
    title: 'It tells contacts that a resource is gone when it updates its presence.',
    nearest: ['rfc6121/4.4.2/'],
    fault: () => onNotification(['update'], isAnyone, (stanza, { jid }) => [stanza, gone(stanza, jid)]),
  }),
  breaks('11-c', {
    slug: 'other-resource-told-gone',
    title: "It tells a user's other resources that a resource is gone when it updates its presence.",
    nearest: ['rfc6121/4.4.2/'],
    fault: () =>
      onDelivery(['update'], isOtherOwnResource, (stanza) => [stanza, gone(stanza, stanza.attrs['from'] ?? '')]),
  }),
  breaks('11-c', {
    slug: 'gone-and-back',
    title: 'It tells contacts that a resource is available again when other resources send presence after it has gone.',
    nearest: ['rfc6121/4.5.2/', 'rfc6121/4.6.1/'],
    fault: () => {
      const left = new Map<string, XmlElement>();
      return withHooks({
        toClient: (stanza, { resource }) => {
          const { from = '' } = stanza.attrs;
          const key = `${resource.jid} ${from}`;
          const ghost = left.get(key);
          if (!isPresence(stanza)) return [stanza];
          if (stanza.attrs['type'] === 'unavailable') left.set(key, stanza);
          return ghost === undefined && stanza.attrs['type'] === undefined
            ? [stanza, ...[...left].flatMap(([one, last]) => (one.startsWith(`${resource.jid} `) ? [back(last)] : []))]
            : [stanza];
        },
      });
    },
  }),
  breaks('11-b', {
    slug: 'gone-to-former-subscriber',
    title: 'It tells contacts that a resource is gone whose subscription ended during its session.',
    nearest: ['rfc6121/3.2.2/', 'rfc6121/3.3.3/'],
    fault: () => {
      const former = new Map<Account, Set<string>>();
      const note = ({ account }: Resource, bare: string) =>
        former.set(account, (former.get(account) ?? new Set()).add(bare));
      return withHooks({
        fromClient: (stanza, { resource, server }) => {
          const { type, to = '' } = stanza.attrs;
          if (isPresence(stanza) && type === 'unsubscribed') note(resource, to);
          if (isPresence(stanza, 'unavailable') && to === '')
            for (const bare of former.get(resource.account) ?? [])
              route(server, { ...stanza, attrs: { ...stanza.attrs, from: resource.jid, to: bare } });
          return [stanza];
        },
      });
    },
  }),
];

/** Unavailable presence of the other available resources of the user, for the same recipient. */
function othersGone(stanza: XmlElement, { resource, jid }: Trigger): readonly XmlElement[] {
  const available = resource === undefined ? [] : availableResources(resource.account);
  return available.filter((one) => one.jid !== jid).map((one) => gone(stanza, one.jid));
}

const ownerOf = ({ resource }: Trigger): string => resource?.account.jid ?? '';

const gone = (stanza: XmlElement, from: string): XmlElement => ({
  ...stanza,
  attrs: { ...stanza.attrs, from, type: 'unavailable' },
  children: [],
});

function back(stanza: XmlElement): XmlElement {
  const { type: _, ...attrs } = stanza.attrs;
  return { ...stanza, attrs, children: [] };
}
