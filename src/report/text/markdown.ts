// Text inside Markdown. It must not become markup, break a table or add a line.

import { escapeControls } from '../../wording/escape-controls.ts';

/** Characters that CommonMark and GitHub read as markup anywhere in a line. */
const MARKUP = /[\\`*_[\]<>|~&#]/g;

/** The text with its markup escaped. */
export function plain(text: string): string {
  return escapeControls(text).replace(MARKUP, '\\$&');
}

/** A code span; plain text if the text cannot stand in one, inside a table or outside. */
export function code(text: string): string {
  return text === '' || /[`|]/.test(text) ? plain(text) : `\`${escapeControls(text)}\``;
}

/** A table of Markdown cells; empty without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}

/** A fenced block; its fence is longer than any run of backticks inside. */
export function fenced(lines: readonly string[], language = ''): string {
  const runs = lines.join('\n').split(/[^`]+/);
  const fence = '`'.repeat(1 + Math.max(2, ...runs.map(({ length }) => length)));
  return [fence + language, ...lines, fence].join('\n');
}
