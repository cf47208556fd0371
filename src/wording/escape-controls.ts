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

/** The end of a text that was cut before, from its last character (or the one before it, if a pair ended there). */
const CUT_END = /^.? \.\.\. \(cut, \d{1,15} characters in all\)$/s;

/** The first `max` characters and a note of the full length. A text that was cut before is not cut again. */
export function cut(text: string, max: number): string {
  if (text.length <= max || CUT_END.test(text.slice(max - 1))) return text;
  const end = text.codePointAt(max - 1) === text.charCodeAt(max - 1) ? max : max - 1;
  return `${text.slice(0, end)} ... (cut, ${text.length} characters in all)`;
}
