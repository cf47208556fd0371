// Ctrl-C and SIGTERM stop a run after a clean-up; a second signal ends the process at once.

import process from 'node:process';
import { EXIT, EXIT_AFTER_SIGNAL, type ExitCode, errorExit } from './exit-code.ts';

/**
 * Runs a command that stops when `signal` aborts, which SIGINT and SIGTERM do. Resolves with the exit code of the command,
 * or with that of the signal, also where the signal made a launch or a connection fail. A second signal ends the process
 * at once; the journal keeps what is left.
 */
export async function interruptible(command: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const controller = new AbortController();
  let exitCode: ExitCode | undefined;
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const handler = () => {
      if (exitCode !== undefined) process.exit(exitCode);
      exitCode = EXIT_AFTER_SIGNAL[name];
      controller.abort();
      const quit = 'press Ctrl-C again to quit now (`xmppspec clean` removes leftovers)';
      process.stderr.write(`\n${name}: cleaning up; ${quit}\n`);
    };
    process.on(name, handler);
    return { name, handler };
  });
  try {
    const code = await command(controller.signal);
    return exitCode ?? code;
  } catch (error) {
    if (exitCode === undefined || errorExit(error) !== EXIT.inconclusive) throw error;
    return exitCode;
  } finally {
    for (const { name, handler } of handlers) process.off(name, handler);
  }
}
