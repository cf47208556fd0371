// YAML text to plain data, with the place of every node.

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Mistake, Place } from '../model/place.ts';
import { fileMistake } from '../wording/file-mistakes.ts';
import { resolveAliases, type Targets } from './aliases.ts';
import { placeInScalar } from './scalar-place.ts';
import { toData } from './to-data.ts';
import { composeYaml, type ReadOptions } from './yaml-document.ts';

/** Keys and indexes that lead from the top of a file to a value. */
export type Path = readonly (string | number)[];

/** The data of a file and their places. A node without a place of its own has that of the node around it. */
export interface Source {
  readonly file: string;
  /** Messages repeat nothing of the file. */
  readonly holdsSecrets: boolean;
  readonly data: unknown;
  /** Place of the value at `path`. */
  place(path: Path): Place;
  /** Place of the key that `path` ends in; of the value, for an entry of a list. */
  keyPlace(path: Path): Place;
  /** Place of a line and column (from 1) inside the text at `path`. */
  placeInText(path: Path, line: number, col: number): Place;
  /** The value at `path` as the file spells it: `1.10`, where the data say 1.1. */
  spelling(path: Path): string | undefined;
  /** The text at `path`, if it is text. */
  textAt(path: Path): string | undefined;
}

/** Either the source or the mistakes in it. */
export type Reading =
  | { readonly source: Source; readonly mistakes: readonly [] }
  | { readonly source?: never; readonly mistakes: readonly Mistake[] };

/** Reads YAML 1.2. Never throws. */
export function readYaml(text: string, file: string, options: ReadOptions = {}): Reading {
  const { document, mistakes, placeAt } = composeYaml(text, file, options);
  if (document === undefined) return { mistakes };
  const { targets, failure } = resolveAliases(document);
  if (targets === undefined) {
    const message = options.holdsSecrets ? fileMistake('aliasSealed') : failure.message;
    return { mistakes: [{ place: placeAt(failure.alias.range?.[0] ?? 0), message }] };
  }
  const index = createKeyIndex();
  const find = (path: Path) => findNode(document, path, { targets, index });
  const start = (node: Node | undefined) => placeAt(node?.range?.[0] ?? 0);
  const source: Source = {
    file,
    holdsSecrets: options.holdsSecrets ?? false,
    data: toData(document.contents, targets),
    place: (path) => start(find(path).value),
    keyPlace: (path) => start(find(path).key ?? find(path).value),
    placeInText: (path, line, col) => {
      const { value } = find(path);
      const offset = isScalar(value) ? placeInScalar(value, text, { line, col }) : undefined;
      return offset === undefined ? start(value) : placeAt(offset);
    },
    spelling: (path) => {
      const { value } = find(path);
      return isScalar(value) ? value.source : undefined;
    },
    textAt: (path) => {
      const { value } = find(path);
      return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
    },
  };
  return { source, mistakes: [] };
}

interface Found {
  readonly key?: Node | undefined;
  readonly value: Node | undefined;
}

/** Walks as far along the path as the document goes. */
function findNode(document: Document, path: Path, { targets, index }: Lookup): Found {
  const resolve = (node: unknown): Node | undefined => {
    if (isAlias(node)) return targets.get(node);
    return isNode(node) ? node : undefined;
  };
  let found: Found = { value: resolve(document.contents) };
  for (const step of path) {
    const next = inside(found.value, step, index);
    const value = resolve(next?.value);
    if (next === undefined) return found;
    found = { key: resolve(next.key), value: value ?? resolve(next.key) };
  }
  return found;
}

/** What the walk along a path needs. */
interface Lookup {
  readonly targets: Targets;
  readonly index: KeyIndex;
}

/** Finds the pair of a key in a map. */
type KeyIndex = (map: YAMLMap, key: string) => Pair | undefined;

/** Indexes each map once: a search through its pairs for each place would take quadratic time. */
function createKeyIndex(): KeyIndex {
  const indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map, key) => {
    const known = indexes.get(map) ?? pairsByKey(map);
    indexes.set(map, known);
    return known.get(key);
  };
}

function pairsByKey({ items }: YAMLMap): ReadonlyMap<string, Pair> {
  return new Map(items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])));
}

function inside(
  node: Node | undefined,
  step: string | number,
  index: KeyIndex,
): (Pick<Pair, 'value'> & { key?: unknown }) | undefined {
  if (isSeq(node)) return Number(step) in node.items ? { value: node.items[Number(step)] } : undefined;
  if (!isMap(node)) return undefined;
  return index(node, String(step));
}
