import { join } from 'node:path';

import { type Command, type ServerProcess, startProcess } from './server-process.ts';
import { waitForLog } from './wait-for-log.ts';

/** The processes of one server. The server has ended when the first of them has. */
export interface ServerProcesses extends ServerProcess {
  /** Starts one more process once the log line that the command waits for is written. Rejects when `signal` aborts. */
  start(command: Command, signal: AbortSignal): Promise<void>;
}

/** A server without processes yet, which will run in `directory`. */
export function serverProcesses(directory: string): ServerProcesses {
  const processes: ServerProcess[] = [];
  const ended = new AbortController();
  return {
    ended: ended.signal,
    async start(command, signal) {
      if (command.after !== undefined)
        await waitForLog(join(directory, command.after.file), command.after.text, signal);
      signal.throwIfAborted();
      const started = await startProcess(command, directory);
      processes.push(started);
      // It may have ended while its output file was being closed.
      if (started.ended.aborted) ended.abort();
      else started.ended.addEventListener('abort', () => ended.abort());
    },
    cpuMs: () => total(processes.map((one) => one.cpuMs())),
    async end() {
      // The last one first: it uses the others.
      for (const one of processes.toReversed()) await one.end();
    },
    async kill() {
      await Promise.all(processes.map((one) => one.kill()));
    },
  };
}

/** The sum; undefined when one of the values is. */
function total(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((sum, value) => (sum === undefined || value === undefined ? undefined : sum + value), 0);
}
