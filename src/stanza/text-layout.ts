// White space at the ends of a text: it counts (RFC 6120 8.4), unless it is layout.

import type { XmlElement } from '../model/xml.ts';
import { elements, text } from './xml.ts';

/** White space at each end of a text with a line break in it. */
const INDENTED = [/^[ \t\r\n]*\n/, /\n[ \t\r\n]*$/] as const;

/** XML knows four characters of white space (XML 1.0 2.3); a wide blank is text. */
export const isBlank = (value: string): boolean => /^[ \t\r\n]*$/.test(value);

/**
 * The texts of a pattern and of an element, without layout: white space beside a child element, and at an end where the pattern
 * has a line break, because its author indents.
 */
export function textsOf(pattern: XmlElement, actual: XmlElement): readonly [string, string] {
  const both = [pattern, actual] as const;
  const isMixed = both.some((one) => elements(one).length > 0);
  const [first, last] = INDENTED.map((layout) => isMixed || layout.test(text(pattern)));
  const strip = (value: string) => {
    const rest = first ? value.trimStart() : value;
    return last ? rest.trimEnd() : rest;
  };
  return [strip(text(pattern)), strip(text(actual))];
}
