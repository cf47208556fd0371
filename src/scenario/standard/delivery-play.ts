// RFC 6121 8.5.4 as a play: one message, and what each outcome lets the sessions see. Pure. Every outcome a server could
// take is recognised; those that the cell does not permit depart from its rule. Rulings: spec/errata.md, R9 to R13.

import type { XmlElement } from '../../model/xml.ts';
import type { DeliveryProofs } from '../../spec/delivery-proofs.ts';
import type { DeliveryOutcome, DeliveryRow, MessageType } from '../../spec/delivery-table.ts';
import { resourceOf } from '../../stanza/jid.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { Arrival, Option, Picture } from './expectation-builder.ts';
import { NOTHING } from './expectation-builder.ts';

/** A connected session of the addressee; `priority` is undefined while it is not available. */
export interface Receiver {
  readonly session: string;
  readonly priority: number | undefined;
}

export interface Delivery {
  readonly row: DeliveryRow;
  readonly type: MessageType;
  readonly proofs: DeliveryProofs;
  /** The session that sends, and the message as sent. */
  readonly sender: string;
  readonly message: XmlElement;
  /** Connected when the message is sent. */
  readonly receivers: readonly Receiver[];
  /** Connects once the message is handled; absent where the account is. */
  readonly late?: string;
}

/** What the cell lets all sessions see. */
export function playDelivery(delivery: Delivery): Picture {
  const subsets = subsetsOf(delivery.receivers).map((subset) => delivered(subset, delivery));
  const options = [...subsets, ...stored(delivery), refused(delivery), ignored(delivery)];
  return { ...NOTHING, may: greetings(delivery), choices: [options] };
}

type Outcome = Pick<Option, 'name' | 'receives'> & Partial<Option>;
const toOption = (outcome: Outcome): Option => ({ may: [], silences: [], violates: [], ...outcome });
const isUsable = ({ priority }: Receiver): boolean => priority !== undefined && priority >= 0;

function delivered(subset: readonly Receiver[], delivery: Delivery): Option {
  const { letter, name, isSound } = nameOf(subset, delivery);
  const isRight = isSound && delivery.row.allowed[delivery.type].includes(letter);
  const pattern = copyOf(delivery);
  const receives = subset.map(({ session }) => arrival(session, pattern, delivery));
  return toOption({
    name,
    receives,
    violates: isRight ? copiesToAll(subset, letter, delivery) : misdelivered(subset, delivery),
  });
}

/** What a delivery departs from that the cell does not permit. */
function misdelivered(subset: readonly Receiver[], delivery: Delivery): readonly string[] {
  // A headline that only some get is a failure if none does, a warning otherwise (R12).
  if (isPartialHeadline(subset, delivery)) return ['rfc6121-5.2.2-d'];
  const { rule, delivered: besides, negative } = delivery.proofs;
  const isToNegative = subset.some(({ priority }) => priority !== undefined && priority < 0);
  return [...rule, ...besides, ...(isToNegative ? negative : [])];
}

function isPartialHeadline(subset: readonly Receiver[], { row, type }: Delivery): boolean {
  return row.id === 'several-non-negative/bare' && type === 'headline' && subset.every(isUsable);
}

interface Named {
  readonly letter: DeliveryOutcome;
  readonly name: string;
  /** Only resources that a delivery of that letter may reach. */
  readonly isSound: boolean;
}

/** The letter of Table 1 for a delivery to these sessions, and a name that tells which they were. */
function nameOf(subset: readonly Receiver[], { row, message, receivers }: Delivery): Named {
  const sessions = subset.map(({ session }) => resourceOf(session)).join('+');
  if (row.to === 'full-match') return nameMatched(subset, message, sessions);
  const usable = receivers.filter(isUsable);
  if (!subset.every(isUsable)) return { letter: 'D', name: `D (${sessions})`, isSound: false };
  if (usable.length === 1) return { letter: 'D', name: 'D', isSound: true };
  if (subset.length === usable.length) return { letter: 'A', name: 'A', isSound: true };
  return { letter: 'M', name: `M (${sessions})`, isSound: true };
}

function nameMatched(subset: readonly Receiver[], { attrs }: XmlElement, sessions: string): Named {
  const isMatch = ({ session }: Receiver) => attrs['to']?.endsWith(`/${resourceOf(session)}`) ?? false;
  if (!subset.some(isMatch)) return { letter: 'D', name: `D (${sessions})`, isSound: false };
  if (subset.length === 1) return { letter: 'D', name: 'D', isSound: true };
  return { letter: 'A', name: `A (${sessions})`, isSound: subset.every((one) => isMatch(one) || isUsable(one)) };
}

/** Copies of a chat message to all are for clients that opted in (8.5.4), unless all are equally available. */
function copiesToAll(subset: readonly Receiver[], letter: DeliveryOutcome, { row, type }: Delivery): readonly string[] {
  const isEqual = row.to !== 'full-match' && new Set(subset.map(({ priority }) => priority)).size === 1;
  return letter === 'A' && type === 'chat' && !isEqual ? ['rfc6121-8.5.4-b'] : [];
}

/** Kept for the next session, with a delay stamp (XEP-0203) where the server gives one. */
function stored(delivery: Delivery): readonly Option[] {
  const { late, proofs, row, type } = delivery;
  if (late === undefined) return [];
  const violates = row.allowed[type].includes('O') ? [] : [...proofs.rule, ...proofs.delivered];
  const pattern = copyOf(delivery);
  const delay = element('delay', NS.delay, { stamp: '${any}' });
  const stamped = { ...pattern, children: [...pattern.children, delay] };
  return [
    toOption({ name: 'O', receives: [arrival(late, stamped, delivery)], violates }),
    toOption({ name: 'O (unstamped)', receives: [arrival(late, pattern, delivery)], violates }),
  ];
}

function refused(delivery: Delivery): Option {
  const { sender, message, proofs, row, type } = delivery;
  const isRight = row.allowed[type].includes('E');
  const attrs = { type: 'error', ...idOf(message), from: `\${optional:${message.attrs['to'] ?? ''}}` };
  const pattern = (children: readonly XmlElement[], more = {}) =>
    element('message', NS.client, attrs, [element('error', NS.client, more, children)]);
  const condition = pattern([element('service-unavailable', NS.stanzas)]);
  const further = [
    ...(proofs.condition.length > 0 ? [{ pattern: condition, proves: proofs.condition }] : []),
    { pattern: pattern([], { type: 'cancel' }), proves: ['rfc6120-8.3.3.19-a'] },
  ];
  const receives = [{ session: sender, pattern: pattern([]), proves: proofs.rule, ...(isRight && { further }) }];
  return toOption({ name: 'E', receives, violates: isRight ? [] : [...proofs.rule, ...proofs.error] });
}

function ignored({ row, type, proofs, receivers, late }: Delivery): Option {
  const violates = row.allowed[type].includes('S') ? [] : proofs.rule;
  const sessions = [...receivers.map(({ session }) => session), ...(late === undefined ? [] : [late])];
  return toOption({
    name: 'S',
    receives: [],
    silences: violates.length > 0 ? [] : sessions.map((session) => ({ session, proves: proofs.rule })),
    violates,
  });
}

/** When the late session shows itself, all of its account may be told of each other, again where the server probes. */
function greetings({ receivers, late }: Delivery): readonly Arrival[] {
  if (late === undefined) return [];
  const available = receivers.filter(({ priority }) => priority !== undefined).map(({ session }) => session);
  const all = [...available, late];
  const told = all.flatMap((session) =>
    all.map((from): Arrival => {
      const pattern = element('presence', NS.client, { from: `\${${from}}`, type: '${absent}' });
      return { session, pattern, proves: [] };
    }),
  );
  return [...told, ...told];
}

function arrival(session: string, pattern: XmlElement, { proofs, message }: Delivery): Arrival {
  const to = element('message', NS.client, { to: message.attrs['to'] ?? '${absent}' });
  return { session, pattern, proves: proofs.rule, further: [{ pattern: to, proves: proofs.unaltered }] };
}

/** The message as it arrives: no type and normal are the same, and a type that is none may have become that or stayed. */
function copyOf({ message, sender, type }: Delivery): XmlElement {
  const { type: sent } = message.attrs;
  const isNormal = sent === undefined || sent === 'normal';
  const kept = isNormal ? { type: '${optional:normal}' } : sent === type ? { type } : {};
  return { ...message, attrs: { ...kept, ...idOf(message), from: `\${${sender}}` } };
}

function idOf({ attrs: { id } }: XmlElement): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

/** All subsets that are not empty, small ones first. */
function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const all = allSubsets(items).filter((set) => set.length > 0);
  return all.sort((a, b) => a.length - b.length);
}

function allSubsets<T>([first, ...rest]: readonly T[]): readonly (readonly T[])[] {
  if (first === undefined) return [[]];
  const without = allSubsets(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}
