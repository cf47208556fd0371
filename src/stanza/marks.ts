// Marks of the pattern language (scenarios/README.md): where they stand in a value, and how people read them.

/** A mark, with its argument still unfilled. */
export interface Mark {
  readonly name: MarkName;
  readonly argument: string;
}

/** A mark in a longer value: it ends before the character `end`. */
interface FoundMark extends Mark {
  readonly end: number;
}

/** Marks that are written without an argument: `${any}`. */
export const BARE_MARKS = [
  'any',
  'absent',
  'only',
  'exactly',
  'every',
  'none',
  'unique',
  'int',
  'date',
  'uuid',
] as const;
/** Marks that are written with one: `${oneof:a|b}`. */
export const ARGUMENT_MARKS = [
  'optional',
  'oneof',
  'capture',
  'new',
  'lang',
  'int',
  'date',
  're',
  'element',
  'same',
] as const;

type MarkName = (typeof BARE_MARKS | typeof ARGUMENT_MARKS)[number];

/** Marks that may be a part of a value: `id-${int}`. The others say something of the value as a whole. */
const PARTS: readonly string[] = ['any', 'oneof', 'capture', 'new', 'int', 'date', 'uuid', 're'];

/** Marks that stand before the text of an element and say something of the element itself. */
const OF_ELEMENTS: readonly string[] = ['only', 'exactly', 'every', 'none', 'unique', 'element', 'same'];

/** Every mark and every placeholder begins so: most values hold none. */
export const OPEN = '${';
const HEAD = /\$\{([a-z]+)([:}])/y;

const isOneOf = (names: readonly string[], name: string): name is MarkName => names.includes(name);

/** The mark that begins at a place of the text, if one does. */
function markAt(text: string, at: number): FoundMark | undefined {
  HEAD.lastIndex = at;
  const [head = '', name = '', next] = HEAD.exec(text) ?? [];
  const from = at + head.length;
  if (next === '}') return isOneOf(BARE_MARKS, name) ? { name, argument: '', end: from } : undefined;
  if (!isOneOf(ARGUMENT_MARKS, name)) return undefined;
  const close = closingBrace(text, from, name === 're');
  return close < 0 ? undefined : { name, argument: text.slice(from, close), end: close + 1 };
}

/** The place of the brace that closes an argument; -1: there is none. `isEscaped`: a backslash takes the next character. */
function closingBrace(text: string, from: number, isEscaped: boolean): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (isEscaped && text[at] === '\\') at += 1;
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** The mark that `value` is, if it is exactly one. */
export function readMark(value: string): Mark | undefined {
  if (!value.includes(OPEN)) return undefined;
  const text = value.trim();
  const found = markAt(text, 0);
  return found?.end === text.length ? { name: found.name, argument: found.argument } : undefined;
}

/** A value as texts, which may hold placeholders, and marks between them. */
export type Parts = readonly (string | Mark)[];

/** The parts of a value. */
export function readParts(value: string): Parts {
  const parts: (string | Mark)[] = [];
  let from = 0;
  for (let at = value.indexOf(OPEN); at >= 0; ) {
    const found = markAt(value, at);
    if (found !== undefined) {
      if (at > from) parts.push(value.slice(from, at));
      parts.push({ name: found.name, argument: found.argument });
      from = found.end;
    }
    at = value.indexOf(OPEN, found?.end ?? at + OPEN.length);
  }
  if (from < value.length) parts.push(value.slice(from));
  return parts;
}

/** Whether the mark stands before the text of an element. */
export const isOfElement = ({ name }: Mark): boolean => OF_ELEMENTS.includes(name);

/** Whether the mark may be a part of a value. */
export const isPart = ({ name }: Mark): boolean => PARTS.includes(name);

/** A mark as it is written: `${oneof:a|b}`. */
export const writtenMark = ({ name, argument }: Mark): string => `\${${name}${argument === '' ? '' : `:${argument}`}}`;

/**
 * What a value of a pattern asks for, for people who do not know the marks: `*` is any value, `a|b` either, `(a)` the value or none,
 * `[integer]` any of that kind. Undefined: it says nothing of the value.
 */
export function readableValue(value: string): string | undefined {
  const mark = readMark(value);
  if (mark !== undefined) return readableMark(mark);
  return readParts(value)
    .map((part) => (typeof part === 'string' ? part : (readableMark(part) ?? '*')))
    .join('');
}

function readableMark({ name, argument }: Mark): string | undefined {
  switch (name) {
    case 'absent':
    case 'only':
    case 'exactly':
    case 'new':
    case 'every':
    case 'none':
    case 'unique':
    case 'element':
    case 'same':
      return undefined;
    case 'oneof':
    case 'lang':
      return argument;
    case 'optional':
      return `(${argument})`;
    case 'int':
      return argument === '' ? '[integer]' : `[integer ${argument}]`;
    case 'date':
      return '[date]';
    case 'uuid':
      return '[UUID]';
    case 're':
      return `[/${argument}/]`;
    default:
      return '*';
  }
}
