// Checks every stanza of a case against the rules about what a server itself sends. Pure.

import { isDeepStrictEqual } from 'node:util';
import type { StanzaFault } from '../../model/stanza-fault.ts';
import type { XmlElement } from '../../model/xml.ts';
import { ENDS_NO_STREAM, LINT_RULES, type LintRule, type Receiver, XML_RULES } from './rules.ts';

/** A stanza, and the session that received it. */
export interface Received extends Receiver {
  readonly session: string;
  readonly stanza: XmlElement;
}

export interface Violation {
  readonly requirement: string;
  readonly session: string;
  readonly stanza: XmlElement;
  readonly fault: StanzaFault;
}

export interface Lint {
  /** The number of elements that each requirement was checked on. */
  readonly held: Readonly<Record<string, number>>;
  /** The first violation of each requirement at the first session that shows it, by name: the order of sessions is one of time. */
  readonly violations: readonly Violation[];
}

/** Rules on streams. A stream that ends shows one of them broken; until then they hold. */
const STREAM_RULES: readonly string[] = [ENDS_NO_STREAM, ...XML_RULES.map(({ requirement }) => requirement)];

/** Rules that the judge charges in any case: of details of a stanza, and of presence that is false or leaks. */
const JUDGED = [
  'rfc6120-8.1.3-a',
  'rfc6120-8.1.3-b',
  'rfc6120-8.1.5-a',
  'rfc6121-2.1.2.2-a',
  'rfc6121-11-b',
  'rfc6121-11-c',
];

/** The requirements that any case may show broken, cited there or not. */
export const LINTED: ReadonlySet<string> = new Set([
  ...LINT_RULES.map((rule) => rule.requirement),
  ...STREAM_RULES,
  ...JUDGED,
]);

/**
 * Checks what arrived against every rule, by default those of servers. A server is not at fault for what it relays: a fault that a client sent is that
 * client's, and so is any IQ request of another entity.
 */
export function lint(
  received: readonly Received[],
  sent: readonly XmlElement[],
  rules: readonly LintRule[] = LINT_RULES,
): Lint {
  const requests = new Set(sent.filter(isRequest).map(({ attrs }) => attrs['id']));
  const own = received
    .filter(({ stanza }) => !isRequest(stanza) || !requests.has(stanza.attrs['id']))
    .toSorted((a, b) => (a.session < b.session ? -1 : Number(a.session > b.session)));
  const held: Record<string, number> =
    received.length === 0 || rules !== LINT_RULES
      ? {}
      : Object.fromEntries(STREAM_RULES.map((rule) => [rule, received.length]));
  const violations = new Map<string, Violation>();
  for (const rule of rules) {
    const { requirement } = rule;
    for (const one of own) {
      const count = rule.appliesTo(one.stanza, one).length;
      if (count === 0) continue;
      held[requirement] = (held[requirement] ?? 0) + count;
      const violation = violations.has(requirement) ? undefined : violationOf(rule, one, sent);
      if (violation !== undefined) violations.set(requirement, violation);
    }
  }
  return { held, violations: [...violations.values()] };
}

const isRequest = ({ name, attrs }: XmlElement): boolean =>
  name === 'iq' && (attrs['type'] === 'get' || attrs['type'] === 'set');

function violationOf(rule: LintRule, received: Received, sent: readonly XmlElement[]) {
  const { session, stanza } = received;
  const found = problems(rule, stanza, received);
  if (found.length === 0) return undefined;
  const relayed = sent.flatMap((other) => problems(rule, other, received));
  const fault = found.find((candidate) => !relayed.some((other) => isDeepStrictEqual(other, candidate)));
  if (fault === undefined) return undefined;
  return { requirement: rule.requirement, session, stanza, fault } satisfies Violation;
}

function problems(rule: LintRule, stanza: XmlElement, receiver: Receiver): readonly StanzaFault[] {
  return rule.appliesTo(stanza, receiver).flatMap((element) => rule.problem(element, receiver) ?? []);
}
