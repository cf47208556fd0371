// Patterns for people who do not know the marks.

import type { XmlElement } from '../model/xml.ts';
import { readChildren, readElement } from './element-marks.ts';
import { readableValue } from './marks.ts';

/**
 * The pattern as a stanza: `*` stands for any value, `a|b` for either value, `(a)` for the value or none, `[integer]` for any of that
 * kind. What must be absent is left out, as is what must be new, what is said of sets of children, what says nothing of a value, and
 * white space.
 */
export function readablePattern(pattern: XmlElement): XmlElement {
  const attrs = Object.entries(pattern.attrs).flatMap(([name, value]) => {
    const shown = readableValue(value);
    return shown === undefined ? [] : [[name, shown] as const];
  });
  const { content } = readElement(pattern);
  const { single } = readChildren(content);
  const children = content.children
    .filter((child) => typeof child === 'string' || single.includes(child))
    .map((child) => (typeof child === 'string' ? readableValue(child) : readablePattern(child)))
    .filter((child) => child !== undefined)
    .filter((child) => typeof child !== 'string' || child.trim() !== '');
  return { ...pattern, attrs: Object.fromEntries(attrs), children };
}
