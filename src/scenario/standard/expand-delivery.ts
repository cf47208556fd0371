// RFC 6121 8.5.4 for one message: the expectations of every outcome that a server can take. An outcome that the cell does
// not permit violates the requirements of the cell. Pure. Where passages disagree, the rulings R9 to R13, R27, R28 and R35 of
// spec/rulings.yaml decide.

import type { XmlElement } from '../../model/xml.ts';
import {
  type DeliveryOutcome,
  type DeliveryProofs,
  type DeliveryRow,
  MESSAGE_TYPES,
  type MessageType,
} from '../../spec/delivery-table.ts';
import { resourceOf } from '../../stanza/jid.ts';
import { element, NS } from '../../stanza/xml.ts';
import { type Expectations, type ExpectedStanza, NO_EXPECTATIONS, type Option, option } from './expectation-builder.ts';

/** A connected session of the addressee. `priority` is undefined while it is not available. */
export interface Receiver {
  readonly session: string;
  readonly priority: number | undefined;
}

/** A message and the cell of the table for it. */
export interface Delivery {
  readonly row: DeliveryRow;
  readonly type: MessageType;
  /** What the cell permits, given the resources of the addressee. */
  readonly permitted: readonly DeliveryOutcome[];
  readonly proofs: DeliveryProofs;
  /** The session that sends. */
  readonly sender: string;
  /** The message as sent. */
  readonly message: XmlElement;
  /** Sessions that are connected when the message is sent. */
  readonly receivers: readonly Receiver[];
  /** The session that connects after the message was sent. Absent where the addressee has no account. */
  readonly lateSession?: string;
}

/** The expectations of all sessions, with one option for each outcome. */
export function expandDelivery(delivery: Delivery): Expectations {
  const delivered = subsetsOf(delivery.receivers).map((subset) => deliveredTo(subset, delivery));
  const options = [...delivered, ...stored(delivery), ...refused(delivery), ignored(delivery)];
  return { ...NO_EXPECTATIONS, may: loginPresence(delivery), choices: [options] };
}

/** The resource gets messages to the bare JID. */
const isNonNegative = ({ priority }: Receiver): boolean => priority !== undefined && priority >= 0;

/** Table 1 knows no row for them; RFC 6120 10.5.3.2 names them (R35). */
const isConnectedOnly = (receivers: readonly Receiver[]): boolean =>
  receivers.every(({ priority }) => priority === undefined);

function deliveredTo(subset: readonly Receiver[], delivery: Delivery): Option {
  const { letter, name, isPossible } = classify(subset, delivery);
  const isPermitted = isPossible && delivery.permitted.includes(letter);
  const pattern = copyOf(delivery);
  return option(name, {
    receives: subset.map(({ session }) => messageAt({ session, pattern, proves: delivery.proofs.rule }, delivery)),
    violates: isPermitted ? copiesToAll(subset, letter, delivery) : wrongDelivery(subset, delivery),
  });
}

/** Requirements that a delivery violates which the cell does not permit. */
function wrongDelivery(subset: readonly Receiver[], delivery: Delivery): readonly string[] {
  // Ruling R12 disputes the second: a headline to only some resources warns, to none of them it fails.
  if (isPartialHeadline(subset, delivery)) return ['rfc6121-5.2.2-d', 'rfc6121-8.5.2.1.1-n'];
  const { rule, delivered, negative } = delivery.proofs;
  const isToNegative = subset.some(({ priority }) => priority !== undefined && priority < 0);
  return [...rule, ...delivered, ...(isToNegative ? negative : [])];
}

function isPartialHeadline(subset: readonly Receiver[], { row, type }: Delivery): boolean {
  return row.id === 'several-non-negative/bare' && type === 'headline' && subset.every(isNonNegative);
}

interface Classified {
  readonly letter: DeliveryOutcome;
  /** The letter, and the resources where several outcomes share it. */
  readonly name: string;
  /** A delivery of this letter may reach these resources. */
  readonly isPossible: boolean;
}

/** The letter of Table 1 for a delivery to these sessions. */
function classify(subset: readonly Receiver[], { row, message, receivers }: Delivery): Classified {
  const resources = subset.map(({ session }) => resourceOf(session)).join('+');
  if (row.to === 'full-match') return classifyMatched(subset, message, resources);
  const nonNegative = receivers.filter(isNonNegative);
  if (isConnectedOnly(receivers)) return { letter: 'D', name: `D (${resources})`, isPossible: true };
  if (!subset.every(isNonNegative)) return { letter: 'D', name: `D (${resources})`, isPossible: false };
  if (nonNegative.length === 1) return { letter: 'D', name: 'D', isPossible: true };
  if (subset.length === nonNegative.length) return { letter: 'A', name: 'A', isPossible: true };
  return { letter: 'M', name: `M (${resources})`, isPossible: true };
}

function classifyMatched(subset: readonly Receiver[], { attrs }: XmlElement, resources: string): Classified {
  const isMatch = ({ session }: Receiver) =>
    attrs['to'] === `\${${session}}` || (attrs['to']?.endsWith(`/${resourceOf(session)}`) ?? false);
  if (!subset.some(isMatch)) return { letter: 'D', name: `D (${resources})`, isPossible: false };
  if (subset.length === 1) return { letter: 'D', name: 'D', isPossible: true };
  const isPossible = subset.every((one) => isMatch(one) || isNonNegative(one));
  return { letter: 'A', name: `A (${resources})`, isPossible };
}

/** Copies of a chat message to all resources are for clients that opted in (8.5.4), unless all are equally available. */
function copiesToAll(subset: readonly Receiver[], letter: DeliveryOutcome, { row, type }: Delivery): readonly string[] {
  const isEqual = row.to !== 'full-match' && new Set(subset.map(({ priority }) => priority)).size === 1;
  return letter === 'A' && type === 'chat' && !isEqual ? ['rfc6121-8.5.4-b'] : [];
}

/** Stored for the next session, with or without a delay stamp (XEP-0203). */
function stored(delivery: Delivery): readonly Option[] {
  const { lateSession, proofs, permitted } = delivery;
  if (lateSession === undefined) return [];
  const violates = permitted.includes('O') ? [] : [...proofs.rule, ...proofs.delivered];
  const pattern = copyOf(delivery);
  const delay = element('delay', NS.delay, { stamp: '${any}' });
  const arrives = (children: readonly XmlElement[]) =>
    messageAt(
      {
        session: lateSession,
        pattern: { ...pattern, children: [...pattern.children, ...children] },
        proves: proofs.kept,
      },
      delivery,
    );
  return [
    option('O', { receives: [arrives([delay])], violates }),
    option('O (unstamped)', { receives: [arrives([])], violates }),
  ];
}

/** An error. One that refuses an unknown type as invalid has a name of its own, because R27 disputes it (RFC 6120 11.4). */
function refused(delivery: Delivery): readonly Option[] {
  const { sender, message, proofs, permitted } = delivery;
  const isPermitted = permitted.includes('E');
  const violates = isPermitted ? [] : [...proofs.refused, ...proofs.error];
  const further = isPermitted ? errorDetails(delivery) : [];
  const receive = (pattern: XmlElement) => [{ session: sender, pattern, proves: proofs.kept, further }];
  const any = option('E', { receives: receive(errorPattern(message)), violates });
  if (isPermitted || isKnownType(message)) return [any];
  const invalid = errorPattern(message, { children: [element('bad-request', NS.stanzas)] });
  return [option('E (bad-request)', { receives: receive(invalid), violates }), any];
}

const isKnownType = ({ attrs: { type } }: XmlElement): boolean =>
  type === undefined || MESSAGE_TYPES.some((known) => known === type);

/** What an error for the message should hold, each with its requirement. */
function errorDetails({ message, proofs }: Delivery): NonNullable<ExpectedStanza['further']> {
  const condition = errorPattern(message, { children: [element('service-unavailable', NS.stanzas)] });
  return [
    ...(proofs.condition.length > 0 ? [{ pattern: condition, proves: proofs.condition }] : []),
    { pattern: errorPattern(message, { error: { type: 'cancel' } }), proves: ['rfc6120-8.3.3.19-a'] },
    { pattern: errorPattern(message, { attrs: { from: message.attrs['to'] ?? '' } }), proves: ['rfc6120-8.3.1-b'] },
  ];
}

interface ErrorParts {
  readonly attrs?: Readonly<Record<string, string>>;
  /** Attributes and children of `<error/>`. */
  readonly error?: Readonly<Record<string, string>>;
  readonly children?: readonly XmlElement[];
}

const errorPattern = (message: XmlElement, { attrs, error = {}, children = [] }: ErrorParts = {}): XmlElement =>
  element('message', NS.client, { type: 'error', ...idOf(message), ...attrs }, [
    element('error', NS.client, error, children),
  ]);

function ignored({ permitted, proofs, receivers, lateSession }: Delivery): Option {
  const violates = permitted.includes('S') ? [] : proofs.rule;
  if (violates.length > 0) return option('S', { violates });
  const sessions = [...receivers.map(({ session }) => session), ...(lateSession === undefined ? [] : [lateSession])];
  return option('S', { silences: sessions.map((session) => ({ session, proves: proofs.kept })) });
}

/** Presence between the sessions of the account at the login of the late one; twice, because the server may probe. */
function loginPresence({ receivers, lateSession }: Delivery): readonly ExpectedStanza[] {
  if (lateSession === undefined) return [];
  const available = receivers.filter(({ priority }) => priority !== undefined).map(({ session }) => session);
  const all = [...available, lateSession];
  const presence = all.flatMap((session) =>
    all.map((from): ExpectedStanza => {
      const pattern = element('presence', NS.client, { from: `\${${from}}`, type: '${absent}' });
      return { session, pattern, proves: [] };
    }),
  );
  return [...presence, ...presence];
}

/** The stanza, whose `to` is that of the message. */
function messageAt(stanza: ExpectedStanza, { proofs, message }: Delivery): ExpectedStanza {
  const to = element('message', NS.client, { to: message.attrs['to'] ?? '${absent}' });
  return { ...stanza, further: [{ pattern: to, proves: proofs.unaltered }] };
}

/** The message as it arrives. No type equals "normal". An unknown type may arrive unchanged or as "normal". */
function copyOf({ message, sender, type }: Delivery): XmlElement {
  const { type: sent } = message.attrs;
  const isNormal = sent === undefined || sent === 'normal';
  const kept = isNormal ? { type: '${optional:normal}' } : sent === type ? { type } : {};
  return { ...message, attrs: { ...kept, ...idOf(message), from: `\${${sender}}` } };
}

function idOf({ attrs: { id } }: XmlElement): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

/** All subsets except the empty one, by size. */
function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return allSubsets(items)
    .filter((set) => set.length > 0)
    .sort((a, b) => a.length - b.length);
}

function allSubsets<T>([first, ...rest]: readonly T[]): readonly (readonly T[])[] {
  if (first === undefined) return [[]];
  const without = allSubsets(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}
