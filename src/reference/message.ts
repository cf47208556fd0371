// RFC 6121 5 and 8.5: where a message goes.

import type { XmlElement } from '../model.ts';
import type { Jid } from './jid.ts';
import { keepOffline } from './offline.ts';
import type { Account, Resource, World } from './world.ts';
import { availableResources } from './world.ts';

/** Error stands for `<service-unavailable/>`; the others are the letters D and M, A, O, S of Table 1 (8.5.4). */
type Delivery = 'matching' | 'most-available' | 'all' | 'store' | 'ignore' | 'error';

/** Delivers a message to an account, if there is one. False when the sender must get `<service-unavailable/>`. */
export function handleInboundMessage(world: World, account: Account | undefined, stanza: XmlElement, to: Jid): boolean {
  const delivery = chooseDelivery(account, stanza.attrs['type'], to);
  if (delivery === 'error') return false;
  if (account === undefined || delivery === 'ignore') return true;
  if (delivery === 'store') keepOffline(world, account, stanza);
  for (const receiver of receiversOf(account, delivery, to)) receiver.send(stanza);
  return true;
}

/** Table 1 of RFC 6121 8.5.4; where it leaves a choice, this is ours. An unknown type counts as normal (5.2.2). */
function chooseDelivery(account: Account | undefined, type: string | undefined, to: Jid): Delivery {
  const isBare = to.resource === '';
  if (account?.resources.has(to.resource)) return 'matching';
  if (type === 'error') return 'ignore';
  if (type === 'headline' && isBare) return account && usableResources(account).length > 0 ? 'all' : 'ignore';
  if (account === undefined || type === 'groupchat' || type === 'headline') return 'error';
  if (!isBare && type !== 'chat') return 'error';
  return usableResources(account).length > 0 ? 'most-available' : 'store';
}

function receiversOf(account: Account, delivery: Delivery, to: Jid): readonly Resource[] {
  const usable = usableResources(account);
  if (delivery === 'all') return usable;
  const one = delivery === 'matching' ? account.resources.get(to.resource) : mostAvailable(usable);
  return one && (delivery === 'matching' || delivery === 'most-available') ? [one] : [];
}

/** A resource of negative priority gets no message to the bare JID (8.5.2.1.1). */
function usableResources(account: Account): readonly Resource[] {
  return availableResources(account).filter((resource) => resource.priority >= 0);
}

/** The one of highest priority; of equals the one that was bound last. */
function mostAvailable(resources: readonly Resource[]): Resource | undefined {
  return resources.reduce<Resource | undefined>(
    (best, resource) => (best === undefined || resource.priority >= best.priority ? resource : best),
    undefined,
  );
}
