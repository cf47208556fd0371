// XmlElement to XML text: for the wire on one line, for people indented.

import { escapeXMLText } from 'ltx';
import type { XmlElement, XmlNode } from '../model/xml.ts';
import { elements, NS } from './xml.ts';

interface Serializing {
  /** Namespace in force outside. */
  readonly ns?: string;
  /** One element a line, each level indented by this; absent: everything on one line. */
  readonly indent?: string | undefined;
  /** Changes text and attribute values before they are escaped; must not make line breaks if `indent` is given. */
  readonly map?: (value: string) => string;
}

/** Namespaces that need no declaration: RFC 6120 4.8.5, Namespaces in XML 1.0 section 3. */
const PREFIXES: Readonly<Record<string, string>> = { [NS.streams]: 'stream', [NS.xml]: 'xml' };

/** Serializes an element. Declares a namespace if it differs from that of the parent and has no known prefix. */
export function serialize(node: XmlElement, options: Serializing = {}): string {
  const { ns = NS.client, map = unchanged } = options;
  const prefix = PREFIXES[node.ns];
  const name = prefix === undefined ? node.name : `${prefix}:${node.name}`;
  let tag = `<${name}`;
  if (prefix === undefined && node.ns !== ns) tag += ` xmlns="${escapeValue(map(node.ns))}"`;
  for (const [key, value] of Object.entries(node.attrs)) tag += ` ${key}="${escapeValue(map(value))}"`;
  if (node.children.length === 0) return `${tag}/>`;
  const content = serializeChildren(node, { ...options, ns: prefix === undefined ? node.ns : ns });
  return content === '' ? `${tag}/>` : `${tag}>${content}</${name}>`;
}

function serializeChildren(node: XmlElement, options: Serializing): string {
  const { indent, map = unchanged } = options;
  const hasText = node.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const inside = elements(node);
  if (indent === undefined || hasText || inside.length === 0) {
    const inline = { ...options, indent: undefined };
    return node.children
      .map((child) => (typeof child === 'string' ? escapeText(map(child)) : serialize(child, inline)))
      .join('');
  }
  const lines = inside.flatMap((child) => serialize(child, options).split('\n'));
  return `\n${lines.map((line) => `${indent}${line}\n`).join('')}`;
}

/** What text and values may not hold as it is: most hold none of it. */
const SPECIAL = /[&<>"\t\n\r]/;

const unchanged = (value: string): string => value;

/** A parser turns a carriage return into a line feed (XML 1.0 2.11). */
function escapeText(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return escapeXMLText(value).replaceAll('\r', '&#13;');
}

/** A parser turns white space in a value into blanks (XML 1.0 3.3.3). */
function escapeValue(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return escapeXMLText(value).replace(/["\t\n\r]/g, (char) => (char === '"' ? '&quot;' : `&#${char.charCodeAt(0)};`));
}

/** The first `max` characters of names, values and text, as an element; `cutFrom` has the length of the whole. */
export function beginningOf(element: XmlElement, max: number): XmlElement {
  let room = max;
  const take = (text: string): string => {
    const taken = text.slice(0, room).replace(/[\uD800-\uDBFF]$/, '');
    room -= taken.length;
    return taken;
  };
  const beginning = ({ name, ns, attrs, children }: XmlElement): XmlElement => ({
    name: take(name),
    ns: take(ns),
    attrs: Object.fromEntries(
      Object.entries(attrs).flatMap(([key, value]) => (key.length < room ? [[take(key), take(value)]] : [])),
    ),
    children: children.flatMap((child): readonly XmlNode[] => {
      if (typeof child === 'string') return [take(child)];
      return child.name.length + child.ns.length < room ? [beginning(child)] : [];
    }),
  });
  return { ...beginning(element), cutFrom: element.cutFrom ?? serialize(element).length };
}

/** What an element takes in memory without its text, measured with Node 20: 150 bytes, more with attributes. */
const ELEMENT_BYTES = 160;
/** What an attribute or a text takes beside its characters. */
const VALUE_BYTES = 40;

/** About how many bytes an element takes in memory: for bounds against hostile input. */
export function sizeOf({ name, attrs, children }: XmlElement): number {
  let size = ELEMENT_BYTES + name.length;
  for (const [key, value] of Object.entries(attrs)) size += VALUE_BYTES + key.length + value.length;
  for (const child of children) size += typeof child === 'string' ? VALUE_BYTES + child.length : sizeOf(child);
  return size;
}
