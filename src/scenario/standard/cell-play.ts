// RFC 6121 Appendix A as a play of two parties: a stanza, the user's cell, the contact's cell where its server is the
// one under test, and the answers that go back. Pure; rulings on contradictions are those of spec/errata.md (R2 to R7).

import type { SubscriptionMove } from '../../spec/appendix-a.ts';
import { type Cell, type Direction, type Effect, findCell, findState, type StateName } from '../../spec/appendix-a.ts';
import { type Proofs, proofsOf } from '../../spec/cell-proofs.ts';
import {
  acknowledgement,
  arrivals,
  atInterested,
  leftByWithdrawal,
  type Party,
  presenceOf,
  pushOf,
  reminders,
  repeated,
  type Scene,
  silent,
} from './cell-expectations.ts';
import { join, NOTHING, type Option, type Picture, UNSEEN } from './expectation-builder.ts';

/** What is seen, and the states of the parties on the server under test; of two for one party the later holds. */
export interface Outcome {
  readonly picture: Picture;
  readonly states: readonly PartyState[];
}

interface PartyState {
  readonly of: string;
  readonly towards: string;
  readonly state: StateName;
  readonly proves: readonly string[];
}

/** The whole play of one stanza. A sender on the remote domain has no server here: its stanza just arrives. */
export function playOut(scene: Scene): Outcome {
  const outcome = scene.sender.isRemote ? arrive(scene, []) : leave(scene);
  const after = (party: Party): Party => ({
    ...party,
    state: outcome.states.findLast(({ of }) => of === party.name)?.state ?? party.state,
  });
  const [sender, receiver] = [after(scene.sender), after(scene.receiver)];
  const may = [...reminders(scene, sender, receiver), ...reminders(scene, receiver, sender)];
  return { ...outcome, picture: join(outcome.picture, { may }) };
}

/** RFC 6121 A.2: the sender's server handles what its user sends. */
function leave(scene: Scene): Outcome {
  const { sender, receiver } = scene;
  const [cell, proofs] = look(scene, 'outbound', sender);
  const after = stateOf(sender, receiver, cell.newState, proofs);
  const own = join(announcements(scene, cell, proofs), pushes(cell, { scene, of: sender, towards: receiver, proofs }), {
    silences: [...silent(sender, proofs.own ?? []), ...unleaked(receiver, proofs)],
  });
  if (cell.pass === 'MUST') {
    const side = receiver.isRemote ? proofs.remote : proofs.local;
    const onward = { ...scene, sender: { ...sender, state: cell.newState } };
    const passed = arrive(onward, [...(proofs.pass ?? []), ...(side ?? [])]);
    return { picture: join(own, passed.picture), states: [...after, ...passed.states] };
  }
  const kept = withheld(scene, cell, proofs);
  return { picture: join(own, kept), states: [...after, ...stateOf(receiver, sender, receiver.state, proofs)] };
}

/** Presence that goes along with what the sender does (3.1.5, 3.2.2). */
function announcements({ sender, receiver, type, appendix }: Scene, cell: Cell, proofs: Proofs): Partial<Picture> {
  const proves = [...(proofs.presence ?? []), ...(receiver.isRemote ? [] : (proofs.delivered ?? []))];
  if (cell.unavailableFirst) return { receives: presenceOf(sender, receiver, { type: 'unavailable', proves }) };
  if (cell.presenceAfter) return { receives: presenceOf(sender, receiver, { type: '${absent}', proves }) };
  const isDenial = type === 'unsubscribed' && findState(appendix, sender.state).pendingIn;
  if (!isDenial) return {};
  // Errata R6: a denied contact never was subscribed, so telling it of absence shows which resources there are.
  const may = presenceOf(sender, receiver, { type: 'unavailable', proves: [] });
  const told: Option = { ...UNSEEN, name: 'presence-told', may, violates: [] };
  return { choices: [[{ ...UNSEEN, name: 'presence-kept', violates: [] }, told]] };
}

/** Not routed. A local receiver sees what should not be routed only where its own cell is departed from, too. */
function withheld(scene: Scene, { pass: level }: Cell, proofs: Proofs): Partial<Picture> {
  const { receiver, preApproval } = scene;
  const { withheld: kept = [], quiet = [] } = proofs;
  if (level === 'MUST NOT' || preApproval) return { silences: silent(receiver, [...kept, ...quiet]) };
  // The stanza itself is a choice, so that what comes besides breaks only what asks for silence.
  const silences = silent(receiver, quiet.length > 0 ? quiet : kept);
  const further = receiver.isRemote ? [] : (look(scene, 'inbound', receiver)[1].withheld ?? []);
  return { choices: [[ignored(silences), { ...delivered(scene, [...kept, ...further]), silences }]] };
}

/** RFC 6121 A.3: the stanza arrives, at a server under test or at a remote domain that only looks at it. */
function arrive(scene: Scene, routed: readonly string[]): Outcome {
  const { sender, receiver, type } = scene;
  const isRequest = type === 'subscribe';
  const mayAcknowledge = isRequest ? acknowledgement(receiver, sender) : [];
  if (receiver.isRemote) return { picture: join({ receives: arrivals(scene, routed) }), states: [] };
  const [cell, proofs] = look(scene, 'inbound', receiver);
  const spent = scene.preApproval ? cell.ifPreApproved : undefined;
  const effect = spent ?? cell;
  const answer = effect.reply === undefined ? NO_ANSWER : answers(scene, effect, { type: effect.reply, proofs });
  const picture = join(
    pass(scene, effect, { proofs, routed }),
    pushes(effect, { scene, of: receiver, towards: sender, proofs }),
    cell.unavailableAfter ? { receives: gone(receiver, sender, proofs) } : {},
    { may: [...mayAcknowledge, ...(isRequest ? repeated(scene) : [])] },
    { silences: [...silent(sender, proofs.noAnswer ?? []), ...silent(receiver, proofs.own ?? [])] },
    { silences: unleaked(sender, proofs) },
    answer.picture,
  );
  return { picture, states: [...stateOf(receiver, sender, effect.newState, proofs), ...answer.states] };
}

/** No presence for a remote party who is no subscriber. What else may not come there breaks the rule on the state. */
const unleaked = (to: Party, { leak = [], state }: Proofs) =>
  to.isRemote && leak.length > 0 ? silent(to, [...state, ...leak]) : [];

const gone = (of: Party, at: Party, proofs: Proofs) =>
  presenceOf(of, at, { type: 'unavailable', proves: proofs.presence ?? [] });

/** The receiver's own request is taken back; whether that is shown and answered is left open (errata R3). */
const isWithdrawal = ({ type, receiver, appendix }: Scene): boolean =>
  type === 'unsubscribe' && findState(appendix, receiver.state).pendingIn;

interface Passage {
  readonly proofs: Proofs;
  /** What its delivery proves about the routing before. */
  readonly routed: readonly string[];
}

/** Delivered or not. What is a SHOULD NOT is a choice that departs, so it only warns. */
function pass(scene: Scene, effect: Effect, { proofs, routed }: Passage): Partial<Picture> {
  const { receiver, type } = scene;
  const quiet = proofs.quiet ?? [];
  if (effect.pass !== 'MUST') {
    const silences = silent(receiver, [...(proofs.withheld ?? []), ...quiet]);
    const isHard = effect.pass === 'MUST NOT';
    return isHard ? { silences } : { choices: [[ignored(silences), delivered(scene, proofs.withheld ?? [])]] };
  }
  const receives = arrivals(scene, [...routed, ...(proofs.pass ?? [])]);
  const silences = silent(receiver, quiet);
  if (!isWithdrawal(scene)) return type === 'subscribe' ? { receives, silences } : { receives };
  const seen: Option = { ...UNSEEN, name: 'delivered', receives, may: leftByWithdrawal(scene), violates: [] };
  return { choices: [[ignored(silences), seen]] };
}

const NO_ANSWER: Outcome = { picture: NOTHING, states: [] };

interface Reply {
  readonly type: SubscriptionMove;
  readonly proofs: Proofs;
}

/** What the receiver's server answers by itself. */
function answers(scene: Scene, effect: Effect, { type, proofs }: Reply): Outcome {
  const { id: _, ...rest } = scene;
  const sender = { ...scene.receiver, state: effect.newState };
  const back: Scene = { ...rest, type, sender, receiver: scene.sender, preApproval: false };
  if (!back.receiver.isRemote) return answerAtHome(back, proofs);
  const ids = proofs.reply ?? [];
  const receives = arrivals(back, ids);
  // Where nothing else is left open, a missing answer is one check that does not hold, not an outcome of its own.
  const isSole = scene.preApproval || (effect.pass === 'MUST' && !isWithdrawal(scene));
  if (isSole) return { picture: join({ receives }), states: [] };
  const answered: Option = { ...UNSEEN, name: 'answered', receives, violates: [] };
  const unanswered: Option = { ...UNSEEN, name: 'unanswered', violates: isWithdrawal(scene) ? [] : ids };
  return { picture: join({ choices: [[answered, unanswered]] }), states: [] };
}

/** An answer to a local party: due where it changes something, else not to be shown, so that its absence says nothing. */
function answerAtHome(back: Scene, { reply = [] }: Proofs): Outcome {
  const [cell, { withheld: violates = [] }] = look(back, 'inbound', back.receiver);
  if (cell.pass === 'MUST') return arrive(back, reply);
  const unseen: Option = { ...UNSEEN, name: 'answer-unseen', violates: [] };
  const shown: Option = { ...delivered(back, violates), name: 'answer-shown' };
  return { picture: join({ choices: [[unseen, shown]] }), states: [] };
}

/** The cell for a party, and what it proves. */
function look(scene: Scene, direction: Direction, { state }: Party): readonly [Cell, Proofs] {
  const { appendix, type, preApproval } = scene;
  const cell = findCell(appendix, direction, type, state);
  const table = `${direction === 'outbound' ? 'out' : 'in'}-${type}`;
  return [cell, proofsOf(table, { cell, state: findState(appendix, state), preApproval })];
}

const ignored = (silences: Option['silences']): Option => ({ ...UNSEEN, name: 'ignored', silences, violates: [] });

/** Shown although it should not be, at any of the sessions. */
const delivered = (scene: Scene, violates: readonly string[]): Option => ({
  ...UNSEEN,
  name: 'delivered',
  may: arrivals(scene, []),
  violates,
});

interface PushFor {
  readonly scene: Scene;
  readonly of: Party;
  readonly towards: Party;
  readonly proofs: Proofs;
}

/** The roster push of an effect: due, permitted, or one of two ways where pre-approval may or may not be offered. */
function pushes({ push }: Effect, { scene, of, towards, proofs }: PushFor): Partial<Picture> {
  if (push.shows === undefined || push.due === 'no') return {};
  const receives = atInterested(of, pushOf(towards, push.shows), proofs.push ?? []);
  if (push.due === 'MUST') return { receives };
  if (push.due === 'optional') return { may: receives };
  const may = atInterested(of, pushOf(towards, { ...push.shows, approved: false }), []);
  if (push.due === 'pre-approval-removed') return { may };
  if (scene.preApproval) return { receives };
  const approves: Option = { ...UNSEEN, name: 'pre-approved', receives, violates: [] };
  return { choices: [[{ ...UNSEEN, name: 'ignored', may, violates: [] }, approves]] };
}

function stateOf(of: Party, towards: Party, state: StateName, { state: proves }: Proofs): readonly PartyState[] {
  return of.isRemote ? [] : [{ of: of.name, towards: towards.name, state, proves }];
}
