// Stanzas for people: without credentials, without characters that steer a terminal, of bounded length; text for HTML.

import type { XmlElement } from '../../model/xml.ts';
import { redact } from '../../stanza/redact.ts';
import { serialize } from '../../stanza/serialize.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';

/** Characters of a stanza shown: several times the longest ordinary stanza, and a bound against hostile ones. */
const MAX_SHOWN = 2000;

/** Changes text and attribute values before they are shown, for example JIDs to session names. */
export type Rename = (value: string) => string;

/** The stanza on one line. */
export function compactXml(stanza: XmlElement, rename: Rename): string {
  return xmlText(stanza, rename);
}

/** The stanza, one element a line, children indented by two blanks. */
export function prettyXml(stanza: XmlElement, rename: Rename): readonly string[] {
  return xmlText(stanza, rename, '  ').split('\n');
}

function xmlText(stanza: XmlElement, rename: Rename, indent?: string): string {
  const map = (value: string) => escapeControls(rename(value));
  return cut(serialize(redact(stanza), { indent, map }), MAX_SHOWN, stanza.cutFrom);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for an element or a quoted attribute of HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
