// Outcomes of an exchange on which two passages of RFC 6121 disagree: each is recognised, and spec/rulings.yaml says which of
// them warn. Pure.

import { type Effect, findState } from '../../spec/appendix-a.ts';
import type { Proofs } from '../../spec/cell-proofs.ts';
import {
  acknowledgement,
  deliveredStanza,
  type Exchange,
  type Peer,
  pushTo,
  unchangedPush,
} from './cell-expectations.ts';
import { type Expectations, type ExpectedStanza, type Option, option } from './expectation-builder.ts';

/** The sender withdraws its request. Ruling R3 leaves open whether this is delivered and answered. */
export const isWithdrawal = ({ type, receiver, appendix }: Exchange): boolean =>
  type === 'unsubscribe' && findState(appendix, receiver.state).pendingIn;

/** The sender denies the pending request of the receiver. */
export function isDenial({ type, receiver, appendix }: Exchange): boolean {
  const { subscription, ask } = findState(appendix, receiver.state);
  return type === 'unsubscribed' && ask && (subscription === 'none' || subscription === 'from');
}

/** A roster of the exchange, and the requirements that its pushes prove. */
export interface PushContext {
  readonly exchange: Exchange;
  readonly of: Peer;
  readonly contact: Peer;
  readonly proofs: Proofs;
}

/** The roster pushes of an effect: required, permitted, or a choice of the server. */
export function rosterPushes(effect: Effect, context: PushContext): Partial<Expectations> {
  const { shows, due } = effect.push;
  if (shows === undefined || due === 'no') return {};
  const { exchange, of, contact, proofs } = context;
  const proves = proofs.push ?? [];
  const receives = pushTo(of, contact, { ...shows, proves });
  if (due === 'MUST') return requiredPush(receives, shows.subscription, context);
  if (due === 'optional') return { may: receives };
  const may = pushTo(of, contact, { ...shows, approved: false, proves: [] });
  if (due === 'pre-approval-removed') return { may };
  if (exchange.preApproval) return { receives };
  return { choices: [[option('ignored', { may }), option('pre-approved', { receives })]] };
}

/** Ruling R8: after a request to a subscriber, 3.1.2 has the push show "none", and A.2.1 "from". */
function requiredPush(
  receives: readonly ExpectedStanza[],
  subscription: string,
  { exchange: { type, sender }, of, contact, proofs }: PushContext,
): Partial<Expectations> {
  if (type !== 'subscribe' || of !== sender || subscription !== 'from') return { receives };
  const asNone = pushTo(of, contact, {
    subscription: 'none',
    ask: true,
    approved: 'either',
    proves: proofs.push ?? [],
  });
  return {
    choices: [
      [option('shown-as-from', { receives }), option('shown-as-none', { receives: asNone, violates: proofs.state })],
    ],
  };
}

/** Ruling R2: 3.2.3 has a denial ignored, with no delivery, no change and no push. A.3.4 has it delivered. */
export function deniedOrNot(effect: Effect, pushes: PushContext, routed: readonly string[]): Partial<Expectations> {
  const { exchange, proofs } = pushes;
  const { pass = [], push = [] } = proofs;
  const stanza = deliveredStanza(exchange, [...routed, ...pass]);
  const { receives = [] } = rosterPushes(effect, pushes);
  const options: readonly Option[] = [
    option('delivered', { receives: [...stanza, ...receives] }),
    option('unpushed', { receives: stanza, violates: push }),
    option('denial-ignored', { violates: pass }),
  ];
  return { choices: [options] };
}

/** Ruling R4: A.3.1 lets a server treat the request of a pre-approved contact as any other. 3.4.2 has it approved. */
export function askedInstead(approved: Expectations, exchange: Exchange, proofs: Proofs): Expectations {
  const { sender, receiver, appendix } = exchange;
  const asked = option('asked-instead', {
    receives: deliveredStanza(exchange, []),
    may: [...acknowledgement(receiver, sender), ...unchangedPush(receiver, sender, appendix)],
    violates: proofs.asked ?? [],
  });
  return { receives: [], may: [], silences: [], choices: [...approved.choices, [option('approved', approved), asked]] };
}
