// Presence on its way, by kind and by whom it is for.

import type { Fault } from '../../fault.ts';
import { isMove } from '../../subscription.ts';
import { isPresence, onTheWay } from './kit.ts';
import { type Becomes, both, type Fits } from './whom.ts';

/** What tells that somebody is there, or is not. */
export const isNotice: Fits = (stanza) => isPresence(stanza, 'available') || isPresence(stanza, 'unavailable');
/** What asks whether somebody is there. */
export const isProbe: Fits = (stanza) => isPresence(stanza, 'probe');
/** What manages subscriptions. */
export const isSubscription: Fits = (stanza) => isPresence(stanza) && isMove(stanza.attrs['type']);
/** A subscription request. */
export const isRequest: Fits = (stanza) => isPresence(stanza, 'subscribe');
/** What manages subscriptions and is no request. */
export const isEndOrApproval: Fits = both(isSubscription, (stanza) => !isPresence(stanza, 'subscribe'));

/** Presence of that kind for those becomes something else. */
export const arriving = (kind: Fits, isForThem: Fits, become: Becomes): Fault =>
  onTheWay(both(kind, isForThem), become);
