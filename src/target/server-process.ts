import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { cpuTimeMs } from './cpu-time.ts';

/** A program with its arguments and its environment variables. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Start it only when this file of the directory, the log of an earlier process, holds this text. */
  readonly after?: { readonly file: string; readonly text: string };
}

/** A server that runs as our child process. The kernel ends it when we end. */
export interface ServerProcess {
  /** Aborts when the process has ended. */
  readonly ended: AbortSignal;
  /** CPU time used so far, in milliseconds; undefined once the process has ended. */
  cpuMs(): number | undefined;
  /** Has the process end in an orderly way, kills it where it does not, and waits until it has ended. Never rejects. */
  end(): Promise<void>;
  /** Kills the process and waits until it has ended. Never rejects. */
  kill(): Promise<void>;
}

/** ejabberd, the slowest, needs 2 s to end on an idle machine; a busy one gets ten times that. */
const END_TIMEOUT_MS = 20_000;

/** File in the server's directory that receives its standard output and error. */
export const OUTPUT_FILE = 'output.log';

/**
 * Starts a command in `directory`, in a process group of its own: Ctrl-C in a terminal must not reach the server, which has
 * to outlive the cases under way. setpriv has the kernel kill the server when this process ends, even by SIGKILL.
 */
export async function startProcess(command: Command, directory: string): Promise<ServerProcess> {
  const output = await open(join(directory, OUTPUT_FILE), 'a');
  try {
    const args = ['--pdeathsig', 'KILL', '--', command.file, ...command.args];
    const io = { stdio: ['ignore', output.fd, output.fd] as ['ignore', number, number], detached: true };
    return watch(spawn('/usr/bin/setpriv', args, { cwd: directory, env: environment(command, directory), ...io }));
  } finally {
    await output.close();
  }
}

function environment(command: Command, directory: string): Record<string, string> {
  return { PATH: '/usr/bin:/bin', HOME: directory, LANG: 'C.UTF-8', ...command.env };
}

function watch(child: ChildProcess): ServerProcess {
  const ended = new AbortController();
  child.once('exit', () => ended.abort());
  child.once('error', () => ended.abort());
  const signalled = async (signal: NodeJS.Signals) => {
    if (ended.signal.aborted) return;
    const gone = once(ended.signal, 'abort');
    child.kill(signal);
    await gone;
  };
  return {
    ended: ended.signal,
    cpuMs: () => (ended.signal.aborted || child.pid === undefined ? undefined : cpuTimeMs(child.pid)),
    async end() {
      const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
      await signalled('SIGTERM');
      clearTimeout(timer);
    },
    // Its directory is removed afterwards, so there is nothing to save for it.
    kill: () => signalled('SIGKILL'),
  };
}
