// Ctrl-C and SIGTERM stop a run after a clean-up; a second signal ends the process at once.

import { setMaxListeners } from 'node:events';
import process from 'node:process';
import { notices, notify } from '../terminal/terminal.ts';
import { EXIT, EXIT_AFTER_SIGNAL, type ExitCode, errorExit, exitAfterLoss } from './exit-code.ts';
import { explained } from './exit-note.ts';

/** A command ends within 15 s of a signal. It usually takes less; this bounds every wait that is left then. */
const LAST_RESORT_MS = 14_500;

/** SIGHUP comes when the terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Signal = (typeof SIGNALS)[number];

/**
 * Runs a command that stops when `signal` aborts: at SIGINT, SIGTERM and SIGHUP, and when nothing can be written to
 * standard output any more. Resolves with the exit code of the command, or with that of what stopped it, also where that
 * made a launch or a connection fail. A second signal ends the process at once; the journal keeps what is left.
 */
export async function interruptible(command: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const controller = new AbortController();
  // Each worker of a run listens.
  setMaxListeners(0, controller.signal);
  let stopped: { readonly code: ExitCode; readonly by?: Signal } | undefined;
  const stop = (code: ExitCode, by?: Signal) => {
    stopped ??= { code, ...(by !== undefined && { by }) };
    setTimeout(() => process.exit(stopped?.code), LAST_RESORT_MS).unref();
    controller.abort();
  };
  // It is no signal of the user: Ctrl-C ends the reader of a pipe, too.
  const onLostOutput = (error: NodeJS.ErrnoException) => stop(exitAfterLoss(error));
  const release = onSignals((name) => stop(EXIT_AFTER_SIGNAL[name], name));
  process.stdout.on('error', onLostOutput);
  const afterStop = ({ code, by }: NonNullable<typeof stopped>) =>
    by === undefined ? code : explained(code, notices().signalled(by));
  try {
    const code = await command(controller.signal);
    return stopped === undefined ? code : afterStop(stopped);
  } catch (error) {
    if (stopped === undefined || errorExit(error) !== EXIT.inconclusive) throw error;
    return afterStop(stopped);
  } finally {
    release();
    process.stdout.off('error', onLostOutput);
  }
}

/** Calls `stop` at the first signal and ends the process at the second. Returns a function that removes the handlers. */
function onSignals(stop: (name: Signal) => void): () => void {
  let isFirst = true;
  const handlers = SIGNALS.map((name) => {
    const handler = () => {
      if (!isFirst) process.exit(EXIT_AFTER_SIGNAL[name]);
      isFirst = false;
      stop(name);
      notify(`\n${notices().cleaningUp(name)}`);
    };
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
