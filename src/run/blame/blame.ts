// Names the server of a pair that broke a rule, where the transcript proves it. Clients do not see what one server sends to
// the other, so each proof rests on what a client sent, what a client received, and whom the rule binds. Pure.

import { kindOf } from '../../failures/kinds.ts';
import type { Blame, ProvenBlame } from '../../model/blame.ts';
import type { Failure } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Duty } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf, bareOf } from '../../stanza/jid.ts';
import { arrived, omitted, reacted } from './arrival.ts';
import {
  type At,
  actedAlone,
  acts,
  addresseeOf,
  changesState,
  fits,
  isApart,
  isFromOtherSide,
  isFromOwnSide,
  isUnchanged,
  otherSide,
  type Proof,
  receivedIn,
  receiverOf,
  type Scene,
  type Seen,
  sentIn,
  sideOfJid,
  sideOfSession,
} from './scene.ts';
import { isSentWrongly } from './sent-wrongly.ts';
import { kept } from './state.ts';

const UNSEEN: Blame = { kind: 'unseen', side: 'pair' };

/** Who broke the rules of a failed check: a server where the same one is proven for all of them, else the pair. */
export function blameOf({ session, requirements, failure }: CheckResult, scene: Scene): Blame {
  const at = { session, side: sideOfSession(session, scene), scene };
  if (failure !== undefined && failure.kind !== 'passive' && isApart(scene)) return { kind: 'apart', side: at.side };
  const proofs = requirements.map((id) => failure && proofOf(failure, scene.requirements.get(id)?.binds, at));
  const proven = proofs.filter((proof) => proof !== undefined);
  const [first] = proven;
  if (first === undefined || proven.some(({ side }) => side !== first.side)) return UNSEEN;
  // What has arrived was sent: rules on who sends it are kept, although the check cites them as well.
  const hasCrossed = proven.find(({ kind }) => kind === 'arrived' || kind === 'reacted');
  return hasCrossed ?? (proven.length === proofs.length ? first : UNSEEN);
}

function proofOf(failure: Failure, binds: Duty | undefined, at: At): Proof {
  return within(failure, at) ?? byKind(failure, binds, at);
}

/** Clients of the server have sent to nobody of the other domain: the other server has no part in what comes of it. */
function within(failure: Failure, { side, scene }: At): Proof {
  const { kind, closest, expected } = failure;
  const others = kind === 'violates' ? (failure.others ?? []) : [];
  const isForOther = (address: string | undefined) => sideOfJid(address, scene) === otherSide(side);
  const isAlone = (stanza: XmlElement | undefined) => {
    const address = stanza && addresseeOf(stanza);
    return address !== undefined && !isForOther(address);
  };
  const sent = acts(scene);
  const isWithin = sent.length > 0 && sent.every(({ stanza }) => isAlone(stanza));
  const isFromOther = [closest, expected, ...others].some((stanza) => isForOther(stanza?.attrs['from']));
  const isLoss = kind === 'missing' || kind === 'differs' || kind === 'violates';
  return isLoss && isWithin && !isFromOther && actedAlone(side, scene) ? { kind: 'owed', side } : undefined;
}

function byKind(failure: Failure, binds: Duty | undefined, at: At): Proof {
  return kindOf(failure).blame?.(failure, {
    lacks: (closest) => answered(closest, at) ?? misstamped(failure, binds, at) ?? lacking(failure.expected, binds, at),
    shows: (stanzas) => shown(stanzas, binds, at),
    omits: () => omitted(binds, at) ?? (binds?.server === 'recipient' ? reacted(binds, at) : undefined),
    makes: (stanza) => made(stanza, binds, at),
    acts: (session) => ({ kind: 'made', side: session === undefined ? at.side : sideOfSession(session, at.scene) }),
    keeps: (state) => kept(state, binds, at),
  });
}

/** A server itself answers a request that its own client sent to it or to an account of its own. */
function answered(stanza: XmlElement | undefined, { session, scene }: Pick<At, 'session' | 'scene'>): Proof {
  if (stanza?.name !== 'iq' || !['result', 'error'].includes(stanza.attrs['type'] ?? '')) return undefined;
  const { id } = stanza.attrs;
  const request = sentIn(scene.entries).find(
    (one) => one.session === session && one.stanza.name === 'iq' && id !== undefined && one.stanza.attrs['id'] === id,
  );
  const to = request?.stanza.attrs['to'];
  const side = sideOfSession(session, scene);
  const isOwn = request !== undefined && (to === undefined || sideOfJid(to, scene) === side);
  return isOwn ? { kind: 'answered', side } : undefined;
}

/** A stanza of the other server has come with a resource in its sender, or without, against a rule on what a server stamps. */
function misstamped({ closest, difference }: Failure, binds: Duty | undefined, { scene }: At): Proof {
  const seen = closest && receiverOf(closest, scene);
  if (seen === undefined || binds?.server !== 'source' || !isFromOtherSide(seen, scene)) return undefined;
  if (!difference?.path.endsWith('@from') || difference.expected.kind !== 'value') return undefined;
  if (bareOf(difference.expected.value) !== bareOf(seen.stanza.attrs['from'] ?? '')) return undefined;
  return sender(seen, scene);
}

const sender = ({ session }: Seen, scene: Scene): ProvenBlame => ({
  kind: 'sent',
  side: otherSide(sideOfSession(session, scene)),
});

/** A stanza is missing, or is not as it should be. */
function lacking(expected: XmlElement | undefined, binds: Duty | undefined, at: At): Proof {
  if (expected === undefined || binds === undefined) return undefined;
  if (binds.server === 'sender') return owed(expected, binds, at);
  return binds.server === 'recipient' ? (arrived(expected, binds, at) ?? reacted(binds, at)) : undefined;
}

/** Only clients of one server have acted, and it owes its own client a stanza for that. */
function owed(expected: XmlElement, { of }: Duty, at: At): Proof {
  const { session, side, scene } = at;
  const own = acts(scene).filter((act) => actorOf(act.session) === actorOf(session));
  const isCause = own.some(({ stanza }) => (stanza === undefined ? of === 'presence' : fits(stanza, of)));
  const isOwed = isCause && actedAlone(side, scene) && isFromOwnSide({ session, stanza: expected }, scene);
  return isOwed && !isRequestUnseen(of, at) && !isStateUnseen(expected, at) ? { kind: 'owed', side } : undefined;
}

/** A push depends on the state that the server keeps, which a stanza of the other side may have changed, or not have reached. */
function isStateUnseen({ name }: XmlElement, { side, scene }: At): boolean {
  const steps = scene.entries.filter(({ kind }) => kind === 'step');
  return (
    name === 'iq' && sentIn(steps).some((one) => sideOfSession(one.session, scene) !== side && changesState(one.stanza))
  );
}

/** An approval or a refusal answers a request, which may have been lost on its way. */
function isRequestUnseen(of: Duty['of'], { session, side, scene }: At): boolean {
  if (of !== 'subscribed' && of !== 'unsubscribed') return false;
  const isRequest = ({ stanza }: Seen) => fits(stanza, 'subscribe');
  const isAsked = sentIn(scene.entries).some((one) => isRequest(one) && sideOfSession(one.session, scene) !== side);
  const isHere = (one: Seen) => isRequest(one) && actorOf(one.session) === actorOf(session);
  return isAsked && !receivedIn(scene.entries).some(isHere);
}

/** Stanzas that a rule forbids were received: all of them prove the same server, or none. */
function shown(stanzas: readonly (XmlElement | undefined)[], binds: Duty | undefined, at: At): Proof {
  const proofs = stanzas.map((stanza) => {
    const seen = stanza && receiverOf(stanza, at.scene);
    return (
      seen && (answered(seen.stanza, { session: seen.session, scene: at.scene }) ?? forbidden(seen, binds, at.scene))
    );
  });
  const [first] = proofs;
  return first !== undefined && proofs.every((one) => one?.side === first.side) ? first : undefined;
}

function forbidden(seen: Seen, binds: Duty | undefined, scene: Scene): Proof {
  if (binds === undefined || !isFromOtherSide(seen, scene)) return undefined;
  if (binds.server === 'recipient') return delivered(seen, binds, scene) ?? granted(seen, binds, scene);
  return isSentWrongly(seen, binds, scene) ? sender(seen, scene) : undefined;
}

/** The server gave its client what a client of the other one had sent, as it was written. */
function delivered(seen: Seen, { of }: Duty, scene: Scene): Proof {
  // The stanza before may have been lost between the servers: then this one is the first request.
  if (of === 'subscribe' && scene.case.given?.state.includes('Pending')) return undefined;
  const isSource = (one: Seen) => fits(one.stanza, of) && isUnchanged(seen, one, scene);
  const isSeen = sentIn(scene.entries.slice(scene.since)).some(isSource);
  return isSeen ? { kind: 'delivered', side: sideOfSession(seen.session, scene) } : undefined;
}

/** The server itself made a stanza that breaks a rule of form, or the other one stamped its sender. */
function made(stanza: XmlElement, binds: Duty | undefined, { session, side, scene }: At): Proof {
  const seen = { session, stanza };
  if (isFromOwnSide(seen, scene)) return { kind: 'made', side };
  const isStamp = binds?.server === 'source' && binds.of === undefined;
  return isStamp && isFromOtherSide(seen, scene) ? sender(seen, scene) : undefined;
}

/** The server grants a request of a client of the other one, to an account or to itself. Only an error may be made on the way. */
function granted({ session, stanza }: Seen, { of }: Duty, scene: Scene): Proof {
  const { id, from = '', type } = stanza.attrs;
  if (of !== 'iq' || stanza.name !== 'iq' || type !== 'result' || from !== bareOf(from)) return undefined;
  const isRequest = (one: Seen) => one.stanza.name === 'iq' && one.stanza.attrs['id'] === id;
  const isAsked = sentIn(scene.entries).some(
    (one) => one.session === session && isRequest(one) && one.stanza.attrs['to'] === from,
  );
  const isForClient = receivedIn(scene.entries).some((one) => one.session !== session && isRequest(one));
  return isAsked && !isForClient ? sender({ session, stanza }, scene) : undefined;
}
