// Stanzas for people: without credentials, without characters that steer a terminal, of bounded length.

import type { XmlElement } from '../../model/xml.ts';
import { serialize } from '../../stanza/serialize.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { redact } from './redact.ts';

/** Characters of a stanza shown: several times the longest ordinary stanza, and a bound against hostile ones. */
const MAX_SHOWN = 2000;

/** Changes text and attribute values before they are shown, for example JIDs to session names. */
export type Rename = (value: string) => string;

/** A stanza from a report that had cut it. */
export interface CutElement extends XmlElement {
  /** As `compactXml` wrote it, with the note that it is cut. */
  readonly written: string;
}

/** The stanza on one line. */
export function compactXml(stanza: XmlElement | CutElement, rename: Rename): string {
  return xmlText(stanza, rename);
}

/** The stanza, one element a line, children indented by two blanks. A stanza that its report had cut is one line. */
export function prettyXml(stanza: XmlElement | CutElement, rename: Rename): readonly string[] {
  return xmlText(stanza, rename, '  ').split('\n');
}

function xmlText(stanza: XmlElement | CutElement, rename: Rename, indent?: string): string {
  const map = (value: string) => escapeControls(rename(value));
  const text = 'written' in stanza ? escapeControls(stanza.written) : serialize(redact(stanza), { indent, map });
  return cut(text, MAX_SHOWN);
}
