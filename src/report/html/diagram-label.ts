// The label of an arrow: the kind of stanza, and its other address if it has one.

import type { XmlElement } from '../../model/xml.ts';
import { bareOf, domainOf } from '../../stanza/jid.ts';
import { child, errorCondition, payloadName, text } from '../../stanza/xml.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { plainNames } from '../text/names.ts';
import type { Rename } from '../text/xml-text.ts';
import type { DiagramWords } from './diagram-words.ts';

/** Letters of the kind and of an address: the longest error condition of RFC 6120 fits, and a domain name. */
const MAX_KIND = 40;
const MAX_NAME = 32;

interface Labelling {
  readonly words: DiagramWords;
  readonly rename: Rename;
  /** The JID of the session at the arrow. */
  readonly own: string;
  readonly direction: 'sent' | 'received';
}

/** `presence subscribe to romeo`, `iq set roster`, `message chat from juliet/balcony`, `error service-unavailable`. */
export function stanzaLabel(stanza: XmlElement, labelling: Labelling): string {
  const { words, rename, direction } = labelling;
  const address = stanza.attrs[direction === 'sent' ? 'to' : 'from'];
  const kind = short(kindOf(stanza), MAX_KIND);
  if (address === undefined || isPlaceholder(address)) return kind;
  if (isOwn(address, labelling.own)) return kind;
  const name = short(plainNames(rename(address)), MAX_NAME);
  return direction === 'sent' ? words.to(kind, name) : words.from(kind, name);
}

/** Stanzas of the server come from the account of the session or from its domain. */
function isOwn(address: string, own: string): boolean {
  return [own, bareOf(own), domainOf(own)].includes(address);
}

function kindOf(stanza: XmlElement): string {
  const type = typeOf(stanza);
  if (type === 'error') return stanza.name === 'iq' ? errorOf(stanza) : `${stanza.name} ${errorOf(stanza)}`;
  const words = stanza.name === 'iq' ? [type, payloadName(stanza)] : [type ?? showOf(stanza)];
  return [stanza.name, ...words].filter((word) => word !== undefined).join(' ');
}

function typeOf({ attrs: { type } }: XmlElement): string | undefined {
  return type === undefined || isPlaceholder(type) ? undefined : type;
}

/** Whether a pattern leaves the value open. */
function isPlaceholder(value: string): boolean {
  return value.startsWith('${');
}

function errorOf(stanza: XmlElement): string {
  const condition = errorCondition(stanza);
  return condition === undefined ? 'error' : `error ${condition}`;
}

function showOf(stanza: XmlElement): string | undefined {
  const show = child(stanza, 'show');
  const value = show === undefined ? '' : text(show);
  return value === '' || isPlaceholder(value) ? undefined : `(${value})`;
}

function short(value: string, max: number): string {
  const letters = [...escapeControls(value)];
  return letters.length <= max ? letters.join('') : `${letters.slice(0, max).join('')}…`;
}
