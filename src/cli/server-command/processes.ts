// The processes of a server: its process group and those with its mark; what a run and its guard say to each other.

import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** The environment variable that marks every process of a server: a daemon leaves its process group, and inherits this. */
export const MARK = 'XMPPSPEC_SERVER';

interface Marked {
  /** Id of the process group of the shell that starts the server. */
  readonly group: number;
  /** The value of `MARK`. */
  readonly mark: string;
}

/** Ids of the processes that run; without /proc, the id of the group, negative, as kill(2) takes it. */
export function processesOf(server: Marked): readonly number[] {
  const all = allProcesses();
  return all === undefined ? groupAlone(server.group) : all.filter((pid) => belongs(pid, server));
}

/** Undefined where the system has no /proc like that of Linux. */
function allProcesses(): readonly number[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return undefined;
  }
}

/** A process may end meanwhile, and one of another user may hide its environment. A zombie has ended (proc(5)). */
function belongs(pid: number, { group, mark }: Marked): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if ('ZX'.includes(state)) return false;
    if (Number(processGroup) === group) return true;
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`);
  } catch {
    return false;
  }
}

function groupAlone(group: number): readonly number[] {
  return signal(-group, 0) ? [-group] : [];
}

/** Sends a signal. False where there is no such process. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The first line to the guard. */
export interface Order {
  /** For /bin/sh. */
  readonly command: string;
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** File for what the server writes; what it held before is gone. */
  readonly log: string;
  /** Hidden in the log. */
  readonly secrets: readonly string[];
}

/** A later line to the guard: stop the server. The end of the input means the same, with a short grace. */
export interface StopOrder {
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** How the command of a server ended. */
export interface ServerEnd {
  /** The exit status, or null after a signal. */
  readonly status: number | null;
  readonly signal: string | null;
  /** Why the shell could not be started, or the log not be written. */
  readonly problem?: string | undefined;
}

/** A line of the guard. */
export type GuardMessage =
  /** The shell runs; its process group has this id. */
  | { readonly kind: 'started'; readonly group: number }
  /** The server ended before it was stopped, with all of its processes. */
  | { readonly kind: 'ended'; readonly end: ServerEnd }
  /** The last line: the server is stopped. */
  | {
      readonly kind: 'stopped';
      /** The last lines of the log. */
      readonly tail: readonly string[];
      /** Processes that are left. */
      readonly left: readonly number[];
    };
