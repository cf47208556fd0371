// The processes of a server: those of its process group, and those that have left it and carry its mark.

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
