// Text from a server is not trusted: it must not steer a terminal, forge a line of a report or make XML invalid.

/**
 * Controls, invisible format characters, lone surrogates, line separators, characters that XML 1.0 forbids, and the
 * start of a command in the log of a GitHub runner: `##[error]`.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]|(?<=#)#(?=\[)/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text on one line, with unsafe and invisible characters written as escapes: `\n`, `\u{1b}`. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (char) => NAMED[char] ?? `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** Characters shown of a value that differs. The stanzas show longer values. */
export const MAX_VALUE = 200;

/**
 * The first `max` characters of a longer text, never half of a surrogate pair, and a note of its length: `length`, where
 * the text itself is only the beginning of one.
 */
export function cut(text: string, max: number, length = text.length): string {
  if (text.length <= max) return text;
  const end = text.codePointAt(max - 1) === text.charCodeAt(max - 1) ? max : max - 1;
  return `${text.slice(0, end)} ... (cut, ${length} characters in all)`;
}
