// `--trace=all`: a boolean option takes no other value than true and false, so it becomes an option of its own.

import { usageError } from '../../wording/usage.ts';

/** The arguments with `--trace=all` written as `--trace-all`. Throws `UsageError` for any other value. */
export function withTraceAll(argv: readonly string[]): readonly string[] {
  return argv.map((word) => {
    const value = /^--trace=(.*)$/s.exec(word)?.[1];
    if (value === undefined || value === 'true' || value === 'false') return word;
    if (value === 'all') return '--trace-all';
    throw usageError('traceValue');
  });
}
