// Makes stanzas, and changes received ones.

import type { XmlElement, XmlNode } from '../model/xml.ts';
import { child, element, NS } from '../stanza/xml.ts';

/** The conditions of RFC 6120 8.3.3 that this server uses, each with the error type recommended there. */
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

/** Sets attributes of a stanza; undefined removes one. */
export function stamp(stanza: XmlElement, attrs: Readonly<Record<string, string | undefined>>): XmlElement {
  const merged = Object.entries({ ...stanza.attrs, ...attrs });
  const kept = merged.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...stanza, attrs: Object.fromEntries(kept) };
}

/** Makes a presence stanza without the undefined attributes. */
export function presence(
  attrs: Readonly<Record<string, string | undefined>>,
  children: readonly XmlNode[] = [],
): XmlElement {
  return stamp(element('presence', NS.client, {}, children), attrs);
}

/** Makes the result of an IQ, from its recipient to its sender. */
export function resultOf(iq: XmlElement, children: readonly XmlNode[] = []): XmlElement {
  const { id, to, from } = iq.attrs;
  return stamp(element('iq', NS.client, { type: 'result' }, children), { id, from: to, to: from });
}

/**
 * Makes the stanza error that answers a stanza (RFC 6120 8.3). `content` is the content of the condition element. The
 * stanza must not be an error or a result.
 */
export function errorOf(stanza: XmlElement, condition: ErrorCondition, ...content: readonly string[]): XmlElement {
  const { id, to, from } = stanza.attrs;
  const detail = element(condition, NS.stanzas, {}, content);
  const error = element('error', NS.client, { type: ERROR_TYPES[condition] }, [detail]);
  return stamp(element(stanza.name, NS.client, { type: 'error' }, [error]), { id, from: to, to: from });
}

/** Whether an IQ is a get or set, which must be answered (RFC 6120 8.2.3). */
export function isRequest(iq: XmlElement): boolean {
  return iq.attrs['type'] === 'get' || iq.attrs['type'] === 'set';
}

/** Adds the time at which a stanza was received (XEP-0203). */
export function withDelay(stanza: XmlElement, from: string, isoTime: string): XmlElement {
  return { ...stanza, children: [...stanza.children, delay(from, isoTime)] };
}

/** Makes the `<delay/>` of XEP-0203. The time is ISO 8601 in UTC. */
export function delay(from: string, isoTime: string): XmlElement {
  return element('delay', NS.delay, { from, stamp: isoTime });
}

/** The text of the first child of that name in the namespace of its parent, if any. */
export function childText(parent: XmlElement, name: string): string | undefined {
  const found = child(parent, name, parent.ns);
  return found?.children.filter((node) => typeof node === 'string').join('');
}
