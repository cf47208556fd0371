// Columns of a table, filled into the texts of a file.

import type { Texts } from '../model/language.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import type { Row } from './standard/table-row.ts';

/** The value with `${column}` replaced in every text, at any depth. Other placeholders stay. */
export function fillColumns<T>(value: T, columns: Row): T {
  const fill = (inner: unknown): unknown => {
    if (typeof inner === 'string') return fillText(inner, columns);
    if (Array.isArray(inner)) return inner.map(fill);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, entry]) => [key, fill(entry)]));
  };
  return fill(value) as T;
}

/** The text with its columns filled in. Other placeholders stay. */
export function fillText(text: string, columns: Row): string {
  return text.replace(/\$\{([A-Za-z0-9_-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(columns, name) ? (columns[name] ?? whole) : whole,
  );
}

/** Whether the text holds any of the columns. */
export function holdsColumn(text: string, columns: Row): boolean {
  return Object.keys(columns).some((column) => text.includes(`\${${column}}`));
}

/** Message for a filled title that still holds a placeholder. */
export function unknownColumn(title: string): Texts | undefined {
  const left = /\$\{[^}]*\}?/.exec(title)?.[0];
  return left === undefined ? undefined : scenarioMistake('columnInTitle', left);
}

/** All texts inside a value. */
export function allText(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allText) : [];
}
