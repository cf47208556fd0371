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
import { breaks, fromClient, isPresence, isPush, lost, onTheWay, tampered, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { receiverOf, senderOf } from '../kit/subscription.ts';
import {
  claimed,
  edited,
  following,
  isError,
  isGet,
  isRemoval,
  isSet,
  isUpdate,
  itemsOf,
  jidOf,
  refused,
  refusedAs,
  storedBefore,
} from './kit.ts';

export const accessMutants: readonly Mutant[] = [
  breaks('2-c', {
    word: 'read-by-anybody',
    title: 'It shows a roster to whoever asks.',
    fault: () => onTheWay(isGet, shown),
  }),
  breaks('2-c', {
    word: 'read-by-subscribers',
    title: 'It shows a roster to contacts who may see the presence of its owner.',
    fault: () => onTheWay((get, server) => isGet(get) && isFromSubscriber(get, server), shown),
  }),
  breaks('2-c', {
    word: 'removed-by-anybody',
    title: 'It lets anybody remove items.',
    fault: () => onTheWay(isRemoval, carriedOut),
  }),
  breaks('2.1.5-b', {
    word: 'claimed-by-update',
    title: 'It takes the subscription of a listed item from a client.',
    fault: () => fromClient(isUpdate, storedBefore(claimed)),
  }),
  breaks('2.1.5-b', {
    word: 'claim-pushed',
    title: 'It pushes the subscription that a client claims.',
    fault: () => following(isSet, isPush, (push, { request }) => edited((item) => withClaim(item, request))(push)),
  }),
  breaks('2.1.5-b', {
    word: 'presence-granted',
    title: 'It lets contacts see presence for whom a client claims a subscription, and shows none.',
    fault: grantedUnseen,
  }),
  breaks('2.1.5-c', {
    word: 'changed-by-anybody',
    title: 'It lets anybody add and update items.',
    fault: () => onTheWay((set) => isSet(set) && !isRemoval(set), carriedOut),
  }),
  breaks('2.1.5-c', {
    word: 'changed-by-subscribers',
    title: 'It lets contacts who may see the presence of its owner change a roster.',
    fault: () => onTheWay((set, server) => isSet(set) && isFromSubscriber(set, server), carriedOut),
  }),
  breaks('2.1.5-c', {
    word: 'own-address-refused',
    title: 'It refuses a set of the owner that names the own address.',
    fault: () => fromClient((set) => isSet(set) && set.attrs['to'] !== undefined, refused('forbidden')),
  }),
  breaks('2.1.5-d', {
    word: 'not-allowed',
    title: 'It answers a set of somebody else with not-allowed.',
    fault: () => toClient(isForbidden, refusedAs('not-allowed')),
  }),
  breaks('2.1.5-d', {
    word: 'no-answer',
    title: 'It does not answer a set of somebody else.',
    fault: () => toClient(isForbidden, lost),
  }),
  breaks('2.3.3-b', {
    word: 'unavailable',
    title: 'It answers a set of somebody else with service-unavailable.',
    fault: () => toClient(isForbidden, refusedAs('service-unavailable')),
  }),
];

/** A get is answered with the roster that it is for. */
function shown(get: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = receiverOf(get, server);
  return account ? [resultOf(get, [rosterQuery(account.roster)])] : [get];
}

/** A set changes the roster that it is for. */
function carriedOut(set: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = receiverOf(set, server);
  if (!account) return [set];
  const condition = setRoster(server, { account, send: (answer) => route(server, answer) }, set);
  return condition ? [errorOf(set, condition)] : [];
}

function isFromSubscriber(stanza: XmlElement, server: ServerState): boolean {
  const account = receiverOf(stanza, server);
  return account !== undefined && isSubscriber(account, senderOf(stanza));
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
function grantedUnseen(): Fault {
  const granted = new Map<string, Set<string>>();
  const fromClient = (stanza: XmlElement, { resource: { account } }: ClientContext): readonly XmlElement[] => {
    const contacts = granted.get(account.jid) ?? new Set();
    granted.set(account.jid, contacts);
    if (isSet(stanza) && ['from', 'both'].includes(claimOf(stanza) ?? '')) contacts.add(jidOf(stanza));
    const isBroadcast = isPresence(stanza, 'available') && stanza.attrs['to'] === undefined;
    return isBroadcast ? [stanza, ...[...contacts].map((to) => stamp(stanza, { to }))] : [stanza];
  };
  return tampered({ fromClient });
}
