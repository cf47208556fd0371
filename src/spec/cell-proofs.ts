// The requirements that each effect of a cell of RFC 6121 Appendix A proves.

import type { Cell, SubscriptionState } from './appendix-a.ts';

type Ids = readonly string[];

/** Requirement ids by effect. An absent key means that the table has no such effect. */
export interface Proofs {
  /** The stanza is routed to the contact, or delivered to the user. */
  readonly pass?: Ids;
  /** Further requirements on routing to a local or to a remote contact. */
  readonly local?: Ids;
  readonly remote?: Ids;
  /** The stanza is not routed or not delivered. */
  readonly withheld?: Ids;
  /** MUST-level silence at the peer that the stanza is for. */
  readonly quiet?: Ids;
  /** No further stanza at the user's own sessions. */
  readonly own?: Ids;
  /** No stanza at the contact, who sent the stanza. */
  readonly noAnswer?: Ids;
  /** The roster push that the sections require. The tables are checked by the state itself. */
  readonly push?: Ids;
  /** Presence or unavailable presence of the available resources. */
  readonly presence?: Ids;
  /** Further requirements on delivering that presence, where the contact is local. */
  readonly delivered?: Ids;
  /** No presence at a contact without a subscription afterwards. Checked at remote contacts only. */
  readonly leak?: Ids;
  readonly reply?: Ids;
  /** No request at a user who has pre-approved its sender. */
  readonly asked?: Ids;
  /** The state afterwards. A stanza that the cell does not mention violates these, too. */
  readonly state: Ids;
}

/** A cell, its state, and whether pre-approval is in effect. */
export interface Situation {
  readonly cell: Cell;
  readonly state: SubscriptionState;
  readonly preApproval: boolean;
  /** The contact is in the roster, also where the state needs no item. */
  readonly isListed?: boolean | undefined;
}

const ids = (...tails: readonly string[]): Ids => tails.map((tail) => `rfc6121-${tail}`);
/** The contact is subscribed to the user. */
const isSubscriber = ({ subscription }: SubscriptionState) => subscription === 'from' || subscription === 'both';
/** The user is subscribed to the contact. */
const isSubscribed = ({ subscription }: SubscriptionState) => subscription === 'to' || subscription === 'both';

const PROOFS: Readonly<Record<string, (situation: Situation) => Proofs>> = {
  'out-subscribe': ({ state }) => ({
    pass: ids('A.2.1-a', '3.1.2-f'),
    local: ids('3.1.2-d'),
    remote: ids('3.1.2-e'),
    push: ids('3.1.2-h'),
    leak: isSubscriber(state) ? [] : ids('11-c'),
    state: ids('A.2.1-b'),
  }),
  'out-unsubscribe': ({ state }) => ({
    pass: ids('A.2.2-a', '3.3.2-c'),
    local: ids('3.3.2-a'),
    remote: ids('3.3.2-b'),
    push: ids('3.3.2-d'),
    own: ids('3.3.2-d'),
    leak: isSubscriber(state) ? [] : ids('11-c'),
    state: ids('A.2.2-b'),
  }),
  'out-subscribed': outSubscribed,
  'out-unsubscribed': ({ cell, state, preApproval }) => ({
    pass: isSubscriber(state) ? ids('A.2.4-a', '3.2.2-g', '3.2.2-e') : ids('A.2.4-a', '3.2.2-g'),
    withheld: preApproval ? ids('A.2.4-b', '3.2.2-d') : ids('A.2.4-b', '3.2.2-a'),
    quiet: cell.pass === 'MUST' ? [] : ids('3.2.2-b'),
    push: ids('3.2.2-h'),
    presence: ids('3.2.2-e'),
    delivered: ids('3.2.3-e'),
    leak: isSubscriber(state) ? ids('11-c') : [],
    state: preApproval ? ids('3.2.2-c', 'A.2.4-c') : ids('A.2.4-c'),
  }),
  'in-subscribe': inSubscribe,
  'in-unsubscribe': ({ cell, state }) => ({
    pass: isSubscriber(state) ? ids('A.3.2-b', '3.3.3-b') : ids('A.3.2-b'),
    withheld: ids('A.3.2-e'),
    quiet: cell.pass === 'MUST' ? ids('3.3.3-g') : ids('A.3.2-d', '3.3.3-g'),
    noAnswer: cell.pass === 'MUST' ? [] : ids('3.3.3-g'),
    push: ids('3.3.3-d'),
    presence: ids('3.3.3-e'),
    leak: isSubscriber(state) ? ids('11-c') : [],
    reply: ids('A.3.2-c'),
    state: cell.pass !== 'MUST' ? ids('A.3.2-d') : state.pendingIn ? ids('A.3.2-a', '3.3.3-h') : ids('A.3.2-a'),
  }),
  'in-subscribed': ({ cell, state }) => {
    const isRepeat = isSubscribed(state);
    const unchanged = isRepeat ? ids('A.3.3-e') : ids('A.3.3-a');
    return {
      pass: ids('A.3.3-d', '3.1.6-b'),
      withheld: isRepeat ? ids('A.3.3-f') : ids('A.3.3-b'),
      quiet: [...unchanged, ...ids('3.1.6-g')],
      push: ids('3.1.6-d'),
      state: cell.pass === 'MUST' ? ids('A.3.3-c') : unchanged,
    };
  },
  'in-unsubscribed': inUnsubscribed,
};

/** RFC 6121 A.3.4 and 3.2.3. For a denied request, only the tables have a change of state: section 12 has that pushed. */
function inUnsubscribed({ cell, state }: Situation): Proofs {
  const isEnd = isSubscribed(state);
  const push = isEnd ? ids('3.2.3-d') : ids('12-p');
  return {
    pass: isEnd ? ids('A.3.4-b', '3.2.3-b') : ids('A.3.4-b'),
    withheld: ids('A.3.4-d'),
    quiet: ids('A.3.4-c', '3.2.3-g'),
    push,
    own: cell.pass === 'MUST' ? [...ids('A.3.4-a'), ...push] : [],
    state: cell.pass === 'MUST' ? ids('A.3.4-a') : ids('A.3.4-c'),
  };
}

/** RFC 6121 A.2.3 and 3.4.2. A pre-approval is not routed, and what a subscriber would get is ignored. */
function outSubscribed({ cell, state, preApproval, isListed = false }: Situation): Proofs {
  const isHidden = cell.state === 'None' && !isListed;
  const preApproved = isHidden ? ids('A.2.3-c', '3.4.2-e') : ids('A.2.3-c', '3.4.2-c');
  const rule = isHidden ? '3.4.2-f' : isSubscriber(state) ? '3.4.2-a' : '3.4.2-d';
  const keptHome = ids('A.2.3-b', rule);
  return {
    pass: ids('A.2.3-a', '3.1.5-a'),
    withheld: preApproval ? keptHome : ids('A.2.3-b'),
    push: cell.preApproval === 'set' ? preApproved : ids('3.1.5-b'),
    presence: ids('3.1.5-c'),
    delivered: ids('3.1.6-e'),
    state: cell.pass === 'MUST' ? ids('A.2.3-a') : preApproval ? ids('A.2.3-c') : ids('A.2.3-d'),
  };
}

/** RFC 6121 A.3.1. A second request of a subscriber: 3.1.3 requires not to ask the user, A.3.1 recommends the reply. */
function inSubscribe({ cell, state, preApproval }: Situation): Proofs {
  if (preApproval) {
    const accepted = ids('3.4.2-h', 'A.3.1-e');
    const asked = ids('3.4.2-h', '3.4.2-g');
    return { withheld: ids('3.4.2-g'), push: accepted, reply: accepted, asked, state: accepted };
  }
  const isNew = cell.pass === 'MUST';
  const repeated = state.pendingIn ? ids('A.1-b') : ids('3.1.3-f');
  return {
    pass: ids('A.3.1-a', '3.1.3-e', '3.1.3-h'),
    withheld: state.pendingIn ? ids('A.3.1-b') : ids('A.3.1-c'),
    quiet: isNew && state.name === 'None' ? ids('A.1-c', '3.1.3-q') : isNew ? ids('A.1-a') : repeated,
    noAnswer: isNew ? ids('3.1.3-d') : [],
    reply: ids('A.3.1-d'),
    state: isNew ? ids('A.3.1-a') : repeated,
  };
}

/** The requirements that the effects of a cell prove. `table` is `out-subscribe`. Throws for an unknown table. */
export function proofsOf(table: string, situation: Situation): Proofs {
  const proofs = PROOFS[table];
  if (proofs === undefined) throw new Error(`no requirements are named for the table ${table}`);
  return proofs(situation);
}
