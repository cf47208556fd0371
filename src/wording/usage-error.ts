// A usage error, shown without a stack trace.

/** Wrong arguments or a wrong config file: the message says what was expected, what was there and what to do. Exit code 2. */
export class UsageError extends Error {}
