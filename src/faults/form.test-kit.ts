// The two forms of the fault suite: short in the ordinary tests, long in `npm run prove`.

/** True where `XMPPSPEC_FAULTS=long` asks for all of it. */
export const isLong = process.env['XMPPSPEC_FAULTS'] === 'long';

/** Prints a line of a table, in the long form only. */
export function print(line: string): void {
  if (isLong) process.stdout.write(`${line}\n`);
}
