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
import type { Texts } from '../model/language.ts';
import type { Mistake, Place } from '../model/place.ts';
import { fileMistake, SYNTAX, syntaxKey } from '../wording/file-mistakes.ts';

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
  const mistake = (offset: number, message: Texts): Mistake => ({ place: placeAt(offset), message });
  const { tokens, tooDeepAt } = readTokens(text, lines);
  if (tooDeepAt !== undefined) {
    return { mistakes: [mistake(tooDeepAt, fileMistake('tooDeep', MAX_DEPTH))], placeAt };
  }
  const composer = new Composer(OPTIONS);
  const [document, second] = composer.compose(tokens, true, text.length);
  const problems = [...(document?.errors ?? []), ...(document?.warnings ?? []), ...duplicateKeys(document)];
  const word = holdsSecrets ? wordSealed : (problem: YAMLError) => wordError(problem, text);
  const mistakes = problems.map((problem) => mistake(problem.pos[0], word(problem)));
  if (second !== undefined) mistakes.push(mistake(second.range[0], fileMistake('secondDocument')));
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
function wordSealed({ code }: YAMLError): Texts {
  if (code === 'DUPLICATE_KEY') return fileMistake('aKeyTwice');
  const key = syntaxKey(code);
  return fileMistake('notYaml', { en: SYNTAX.en[key], zh: SYNTAX.zh[key] });
}

/** The message of the YAML library in English, which names the text; ours in Chinese, and where it is clearer. */
function wordError(error: YAMLError, text: string): Texts {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:,{}]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return fileMistake('keyTwice', key);
  }
  const words =
    error.message
      .split('\n')[0]
      ?.replace(/\.$/, '')
      .replace(/(["'])quote/, '$1') ?? '';
  const en = `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  return fileMistake('notYaml', { en, zh: SYNTAX.zh[syntaxKey(error.code)] });
}
