// The few XML words that this room speaks; it has no arrow to the XML tools.

import { randomUUID } from 'node:crypto';
import type { XmlElement, XmlNode } from '../model/xml.ts';

const CLIENT = 'jabber:client';
const STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

type Attributes = Readonly<Record<string, string>>;

/** Makes an element. */
export function element(
  name: string,
  ns: string,
  attrs: Attributes = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, ns, attrs, children };
}

/** A stanza of the client namespace. */
export function stanza(name: string, attrs: Attributes, children: readonly XmlElement[] = []): XmlElement {
  return element(name, CLIENT, attrs, children);
}

/** An IQ with an id of its own; without `to` it is for the account itself (RFC 6120 8.1.1). */
export function iq(type: 'get' | 'set', payload: XmlElement, to?: string): XmlElement {
  return stanza('iq', { type, id: randomUUID(), ...(to === undefined ? {} : { to }) }, [payload]);
}

/** Child elements, without the text between them. */
export function elementsOf(parent: XmlElement | undefined): readonly XmlElement[] {
  return (parent?.children ?? []).filter((node) => typeof node !== 'string');
}

/** First child element of that name and namespace. */
export function childOf(parent: XmlElement | undefined, name: string, ns: string): XmlElement | undefined {
  return elementsOf(parent).find((child) => child.name === name && child.ns === ns);
}

/** Character data of the element itself. */
export function textOf(parent: XmlElement): string {
  return parent.children.filter((node) => typeof node === 'string').join('');
}

/** The condition of an error answer (RFC 6120 8.3.3); undefined when it is no error. */
export function conditionOf(answer: XmlElement): string | undefined {
  if (answer.attrs['type'] !== 'error') return undefined;
  const conditions = elementsOf(childOf(answer, 'error', answer.ns)).filter(
    ({ ns, name }) => ns === STANZAS && name !== 'text',
  );
  return conditions[0]?.name ?? 'an error without a condition';
}
