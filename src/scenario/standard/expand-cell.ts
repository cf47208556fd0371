// RFC 6121 Appendix A for one exchange between two users: the sender's cell, the receiver's cell if the server under test
// has its account, and automatic replies. Pure. The rulings R2 to R8 of spec/rulings.yaml decide contradictions.

import {
  type Cell,
  type Direction,
  type Effect,
  findCell,
  findState,
  type StateName,
  type SubscriptionMove,
} from '../../spec/appendix-a.ts';
import { type Proofs, proofsOf } from '../../spec/cell-proofs.ts';
import {
  acknowledgement,
  deliveredStanza,
  type Exchange,
  type Peer,
  presenceOf,
  pushAfterWithdrawal,
  repeatedPresence,
  silenceAt,
  unchangedPush,
} from './cell-expectations.ts';
import { askedInstead, deniedOrNot, isDenial, isWithdrawal, type PushContext, rosterPushes } from './disputed.ts';
import { type Expectations, joinExpectations, NO_EXPECTATIONS, type Option, option } from './expectation-builder.ts';

/** Expected stanzas, and the states of the peers on the server under test. The last state of a peer holds. */
export interface CellOutcome {
  readonly expectations: Expectations;
  readonly states: readonly PeerState[];
}

interface PeerState {
  readonly of: string;
  readonly towards: string;
  readonly state: StateName;
  readonly proves: readonly string[];
}

/** Expands an exchange. The stanza of a remote sender arrives as sent: its server is not under test. */
export function expandCell(exchange: Exchange): CellOutcome {
  const outcome = exchange.sender.isRemote ? inbound(exchange, []) : outbound(exchange);
  const after = (peer: Peer): Peer => ({
    ...peer,
    state: outcome.states.findLast(({ of }) => of === peer.name)?.state ?? peer.state,
  });
  const [sender, receiver] = [after(exchange.sender), after(exchange.receiver)];
  const may = [...repeatedPresence(exchange, sender, receiver), ...repeatedPresence(exchange, receiver, sender)];
  return { ...outcome, expectations: joinExpectations(outcome.expectations, { may }) };
}

/** RFC 6121 A.2: the sender's server handles the stanza of its user. */
function outbound(exchange: Exchange): CellOutcome {
  const { sender, receiver } = exchange;
  const [cell, proofs] = cellOf(exchange, 'outbound', sender);
  const after = stateAfter(sender, receiver, cell.newState, proofs);
  const own = joinExpectations(
    accompanyingPresence(exchange, cell, proofs),
    rosterPushes(cell, { exchange, of: sender, contact: receiver, proofs }),
    { silences: [...silenceAt(sender, proofs.own ?? []), ...noLeak(receiver, proofs)] },
  );
  if (cell.pass === 'MUST') {
    const isFar = receiver.isRemote || receiver.isPeer !== sender.isPeer;
    const side = isFar ? proofs.remote : proofs.local;
    const routed = { ...exchange, sender: { ...sender, state: cell.newState } };
    const arrival = inbound(routed, [...(proofs.pass ?? []), ...(side ?? [])]);
    return { expectations: joinExpectations(own, arrival.expectations), states: [...after, ...arrival.states] };
  }
  const repeatedItem = cell.push.due === 'no' ? unchangedPush(sender, receiver, exchange.appendix) : [];
  return {
    expectations: joinExpectations(own, notRouted(exchange, cell, proofs), { may: repeatedItem }),
    states: [...after, ...stateAfter(receiver, sender, receiver.state, proofs)],
  };
}

/** Presence that the sender's server sends with the stanza (3.1.5, 3.2.2). */
function accompanyingPresence(
  { sender, receiver, type, appendix }: Exchange,
  cell: Cell,
  proofs: Proofs,
): Partial<Expectations> {
  const proves = [...(proofs.presence ?? []), ...(receiver.isRemote ? [] : (proofs.delivered ?? []))];
  if (cell.unavailableFirst) return { receives: presenceOf(sender, receiver, { type: 'unavailable', proves }) };
  if (cell.presenceAfter) return { receives: presenceOf(sender, receiver, { type: '${absent}', proves }) };
  if (type !== 'unsubscribed' || !findState(appendix, sender.state).pendingIn) return {};
  // Ruling R6: a denied contact was never subscribed, so unavailable presence reveals the resources of the user.
  const may = presenceOf(sender, receiver, { type: 'unavailable', proves: [] });
  return { choices: [[option('presence-kept'), option('presence-told', { may })]] };
}

/** The stanza must not or should not be routed. A local receiver gets it only if its own cell is violated, too. */
function notRouted(exchange: Exchange, { pass: level }: Cell, proofs: Proofs): Partial<Expectations> {
  const { receiver, preApproval } = exchange;
  const { withheld = [], quiet = [] } = proofs;
  if (level === 'MUST NOT' || preApproval) return { silences: silenceAt(receiver, [...withheld, ...quiet]) };
  // The stanza is an option of its own, so any further stanza violates only the requirements on silence.
  const silences = silenceAt(receiver, quiet.length > 0 ? quiet : withheld);
  const further = receiver.isRemote ? [] : (cellOf(exchange, 'inbound', receiver)[1].withheld ?? []);
  const wrong = wronglyDelivered(exchange, [...withheld, ...further]);
  return { choices: [[option('ignored', { silences }), { ...wrong, silences }]] };
}

/** RFC 6121 A.3: the stanza arrives at the server under test, or at a remote domain, which does not react. */
function inbound(exchange: Exchange, routed: readonly string[]): CellOutcome {
  const { sender, receiver, type, preApproval } = exchange;
  if (receiver.isRemote)
    return { expectations: joinExpectations({ receives: deliveredStanza(exchange, routed) }), states: [] };
  const [cell, proofs] = cellOf(exchange, 'inbound', receiver);
  const effect = (preApproval ? cell.ifPreApproved : undefined) ?? cell;
  const reply = effect.reply === undefined ? NO_REPLY : autoReply(exchange, effect, { type: effect.reply, proofs });
  const pushes: PushContext = { exchange, of: receiver, contact: sender, proofs };
  const optional = type === 'subscribe' ? requestExtras(exchange) : [];
  const expectations = joinExpectations(
    isDenial(exchange) ? deniedOrNot(effect, pushes, routed) : delivery(exchange, effect, { proofs, routed }),
    isDenial(exchange) ? {} : rosterPushes(effect, pushes),
    cell.unavailableAfter ? { receives: unavailablePresence(receiver, sender, proofs) } : {},
    { may: optional },
    { silences: [...silenceAt(sender, proofs.noAnswer ?? []), ...silenceAt(receiver, proofs.own ?? [])] },
    { silences: noLeak(sender, proofs) },
    reply.expectations,
  );
  const states = [...stateAfter(receiver, sender, effect.newState, proofs), ...reply.states];
  return { expectations: effect === cell ? expectations : askedInstead(expectations, exchange, proofs), states };
}

/** What may come with a request: an acknowledgement, and a push that repeats the item. */
const requestExtras = ({ appendix, sender, receiver }: Exchange) => [
  ...acknowledgement(receiver, sender),
  ...unchangedPush(receiver, sender, appendix),
];

/** No presence at a remote peer without a subscription. Any other stanza there violates the requirement on the state. */
const noLeak = (to: Peer, { leak = [], state }: Proofs) =>
  to.isRemote && leak.length > 0 ? silenceAt(to, [...state, ...leak]) : [];

const unavailablePresence = (of: Peer, at: Peer, proofs: Proofs) =>
  presenceOf(of, at, { type: 'unavailable', proves: proofs.presence ?? [] });

interface DeliveryProofs {
  readonly proofs: Proofs;
  /** Requirements on routing that the delivery proves. */
  readonly routed: readonly string[];
}

/** Delivery to the receiver. A delivery against a SHOULD NOT is an option that violates it, so the case only warns. */
function delivery(exchange: Exchange, effect: Effect, { proofs, routed }: DeliveryProofs): Partial<Expectations> {
  const { receiver, type } = exchange;
  const { withheld = [], quiet = [] } = proofs;
  if (effect.pass !== 'MUST') {
    const silences = silenceAt(receiver, [...withheld, ...quiet]);
    if (effect.pass === 'MUST NOT') return { silences };
    return { choices: [[option('ignored', { silences }), wronglyDelivered(exchange, withheld)]] };
  }
  const receives = deliveredStanza(exchange, [...routed, ...(proofs.pass ?? [])]);
  const silences = silenceAt(receiver, quiet);
  if (!isWithdrawal(exchange)) return type === 'subscribe' ? { receives, silences } : { receives };
  const delivered = option('delivered', { receives, may: pushAfterWithdrawal(exchange) });
  return { choices: [[option('ignored', { silences }), delivered]] };
}

const NO_REPLY: CellOutcome = { expectations: NO_EXPECTATIONS, states: [] };

interface Reply {
  readonly type: SubscriptionMove;
  readonly proofs: Proofs;
}

/** The automatic reply of the receiver's server. */
function autoReply(exchange: Exchange, effect: Effect, { type, proofs }: Reply): CellOutcome {
  const { id: _, ...rest } = exchange;
  const sender = { ...exchange.receiver, state: effect.newState };
  const back: Exchange = { ...rest, type, sender, receiver: exchange.sender, preApproval: false };
  if (!back.receiver.isRemote) return localReply(back, proofs);
  const ids = proofs.reply ?? [];
  const receives = deliveredStanza(back, ids);
  // Without another choice a missing reply is a failed check, not an outcome of its own.
  const isRequired = exchange.preApproval || (effect.pass === 'MUST' && !isWithdrawal(exchange));
  if (isRequired) return { expectations: joinExpectations({ receives }), states: [] };
  const unanswered = option('unanswered', { violates: isWithdrawal(exchange) ? [] : ids });
  return {
    expectations: joinExpectations({ choices: [[option('answered', { receives }), unanswered]] }),
    states: [],
  };
}

/** A reply to a local peer. A reply that changes nothing is not delivered there, so its absence proves nothing. */
function localReply(back: Exchange, { reply = [] }: Proofs): CellOutcome {
  const [cell, { withheld: violates = [] }] = cellOf(back, 'inbound', back.receiver);
  if (cell.pass === 'MUST') return inbound(back, reply);
  const shown: Option = { ...wronglyDelivered(back, violates), name: 'answer-shown' };
  return { expectations: joinExpectations({ choices: [[option('answer-unseen'), shown]] }), states: [] };
}

/** The cell for the state of a peer, and the requirements that it proves. */
function cellOf(exchange: Exchange, direction: Direction, { state, isListed }: Peer): readonly [Cell, Proofs] {
  const { appendix, type, preApproval } = exchange;
  const cell = findCell(appendix, direction, type, state);
  const table = `${direction === 'outbound' ? 'out' : 'in'}-${type}`;
  return [cell, proofsOf(table, { cell, state: findState(appendix, state), preApproval, isListed })];
}

/** A delivery that violates `violates`, to any of the sessions. */
const wronglyDelivered = (exchange: Exchange, violates: readonly string[]): Option =>
  option('delivered', { may: deliveredStanza(exchange, []), violates });

function stateAfter(of: Peer, towards: Peer, state: StateName, { state: proves }: Proofs): readonly PeerState[] {
  return of.isRemote ? [] : [{ of: of.name, towards: towards.name, state, proves }];
}
