// The words after `--`: those of a command that xmppspec starts, of which it reads none.

/** The words before the first `--`. */
export const beforeDashes = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;

/** The words after the first `--`; none without one. */
export const afterDashes = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(argv.indexOf('--') + 1) : [];
