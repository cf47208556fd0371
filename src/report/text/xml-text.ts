// Stanzas as people read them: without credentials, with nothing that steers a terminal, bounded in length.

import type { XmlElement, XmlNode } from '../../model/xml.ts';
import { cut, visible } from '../../wording/visible.ts';
import { redact } from './redact.ts';

/** Characters of a stanza shown: several times the longest ordinary stanza, and a bound against hostile ones. */
const MAX_SHOWN = 2000;

/** Changes text and attribute values before they are shown, such as JIDs to the names of who has them. */
export type Rename = (value: string) => string;

interface Writing {
  readonly rename: Rename;
  readonly outerNs: string;
}

/** A stanza that is known from a report that had cut it. */
export interface CutElement extends XmlElement {
  /** As `compactXml` wrote it, with the note that it is cut. */
  readonly written: string;
}

/** The stanza on one line. */
export function compactXml(stanza: XmlElement | CutElement, rename: Rename): string {
  const text =
    'written' in stanza ? visible(stanza.written) : inline(redact(stanza), { rename, outerNs: 'jabber:client' });
  return cut(text, MAX_SHOWN);
}

/** The stanza, one element a line, children indented by two blanks; on one line where it is known from a report that had cut it. */
export function prettyXml(stanza: XmlElement | CutElement, rename: Rename): readonly string[] {
  if ('written' in stanza) return [compactXml(stanza, rename)];
  const lines = indented(redact(stanza), { rename, outerNs: 'jabber:client' });
  return cut(lines.join('\n'), MAX_SHOWN).split('\n');
}

function inline(node: XmlNode, writing: Writing): string {
  if (typeof node === 'string') return escaped(node, writing);
  const { open, name, inner } = tags(node, writing);
  if (node.children.length === 0) return `<${open}/>`;
  return `<${open}>${node.children.map((child) => inline(child, inner)).join('')}</${name}>`;
}

function indented(element: XmlElement, writing: Writing): readonly string[] {
  const { open, name, inner } = tags(element, writing);
  const children = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  const elements = children.filter((child): child is XmlElement => typeof child !== 'string');
  if (elements.length < children.length || elements.length === 0) return [inline(element, writing)];
  const within = elements.flatMap((child) => indented(child, inner).map((line) => `  ${line}`));
  return [`<${open}>`, ...within, `</${name}>`];
}

function tags(element: XmlElement, writing: Writing) {
  const name = element.ns === 'http://etherx.jabber.org/streams' ? `stream:${element.name}` : element.name;
  const isDeclared = name === element.name && element.ns !== writing.outerNs;
  const xmlns = isDeclared ? ` xmlns="${escaped(element.ns, writing)}"` : '';
  const attrs = Object.entries(element.attrs).map(([key, value]) => ` ${key}="${escaped(value, writing)}"`);
  const outerNs = name === element.name ? element.ns : writing.outerNs;
  return { open: `${name}${xmlns}${attrs.join('')}`, name, inner: { rename: writing.rename, outerNs } };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(value: string, { rename }: Writing): string {
  return visible(rename(value)).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
