// Elements of stanzas that the rules of the lint speak of.

import type { XmlElement } from '../../model/xml.ts';
import { child, NS } from '../../stanza/xml.ts';

/** Elements of a stanza, at any recipient. */
export type Part = (stanza: XmlElement) => readonly XmlElement[];

/** Presence types that manage subscriptions (RFC 6121 3). */
const SUBSCRIPTION_TYPES: readonly string[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** The stanza, where it is meant. */
export const when = (isMeant: boolean, stanza: XmlElement): readonly XmlElement[] => (isMeant ? [stanza] : []);

/** Children of that name, of stanzas of a name. */
export function each(stanza: string, name: string): Part {
  return (candidate) => (candidate.name === stanza ? childrenNamed(candidate, name) : []);
}

/** Children of that name, in the namespace of the element. */
export function childrenNamed(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter(
    (one): one is XmlElement => typeof one !== 'string' && one.name === name && one.ns === parent.ns,
  );
}

/** A message. */
export function messages(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.name === 'message', stanza);
}

/** An IQ result or error. */
export function answers(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.name === 'iq' && ['result', 'error'].includes(stanza.attrs['type'] ?? ''), stanza);
}

/** An error that is no presence. */
export function otherErrors(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.name !== 'presence' && stanza.attrs['type'] === 'error', stanza);
}

/** A stanza that is no error. */
export function noErrors(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.attrs['type'] !== 'error', stanza);
}

/** Presence of type error. */
export function presenceErrors(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.name === 'presence' && stanza.attrs['type'] === 'error', stanza);
}

/** Presence that manages a subscription. */
export function subscriptionPresence(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.name === 'presence' && SUBSCRIPTION_TYPES.includes(stanza.attrs['type'] ?? ''), stanza);
}

function rosterOf(stanza: XmlElement): XmlElement | undefined {
  return stanza.name === 'iq' ? child(stanza, 'query', NS.roster) : undefined;
}

/** An IQ set of the form of a push or of a roster set. */
export function pushes(stanza: XmlElement): readonly XmlElement[] {
  return when(stanza.attrs['type'] === 'set' && rosterOf(stanza) !== undefined, stanza);
}

/** The roster items of IQs of these types. */
export function itemsOf(...types: readonly string[]): Part {
  return (stanza) => {
    const query = types.includes(stanza.attrs['type'] ?? '') ? rosterOf(stanza) : undefined;
    return query === undefined ? [] : childrenNamed(query, 'item');
  };
}

/** The stanza and the roster items in it: the elements that hold an address. */
export function addressed(stanza: XmlElement): readonly XmlElement[] {
  return [stanza, ...itemsOf('result', 'set')(stanza)];
}
