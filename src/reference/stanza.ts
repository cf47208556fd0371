// Stanzas that the server makes, and what it puts on those of others.

import type { XmlElement, XmlNode } from '../model/xml.ts';
import { child, element, NS } from '../stanza/xml.ts';

/** Conditions of RFC 6120 8.3.3 in use, each with the error type recommended there. */
const ERROR_TYPES = {
  'bad-request': 'modify',
  conflict: 'cancel',
  forbidden: 'auth',
  gone: 'cancel',
  'item-not-found': 'cancel',
  'jid-malformed': 'modify',
  'not-acceptable': 'modify',
  'not-allowed': 'cancel',
  'remote-server-not-found': 'cancel',
  'remote-server-timeout': 'wait',
  'service-unavailable': 'cancel',
} as const;

export type ErrorCondition = keyof typeof ERROR_TYPES;

/** The stanza with these attributes set, or taken away where undefined. */
export function stamp(stanza: XmlElement, attrs: Readonly<Record<string, string | undefined>>): XmlElement {
  const merged = Object.entries({ ...stanza.attrs, ...attrs });
  const kept = merged.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...stanza, attrs: Object.fromEntries(kept) };
}

/** A presence stanza; undefined attributes are left out. */
export function presence(
  attrs: Readonly<Record<string, string | undefined>>,
  children: readonly XmlNode[] = [],
): XmlElement {
  return stamp(element('presence', NS.client, {}, children), attrs);
}

/** The result of an IQ, from whom it was addressed to. */
export function resultOf(iq: XmlElement, children: readonly XmlNode[] = []): XmlElement {
  const { id, to, from } = iq.attrs;
  return stamp(element('iq', NS.client, { type: 'result' }, children), { id, from: to, to: from });
}

/**
 * The stanza error that answers a stanza (RFC 6120 8.3); `content` is what the condition says. Never answer an error or
 * a result with it.
 */
export function errorOf(stanza: XmlElement, condition: ErrorCondition, ...content: readonly string[]): XmlElement {
  const { id, to, from } = stanza.attrs;
  const told = element(condition, NS.stanzas, {}, content);
  const error = element('error', NS.client, { type: ERROR_TYPES[condition] }, [told]);
  return stamp(element(stanza.name, NS.client, { type: 'error' }, [error]), { id, from: to, to: from });
}

/** An IQ get or set: the kinds that want an answer (RFC 6120 8.2.3). */
export function isRequest(iq: XmlElement): boolean {
  return iq.attrs['type'] === 'get' || iq.attrs['type'] === 'set';
}

/** The stanza with the time at which it was received (XEP-0203). */
export function withDelay(stanza: XmlElement, from: string, isoTime: string): XmlElement {
  return { ...stanza, children: [...stanza.children, delay(from, isoTime)] };
}

/** The `<delay/>` of XEP-0203; the time is ISO 8601 in UTC. */
export function delay(from: string, isoTime: string): XmlElement {
  return element('delay', NS.delay, { from, stamp: isoTime });
}

/** The text of the first child of that name, in the namespace of its parent; undefined when there is none. */
export function childText(parent: XmlElement, name: string): string | undefined {
  const found = child(parent, name, parent.ns);
  return found?.children.filter((node) => typeof node === 'string').join('');
}
