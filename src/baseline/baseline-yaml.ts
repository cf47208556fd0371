// The text of a baseline as data, and where in the file each part of them stands.

import { isMap, isNode, isScalar, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';
import type { Place } from '../model/place.ts';
import { UsageError } from '../wording/usage-error.ts';

/** Keys and indices from the top: `['known', 3, 'reason']`. */
export type Path = readonly (string | number)[];

export interface BaselineYaml {
  readonly data: unknown;
  has(path: Path): boolean;
  /** Place of the value; where there is none, of what it should be in. */
  placeOf(path: Path): Place;
  /** Place of the key that the path ends in. */
  keyPlaceOf(path: Path): Place;
}

/** Reads the text of `file`. Throws `UsageError` where it is no YAML. */
export function readBaselineYaml(source: string, file: string): BaselineYaml {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new UsageError(`${file}: ${syntax.message}`);
  const placeAt = (node: Pick<Node, 'range'> | undefined): Place => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return { file, line: Math.max(1, line), col: Math.max(1, col) };
  };
  const nodeAt = (path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));
  const placeOf = (path: Path): Place => {
    const node = nodeAt(path);
    if (isNode(node)) return placeAt(node);
    return path.length === 0 ? placeAt(undefined) : placeOf(path.slice(0, -1));
  };
  return {
    data: document.toJS(),
    has: (path) => document.hasIn(path),
    placeOf,
    keyPlaceOf: (path) => {
      const parent = nodeAt(path.slice(0, -1));
      const key = isMap<ParsedNode>(parent) ? parent.items.find((pair) => isNamed(pair.key, path.at(-1))) : undefined;
      return key === undefined ? placeOf(path) : placeAt(key.key);
    },
  };
}

const isNamed = (key: unknown, name: string | number | undefined): boolean =>
  isScalar(key) && String(key.value) === String(name);
