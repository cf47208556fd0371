import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports CPU time in ticks of USER_HZ, which is 100 on every architecture that Node 20 runs on. */
const MS_PER_TICK = 10;

/** CPU time, user and system, of a process and its descendants, in milliseconds; undefined once the process is gone. */
export function cpuTimeMs(pid: number): number | undefined {
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
