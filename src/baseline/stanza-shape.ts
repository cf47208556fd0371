// Writes a stanza on one line, without what differs from run to run or from one configuration of a server to another.

import type { XmlElement } from '../model/xml.ts';
import { elements, NS, text } from '../stanza/xml.ts';
import { cut, type Normalize } from './normalizer.ts';

/** Attributes that distinguish stanzas. All others are ids, versions, times and the like. */
const DISTINGUISHING = ['jid', 'subscription', 'ask', 'approved', 'name', 'type'] as const;

/** Namespaces of RFC 6121, which are not written. */
const OWN: ReadonlySet<string> = new Set([NS.client, NS.roster, NS.stanzas, NS.streams]);

/** Namespaces of what modules of a server add to presence and messages, and which its configuration decides: avatars, ids. */
const ADDED: ReadonlySet<string> = new Set(['vcard-temp:x:update', 'urn:xmpp:sid:0', 'urn:xmpp:occupant-id:0']);

/** Nesting that is written: the condition of an error is at depth 2, a group of a roster push at 3. */
const MAX_DEPTH = 4;

/** In characters; longer than any stanza of the shipped scenarios. A bound against stanzas of any size. */
const MAX_SHAPE = 240;

/**
 * Writes nested element names with their distinguishing attributes and texts: `iq set to juliet {query {item jid=romeo
 * {group Friends}}}`. The order of attributes and of children makes no difference.
 */
export function shapeOf(stanza: XmlElement, normalize: Normalize): string {
  const { type, from, to, ...others } = stanza.attrs;
  const part = (word: string, value: string | undefined) =>
    value === undefined || isMark(value) ? '' : `${word} ${written(value, normalize)}`;
  const head = `${stanza.name}${part('', type)}${part(' from', from)}${part(' to', to)}`;
  return cut(`${head}${distinguishing(others, normalize)}${content(stanza, normalize, 1)}`, MAX_SHAPE);
}

function content(parent: XmlElement, normalize: Normalize, depth: number): string {
  const isMixed = elements(parent).length > 0;
  const own = isMixed ? text(parent).trim() : text(parent);
  const words = own.trim() === '' || isMark(own) ? '' : ` ${isPriority(parent) ? '?' : written(own, normalize)}`;
  const inner = counted(
    elements(parent)
      .filter(({ ns }) => !ADDED.has(ns))
      .map((child) => inside(child, parent, { normalize, depth })),
  );
  if (inner.length === 0) return words;
  return `${words} {${depth > MAX_DEPTH ? '…' : inner.join(', ')}}`;
}

/** A server may override its value (RFC 6121 4.7.2.3), which distinguishes no fault from another. */
const isPriority = ({ name, ns }: XmlElement): boolean => name === 'priority' && ns === NS.client;

function inside(
  element: XmlElement,
  parent: XmlElement,
  { normalize, depth }: { normalize: Normalize; depth: number },
): string {
  const { name, ns, attrs } = element;
  const space = OWN.has(ns) || ns === parent.ns ? '' : `(${ns})`;
  return `${name}${space}${distinguishing(attrs, normalize)}${content(element, normalize, depth + 1)}`;
}

function distinguishing(attrs: XmlElement['attrs'], normalize: Normalize): string {
  const attributes = DISTINGUISHING.flatMap((key) => {
    const value = attrs[key];
    return value === undefined || isMark(value) ? [] : [` ${key}=${written(value, normalize)}`];
  });
  return attributes.join('');
}

/** Sorts the shapes and writes equal ones once, with their number: their order may differ from run to run. */
export function counted(shapes: readonly string[]): readonly string[] {
  return [...new Set(shapes)].sort().map((shape) => {
    const { length } = shapes.filter((other) => other === shape);
    return length === 1 ? shape : `${length} × ${shape}`;
  });
}

/** Whether a value of a pattern is a mark, which stands for several values. */
const isMark = (value: string): boolean => value.includes('${');

/** Quotes a value that is not one word. */
function written(value: string, normalize: Normalize): string {
  const normalized = normalize(value);
  return /^[^\s"{},=]+$/.test(normalized) ? normalized : JSON.stringify(normalized);
}
