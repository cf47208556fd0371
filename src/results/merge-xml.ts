// Stanzas of a JSON report, as its text has them: some are cut, and prefixes are not declared.

import type { XmlElement } from '../model/xml.ts';
import type { CutElement } from '../report/text/xml-text.ts';
import { NS, parseXml } from '../stanza/xml.ts';
import { XmlError } from '../stanza/xml-error.ts';

/** What stands behind a text that was too long for the report. */
const CUT = / \.\.\. \(cut, \d+ characters in all\)$/;

/** Several times what a report keeps of a stanza; a bound against texts made to take long. */
const MAX_CHARACTERS = 10_000;

/** Reads one element; of one that is cut, what there is, and how it was written. Throws `XmlError`. */
export function readStanza(text: string): XmlElement | CutElement {
  if (text.length > MAX_CHARACTERS) throw new XmlError('too-large', `there are more than ${MAX_CHARACTERS} characters`);
  const begun = text.replace(CUT, '');
  return begun === text ? read(text) : { ...read(closed(begun)), written: text };
}

function read(text: string): XmlElement {
  if (!text.startsWith('<') || !text.endsWith('>'))
    throw new XmlError('not-one-element', 'nothing may stand around the element');
  return restored(parseXml(declared(text.replaceAll(`xmlns="${NS.xml}"`, `xmlns="${STAND_IN}"`))));
}

/** The namespace of `xml:lang` may not be declared as the report has it, where a server sends elements in it. */
const STAND_IN = 'urn:xmppspec:xml';

function restored({ name, ns, attrs, children }: XmlElement): XmlElement {
  const inner = children.map((child) => (typeof child === 'string' ? child : restored(child)));
  return { name, ns: ns === STAND_IN ? NS.xml : ns, attrs, children: inner };
}

/** Attributes keep the prefix that the server gave them, and no report tells what it stood for. */
function declared(text: string): string {
  const used = [...text.matchAll(/ ([^\s:=<>"'/]+):[^\s:=<>"'/]+="/g)].map(([, prefix = '']) => prefix);
  const unknown = [...new Set(used)].filter((prefix) => !['xml', 'xmlns', 'stream'].includes(prefix));
  const missing = unknown.filter((prefix) => !text.includes(` xmlns:${prefix}="`));
  const declarations = missing.map((prefix) => ` xmlns:${prefix}="${prefix}"`).join('');
  return text.replace(/^<[^\s/>]+/, (tag) => `${tag}${declarations}`);
}

/** The beginning of an element with everything closed that is open at its end. */
function closed(begun: string): string {
  const whole = withoutTail(begun);
  const open: string[] = [];
  for (const [, tag = ''] of whole.matchAll(/<([^<>]*)>/g)) {
    if (tag.startsWith('/')) open.pop();
    else if (!tag.endsWith('/')) open.push(tag.split(' ', 1)[0] ?? '');
  }
  return `${whole}${open
    .reverse()
    .map((name) => `</${name}>`)
    .join('')}`;
}

/** Without the tag or the character reference that is not whole at the end; of the first tag, what is whole stays. */
function withoutTail(begun: string): string {
  const at = begun.lastIndexOf('<');
  if (at < begun.lastIndexOf('>')) return begun.replace(/&[^;&<>]*$/, '');
  if (at > 0) return begun.slice(0, at);
  const tag = /^<[^\s/>]+(?: [^\s=">]+="[^">]*")*/.exec(begun);
  return tag === null ? begun : `${tag[0]}>`;
}
