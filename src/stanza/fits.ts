// Kinds of values that marks name: integers, dates, UUIDs, regular expressions.

import { readExpression } from './expression.ts';

/** The integers from the first to the last; undefined: no bound. */
export interface Range {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** Reads `1..9`, `1..` or `..9`. Undefined for anything else, and where nothing is between the ends. */
export function readRange(text: string): Range | undefined {
  const [whole, first, last] = /^(-?\d+)?\.\.(-?\d+)?$/.exec(text) ?? [];
  if (whole === undefined || (first === undefined && last === undefined)) return undefined;
  const range = { least: boundOf(first), most: boundOf(last) };
  return (range.least ?? -Infinity) <= (range.most ?? Infinity) ? range : undefined;
}

const boundOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** Whether the text is an integer in the range. */
export function isInteger(text: string, { least, most }: Range = {}): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false;
  return Number(text) >= (least ?? -Infinity) && Number(text) <= (most ?? Infinity);
}

/** The seconds of `5s`, or undefined. */
export function readSeconds(text: string): number | undefined {
  const [, seconds] = /^(\d{1,9})s$/.exec(text) ?? [];
  return boundOf(seconds);
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** When a DateTime of XEP-0082 is, in milliseconds since 1970; undefined: it is none. */
export function instantOf(text: string): number | undefined {
  const [whole, year, month, day] = DATE.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? Date.parse(text) : undefined;
}

/** Whether the text is a UUID (RFC 9562 4), in either case. */
export const isUuid = (text: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** Whether the whole text fits the regular expression. Throws `ExpressionError`. */
export const fitsExpression = (text: string, source: string): boolean => readExpression(source)(text);
