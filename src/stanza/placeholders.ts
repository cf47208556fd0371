// Placeholders `${...}` in templates and patterns. What a server sent is never read as one.

import type { XmlElement } from '../model/xml.ts';
import { OPEN, readMark } from './marks.ts';

/** What placeholders stand for while a case runs. */
export interface Bindings {
  /** JIDs, domains and other values that hold for the whole case. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Values captured from stanzas so far. */
  readonly captures: ReadonlyMap<string, string>;
  /** When a stanza arrived, in milliseconds since 1970; now for anything else. Absent: there is no clock, and no date is too far from it. */
  readonly arrivalOf?: (stanza: XmlElement) => number;
}

const PLACEHOLDER = /\$\{([^${}]+)\}/g;

/** Deterministic text of exactly `length` characters, without blanks at its ends. */
function textOfLength(length: number): string {
  return 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(length / 26)).slice(0, length);
}

/** A placeholder nothing stands for: the scenario reader lets none through, so this is a bug or an unset capture. */
export class UnboundPlaceholder extends Error {}

/** An address with its local part in capitals; one without a local part wholly. Both are the same address (RFC 7622 3.2, 3.3). */
export function inCapitals(address: string): string {
  const [name = '', ...rest] = address.split('@');
  return [name.toUpperCase(), ...rest].join('@');
}

function resolve(name: string, bindings: Bindings): string {
  const plain = /^capitals:(.+)$/.exec(name)?.[1];
  if (plain !== undefined) return inCapitals(resolve(plain, bindings));
  const length = /^text:(.+)$/.exec(name)?.[1];
  if (length !== undefined) {
    return textOfLength(Number(/^\d+$/.test(length) ? length : resolve(length, bindings)));
  }
  const value = bindings.fixed.get(name) ?? bindings.captures.get(name);
  if (value === undefined) throw new UnboundPlaceholder(`nothing is known for the placeholder \${${name}}`);
  return value;
}

/** Fills the placeholders of one string. Throws `UnboundPlaceholder`. */
export function fillText(source: string, bindings: Bindings): string {
  if (!source.includes(OPEN)) return source;
  return source.replace(PLACEHOLDER, (_, name: string) => resolve(name, bindings));
}

function mapText(node: XmlElement, change: (value: string) => string): XmlElement {
  const attrs = Object.fromEntries(Object.entries(node.attrs).map(([key, value]) => [key, change(value)]));
  const children = node.children.map((c) => (typeof c === 'string' ? change(c) : mapText(c, change)));
  return { ...node, attrs, children };
}

/** Fills the placeholders of a template. Throws `UnboundPlaceholder`. */
export function fill(template: XmlElement, bindings: Bindings): XmlElement {
  return mapText(template, (value) => fillText(value, bindings));
}

/** A pattern as people should see it: placeholders filled where known, marks left as written. */
export function display(pattern: XmlElement, bindings: Bindings): XmlElement {
  const soften = (value: string) =>
    value.replace(PLACEHOLDER, (whole, name: string) => {
      if (readMark(whole) !== undefined) return whole;
      try {
        return resolve(name, bindings);
      } catch {
        return whole;
      }
    });
  return mapText(pattern, soften);
}

/** Makes ids unique to a case. */
export interface UniqueIds {
  /** Ends each id that no other case may have. */
  readonly suffix: string;
  /** The ids of the stanzas that the case sends, as written. */
  readonly own: ReadonlySet<string>;
}

/**
 * Makes the literal `id` of the stanza itself unique to the case, in templates and in patterns alike, and of the elements in it each
 * `id` that is one of its own: a stanza may come back inside another one (XEP-0297). Other ids stay, such as those of PubSub items.
 */
export function withUniqueIds(stanza: XmlElement, ids: UniqueIds): XmlElement {
  const { id } = stanza.attrs;
  const root = withOwnIds(stanza, ids);
  if (id === undefined || id.includes(OPEN)) return root;
  return { ...root, attrs: { ...root.attrs, id: `${id}.${ids.suffix}` } };
}

function withOwnIds(node: XmlElement, ids: UniqueIds): XmlElement {
  const { id } = node.attrs;
  const children = node.children.map((child) => (typeof child === 'string' ? child : withOwnIds(child, ids)));
  return { ...node, attrs: id === undefined ? node.attrs : { ...node.attrs, id: ownId(id, ids) }, children };
}

/** The id, and each alternative of a mark, with the suffix where it is one of the case. */
function ownId(id: string, { own, suffix }: UniqueIds): string {
  const unique = (one: string) => (own.has(one) && !one.includes(OPEN) ? `${one}.${suffix}` : one);
  const { name, argument = '' } = readMark(id) ?? {};
  if (name !== 'oneof' && name !== 'optional') return unique(id);
  return `\${${name}:${argument.split('|').map(unique).join('|')}}`;
}
