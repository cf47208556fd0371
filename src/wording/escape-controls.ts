// What a server sent is not trusted: nothing in it may steer a terminal, forge a line of a report or spoil an XML file.

/**
 * Controls, invisible format characters, lone surrogates, line separators, and what XML 1.0 forbids; and what begins a
 * command wherever it stands in the log of a GitHub runner: `##[error]`.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]|(?<=#)#(?=\[)/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text on one line, with every character that is unsafe or unseen written out: `\n`, `\u{1b}`. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (char) => NAMED[char] ?? `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** Characters shown of a value that differs. The stanzas show longer values. */
export const MAX_VALUE = 200;

/** What is left of a cut text from the last character on that was kept; where a pair would be parted, from the one before it. */
const CUT_END = /^.? \.\.\. \(cut, \d{1,15} characters in all\)$/s;

/** The first `max` characters, and a note of how many there were where that is not all. What was cut so stays as it is. */
export function cut(text: string, max: number): string {
  if (text.length <= max || CUT_END.test(text.slice(max - 1))) return text;
  const end = text.codePointAt(max - 1) === text.charCodeAt(max - 1) ? max : max - 1;
  return `${text.slice(0, end)} ... (cut, ${text.length} characters in all)`;
}
