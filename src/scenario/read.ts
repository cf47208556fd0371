// YAML text to plain data, with the place of every node. Anchors and aliases are allowed, within bounds; merge keys are not.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Mistake, Place } from '../model.ts';
import { placeInScalar } from './scalar-place.ts';

/** Keys and indexes that lead from the top of a file to a value. */
export type Path = readonly (string | number)[];

/** What a file says, and where it says it. A place that cannot be told is the place of what is around it. */
export interface Source {
  readonly file: string;
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

/** Either the source, or why there is none. */
export type Reading =
  | { readonly source: Source; readonly mistakes: readonly [] }
  | { readonly source?: never; readonly mistakes: readonly Mistake[] };

/** Nodes that aliases may stand for altogether: far beyond any scenario, a bound against alias bombs. */
const MAX_ALIASED_NODES = 20_000;

/** Deeper than any scenario. A bound, because YAML nested without end ends the process, and no catch can help. */
const MAX_DEPTH = 64;

/** Reads YAML 1.2. Never throws. */
export function readYaml(text: string, file: string): Reading {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(1, line), col: Math.max(1, col) };
  };
  const tooDeep = findTooDeep(text, lines);
  if (tooDeep === undefined) return readDocument(text, file, placeAt);
  return {
    mistakes: [{ place: placeAt(tooDeep), message: `not YAML that can be read: nested deeper than ${MAX_DEPTH}` }],
  };
}

/** Offset where the nesting goes beyond the bound, if it does. Notes line ends as it goes. */
function findTooDeep(text: string, lines: LineCounter): number | undefined {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return parser.offset;
  }
  return undefined;
}

function readDocument(text: string, file: string, placeAt: (offset: number) => Place): Reading {
  const document = parseDocument(text, { prettyErrors: false, schema: 'core', merge: false });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    return { mistakes: problems.map((p) => ({ place: placeAt(p.pos[0]), message: wordError(p, text) })) };
  }
  const aliases = resolveAliases(document);
  if ('message' in aliases) {
    return { mistakes: [{ place: placeAt(aliases.alias.range?.[0] ?? 0), message: aliases.message }] };
  }
  const find = (path: Path) => findNode(document, path, aliases.targets);
  const start = (node: Node | undefined) => placeAt(node?.range?.[0] ?? 0);
  const source: Source = {
    file,
    data: document.toJS({ maxAliasCount: -1 }),
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

/** The words of the YAML reader, in our voice where ours are clearer. */
function wordError(error: YAMLError, text: string): string {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:,{}]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return `key "${key}" is there twice; remove one`;
  }
  if (error.code === 'MULTIPLE_DOCS')
    return 'expected one scenario in a file, got a second document; give it its own file';
  const words =
    error.message
      .split('\n')[0]
      ?.replace(/\.$/, '')
      .replace(/(["'])quote/, '$1') ?? '';
  return `not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

type Targets = ReadonlyMap<Alias, Node>;

/** What every alias stands for; or the first alias that stands for nothing, for itself, or for too much. */
function resolveAliases(document: Document): { targets: Targets } | { alias: Alias; message: string } {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const sizes = new Map<Node, number>();
  let total = 0;
  let failure: { alias: Alias; message: string } | undefined;
  visit(document, {
    Node: (_, node, ancestors) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const fail = (message: string) => {
        failure = { alias: node, message };
        return visit.BREAK;
      };
      const target = anchors.get(node.source);
      if (target === undefined)
        return fail(`unknown alias *${node.source}; an anchor &${node.source} must come before it`);
      if (ancestors.includes(target)) return fail(`alias *${node.source} stands inside what it names`);
      targets.set(node, target);
      total += sizeOf(target, targets, sizes);
      if (total > MAX_ALIASED_NODES)
        return fail(`aliases stand for more than ${MAX_ALIASED_NODES} values; write fewer`);
      return undefined;
    },
  });
  return failure ?? { targets };
}

/** Nodes that a node stands for when its aliases are written out. */
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

interface Found {
  readonly key?: Node | undefined;
  readonly value: Node | undefined;
}

/** Walks as far along the path as the document goes. */
function findNode(document: Document, path: Path, targets: Targets): Found {
  const resolve = (node: unknown): Node | undefined => {
    if (isAlias(node)) return targets.get(node);
    return isNode(node) ? node : undefined;
  };
  let found: Found = { value: resolve(document.contents) };
  for (const step of path) {
    const next = inside(found.value, step);
    const value = resolve(next?.value);
    if (next === undefined) return found;
    found = { key: resolve(next.key), value: value ?? resolve(next.key) };
  }
  return found;
}

function inside(node: Node | undefined, step: string | number): (Pick<Pair, 'value'> & { key?: unknown }) | undefined {
  if (isSeq(node)) return Number(step) in node.items ? { value: node.items[Number(step)] } : undefined;
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step));
}
