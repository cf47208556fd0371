// YAML text to plain data, with the place of every node.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Texts } from '../model/language.ts';
import type { Mistake, Place } from '../model/place.ts';
import { fileMistake } from '../wording/file-mistakes.ts';
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

interface Position {
  readonly line: number;
  readonly col: number;
}

/**
 * Offset in `file` of a position inside the value of `scalar`, or undefined where the text in the file
 * is not the value letter by letter: folded blocks, quoted text with escapes, plain text over several lines.
 */
function placeInScalar(scalar: Scalar, file: string, position: Position): number | undefined {
  const [start, end] = scalar.range ?? [];
  if (start === undefined || end === undefined || typeof scalar.value !== 'string') return undefined;
  if (scalar.type === 'BLOCK_LITERAL') return inBlock(scalar.value, { file, start }, position);
  const quote = scalar.type === 'PLAIN' ? 0 : 1;
  const isVerbatim = file.slice(start + quote, end - quote) === scalar.value && !scalar.value.includes('\n');
  return isVerbatim && position.line === 1 ? start + quote + position.col - 1 : undefined;
}

/** The lines of a literal block are the lines below its header without their indentation. */
function inBlock(value: string, block: { file: string; start: number }, position: Position): number | undefined {
  let lineStart = block.start;
  for (let line = 0; line < position.line; line += 1) {
    lineStart = block.file.indexOf('\n', lineStart) + 1;
    if (lineStart === 0) return undefined;
  }
  const inFile = /^[^\r\n]*/.exec(block.file.slice(lineStart))?.[0] ?? '';
  const inValue = value.split('\n')[position.line - 1] ?? '';
  const indentation = Math.max(0, inFile.length - inValue.length);
  return lineStart + Math.min(indentation + position.col - 1, inFile.length);
}

/**
 * The value of a node: text, number, boolean, null, list or map. The aliases of one anchor share one value. The library
 * would search the whole document for the anchor of each alias.
 */
function toData(node: unknown, targets: Targets): unknown {
  const known = new Map<Node, unknown>();
  const ofAlias = (target: Node | undefined): unknown => {
    if (target === undefined) return null;
    if (!known.has(target)) known.set(target, convert(target));
    return known.get(target);
  };
  const keyText = (key: unknown): string => {
    const value = convert(key);
    if (value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const convert = (inner: unknown): unknown => {
    if (isAlias(inner)) return ofAlias(targets.get(inner));
    if (isSeq(inner)) return inner.items.map(convert);
    if (isMap(inner)) return Object.fromEntries(inner.items.map(({ key, value }) => [keyText(key), convert(value)]));
    return isScalar(inner) ? inner.value : null;
  };
  return convert(node);
}

/** Limit on the nodes that all aliases together stand for: far above any real file, a bound against alias bombs. */
const MAX_ALIASED_NODES = 20_000;

type Targets = ReadonlyMap<Alias, Node>;

/** Either the target of every alias, or the first wrong alias and the reason. */
type Resolved =
  | { readonly targets: Targets; readonly failure?: never }
  | { readonly targets?: never; readonly failure: { readonly alias: Alias; readonly message: Texts } };

/** Finds the target of every alias. Fails at the first alias that is unknown, contains itself, or stands for too much. */
function resolveAliases(document: Document): Resolved {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const sizes = new Map<Node, number>();
  let total = 0;
  let failure: { readonly alias: Alias; readonly message: Texts } | undefined;
  visit(document, {
    Node: (_, node, ancestors) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const fail = (message: Texts) => {
        failure = { alias: node, message };
        return visit.BREAK;
      };
      const target = anchors.get(node.source);
      if (target === undefined) return fail(fileMistake('unknownAlias', node.source));
      if (ancestors.includes(target)) return fail(fileMistake('aliasInside', node.source));
      targets.set(node, target);
      total += sizeOf(target, targets, sizes);
      if (total > MAX_ALIASED_NODES) return fail(fileMistake('aliasesTooMany', MAX_ALIASED_NODES));
      return undefined;
    },
  });
  return failure === undefined ? { targets } : { failure };
}

/** Number of nodes below and including `node`, with its aliases expanded. */
function sizeOf(node: unknown, targets: Targets, sizes: Map<Node, number>): number {
  if (!isNode(node)) return 0;
  const known = sizes.get(node);
  if (known !== undefined) return known;
  let size = 1;
  if (isAlias(node)) size = sizeOf(targets.get(node), targets, sizes);
  if (isSeq(node)) for (const item of node.items) size += sizeOf(item, targets, sizes);
  if (isMap(node))
    for (const pair of node.items) size += sizeOf(pair.key, targets, sizes) + sizeOf(pair.value, targets, sizes);
  sizes.set(node, size);
  return size;
}
