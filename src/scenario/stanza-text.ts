// Stanzas in an author's file: named or written out, read, checked, and blamed at their own line.

import type { XmlElement } from '../model/xml.ts';
import { element, elements, NS, parseXml } from '../stanza/xml.ts';
import { XmlError } from '../stanza/xml-error.ts';
import { didYouMean } from '../wording/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { quoteList, show } from '../yaml/value-words.ts';
import { checkPlaceholders, type Finding, type Role } from './placeholders.ts';
import { NAME } from './schema.ts';
import type { Scope } from './scope.ts';

/** What is asked for at one place of a file. */
export interface Wanted {
  readonly role: Role;
  /** Namespace of elements that name none. */
  readonly ns: string;
  /** Names the outermost element may have; empty: any. */
  readonly roots: readonly string[];
}

export const SENT: Wanted = { role: 'template', ns: NS.client, roots: ['iq', 'message', 'presence'] };
export const PATTERN: Wanted = { ...SENT, role: 'pattern' };
export const INITIAL_PRESENCE: Wanted = { ...SENT, roots: ['presence'] };
export const ROSTER_ITEM: Wanted = { role: 'exact', ns: NS.roster, roots: ['item'] };
export const FEATURE: Wanted = { role: 'pattern', ns: NS.streams, roots: [] };

/** Stands in for a stanza that could not be read, so that the rest of the file is checked too; never runs. */
const UNREADABLE = element('message', NS.client);

/** The element that `value`, the text at `path`, names or spells out. Reports what is wrong with it. */
export function readStanza(value: string, path: Path, wanted: Wanted, scope: Scope): XmlElement {
  if (!NAME.test(value)) return readXml(value, { use: path, text: path }, wanted, scope);
  const stanzas = scope.file.stanzas ?? {};
  const named = Object.hasOwn(stanzas, value) ? stanzas[value] : undefined;
  if (named === undefined) {
    const hint = didYouMean(value, Object.keys(stanzas)) || '; name it under "stanzas", or write XML';
    scope.report(path, `unknown stanza "${value}"${hint}`);
    return UNREADABLE;
  }
  scope.usedStanzas.add(value);
  return readXml(named, { use: path, text: ['stanzas', value], name: value }, wanted, scope);
}

/** Where a stanza is used, where its text is, and its name if it has one. */
interface Origin {
  readonly use: Path;
  readonly text: Path;
  readonly name?: string;
}

function readXml(value: string, origin: Origin, wanted: Wanted, scope: Scope): XmlElement {
  const parsed = parse(value, wanted.ns);
  if (parsed instanceof XmlError) {
    reportInText(origin, value, parsed, scope);
    return UNREADABLE;
  }
  const stanza = wanted.role === 'exact' ? dropAbsent(parsed) : parsed;
  const refusal = refuseRoot(stanza, wanted);
  if (refusal !== undefined) scope.report(origin.use, refusal);
  for (const finding of checkPlaceholders(stanza, wanted.role, scope.names))
    reportFinding(finding, value, origin, scope);
  return stanza;
}

/** Far beyond any stanza that people write; long text is made with a placeholder. Bounds the time to read hostile XML. */
const MAX_STANZA_CHARACTERS = 16_384;

/** One element and nothing beside it. */
function parse(value: string, ns: string): XmlElement | XmlError {
  const text = value.trimEnd();
  if (text.length > MAX_STANZA_CHARACTERS) {
    const got = `expected a stanza of at most ${MAX_STANZA_CHARACTERS} characters, got ${text.length}`;
    return new XmlError('too-large', `${got}; use \${text:N} for long text`);
  }
  if (!text.trimStart().startsWith('<'))
    return new XmlError('not-one-element', `expected a name or an XML element, got "${show(text)}"`);
  if (!text.endsWith('>'))
    return new XmlError('not-one-element', 'text after the element', { line: text.split('\n').length, col: 1 });
  try {
    const parsed = parseXml(text, ns);
    const foreign = prefixedAttribute(parsed);
    if (foreign === undefined) return parsed;
    return new XmlError(
      'prefixed-attribute',
      `expected attributes without a prefix, got "${foreign}"; its namespace would be lost, so use an element`,
    );
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
}

function reportInText(origin: Origin, value: string, error: XmlError, scope: Scope): void {
  const words = error.message.replace(/\.$/, '');
  const message = words.startsWith('expected') ? words : `not XML: ${words}`;
  reportAtOffset({ origin, value, line: error.line, col: Math.max(1, error.col) }, message, scope);
}

function reportFinding(finding: Finding, value: string, origin: Origin, scope: Scope): void {
  if (finding.isUse && origin.name !== undefined) {
    scope.report(origin.use, `in the stanza "${origin.name}": ${finding.message}`);
  } else {
    const before = value.slice(0, Math.max(0, value.indexOf(finding.about))).split('\n');
    const col = (before.at(-1)?.length ?? 0) + 1;
    reportAtOffset({ origin, value, line: before.length, col }, finding.message, scope);
  }
}

interface PlaceInText {
  readonly origin: Origin;
  /** The text as it reads for this row. */
  readonly value: string;
  readonly line: number;
  readonly col: number;
}

/** A place inside the text is told only where no column changed it. */
function reportAtOffset({ origin, value, line, col }: PlaceInText, message: string, scope: Scope): void {
  if (scope.source.textAt(origin.text) !== value) scope.report(origin.text, message);
  else scope.reportAt(scope.source.placeInText(origin.text, line, col), message);
}

function refuseRoot({ name, ns }: XmlElement, { roots, ns: wantedNs }: Wanted): string | undefined {
  if (roots.length === 0) return undefined;
  const expected = quoteList(roots.map((root) => `<${root}>`)).replaceAll('"', '');
  if (!roots.includes(name)) return `expected ${expected}, got <${show(name)}>${didYouMean(name, roots)}`;
  return ns === wantedNs ? undefined : `expected ${expected} in the namespace ${wantedNs}, got ${show(ns)}`;
}

/** Roster items are compared whole: an attribute marked absent is simply not there. */
function dropAbsent(item: XmlElement): XmlElement {
  const attrs = Object.entries(item.attrs).filter(([, value]) => value !== '${absent}');
  return { ...item, attrs: Object.fromEntries(attrs) };
}

/** The first attribute with a prefix other than `xml`: elements keep their namespaces, such attributes would not. */
function prefixedAttribute(stanza: XmlElement): string | undefined {
  const own = Object.keys(stanza.attrs).find((name) => name.includes(':') && !name.startsWith('xml:'));
  return (
    own ??
    elements(stanza)
      .map(prefixedAttribute)
      .find((name) => name !== undefined)
  );
}
