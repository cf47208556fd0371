// What the numbers of options may be.

import { UsageError } from '../wording/usage-error.ts';

/** What a number must lie between, both included, and how it is called. */
interface Bounds {
  readonly from: number;
  readonly to?: number;
  readonly unit?: string;
}

/** By option. What has no upper bound may be any whole number that is safe to reckon with. */
const BOUNDS = {
  // An hour. Beyond 2^31 - 1 ms a timer fires at once.
  timeout: { from: 1, to: 3_600_000, unit: 'milliseconds' },
  // As many as a machine may well bear: each is a case, or a process, under way.
  jobs: { from: 1, to: 1000 },
  // The whole list of cases is laid out so many times before the first runs.
  repeat: { from: 1, to: 10_000 },
  bail: { from: 1 },
  shuffle: { from: Number.MIN_SAFE_INTEGER },
  // Of TCP; 0 asks for a free one.
  port: { from: 0, to: 65_535 },
} as const satisfies Record<string, Bounds>;

type NumberOption = keyof typeof BOUNDS;

/** Reads the number given for an option. Throws `UsageError` when it is none or out of bounds. */
export function readNumber(option: NumberOption, written: unknown): number {
  const { from, to = Number.MAX_SAFE_INTEGER }: Bounds = BOUNDS[option];
  const isWhole = /^-?\d+$/.test(String(written));
  const value = Number(written);
  if (isWhole && Number.isSafeInteger(value) && value >= from && value <= to) return value;
  throw new UsageError(
    `--${option}: expected ${rangeText(BOUNDS[option])}, got ${written === '' ? 'nothing' : written}`,
  );
}

function rangeText({ from, to, unit = 'a whole number' }: Bounds): string {
  const begin = from === Number.MIN_SAFE_INTEGER ? unit : `${unit} from ${from}`;
  return to === undefined ? begin : `${begin} to ${to}`;
}

/** An option of yargs that takes one such number. */
export function numberOption(option: NumberOption) {
  return { nargs: 1, coerce: (written: unknown): number => readNumber(option, written) };
}
