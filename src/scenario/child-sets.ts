// Marks of a pattern that say something of a set of children: each stands where it can be checked, and checks something.

import type { Texts } from '../model/language.ts';
import type { XmlElement } from '../model/xml.ts';
import { isQuantifier, readElement } from '../stanza/element-marks.ts';
import { type Mark, readParts, writtenMark } from '../stanza/marks.ts';
import { elements, text } from '../stanza/xml.ts';
import { stanzaMistake } from '../wording/stanza-mistakes.ts';

/** What is wrong with such a mark, and the mark as it is written. `isInside`: the element is a child of another one. */
export function wrongSet(
  element: XmlElement,
  isInside: boolean,
): { readonly about: string; readonly message: Texts } | undefined {
  const { marks, content } = readElement(element);
  const [first, second] = marks.filter(isQuantifier);
  if (first === undefined) return undefined;
  const about = writtenMark(first);
  if (second !== undefined) {
    return { about: writtenMark(second), message: stanzaMistake('twoSets', about, writtenMark(second)) };
  }
  if (!isInside) return { about, message: stanzaMistake('setOutside', about) };
  const hasAttribute = Object.keys(element.attrs).length > 0;
  if (first.name === 'unique' && !hasAttribute) return { about, message: stanzaMistake('uniqueWithout', about) };
  const saysNothing = !hasAttribute && content.children.length === 0 && marks.length === 1;
  if (first.name === 'every' && saysNothing) return { about, message: stanzaMistake('everyWithout', about) };
  const kept = keptIn(element);
  if (kept === undefined) return undefined;
  return { about: writtenMark(kept), message: stanzaMistake('keptFromSet', writtenMark(kept), about) };
}

const KEEPING: readonly string[] = ['capture', 'new', 'element'];

/** The first mark in an element that keeps something. */
function keptIn(element: XmlElement): Mark | undefined {
  const parts = [...Object.values(element.attrs), text(element)].flatMap(readParts);
  const own = parts.find((part): part is Mark => typeof part !== 'string' && KEEPING.includes(part.name));
  return (
    own ??
    elements(element)
      .map(keptIn)
      .find((mark) => mark !== undefined)
  );
}
