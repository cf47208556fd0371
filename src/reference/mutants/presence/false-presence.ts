// RFC 6121 4.5.2, 11: presence that says of a resource what is not so.

import type { XmlElement } from '../../../model/xml.ts';
import { availableResources, route } from '../../availability.ts';
import type { Account, Resource } from '../../server-state.ts';
import { breaks, type Mutant, withHooks } from '../kit/mutant.ts';
import { isPresence } from '../kit/rewrites.ts';
import { isAnyone, isOtherOwnResource, onDelivery, onNotification, type Trigger } from './notifications.ts';

export const falsePresenceMutants: readonly Mutant[] = [
  breaks(
    '11-c/one-down-all-down',
    'It tells contacts that all resources of a user are gone when one becomes unavailable.',
    () =>
      onNotification(['unavailable', 'stream-end'], isAnyone, (stanza, trigger) => [
        stanza,
        ...othersGone(stanza, trigger),
      ]),
    { nearest: ['rfc6121/4.5.2/'] },
  ),
  breaks(
    '11-c/one-down-account-down',
    'It tells contacts that the whole account is gone when one of its resources becomes unavailable.',
    () =>
      onNotification(['unavailable', 'stream-end'], isAnyone, (stanza, trigger) =>
        othersGone(stanza, trigger).length === 0 ? [stanza] : [stanza, gone(stanza, ownerOf(trigger))],
      ),
    { nearest: ['rfc6121/4.5.2/'] },
  ),
  breaks(
    '11-c/one-up-others-down',
    'It tells contacts that the other resources of a user are gone when one becomes available.',
    () => onNotification(['initial'], isAnyone, (stanza, trigger) => [...othersGone(stanza, trigger), stanza]),
    { nearest: ['rfc6121/4.2.2/', 'rfc6121/4.5.2/'] },
  ),
  breaks(
    '11-c/gone-at-update',
    'It tells contacts that a resource is gone when it updates its presence.',
    () => onNotification(['update'], isAnyone, (stanza, { jid }) => [stanza, gone(stanza, jid)]),
    { nearest: ['rfc6121/4.4.2/'] },
  ),
  breaks(
    '11-c/other-resource-told-gone',
    "It tells a user's other resources that a resource is gone when it updates its presence.",
    () => onDelivery(['update'], isOtherOwnResource, (stanza) => [stanza, gone(stanza, stanza.attrs['from'] ?? '')]),
    { nearest: ['rfc6121/4.4.2/'] },
  ),
  breaks(
    '11-c/gone-and-back',
    'It tells contacts that a resource is available again when other resources send presence after it has gone.',
    () => {
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
    { nearest: ['rfc6121/4.5.2/', 'rfc6121/4.6.1/'] },
  ),
  breaks(
    '11-b/gone-to-former-subscriber',
    'It tells contacts that a resource is gone whose subscription ended during its session.',
    () => {
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
    { nearest: ['rfc6121/3.2.2/', 'rfc6121/3.3.3/'] },
  ),
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
