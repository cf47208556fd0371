// Text inside a Markdown file. None of it may become markup, break a table or add a line.

import { escapeControls } from '../../wording/escape-controls.ts';

/** What is markup anywhere in a line, as CommonMark and GitHub read it. */
const MARKUP = /[\\`*_[\]<>|~&#]/g;

/** The text as it is. */
export function plain(text: string): string {
  return escapeControls(text).replace(MARKUP, '\\$&');
}

/** A code span; plain text where a code span could not hold it, in a table or out of one. */
export function code(text: string): string {
  return text === '' || /[`|]/.test(text) ? plain(text) : `\`${escapeControls(text)}\``;
}

/** A table; its cells are Markdown already. Without rows, nothing. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}
