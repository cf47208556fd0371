// Ranges: `${1..129}` repeats what holds it, once for each number.

import { MAX_RANGE } from './limits.ts';

/** The first range of a text, and the numbers that it stands for. One that is empty or too long is none, and reported as unknown. */
function rangeIn(text: string): { readonly mark: string; readonly numbers: readonly number[] } | undefined {
  const [mark, first, last] = /\$\{(\d{1,6})\.\.(\d{1,6})\}/.exec(text) ?? [];
  const count = Number(last) - Number(first) + 1;
  if (mark === undefined || count < 1 || count > MAX_RANGE) return undefined;
  return { mark, numbers: Array.from({ length: count }, (_, index) => Number(first) + index) };
}

/** How often a range in the text repeats it: 1 where it has none. */
export const timesOf = (text: string): number => rangeIn(text)?.numbers.length ?? 1;

/** Plain data once for each number of the first range in its texts, which stands for the number; the data once where they have none. */
export function eachOf<T>(value: T): readonly T[] {
  const json = JSON.stringify(value);
  const range = rangeIn(json);
  return range?.numbers.map((number) => JSON.parse(json.replaceAll(range.mark, String(number)))) ?? [value];
}
