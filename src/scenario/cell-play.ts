// RFC 6121 Appendix A as a play of two parties: a stanza, the user's cell, the contact's cell where its server is the
// one under test, and the answers that go back. Pure; rulings on contradictions are those of spec/errata.md (R2 to R7).

import type { SessionPlan, XmlElement } from '../model.ts';
import {
  type AppendixA,
  type Cell,
  type Direction,
  type Effect,
  findCell,
  findState,
  type StateName,
  type SubscriptionMove,
} from '../spec/appendix-a.ts';
import { element, NS } from '../stanza/xml.ts';
import { type Proofs, proofsOf } from './cell-proofs.ts';
import { type Arrival, join, NOTHING, type Option, type Picture, UNSEEN } from './picture.ts';

/** One of the two between whom a subscription is managed. */
export interface Party {
  readonly name: string;
  readonly isRemote: boolean;
  /** Those connected at the start. */
  readonly sessions: readonly SessionPlan[];
  readonly state: StateName;
}

/** A stanza that one party sends to the other. */
export interface Scene {
  readonly appendix: AppendixA;
  readonly sender: Party;
  readonly receiver: Party;
  readonly type: SubscriptionMove;
  /** Absent for what servers send by themselves. */
  readonly id?: string;
  /** The server offers pre-approval, and the sender has it from the receiver (3.4). */
  readonly preApproval: boolean;
}

/** What is seen, and the state of each party on the server under test, with what that proves. */
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
  const after = (party: Party) => ({
    ...party,
    state: outcome.states.findLast(({ of }) => of === party.name)?.state ?? party.state,
  });
  const [sender, receiver] = [after(scene.sender), after(scene.receiver)];
  const may = [...reminders(scene, sender, receiver), ...reminders(scene, receiver, sender)];
  return { ...outcome, picture: join(outcome.picture, { may }) };
}

/**
 * A server may probe at any time (4.3.1), so whoever is a subscriber afterwards may be told again of presence: with an
 * answer to the stanza, and with one to a probe.
 */
function reminders({ appendix }: Scene, of: Party, to: Party): readonly Arrival[] {
  if (of.isRemote) return [];
  const { subscription } = findState(appendix, of.state);
  const told = presenceOf(of, to, { type: '${absent}', proves: [] });
  const isTold = subscription === 'from' || subscription === 'both';
  const asks = to.isRemote && (subscription === 'to' || subscription === 'both');
  const pattern = element('presence', NS.client, { type: 'probe' });
  const probe = asks ? firstSession(to).map((session) => ({ session, pattern, proves: [] })) : [];
  return [...(isTold ? [...told, ...told] : []), ...probe];
}

/** RFC 6121 A.2: the sender's server handles what its user sends. */
function leave(scene: Scene): Outcome {
  const { sender, receiver, appendix, preApproval, type } = scene;
  const [cell, proofs] = look(scene, 'outbound', sender);
  const proves = [...(proofs.presence ?? []), ...(receiver.isRemote ? [] : (proofs.delivered ?? []))];
  const own = join(
    cell.unavailableFirst ? { receives: presenceOf(sender, receiver, { type: 'unavailable', proves }) } : {},
    cell.presenceAfter ? { receives: presenceOf(sender, receiver, { type: '${absent}', proves }) } : {},
    pushes(cell, { scene, of: sender, towards: receiver, proofs }),
    isDenial(type, appendix, sender.state) ? { choices: [leakOrNot(sender, receiver)] } : {},
  );
  const after = stateOf(sender, receiver, cell.newState, proofs);
  if (cell.pass === 'MUST') {
    const onward = { ...scene, sender: { ...sender, state: cell.newState } };
    const passed = arrive(onward, [...(proofs.pass ?? []), ...(sideOf(receiver, proofs) ?? [])]);
    return { picture: join(own, passed.picture), states: [...after, ...passed.states] };
  }
  const here = receiver.sessions.map(({ ref }) => ref);
  const silences = silent(here, [...(proofs.withheld ?? []), ...(proofs.quiet ?? [])]);
  const kept =
    cell.pass === 'MUST NOT' || preApproval
      ? { silences }
      : { choices: [[ignored(silences), delivered(scene, departing(scene, proofs))]] };
  return { picture: join(own, kept), states: [...after, ...stateOf(receiver, sender, receiver.state, proofs)] };
}

/** RFC 6121 A.3: the stanza arrives, at a server under test or at a remote domain that only looks at it. */
function arrive(scene: Scene, routed: readonly string[]): Outcome {
  const { sender, receiver } = scene;
  if (receiver.isRemote) {
    const mayAcknowledge = scene.type === 'subscribe' ? { may: acknowledgement(sender, receiver) } : {};
    return { picture: join({ receives: arrivals(scene, routed) }, mayAcknowledge), states: [] };
  }
  const [cell, proofs] = look(scene, 'inbound', receiver);
  const spent = scene.preApproval ? cell.ifPreApproved : undefined;
  const effect = spent ?? cell;
  const after = { ...receiver, state: effect.newState };
  const isSole = effect.pass === 'MUST' && !isWithdrawal(scene);
  const answer = effect.reply === undefined ? NOTHING_MORE : answers(scene, after, { type: effect.reply, proofs, isSole });
  const picture = join(
    pass(scene, effect, proofs, routed),
    pushes(effect, { scene, of: receiver, towards: sender, proofs }),
    cell.unavailableAfter ? { receives: presenceOf(receiver, sender, { type: 'unavailable', proves: proofs.presence ?? [] }) } : {},
    spent === undefined ? {} : { may: presenceOf(receiver, sender, { type: '${absent}', proves: [] }) },
    { silences: silent(firstSession(sender), proofs.noAnswer ?? []) },
    scene.type === 'subscribe' ? { may: [...acknowledgement(receiver, sender), ...repeated(scene, receiver)] } : {},
    answer.picture,
  );
  return { picture, states: [...stateOf(receiver, sender, effect.newState, proofs), ...answer.states] };
}

const NOTHING_MORE: Outcome = { picture: NOTHING, states: [] };

/** The receiver's own request is taken back; whether that is shown and answered is left open (errata R3). */
const isWithdrawal = ({ type, receiver, appendix }: Scene): boolean =>
  type === 'unsubscribe' && findState(appendix, receiver.state).pendingIn;

/** Delivered or not. What is a SHOULD NOT is a choice that departs, so it only warns. */
function pass(scene: Scene, effect: Effect, proofs: Proofs, routed: readonly string[]): Partial<Picture> {
  const { receiver, type } = scene;
  const receives = arrivals(scene, [...routed, ...(proofs.pass ?? [])]);
  const here = receiver.sessions.map(({ ref }) => ref);
  const quiet = proofs.quiet ?? [];
  if (effect.pass === 'MUST') {
    if (!isWithdrawal(scene)) return type === 'subscribe' ? { receives, silences: silent(here, quiet) } : { receives };
    const seen: Option = { ...UNSEEN, name: 'delivered', receives, may: withdrawn(scene), departs: [] };
    return { choices: [[ignored(silent(here, quiet)), seen]] };
  }
  const silences = silent(here, [...(proofs.withheld ?? []), ...quiet]);
  if (effect.pass === 'MUST NOT') return { silences };
  return { choices: [[ignored(silences), delivered(scene, proofs.withheld ?? [])]] };
}

interface Reply {
  readonly type: SubscriptionMove;
  readonly proofs: Proofs;
  /** Nothing else is left open, so a missing answer needs no outcome of its own. */
  readonly isSole: boolean;
}

/** What the receiver's server answers by itself. Most answers change nothing; those the other server should not show. */
function answers(scene: Scene, answering: Party, { type, proofs, isSole }: Reply): Outcome {
  const { id: _, ...rest } = scene;
  const back: Scene = { ...rest, type, sender: answering, receiver: scene.sender, preApproval: false };
  const ids = proofs.reply ?? [];
  const isDue = scene.preApproval;
  if (back.receiver.isRemote) {
    const receives = arrivals(back, ids);
    if (isDue || isSole) return { picture: { ...NOTHING, receives }, states: [] };
    const answered: Option = { ...UNSEEN, name: 'answered', receives, departs: [] };
    const unanswered: Option = { ...UNSEEN, name: 'unanswered', departs: isWithdrawal(scene) ? [] : ids };
    return { picture: { ...NOTHING, choices: [[answered, unanswered]] }, states: [] };
  }
  const [cell, own] = look(back, 'inbound', back.receiver);
  if (cell.pass === 'MUST') return arrive(back, ids);
  const unseen: Option = { ...UNSEEN, name: 'unanswered', departs: [] };
  const shown: Option = { ...delivered(back, own.withheld ?? []), name: 'answered' };
  return { picture: { ...NOTHING, choices: [[unseen, shown]] }, states: [] };
}

/** The cell for a party, and what it proves. */
function look(scene: Scene, direction: Direction, of: Party): readonly [Cell, Proofs] {
  const { appendix, type, preApproval } = scene;
  const cell = findCell(appendix, direction, type, of.state);
  const table = `${direction === 'outbound' ? 'out' : 'in'}-${type}`;
  return [cell, proofsOf(table, { cell, state: findState(appendix, of.state), preApproval })];
}

const sideOf = ({ isRemote }: Party, { local, remote }: Proofs) => (isRemote ? remote : local);

const firstSession = ({ sessions: [first] }: Party): readonly string[] => (first === undefined ? [] : [first.ref]);

const silent = (sessions: readonly string[], proves: readonly string[]) =>
  proves.length === 0 ? [] : sessions.map((session) => ({ session, proves }));

const ignored = (silences: Option['silences']): Option => ({ ...UNSEEN, name: 'ignored', silences, departs: [] });

/** Shown although it should not be, at any of the sessions. */
function delivered(scene: Scene, departs: readonly string[]): Option {
  return { ...UNSEEN, name: 'delivered', may: arrivals(scene, []), departs };
}

/** Routing what should not be routed shows at a local receiver only where that is delivered against its own cell, too. */
function departing(scene: Scene, proofs: Proofs): readonly string[] {
  const further = scene.receiver.isRemote ? [] : (look(scene, 'inbound', scene.receiver)[1].withheld ?? []);
  return [...(proofs.withheld ?? []), ...further];
}

/** The sessions that see a subscription stanza: requests go to available ones, the rest to interested ones (3.1.3, 3.1.6). */
function arrivals(scene: Scene, proves: readonly string[]): readonly Arrival[] {
  const { sender, receiver, type, id } = scene;
  const isSeen = (plan: SessionPlan) => (type === 'subscribe' ? isAvailable(plan) : plan.roster);
  const refs = receiver.isRemote ? firstSession(receiver) : receiver.sessions.filter(isSeen).map(({ ref }) => ref);
  return refs.map((session) => {
    // Whether a server may fill in the resource on delivery is the matter of 8.5.2.1.2.
    const to = receiver.isRemote ? bare(receiver) : `\${oneof:${bare(receiver)}|\${${session}}}`;
    const attrs = { type, from: bare(sender), to, ...(id !== undefined && { id }) };
    return { session, pattern: element('presence', NS.client, attrs), proves };
  });
}

interface Told {
  readonly type: 'unavailable' | '${absent}';
  readonly proves: readonly string[];
}

/** Presence of every available resource of one party, at every available session of the other. */
function presenceOf(of: Party, at: Party, { type, proves }: Told): readonly Arrival[] {
  const patterns = of.sessions
    .filter(isAvailable)
    .map(({ ref }) => element('presence', NS.client, { from: `\${${ref}}`, type }));
  return atAvailable(at).flatMap((session) => patterns.map((pattern) => ({ session, pattern, proves })));
}

/** A server may acknowledge a request with unavailable presence from the bare JID (3.1.3). */
function acknowledgement(from: Party, to: Party): readonly Arrival[] {
  const pattern = element('presence', NS.client, { from: bare(from), type: 'unavailable' });
  return atAvailable(to).map((session) => ({ session, pattern, proves: [] }));
}

/** One who never was subscribed need not be told of absence; a server that does so shows its user's resources (errata R6). */
function leakOrNot(sender: Party, receiver: Party): readonly Option[] {
  const may = presenceOf(sender, receiver, { type: 'unavailable', proves: [] });
  return [
    { ...UNSEEN, name: 'presence-kept', departs: [] },
    { ...UNSEEN, name: 'presence-told', may, departs: [] },
  ];
}

function isDenial(type: SubscriptionMove, appendix: AppendixA, state: StateName): boolean {
  return type === 'unsubscribed' && findState(appendix, state).pendingIn;
}

interface PushFor {
  readonly scene: Scene;
  readonly of: Party;
  readonly towards: Party;
  readonly proofs: Proofs;
}

/** The roster push of an effect: due, permitted, or one of two ways where pre-approval may or may not be offered. */
function pushes({ push }: Effect, { scene, of, towards, proofs }: PushFor): Partial<Picture> {
  if (push.shows === undefined || push.due === 'no') return {};
  const pattern = pushOf(towards, push.shows);
  const receives = atInterested(of, pattern, proofs.push ?? []);
  if (push.due === 'MUST') return { receives };
  if (push.due === 'optional') return { may: receives };
  if (scene.preApproval) return { receives };
  const may = atInterested(of, pushOf(towards, { ...push.shows, approved: false }), []);
  if (push.due === 'pre-approval-removed') return { may };
  const approves: Option = { ...UNSEEN, name: 'pre-approved', receives, departs: [] };
  return { choices: [[{ ...UNSEEN, name: 'ignored', may, departs: [] }, approves]] };
}

type Shown = NonNullable<Effect['push']['shows']>;

function pushOf(towards: Party, { subscription, ask, approved }: Shown): XmlElement {
  const item = element('item', NS.roster, {
    jid: bare(towards),
    subscription: subscription === 'none' ? '${optional:none}' : subscription,
    ask: ask ? 'subscribe' : '${absent}',
    ...(approved !== 'either' && { approved: approved ? '${oneof:true|1}' : '${absent}' }),
  });
  const query = element('query', NS.roster, {}, ['${only}', item]);
  return element('iq', NS.client, { type: 'set' }, [query]);
}

/** A push that shows nothing new: no rule forbids it where the standard does not ask for silence. */
function repeated({ appendix, sender }: Scene, of: Party): readonly Arrival[] {
  const { subscription, ask } = findState(appendix, of.state);
  const isInRoster = subscription !== 'none' || ask;
  return isInRoster ? atInterested(of, pushOf(sender, { subscription, ask, approved: false }), []) : [];
}

/** Who follows the table may push what the withdrawal leaves; a server that keeps no item can only show its removal. */
function withdrawn(scene: Scene): readonly Arrival[] {
  const { receiver, sender } = scene;
  const gone = element('item', NS.roster, { jid: bare(sender), subscription: 'remove' });
  const query = element('query', NS.roster, {}, ['${only}', gone]);
  const removal = element('iq', NS.client, { type: 'set' }, [query]);
  const kept = repeated(scene, receiver);
  return kept.length > 0 ? kept : atInterested(receiver, removal, []);
}

function atInterested(of: Party, pattern: XmlElement, proves: readonly string[]): readonly Arrival[] {
  return of.sessions.filter(({ roster }) => roster).map(({ ref }) => ({ session: ref, pattern, proves }));
}

const bare = ({ name }: Party): string => `\${${name}}`;

/** Sends initial presence without a type, so it is an available resource. */
const isAvailable = ({ presence }: SessionPlan): boolean => presence !== undefined && !('type' in presence.attrs);

const atAvailable = (party: Party): readonly string[] =>
  party.isRemote ? firstSession(party) : party.sessions.filter(isAvailable).map(({ ref }) => ref);

function stateOf(of: Party, towards: Party, state: StateName, { state: proves }: Proofs): readonly PartyState[] {
  return of.isRemote ? [] : [{ of: of.name, towards: towards.name, state, proves }];
}
