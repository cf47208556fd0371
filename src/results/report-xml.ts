// XML in a JSON report: the whole element as text, without credentials; of an element that is too long, its beginning.

import { z } from 'zod';
import type { XmlElement } from '../model/xml.ts';
import { redact } from '../stanza/redact.ts';
import { beginningOf, serialize } from '../stanza/serialize.ts';
import { parseXml } from '../stanza/xml.ts';
import { XmlError } from '../stanza/xml-error.ts';
import { reportMistake } from '../wording/report-mistakes.ts';
import { xmlTrouble } from '../wording/stanza-mistakes.ts';
import type { CheckTexts } from '../yaml/wrong-value.ts';

/**
 * Characters kept of one element. The longest stanzas of the scenarios have 66,000, those that look for a limit. The
 * bound keeps a hostile server from filling the disk.
 */
export const MAX_XML = 100_000;

/** The text of an element, or the beginning of one that has more than `MAX_XML` characters: `length` of them. */
const xmlText = z.union([
  z.string(),
  z.object({ truncated: z.literal(true), length: z.number(), beginning: z.string() }),
]);

const anyElement = z.custom<XmlElement>();

/** An element in the program, its text in the report. */
export const xml = z.codec(xmlText, anyElement, {
  decode: (data, context) => {
    const text = typeof data === 'string' ? data : data.beginning;
    try {
      const element = parsePattern(text);
      return typeof data === 'string' ? element : { ...element, cutFrom: data.length };
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      const params: CheckTexts = { texts: reportMistake('noXml', xmlTrouble(error.message)) };
      context.issues.push({ code: 'custom', input: data, message: params.texts.en, params });
      return z.NEVER;
    }
  },
  encode: (element) => {
    const text = textOf(element);
    const { cutFrom } = element;
    if (text.length <= MAX_XML && cutFrom === undefined) return text;
    const beginning = text.length <= MAX_XML ? text : textOf(beginningOf(element, MAX_XML));
    return { truncated: true as const, length: cutFrom ?? text.length, beginning };
  },
});

/**
 * An element that a check expected may have a name like `conflict|forbidden` or `${capture:NAME}`. Letters stand for these
 * characters while it is parsed.
 */
const STAND_INS = { '|': '\u{10080}', $: '\u{10081}', '{': '\u{10082}', '}': '\u{10083}', ':': '\u{10084}' } as const;

/** The beginning of a tag up to the end of its name, if the name has such characters. */
const PATTERN_TAG = /<\/?[^\s<>/]*[|${}][^\s<>/]*/g;

function parsePattern(text: string): XmlElement {
  const pairs = Object.entries(STAND_INS);
  const parsable = text.replace(PATTERN_TAG, (tag) =>
    pairs.reduce((name, [character, letter]) => name.replaceAll(character, letter), tag),
  );
  const named = (name: string) =>
    pairs.reduce((whole, [character, letter]) => whole.replaceAll(letter, character), name);
  const restored = (element: XmlElement): XmlElement => ({
    ...element,
    name: named(element.name),
    children: element.children.map((child) => (typeof child === 'string' ? child : restored(child))),
  });
  return parsable === text ? parseXml(text) : restored(parseXml(parsable));
}

function textOf(element: XmlElement): string {
  return serialize(withPrefixes(redact(element)));
}

/** Declares the prefixes of attributes, since the model does not keep their namespaces. */
function withPrefixes(element: XmlElement): XmlElement {
  const declarations = [...new Set(prefixesIn(element))].map((prefix) => [`xmlns:${prefix}`, `urn:prefix:${prefix}`]);
  return { ...element, attrs: { ...Object.fromEntries(declarations), ...element.attrs } };
}

/** Prefixes that XML and XMPP know without a declaration. */
const DECLARED = ['xml', 'stream'];

function prefixesIn({ attrs, children }: XmlElement): readonly string[] {
  const prefixes = Object.keys(attrs).map((name) => (name.includes(':') ? (name.split(':')[0] ?? '') : 'xml'));
  const inside = children.flatMap((child) => (typeof child === 'string' ? [] : prefixesIn(child)));
  return [...prefixes.filter((prefix) => !DECLARED.includes(prefix)), ...inside];
}
