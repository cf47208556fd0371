// One launched server process, or several of one server.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, watch as watchDirectory } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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
async function startProcess(command: Command, directory: string): Promise<ServerProcess> {
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

/** Linux reports CPU time in ticks of USER_HZ, which is 100 on every architecture that Node 20 runs on. */
const MS_PER_TICK = 10;

/** CPU time, user and system, of a process and its descendants, in milliseconds; undefined once the process is gone. */
function cpuTimeMs(pid: number): number | undefined {
  try {
    const below = childrenOf(pid).map((child) => cpuTimeMs(child) ?? 0);
    return sum([...ticks(pid).map((count) => count * MS_PER_TICK), ...below]);
  } catch {
    return undefined;
  }
}

/** utime, stime, cutime and cstime: fields 14 to 17 of proc(5). The name of the command, field 2, may hold spaces. */
function ticks(pid: number): readonly number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fromField3 = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fromField3.slice(14 - 3, 17 - 3 + 1).map(Number);
}

function childrenOf(pid: number): readonly number[] {
  const tasks = `/proc/${pid}/task`;
  const lists = readdirSync(tasks).map((task) => readFileSync(`${tasks}/${task}/children`, 'latin1'));
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Resolves once the file holds `text`. Its directory must exist, the file need not. Rejects when `signal` aborts. */
function waitForLog(file: string, text: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watchDirectory(dirname(file), { signal });
    const look = () => {
      if (!contentOf(file).includes(text)) return;
      watcher.close();
      resolve();
    };
    const abort = () => reject(signal.reason);
    watcher.on('change', look).on('error', reject);
    watcher.on('close', () => signal.removeEventListener('abort', abort));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) reject(signal.reason);
    else look();
  });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The processes of one server. The server has ended when the first of them has. */
interface ServerProcesses extends ServerProcess {
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
