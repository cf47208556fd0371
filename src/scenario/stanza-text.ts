// Stanzas in a scenario file, named or written out. Mistakes are reported at their line in the XML.

import type { Texts } from '../model/language.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, elements, NS, parseXml } from '../stanza/xml.ts';
import { XmlError } from '../stanza/xml-error.ts';
import { stanzaMistake, xmlTrouble } from '../wording/stanza-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { either } from '../wording/texts.ts';
import { show } from '../yaml/wrong-value.ts';
import { findDoubtfulNames } from './doubtful-names.ts';
import { MAX_TEXT } from './limits.ts';
import { checkPlaceholders, type Finding, lengthOfTexts, type Role } from './placeholders.ts';
import { NAME } from './schema-parts.ts';
import { type Cursor, cursorAt, type RowScope } from './scope.ts';

/** The kind of element that a key of the file expects. */
export interface Wanted {
  readonly role: Role;
  /** Namespace of elements without one. */
  readonly ns: string;
  /** Permitted names of the outermost element; empty: any. */
  readonly roots: readonly string[];
}

export const SENT: Wanted = { role: 'template', ns: NS.client, roots: ['iq', 'message', 'presence'] };
export const PATTERN: Wanted = { ...SENT, role: 'pattern' };
export const INITIAL_PRESENCE: Wanted = { ...SENT, roots: ['presence'] };
export const ROSTER_ITEM: Wanted = { role: 'exact', ns: NS.roster, roots: ['item'] };
export const FEATURE: Wanted = { role: 'pattern', ns: NS.streams, roots: [] };

/** Replaces an unreadable stanza so that the rest of the file is checked. Never runs. */
const UNREADABLE = element('message', NS.client);

/** Reads the text at the cursor: XML, or the name of a stanza. Reports mistakes. */
export function readStanza(value: string, wanted: Wanted, here: Cursor<RowScope>): XmlElement {
  if (!NAME.test(value)) return readXml({ value, use: here, text: here }, wanted);
  const stanzas = here.scope.file.stanzas ?? {};
  const named = Object.hasOwn(stanzas, value) ? stanzas[value] : undefined;
  if (named === undefined) {
    here.report(stanzaMistake('unknownStanza', value, suggest(value, Object.keys(stanzas))));
    return UNREADABLE;
  }
  const text = cursorAt(here.scope, ['stanzas', value]);
  return readXml({ value: named, use: here, text, name: value }, wanted);
}

/** The text of a stanza. */
interface StanzaText {
  /** The text with its columns filled in. */
  readonly value: string;
  /** Where the file uses the stanza. */
  readonly use: Cursor<RowScope>;
  /** Where the file holds the text. */
  readonly text: Cursor<RowScope>;
  /** The name of a stanza under "stanzas". */
  readonly name?: string;
}

function readXml(source: StanzaText, wanted: Wanted): XmlElement {
  const parsed = parse(source.value, wanted.ns);
  if ('message' in parsed) {
    reportInText(parsed, source);
    return UNREADABLE;
  }
  const stanza = wanted.role === 'exact' ? dropAbsent(parsed) : parsed;
  const isOfStream = wanted.role === 'pattern' && [NS.streams, NS.stream].some((ns) => ns === stanza.ns);
  const refusal = isOfStream && source.use.scope.role === 'client' ? undefined : refuseRoot(stanza, wanted);
  if (refusal !== undefined) source.use.report(refusal);
  const length = lengthOfTexts(source.value);
  if (length > MAX_TEXT) source.use.report(stanzaMistake('tooMuchText', MAX_TEXT, TEXT_MARK, length));
  for (const finding of checkPlaceholders(stanza, wanted.role, source.use.scope.names)) reportFinding(finding, source);
  for (const { about, message } of findDoubtfulNames(stanza)) warnInText(about, message, source);
  return stanza;
}

/** Stands for a text of N characters. */
const TEXT_MARK = '${text:N}';

const TEXT_AFTER = stanzaMistake('notXml', stanzaMistake('textAfter'));

/** Limits the time to read hostile XML. Long text is written with a placeholder. */
const MAX_STANZA_CHARACTERS = 16_384;

/** A mistake at a line and a column (from 1) inside a text. */
interface TextMistake {
  readonly message: Texts;
  readonly line: number;
  readonly col: number;
}

const atStart = (message: Texts): TextMistake => ({ message, line: 1, col: 1 });

/** Parses text that holds exactly one element. */
function parse(value: string, ns: string): XmlElement | TextMistake {
  const text = value.trimEnd();
  if (text.length > MAX_STANZA_CHARACTERS) {
    return atStart(stanzaMistake('tooLong', MAX_STANZA_CHARACTERS, text.length, TEXT_MARK));
  }
  if (!text.trimStart().startsWith('<')) return atStart(stanzaMistake('noElement', show(text)));
  if (!text.endsWith('>')) return { ...atStart(TEXT_AFTER), line: text.split('\n').length };
  try {
    return checkPrefixes(parseXml(text, ns));
  } catch (error) {
    if (error instanceof XmlError) return toMistake(error);
    throw error;
  }
}

function checkPrefixes(element: XmlElement): XmlElement | TextMistake {
  const prefixed = prefixedAttribute(element);
  if (prefixed === undefined) return element;
  return atStart(stanzaMistake('prefixed', prefixed));
}

function toMistake({ message, line, col }: XmlError): TextMistake {
  return { message: stanzaMistake('notXml', xmlTrouble(message)), line, col: Math.max(1, col) };
}

function reportFinding({ isUse, about, message }: Finding, source: StanzaText): void {
  const { value, use, name } = source;
  if (isUse && name !== undefined) {
    use.report(stanzaMistake('inStanza', name, message));
    return;
  }
  reportInText({ message, ...placeOf(about, value) }, source);
}

/** Reports a place inside the text, or the text as a whole if a column changed it. */
function reportInText({ message, line, col }: TextMistake, { value, text }: StanzaText): void {
  const { source, reportAt } = text.scope;
  if (source.textAt(text.path) !== value) text.report(message);
  else reportAt(source.placeInText(text.path, line, col), message);
}

/** Warns at the first occurrence of `about` in the text, or of the text as a whole if a column changed it. */
function warnInText(about: string, message: Texts, { value, text }: StanzaText): void {
  const { source, warnAt } = text.scope;
  const isAsWritten = source.textAt(text.path) === value && value.includes(about);
  const { line, col } = placeOf(about, value);
  warnAt(isAsWritten ? source.placeInText(text.path, line, col) : source.place(text.path), message);
}

/** Line and column of the first occurrence in a text, up to what XML may write as an entity; its start if there is none. */
function placeOf(about: string, text: string): { readonly line: number; readonly col: number } {
  const [known = ''] = about.startsWith('${') ? about.split(/[<>&"']/) : [about];
  const before = text.slice(0, Math.max(0, text.indexOf(known))).split('\n');
  return { line: before.length, col: (before.at(-1)?.length ?? 0) + 1 };
}

function refuseRoot({ name, ns }: XmlElement, { roots, ns: wantedNs }: Wanted): Texts | undefined {
  if (roots.length === 0) return undefined;
  const expected = either(roots.map((root) => `<${root}>`));
  if (!roots.includes(name)) return stanzaMistake('otherRoot', expected, show(name), suggest(name, roots));
  return ns === wantedNs ? undefined : stanzaMistake('otherNamespace', expected, wantedNs, show(ns));
}

/** Removes attributes with the mark `absent`: roster items are compared as a whole. */
function dropAbsent(item: XmlElement): XmlElement {
  const attrs = Object.entries(item.attrs).filter(([, value]) => value !== '${absent}');
  return { ...item, attrs: Object.fromEntries(attrs) };
}

/** The first attribute with a prefix other than `xml`. Its namespace would be lost. */
function prefixedAttribute(stanza: XmlElement): string | undefined {
  const own = Object.keys(stanza.attrs).find((name) => name.includes(':') && !name.startsWith('xml:'));
  return (
    own ??
    elements(stanza)
      .map(prefixedAttribute)
      .find((name) => name !== undefined)
  );
}
