// What stands at an arrow: the kind of stanza in a few words, and whom it concerns besides the session and the server.

import type { XmlElement } from '../../model/xml.ts';
import { bareOf, domainOf } from '../../stanza/jid.ts';
import { child, text } from '../../stanza/xml.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { plainNames } from '../text/names.ts';
import { errorCondition, payloadName } from '../text/stanza-kind.ts';
import type { Rename } from '../text/xml-text.ts';
import type { DiagramWords } from './diagram-words.ts';

/** Letters shown of what a server chose: the longest condition of RFC 6120 after `presence error`, and a domain. */
const MAX_KIND = 40;
const MAX_NAME = 32;

interface Labelling {
  readonly words: DiagramWords;
  readonly rename: Rename;
  /** JID of the session at whose lifeline the arrow ends or begins. */
  readonly own: string;
  readonly direction: 'sent' | 'received';
}

/** `presence subscribe to romeo`, `iq set roster`, `message chat from juliet/balcony`, `error service-unavailable`. */
export function stanzaLabel(stanza: XmlElement, labelling: Labelling): string {
  const { words, rename, direction } = labelling;
  const address = stanza.attrs[direction === 'sent' ? 'to' : 'from'];
  const kind = short(kindOf(stanza), MAX_KIND);
  if (address === undefined || isMark(address)) return kind;
  if (isOwn(address, labelling.own)) return kind;
  const name = short(plainNames(rename(address)), MAX_NAME);
  return direction === 'sent' ? words.to(kind, name) : words.from(kind, name);
}

/** A server speaks in the name of the account, and in its own by its domain. */
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
  return type === undefined || isMark(type) ? undefined : type;
}

/** A value that a pattern leaves open. */
function isMark(value: string): boolean {
  return value.startsWith('${');
}

function errorOf(stanza: XmlElement): string {
  const condition = errorCondition(stanza);
  return condition === undefined ? 'error' : `error ${condition}`;
}

function showOf(stanza: XmlElement): string | undefined {
  const show = child(stanza, 'show');
  const value = show === undefined ? '' : text(show);
  return value === '' || isMark(value) ? undefined : `(${value})`;
}

function short(value: string, max: number): string {
  const letters = [...escapeControls(value)];
  return letters.length <= max ? letters.join('') : `${letters.slice(0, max).join('')}…`;
}
