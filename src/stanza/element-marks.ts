// Marks that stand before the text of an element in a pattern, and what the pattern is without them.

import type { XmlElement } from '../model/xml.ts';
import { isOfElement, type Mark, OPEN, readParts, writtenMark } from './marks.ts';
import { elements, isBlank, text } from './xml.ts';

/** An element of a pattern. */
export interface MarkedElement {
  /** What is said of the element itself, as written. */
  readonly marks: readonly Mark[];
  /** The element without these marks. */
  readonly content: XmlElement;
}

const NO_MARKS: readonly Mark[] = [];

/** Reads the marks before the text of an element. */
export function readElement(pattern: XmlElement): MarkedElement {
  const own = text(pattern);
  if (!own.includes(OPEN)) return { marks: NO_MARKS, content: pattern };
  const parts = readParts(own);
  const found = parts.findIndex((part) => (typeof part === 'string' ? !isBlank(part) : !isOfElement(part)));
  const end = found < 0 ? parts.length : found;
  const marks = parts.slice(0, end).filter((part): part is Mark => typeof part !== 'string');
  if (marks.length === 0) return { marks, content: pattern };
  const rest = parts.slice(end).map((part) => (typeof part === 'string' ? part : writtenMark(part)));
  return {
    marks,
    content: { ...pattern, children: [...(end < parts.length ? [rest.join('')] : []), ...elements(pattern)] },
  };
}

/** A set of the children of an element, of which a pattern says something. */
export interface ChildSet {
  /** `every` child of this name matches, `none` matches, or those that match are `unique` by the attributes that the pattern names. */
  readonly quantifier: 'every' | 'none' | 'unique';
  readonly pattern: XmlElement;
}

/** The children of a pattern: those that must be there, each for itself, and what is said of sets of children. */
export function readChildren(pattern: XmlElement): {
  readonly single: readonly XmlElement[];
  readonly sets: readonly ChildSet[];
} {
  const all = elements(pattern);
  if (!all.some((child) => text(child).includes(OPEN))) return { single: all, sets: [] };
  const sets = all.flatMap((child): readonly ChildSet[] => {
    const { marks, content } = readElement(child);
    const { name } = marks.find(isQuantifier) ?? {};
    if (name !== 'every' && name !== 'none' && name !== 'unique') return [];
    const others = marks.filter((mark) => !isQuantifier(mark)).map(writtenMark);
    return [{ quantifier: name, pattern: { ...content, children: [...others, ...content.children] } }];
  });
  return { single: all.filter((child) => !readElement(child).marks.some(isQuantifier)), sets };
}

/** Whether the mark says something of a set of children. */
export const isQuantifier = ({ name }: Mark): boolean => name === 'every' || name === 'none' || name === 'unique';
