// What a client under test may put into a stanza: one row for each rule that everything it sends is held against.

import type { StanzaFault } from '../../model/stanza-fault.ts';
import type { XmlElement } from '../../model/xml.ts';
import { resourceOf } from '../../stanza/jid.ts';
import { child, elements, NS } from '../../stanza/xml.ts';
import { itemsOf, pushes, when } from './parts.ts';
import { errorMissing, idMissing, jidMissing, LINT_RULES, type LintRule, notOneItem } from './rules.ts';

/** Rules of everybody who writes a stanza. */
const OF_BOTH: readonly string[] = [
  ...['rfc6121-4.7.1-b', 'rfc6121-4.7.2.1-b', 'rfc6121-4.7.2.1-c', 'rfc6121-4.7.2.1-d', 'rfc6121-4.7.2.2-b'],
  ...['rfc6121-4.7.2.2-g', 'rfc6121-4.7.2.3-b', 'rfc6121-4.7.2.3-c', 'rfc6121-4.7.2.3-d', 'rfc6121-5.2.2-b'],
  ...['rfc6121-5.2.3-c', 'rfc6121-5.2.3-d', 'rfc6121-5.2.4-b', 'rfc6121-5.2.4-c', 'rfc6121-5.2.5-d'],
  ...['rfc6121-5.2.5-k', 'rfc6121-9-a'],
];

/** Types of presence that ask for a subscription, or answer to that. */
const REQUESTS: readonly string[] = ['subscribe'];
const ANSWERS: readonly string[] = ['subscribed', 'unsubscribed'];

const ofType = (types: readonly string[]) => (stanza: XmlElement) =>
  when(stanza.name === 'presence' && types.includes(stanza.attrs['type'] ?? ''), stanza);
const presence = (stanza: XmlElement) => when(stanza.name === 'presence', stanza);
const iqs = (stanza: XmlElement) => when(stanza.name === 'iq', stanza);
const iqsOf = (types: readonly string[]) => (stanza: XmlElement) =>
  when(stanza.name === 'iq' && types.includes(stanza.attrs['type'] ?? ''), stanza);
const errors = (stanza: XmlElement) => when(stanza.attrs['type'] === 'error', stanza);

/** Every rule, in the order of the standards. Those that the suite for clients brings hold where it is read. */
export const CLIENT_LINT_RULES: readonly LintRule[] = [
  { requirement: 'rfc6121-2.1.2.1-b', appliesTo: itemsOf('set'), problem: forbidden('approved') },
  { requirement: 'rfc6121-2.1.2.2-b', appliesTo: itemsOf('set'), problem: forbidden('ask') },
  { requirement: 'rfc6121-2.1.2.3-b', appliesTo: itemsOf('set'), problem: jidMissing },
  { requirement: 'rfc6121-2.1.5-a', appliesTo: pushes, problem: notOneItem },
  { requirement: 'rfc6121-3.1.1-a', appliesTo: ofType(REQUESTS), problem: toResource },
  { requirement: 'rfc6121-3.1.1-b', appliesTo: ofType(REQUESTS), problem: idMissing },
  { requirement: 'rfc6121-3.1.4-b', appliesTo: ofType(ANSWERS), problem: idMissing },
  { requirement: 'rfc6121-4.7.1-a', appliesTo: presence, problem: probe },
  ...LINT_RULES.filter(({ requirement }) => OF_BOTH.includes(requirement)),
  { requirement: 'client-rfc6120-8.2.3-d', appliesTo: iqs, problem: idMissing },
  { requirement: 'client-rfc6120-8.2.3-e', appliesTo: iqsOf(['get', 'set']), problem: payloads(1, 1) },
  { requirement: 'client-rfc6120-8.2.3-f', appliesTo: iqsOf(['result']), problem: payloads(0, 1) },
  { requirement: 'client-rfc6120-8.3.1-b', appliesTo: errors, problem: errorMissing },
  { requirement: 'client-rfc6120-8.3.2-a', appliesTo: errorsIn, problem: noCondition },
];

function errorsIn(stanza: XmlElement): readonly XmlElement[] {
  const error = stanza.attrs['type'] === 'error' ? child(stanza, 'error', NS.client) : undefined;
  return error === undefined ? [] : [error];
}

function forbidden(name: string): LintRule['problem'] {
  return ({ attrs: { [name]: value } }) => (value === undefined ? undefined : { kind: 'attribute', name, value });
}

function toResource({ attrs: { to = '' } }: XmlElement): StanzaFault | undefined {
  return resourceOf(to) === '' ? undefined : { kind: 'attribute', name: 'to', value: to };
}

function probe({ attrs: { type = '' } }: XmlElement): StanzaFault | undefined {
  return type === 'probe' ? { kind: 'attribute', name: 'type', value: type } : undefined;
}

function payloads(least: number, most: number): LintRule['problem'] {
  return (iq) => {
    const { length: count } = elements(iq);
    return count < least || count > most ? { kind: 'child-count', count } : undefined;
  };
}

/** A type of RFC 6120 8.3.2, and a condition of its namespace. */
function noCondition(error: XmlElement): StanzaFault | undefined {
  const { type = '' } = error.attrs;
  if (!['auth', 'cancel', 'continue', 'modify', 'wait'].includes(type))
    return { kind: 'attribute', name: 'type', value: type };
  const conditions = elements(error).filter(({ name, ns }) => ns === NS.stanzas && name !== 'text');
  return conditions.length === 1 ? undefined : { kind: 'child-count', count: conditions.length };
}
