import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { cpuTimeMs } from './cpu-time.ts';

/** A program with its arguments and the whole of its environment. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Not before this file of the directory, a log of a process started earlier, shows this text. */
  readonly after?: { readonly file: string; readonly text: string };
}

/** A server that runs as our child and dies with us. */
export interface ServerProcess {
  /** Aborts when the process has ended, for whatever reason. */
  readonly ended: AbortSignal;
  cpuMs(): number | undefined;
  /** Ends the process and waits until it is gone; never throws. */
  kill(): Promise<void>;
}

/** File in the server's directory that receives its standard output and error. */
export const OUTPUT_FILE = 'output.log';

/** Starts a command in `directory`. setpriv makes the kernel kill the server when we die, however we die. */
export async function startProcess(command: Command, directory: string): Promise<ServerProcess> {
  const output = await open(join(directory, OUTPUT_FILE), 'a');
  try {
    const args = ['--pdeathsig', 'KILL', '--', command.file, ...command.args];
    const stdio = ['ignore', output.fd, output.fd] as const;
    return watch(
      spawn('/usr/bin/setpriv', args, { cwd: directory, env: environment(command, directory), stdio: [...stdio] }),
    );
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
  return {
    ended: ended.signal,
    cpuMs: () => (ended.signal.aborted || child.pid === undefined ? undefined : cpuTimeMs(child.pid)),
    async kill() {
      if (ended.signal.aborted) return;
      const gone = once(ended.signal, 'abort');
      // Its directory is thrown away with it, so there is nothing that a gentler signal would save.
      child.kill('SIGKILL');
      await gone;
    },
  };
}
