// Ctrl-C and SIGTERM: stop beginning cases, clean up, and go; a second signal goes at once.

import process from 'node:process';

/** Exit codes of shells for a process ended by a signal: 128 + its number. */
const EXIT_CODE = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Exit code to end with, once a signal has come. */
  readonly exitCode: number | undefined;
  /** Gives the signals back to the system. */
  release(): void;
}

/** Listens for SIGINT and SIGTERM until released. The second signal ends the process; the journal keeps what is left. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const handler = () => {
      if (exitCode !== undefined) process.exit(exitCode);
      exitCode = EXIT_CODE[name];
      controller.abort();
      process.stderr.write(`\n${name}: cleaning up; once more to leave at once (xmppspec clean removes what stays)\n`);
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    release: () => {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
