// The numbers that options take.

import { PLAYS_VERSION, readSeed } from '../../explore/play-name.ts';
import { usageError } from '../../wording/usage.ts';

/** The least and the greatest value, and the name of the unit. */
interface Bounds {
  readonly from: number;
  readonly to?: number;
  readonly unit?: 'milliseconds' | 'seconds';
}

/** By option. Without `to`, any safe integer from `from` is accepted. */
const BOUNDS = {
  // An hour. Beyond 2^31 - 1 ms a timer fires at once.
  timeout: { from: 1, to: 3_600_000, unit: 'milliseconds' },
  // An hour.
  wait: { from: 0, to: 3600, unit: 'seconds' },
  // Each is a case or a process that runs; more would exhaust an ordinary machine.
  jobs: { from: 1, to: 1000 },
  // Each is a run of `jobs` cases with two servers.
  'at-once': { from: 1, to: 100 },
  // Half of them are for cases that run at once, and a case may need 5. Each case may need new ones.
  'max-accounts': { from: 10, to: 100_000 },
  // The list of all repetitions is made before the first case runs.
  repeat: { from: 1, to: 10_000 },
  bail: { from: 1 },
  explore: { from: 1, to: 100_000 },
  plays: { from: 1, to: 100_000 },
  // A day.
  minutes: { from: 1, to: 1440 },
  seed: { from: Number.MIN_SAFE_INTEGER },
  shuffle: { from: Number.MIN_SAFE_INTEGER },
  // A TCP port; 0 asks for a free one.
  port: { from: 0, to: 65_535 },
} as const satisfies Record<string, Bounds>;

type NumberOption = keyof typeof BOUNDS;

/** Reads the number given for an option. Throws `UsageError` when it is no whole number or out of bounds. */
export function readNumber(option: NumberOption, written: unknown): number {
  const { from, to = Number.MAX_SAFE_INTEGER, unit } = boundsOf(option);
  const versioned = option === 'seed' ? readSeed(String(written)) : undefined;
  if (versioned !== undefined && versioned.version !== PLAYS_VERSION)
    throw usageError('otherPlays', `--seed ${written}`, versioned.version, PLAYS_VERSION);
  const isWhole = versioned !== undefined || /^-?\d+$/.test(String(written));
  const value = versioned?.seed ?? Number(written);
  if (isWhole && Number.isSafeInteger(value) && value >= from && value <= to) return value;
  const range = { unit, from: from === Number.MIN_SAFE_INTEGER ? undefined : from, to: boundsOf(option).to };
  throw usageError('numberExpected', option, range, String(written));
}

const boundsOf = (option: NumberOption): Bounds => BOUNDS[option];

/**
 * Throws `UsageError` for the first option of a command whose number is wrong. `coerce` does as well, and the parser keeps the
 * English message of its error alone.
 */
export function refuseWrongNumbers(
  argv: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, object>>,
): void {
  for (const option of Object.keys(BOUNDS) as NumberOption[]) {
    const value = argv[option];
    if (option in options && value !== undefined && !Array.isArray(value)) readNumber(option, value);
  }
}

/** An option of yargs that takes one such number and has a default. */
export function numberOption(option: NumberOption) {
  return { nargs: 1, coerce: (written: unknown): number => readNumber(option, written) };
}

/** An option of yargs that takes one such number and may be absent. */
export function optionalNumber(option: NumberOption) {
  return { nargs: 1, coerce: (written: unknown): number | undefined => readNumber(option, written) };
}
