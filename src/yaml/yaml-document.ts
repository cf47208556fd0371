// Reads YAML 1.2 text as one document. Checks the depth token by token, before the composer recurses.

import {
  Composer,
  type CST,
  type Document,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type YAMLError,
  YAMLParseError,
} from 'yaml';
import type { Mistake, Place } from '../model/place.ts';

/** Deeper than any file of ours. Without a bound, deep nesting overflows the stack, which no catch can handle. */
const MAX_DEPTH = 64;

/** The library compares each key of a map with all keys before it, so `duplicateKeys` looks for duplicates instead. */
const OPTIONS = { prettyErrors: false, schema: 'core', merge: false, logLevel: 'error', uniqueKeys: false } as const;

/** What is read. */
export interface ReadOptions {
  /** Messages then repeat nothing of the file. */
  readonly holdsSecrets?: boolean;
}

/** Either a document or mistakes, and the place of any offset. */
export interface Composed {
  readonly document?: Document;
  readonly mistakes: readonly Mistake[];
  readonly placeAt: (offset: number) => Place;
}

/** Reads the one document of a file. Merge keys (`<<`) have no special meaning. Never throws. */
export function composeYaml(text: string, file: string, { holdsSecrets = false }: ReadOptions = {}): Composed {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(1, line), col: Math.max(1, col) };
  };
  const mistake = (offset: number, message: string): Mistake => ({ place: placeAt(offset), message });
  const { tokens, tooDeepAt } = readTokens(text, lines);
  if (tooDeepAt !== undefined) {
    return { mistakes: [mistake(tooDeepAt, `not YAML that can be read: nested deeper than ${MAX_DEPTH}`)], placeAt };
  }
  const composer = new Composer(OPTIONS);
  const [document, second] = composer.compose(tokens, true, text.length);
  const problems = [...(document?.errors ?? []), ...(document?.warnings ?? []), ...duplicateKeys(document)];
  const word = holdsSecrets ? wordSealed : (problem: YAMLError) => wordError(problem, text);
  const mistakes = problems.map((problem) => mistake(problem.pos[0], word(problem)));
  if (second !== undefined) {
    mistakes.push(mistake(second.range[0], 'expected one document in a file, got a second; give it its own file'));
  }
  return mistakes.length > 0 || document === undefined ? { mistakes, placeAt } : { document, mistakes, placeAt };
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** Offset at which the nesting exceeds the bound, if it does. */
  readonly tooDeepAt?: number;
}

/** Does what `Parser.parse` does, checks the depth and records the line ends. */
function readTokens(text: string, lines: LineCounter): Tokens {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return { tokens, tooDeepAt: parser.offset };
  }
  tokens.push(...parser.end());
  return { tokens };
}

/** An error for each key that its map already has. Takes time in proportion to the size of the document. */
function duplicateKeys(document: Document | undefined): readonly YAMLError[] {
  const errors: YAMLError[] = [];
  visit(document ?? null, {
    Map: (_, { items }) => {
      const known = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        const start = isNode(key) ? (key.range?.[0] ?? 0) : 0;
        if (known.has(value)) errors.push(new YAMLParseError([start, start + 1], 'DUPLICATE_KEY', ''));
        known.add(value);
      }
    },
  });
  return errors;
}

/** The message for a file with secrets. The library's own would repeat parts of it. */
function wordSealed({ code }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'a key is there twice; remove one';
  return `not YAML: ${SYNTAX[code] ?? 'a mistake in the syntax'}`;
}

const SYNTAX: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_ALIAS: 'a text that begins with "*" or "&" needs quotes',
  BAD_INDENT: 'wrong indentation, or a bracket that is not closed',
  BAD_SCALAR_START: 'a text that begins with such a character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a map cannot begin in this line; a text with ": " needs quotes',
  MISSING_CHAR: 'a character is missing, such as a quote, ":" or ","',
  MULTILINE_IMPLICIT_KEY: 'a key or a ":" is missing',
  TAB_AS_INDENT: 'tabs are not allowed as indentation',
  TAG_RESOLVE_FAILED: 'a text that begins with "!" needs quotes',
  UNEXPECTED_TOKEN: 'something follows that does not belong there',
};

/** The message of the YAML library, or ours where it is clearer. */
function wordError(error: YAMLError, text: string): string {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:,{}]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return `key "${key}" is there twice; remove one`;
  }
  const words =
    error.message
      .split('\n')[0]
      ?.replace(/\.$/, '')
      .replace(/(["'])quote/, '$1') ?? '';
  return `not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
