// Workflow commands of GitHub Actions: lines of a log that a runner turns into annotations.

import type { Place } from '../../model/place.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly place?: Place | undefined;
  readonly lines: readonly string[];
  /** The command that shows it, for a report that has no room for the lines. */
  readonly command?: string | undefined;
}

/** Characters shown of a title, which GitHub shows on one line. */
const MAX_TITLE = 200;

/** Characters shown of each line: more than any rule has, and a bound against a server that sends more. */
const MAX_LINE = 1000;

/** One line of the log. Every value is escaped, so that none can end its property, its command or its line. */
export function annotationText({ kind, title, place, lines }: Annotation): string {
  const where = place === undefined ? {} : { file: place.file, line: place.line, col: place.col };
  const properties = Object.entries({ ...where, title: cut(escapeControls(title), MAX_TITLE) });
  const escaped = properties.map(([name, value]) => `${name}=${escapedProperty(escapeControls(String(value)))}`);
  const message = lines.map((line) => cut(escapeControls(line), MAX_LINE)).join('\n');
  return `::${kind} ${escaped.join(',')}::${escapedData(message)}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
