// Patterns for people who do not know the language of scenarios.

import type { XmlElement } from '../../model/xml.ts';
import { readMark } from '../../stanza/placeholders.ts';

/**
 * The pattern as a stanza: `*` stands for any value, `a|b` for either value, `(a)` for the value or none. What must be absent
 * is left out, as is what must be new, what says nothing of a value, and white space: `patternText` says the first two in words.
 */
export function readablePattern(pattern: XmlElement): XmlElement {
  const attrs = Object.entries(pattern.attrs).flatMap(([name, value]) => {
    const readable = readableValue(value);
    return readable === undefined ? [] : [[name, readable] as const];
  });
  const children = pattern.children
    .map((child) => (typeof child === 'string' ? readableValue(child) : readablePattern(child)))
    .filter((child) => child !== undefined)
    .filter((child) => typeof child !== 'string' || child.trim() !== '');
  return { ...pattern, attrs: Object.fromEntries(attrs), children };
}

function readableValue(value: string): string | undefined {
  const mark = readMark(value);
  switch (mark?.name) {
    case undefined:
      return value;
    case 'absent':
    case 'only':
    case 'exactly':
    case 'new':
      return undefined;
    case 'oneof':
      return mark?.argument;
    case 'optional':
      return `(${mark?.argument})`;
    case 'lang':
      return mark?.argument;
    default:
      return '*';
  }
}
