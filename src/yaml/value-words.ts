// Shows values and lists in messages.

/** Longer values are cut: the place shows where the rest is. */
const LONGEST_SHOWN = 60;

/** Type names of zod in words. */
export const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** Text of an author on one line, cut where it is long. */
export function show(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}...` : line;
}

/** A value in words: `the number 3`, `a list`, `nothing`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `"${show(value)}"` : `the ${typeof value} ${String(value)}`;
}

/** The type of a value in words, without the value: `text`, `a list`. */
export function describeType(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'other text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : describe(value);
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `"a", "b" or "c"`. */
export function quoteList(words: readonly string[]): string {
  return oneOf(words.map((word) => `"${word}"`));
}
