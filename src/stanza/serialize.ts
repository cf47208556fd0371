// XmlElement to XML text: for the wire on one line, for people indented.

import { escapeXMLText } from 'ltx';
import type { XmlElement } from '../model/xml.ts';
import { elements, NS } from './xml.ts';

interface Serializing {
  /** Namespace in force outside. */
  readonly ns?: string;
  /** One element a line, each level indented by this; absent: everything on one line. */
  readonly indent?: string | undefined;
  /** Changes text and attribute values before they are escaped; must not make line breaks if `indent` is given. */
  readonly map?: (value: string) => string;
}

/**
 * Serializes an element. Declares a namespace if it differs from that of the parent. The prefix `stream:` needs no
 * declaration (RFC 6120 4.8.5).
 */
export function serialize(node: XmlElement, options: Serializing = {}): string {
  const { ns = NS.client, map = unchanged } = options;
  const isPrefixed = node.ns === NS.streams;
  const name = isPrefixed ? `stream:${node.name}` : node.name;
  const xmlns = isPrefixed || node.ns === ns ? [] : [['xmlns', node.ns] as const];
  const attrs = [...xmlns, ...Object.entries(node.attrs)].map(([key, value]) => ` ${key}="${escapeValue(map(value))}"`);
  const content = serializeChildren(node, { ...options, ns: isPrefixed ? ns : node.ns });
  return `<${name}${attrs.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`;
}

function serializeChildren(node: XmlElement, options: Serializing): string {
  const { indent, map = unchanged } = options;
  const hasText = node.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const inside = elements(node);
  if (indent === undefined || hasText || inside.length === 0) {
    const inline = { ...options, indent: undefined };
    return node.children
      .map((child) => (typeof child === 'string' ? escapeXMLText(map(child)) : serialize(child, inline)))
      .join('');
  }
  const lines = inside.flatMap((child) => serialize(child, options).split('\n'));
  return `\n${lines.map((line) => `${indent}${line}\n`).join('')}`;
}

const unchanged = (value: string): string => value;

function escapeValue(value: string): string {
  return escapeXMLText(value).replaceAll('"', '&quot;');
}
