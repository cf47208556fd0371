// RFC 6121 2 and 2.1.5: who may see and change a roster, and what a set may change.

import type { XmlElement } from '../../../model/xml.ts';
import { child, NS } from '../../../stanza/xml.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { rosterQuery } from '../../roster.ts';
import { setRoster } from '../../roster-iq.ts';
import { route } from '../../route.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import { fromClient, onRoute, toClient, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPresence, isPush } from '../kit/predicates.ts';
import { recipientAccount, senderBareJid } from '../kit/recipients.ts';
import { drop } from '../kit/rewrites.ts';
import { answerWithError, onConsequence, presetItem, refuseWith } from './consequences.ts';
import {
  claimedSubscription,
  editItems,
  isError,
  isGet,
  isRemoval,
  isSet,
  isUpdate,
  itemsOf,
  jidOf,
} from './requests.ts';

export const accessMutants: readonly Mutant[] = [
  breaks('2-c', {
    slug: 'read-by-anybody',
    title: 'It shows a roster to whoever asks.',
    fault: () => onRoute(isGet, answerWithRoster),
  }),
  breaks('2-c', {
    slug: 'read-by-subscribers',
    title: 'It shows a roster to contacts who may see the presence of its owner.',
    fault: () => onRoute((get, server) => isGet(get) && isFromSubscriber(get, server), answerWithRoster),
  }),
  breaks('2-c', {
    slug: 'removed-by-anybody',
    title: 'It lets anybody remove items.',
    fault: () => onRoute(isRemoval, applySet),
  }),
  breaks('2.1.5-b', {
    slug: 'claimed-by-update',
    title: 'It takes the subscription of a listed item from a client.',
    fault: () => fromClient(isUpdate, presetItem(claimedSubscription)),
  }),
  breaks('2.1.5-b', {
    slug: 'claim-pushed',
    title: 'It pushes the subscription that a client claims.',
    fault: () =>
      onConsequence(isSet, isPush, (push, { request }) => editItems((item) => withClaim(item, request))(push)),
  }),
  breaks('2.1.5-b', {
    slug: 'presence-granted',
    title: 'It lets contacts see presence for whom a client claims a subscription, and shows none.',
    fault: grantPresence,
  }),
  breaks('2.1.5-c', {
    slug: 'changed-by-anybody',
    title: 'It lets anybody add and update items.',
    fault: () => onRoute((set) => isSet(set) && !isRemoval(set), applySet),
  }),
  breaks('2.1.5-c', {
    slug: 'changed-by-subscribers',
    title: 'It lets contacts who may see the presence of its owner change a roster.',
    fault: () => onRoute((set, server) => isSet(set) && isFromSubscriber(set, server), applySet),
  }),
  breaks('2.1.5-c', {
    slug: 'own-address-refused',
    title: 'It refuses a set of the owner that names the own address.',
    fault: () => fromClient((set) => isSet(set) && set.attrs['to'] !== undefined, refuseWith('forbidden')),
  }),
  breaks('2.1.5-d', {
    slug: 'not-allowed',
    title: 'It answers a set of somebody else with not-allowed.',
    fault: () => toClient(isForbidden, answerWithError('not-allowed')),
  }),
  breaks('2.1.5-d', {
    slug: 'no-answer',
    title: 'It does not answer a set of somebody else.',
    fault: () => toClient(isForbidden, drop),
  }),
  breaks('2.3.3-b', {
    slug: 'unavailable',
    title: 'It answers a set of somebody else with service-unavailable.',
    fault: () => toClient(isForbidden, answerWithError('service-unavailable')),
  }),
];

/** A get is answered with the roster that it is for. */
function answerWithRoster(get: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = recipientAccount(get, server);
  return account ? [resultOf(get, [rosterQuery(account.roster)])] : [get];
}

/** A set changes the roster that it is for. */
function applySet(set: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = recipientAccount(set, server);
  if (!account) return [set];
  const condition = setRoster(server, { account, send: (answer) => route(server, answer) }, set);
  return condition ? [errorOf(set, condition)] : [];
}

function isFromSubscriber(stanza: XmlElement, server: ServerState): boolean {
  const account = recipientAccount(stanza, server);
  return account !== undefined && isSubscriber(account, senderBareJid(stanza));
}

const isForbidden = (stanza: XmlElement): boolean => {
  const error = isError(stanza) && child(stanza, 'error');
  return error !== false && error !== undefined && child(error, 'forbidden', NS.stanzas) !== undefined;
};

const claimOf = (set: XmlElement): string | undefined => itemsOf(set)[0]?.attrs['subscription'];

function withClaim(item: XmlElement, set: XmlElement): XmlElement {
  return stamp(item, { subscription: claimOf(set) ?? item.attrs['subscription'] });
}

/** Presence goes to contacts for whom "from" or "both" was ever claimed, as if it were directed to them. */
function grantPresence(): Fault {
  const granted = new Map<string, Set<string>>();
  const fromClient = (stanza: XmlElement, { resource: { account } }: ClientContext): readonly XmlElement[] => {
    const contacts = granted.get(account.jid) ?? new Set();
    granted.set(account.jid, contacts);
    if (isSet(stanza) && ['from', 'both'].includes(claimOf(stanza) ?? '')) contacts.add(jidOf(stanza));
    const isBroadcast = isPresence(stanza, 'available') && stanza.attrs['to'] === undefined;
    return isBroadcast ? [stanza, ...[...contacts].map((to) => stamp(stanza, { to }))] : [stanza];
  };
  return withHooks({ fromClient });
}
