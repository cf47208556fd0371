// Shows values in messages.

import type { Texts } from '../model/language.ts';
import { valueText } from '../wording/file-mistakes.ts';

/** Longer values are cut: the place shows where the rest is. */
const LONGEST_SHOWN = 60;

/** Text of an author on one line, cut where it is long. */
export function show(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}...` : line;
}

/** A value in words: `the number 3`, `a list`, `nothing`. */
export function describe(value: unknown): Texts {
  if (value === null || value === undefined) return valueText('nothing');
  if (Array.isArray(value)) return valueText(value.length === 0 ? 'emptyList' : 'list');
  if (typeof value === 'object') return valueText('map');
  if (typeof value === 'string') return valueText('named', show(value));
  return valueText(typeof value === 'number' ? 'theNumber' : 'theFlag', String(value));
}

/** The type of a value in words, without the value: `text`, `a list`. */
export function describeType(value: unknown): Texts {
  if (typeof value === 'string') return valueText(value === '' ? 'emptyText' : 'otherText');
  if (typeof value === 'number') return valueText('number');
  return typeof value === 'boolean' ? valueText('flag') : describe(value);
}
