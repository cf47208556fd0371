// Matches one value, an attribute or a text, against that of a pattern.

import type { Difference, DifferenceValue } from '../model/failure.ts';
import type { XmlElement } from '../model/xml.ts';
import { fitsExpression, instantOf, isInteger, isUuid, readRange, readSeconds } from './fits.ts';
import { type Mark, type Parts, readableValue, readMark, readParts, writtenMark } from './marks.ts';
import { type Bindings, fillText, UnboundPlaceholder } from './placeholders.ts';

/** Either the captures after the match, or the first difference. */
export type MatchResult =
  | { readonly matches: true; readonly captures: Captures }
  | { readonly matches: false; readonly difference: Difference };

/** Values by the names of their captures. */
export type Captures = ReadonlyMap<string, string>;

/** Where in a stanza the comparison is, and what is known so far. */
export interface At {
  /** `iq/query/item@name`. */
  readonly path: string;
  /** The language that applies here (RFC 6120 8.1.5). */
  readonly lang: string | undefined;
  /** The whole that arrived. */
  readonly root: XmlElement;
  readonly bindings: Bindings;
}

/** The result of a comparison that found a difference. */
export const differs = (path: string, expected: DifferenceValue, actual: DifferenceValue): MatchResult => ({
  matches: false,
  difference: { path, expected, actual },
});

/** The result of a comparison that found none. */
export const matched = (captures: Captures): MatchResult => ({ matches: true, captures });

/** The same place with other captures. */
export const withCaptures = (at: At, captures: Captures): At =>
  at.bindings.captures === captures ? at : { ...at, bindings: { ...at.bindings, captures } };

/** Compares a value, undefined where there is none, with what the pattern has in its place. */
export function matchValue(wanted: string, actual: string | undefined, at: At): MatchResult {
  const { path, bindings } = at;
  try {
    const mark = readMark(wanted);
    if (mark !== undefined) return matchMark(mark, actual, at);
    const parts = readParts(wanted);
    if (parts.some((part) => typeof part !== 'string')) return matchParts(parts, actual, at);
    const expected = fillText(wanted, bindings);
    return actual === expected ? matched(bindings.captures) : differs(path, sideOf(expected), sideOf(actual));
  } catch (error) {
    if (error instanceof UnboundPlaceholder)
      return differs(path, { kind: 'unbound', placeholder: wanted }, sideOf(actual));
    throw error;
  }
}

function matchMark(mark: Mark, actual: string | undefined, at: At): MatchResult {
  const { path, bindings } = at;
  const fine = matched(bindings.captures);
  if (mark.name === 'absent') return actual === undefined ? fine : differs(path, NOTHING, sideOf(actual));
  if (mark.name === 'optional') {
    const value = fillText(mark.argument, bindings);
    return actual === undefined || value.split('|').includes(actual)
      ? fine
      : differs(path, { kind: 'value-or-nothing', value }, sideOf(actual));
  }
  if (actual === undefined) return differs(path, describe(mark, bindings), NOTHING);
  if (isCapture(mark)) return bind(mark, actual, at);
  return fits(mark, actual, at) ? fine : differs(path, describe(mark, bindings), sideOf(actual));
}

const isCapture = ({ name }: Mark): boolean => name === 'capture' || name === 'new';

/** Whether a text is what the mark stands for. One that is captured may be any. */
function fits({ name, argument }: Mark, actual: string, { bindings, root }: At): boolean {
  switch (name) {
    case 'oneof': {
      const values = fillText(argument, bindings).split('|');
      return values.some((value) => value === actual || isOfRange(value, actual));
    }
    case 'lang':
      return actual.toLowerCase() === fillText(argument, bindings).toLowerCase();
    case 'int':
      return isInteger(actual, readRange(argument));
    case 'date':
      return isDate(actual, readSeconds(argument), bindings.arrivalOf?.(root));
    case 'uuid':
      return isUuid(actual);
    case 're':
      return fitsExpression(actual, argument);
    default:
      return true;
  }
}

/** `-128..-1` stands for the integers from the first to the last. */
function isOfRange(value: string, actual: string): boolean {
  const range = readRange(value);
  return range?.least !== undefined && range.most !== undefined && isInteger(actual, range);
}

function isDate(actual: string, seconds: number | undefined, arrivedMs: number | undefined): boolean {
  const instant = instantOf(actual);
  if (instant === undefined || seconds === undefined || arrivedMs === undefined) return instant !== undefined;
  return Math.abs(instant - arrivedMs) <= seconds * 1000;
}

/** Keeps a value, or compares it with the one that was kept. */
export function bind(mark: Mark, actual: string, { path, bindings: { captures } }: At): MatchResult {
  const bound = captures.get(mark.argument);
  if (bound !== undefined) return bound === actual ? matched(captures) : differs(path, sideOf(bound), sideOf(actual));
  const earlier = mark.name === 'new' ? [...captures].find(([, value]) => value === actual) : undefined;
  if (earlier !== undefined) return differs(path, { kind: 'new' }, { kind: 'seen', value: actual, name: earlier[0] });
  return matched(new Map([...captures, [mark.argument, actual]]));
}

/** Compares a value with texts and marks. Each mark takes as few characters as possible, and one at least. */
function matchParts(parts: Parts, actual: string | undefined, at: At): MatchResult {
  const { bindings, path } = at;
  const known = parts.map((part) => {
    if (typeof part === 'string') return fillText(part, bindings);
    return (isCapture(part) ? bindings.captures.get(part.argument) : undefined) ?? part;
  });
  const pieces = actual === undefined ? undefined : split(known, actual, at);
  if (pieces === undefined) {
    const form = known.map((part) => (typeof part === 'string' ? part : (readableValue(writtenMark(part)) ?? '*')));
    return differs(path, { kind: 'form', form: form.join('') }, sideOf(actual));
  }
  let result = matched(bindings.captures);
  for (const [index, part] of known.filter((one) => typeof one !== 'string').entries()) {
    if (!result.matches) return result;
    if (isCapture(part)) result = bind(part, pieces[index] ?? '', withCaptures(at, result.captures));
  }
  return result;
}

/** Characters that are compared with marks of one value, over all attempts: a server decides how long a value is. */
const MOST_COMPARED = 4 * 1024 * 1024;

/** What the marks stand for, in their order; undefined: the text has another form. */
function split(parts: Parts, text: string, at: At): readonly string[] | undefined {
  let left = MOST_COMPARED;
  const search = (index: number, from: number): readonly string[] | undefined => {
    const part = parts[index];
    if (part === undefined) return from === text.length ? [] : undefined;
    if (typeof part === 'string') {
      return text.startsWith(part, from) ? search(index + 1, from + part.length) : undefined;
    }
    const next = parts[index + 1];
    for (let end = from + 1; end <= text.length && left > 0; end += 1) {
      if (next === undefined) end = text.length;
      if (typeof next === 'string') end = text.indexOf(next, end);
      if (end < 0) return undefined;
      left -= end - from;
      const piece = text.slice(from, end);
      const rest = fits(part, piece, at) ? search(index + 1, end) : undefined;
      if (rest !== undefined) return [piece, ...rest];
    }
    return undefined;
  };
  return search(0, 0);
}

function describe({ name, argument }: Mark, bindings: Bindings): DifferenceValue {
  switch (name) {
    case 'oneof':
      return { kind: 'one-of', values: fillText(argument, bindings).split('|') };
    case 'lang':
      return { kind: 'language', value: fillText(argument, bindings) };
    case 'int':
      return { kind: 'integer', ...readRange(argument) };
    case 'date':
      return { kind: 'date', seconds: readSeconds(argument) };
    case 'uuid':
      return { kind: 'uuid' };
    case 're':
      return { kind: 'expression', source: argument };
    default:
      return { kind: 'any' };
  }
}

const NOTHING: DifferenceValue = { kind: 'nothing' };
const sideOf = (value: string | undefined): DifferenceValue =>
  value === undefined ? NOTHING : { kind: 'value', value };
