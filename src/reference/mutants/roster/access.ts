// RFC 6121 2 and 2.1.5: who may read and change a roster, and what a set may change.

import type { XmlElement } from '../../../model/xml.ts';
import { child, NS } from '../../../stanza/xml.ts';
import { isSubscriber, route } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { rosterQuery } from '../../roster.ts';
import { setRoster } from '../../roster-iq.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, toRemote, withHooks } from '../kit/mutant.ts';
import { pushedAbroad } from '../kit/near-misses.ts';
import { isToMatchingResource, recipientAccount, senderBareJid } from '../kit/recipients.ts';
import { drop, isPresence, isPush } from '../kit/rewrites.ts';
import {
  answerWithError,
  claimedSubscription,
  editItems,
  isError,
  isGet,
  isRemoval,
  isSet,
  isUpdate,
  itemsOf,
  jidOf,
  onConsequence,
  presetItem,
  refuseWith,
} from './roster-requests.ts';

export const accessMutants: readonly Mutant[] = [
  breaks('2-c/read-by-anybody', 'It returns a roster to anyone.', () => onRoute(isGet, answerWithRoster)),
  breaks('2-c/read-by-subscribers', 'It returns a roster to contacts that are subscribed to its owner.', () =>
    onRoute((get, server) => isGet(get) && isFromSubscriber(get, server), answerWithRoster),
  ),
  breaks('2-c/read-at-resources', 'It returns a roster to anyone who asks a resource of its owner.', () =>
    onRoute((get, server) => isGet(get) && isToMatchingResource(get, server), answerWithRoster),
  ),
  breaks('2-c/pushed-abroad', 'It sends roster pushes to contacts of other domains.', pushedAbroad, {
    nearest: ['rfc6121/A.2.1/outbound-subscribe'],
  }),
  breaks('2-c/removed-by-anybody', 'It lets anyone remove items.', () => onRoute(isRemoval, applySet)),
  breaks('2.1.5-b/claimed-by-update', 'It stores the subscription that a client claims for an existing item.', () =>
    fromClient(isUpdate, presetItem(claimedSubscription)),
  ),
  breaks('2.1.5-b/claim-pushed', 'It pushes the subscription that a client claims.', () =>
    onConsequence(isSet, isPush, (push, { request }) => editItems((item) => withClaim(item, request))(push)),
  ),
  breaks(
    '2.1.5-b/presence-granted',
    'It sends presence to contacts for which a client claimed a subscription, without a push.',
    grantPresence,
  ),
  breaks('2.1.5-c/changed-by-anybody', 'It lets anyone add and update items.', () =>
    onRoute((set) => isSet(set) && !isRemoval(set), applySet),
  ),
  breaks('2.1.5-c/changed-by-subscribers', 'It lets contacts that are subscribed to the owner change a roster.', () =>
    onRoute((set, server) => isSet(set) && isFromSubscriber(set, server), applySet),
  ),
  breaks(
    '2.1.5-c/changed-at-resources',
    'It lets anyone who addresses a resource change the roster of its owner.',
    () => onRoute((set, server) => isSet(set) && isToMatchingResource(set, server), applySet),
  ),
  breaks('2.1.5-c/own-address-refused', 'It refuses a set of the owner with the own bare JID as "to".', () =>
    fromClient((set) => isSet(set) && set.attrs['to'] !== undefined, refuseWith('forbidden')),
  ),
  breaks('2.1.5-d/not-allowed', 'It answers a set of another user with not-allowed.', () =>
    toClient(isForbidden, answerWithError('not-allowed')),
  ),
  breaks('2.1.5-d/no-answer', 'It does not answer a set of another user.', () => toClient(isForbidden, drop)),
  breaks('2.1.5-d/not-allowed-abroad', 'It answers a set of another domain with not-allowed.', () =>
    toRemote(isForbidden, answerWithError('not-allowed')),
  ),
  breaks('2.3.3-b/unavailable', 'It answers a set of another user with service-unavailable.', () =>
    toClient(isForbidden, answerWithError('service-unavailable')),
  ),
];

/** Answers a get with the roster of the recipient. */
function answerWithRoster(get: XmlElement, server: ServerState): readonly XmlElement[] {
  const account = recipientAccount(get, server);
  return account ? [resultOf(get, [rosterQuery(account.roster)])] : [get];
}

/** Applies a set to the roster of the recipient. */
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

/** A fault: contacts for which a client claimed "from" or "both" receive its broadcasts as directed presence. */
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
