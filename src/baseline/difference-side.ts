// One side of a difference in a fingerprint.

import type { DifferenceValue } from '../model/failure.ts';
import { cut, type Normalize } from './normalizer.ts';

/** Longer than any difference of the shipped scenarios, which may name all children of an element. */
const MAX_SIDE = 100;

/** Attributes whose values are made up in every run, even where one looks like a value of the scenario. */
const MADE_UP = /@(?:id|ver|stamp|seconds)$/;

/** Writes a side of a difference at `path`: values in quotes, `?` for one that is made up in every run. */
export function sideOf(path: string, normalize: Normalize): (side: DifferenceValue) => string {
  const value = (text: string): string => {
    const normalized = MADE_UP.test(path) ? '?' : normalize(text);
    return normalized === '?' ? normalized : JSON.stringify(normalized);
  };
  return (side) => cut(textOf(side, value), MAX_SIDE);
}

function textOf(side: DifferenceValue, value: (text: string) => string): string {
  switch (side.kind) {
    case 'value':
      return value(side.value);
    case 'value-or-nothing':
      return `${value(side.value)} or nothing`;
    case 'one-of':
      return side.values.map(value).join(' or ');
    case 'language':
      return `language ${value(side.value)}`;
    case 'seen':
      return `${value(side.value)}, seen as ${side.name}`;
    case 'new':
      return 'a new value';
    case 'any':
      return 'any value';
    case 'nothing':
      return 'nothing';
    case 'namespace':
      return side.ns;
    case 'unbound':
      return side.placeholder;
    default:
      return elementsOf(side);
  }
}

type Elements = Extract<DifferenceValue, { kind: 'element' | 'children' | 'child' | 'only' | 'distinct' }>;

function elementsOf(side: Elements): string {
  switch (side.kind) {
    case 'element':
      return `<${side.name}>`;
    case 'child':
      return `<${side.name}> inside`;
    case 'children':
      return side.names.map((name) => `<${name}>`).join(' ') || 'no children';
    case 'only':
      return `${side.count} children and no other`;
    case 'distinct':
      return `${side.count} distinct children`;
  }
}
