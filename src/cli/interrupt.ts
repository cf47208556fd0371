// Ctrl-C and SIGTERM: stop beginning cases, clean up, and go; a second signal goes at once.

import process from 'node:process';
import { isBroken } from './known-errors.ts';

/** Exit codes of shells for a process ended by a signal: 128 + its number. */
const EXIT_CODE = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a command and listens for SIGINT and SIGTERM meanwhile. Resolves with the command's exit code, or once a signal
 * has come, with the signal's; a launch or a connection given up because of it is no news then. The second signal ends
 * the process; the journal keeps what is left.
 */
export async function interruptible(command: (signal: AbortSignal) => Promise<number>): Promise<number> {
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
  try {
    const code = await command(controller.signal);
    return exitCode ?? code;
  } catch (error) {
    if (exitCode === undefined || !isBroken(error)) throw error;
    return exitCode;
  } finally {
    for (const { name, handler } of handlers) process.off(name, handler);
  }
}
