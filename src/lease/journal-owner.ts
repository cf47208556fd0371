// Which process a journal belongs to. A pid alone does not say: pids repeat, in containers with every start.

import { readFileSync } from 'node:fs';
import { CLOCK_SLACK_MS, TICKS_PER_SECOND } from './numbers.ts';

/** The process of a journal, as far as the journal says. */
export interface JournalOwner {
  readonly pid: number;
  /** See `identityOf`; absent in journals of older versions, and where there is no /proc. */
  readonly identity: string | undefined;
  /** When the file was made, in milliseconds since 1970. */
  readonly madeMs: number;
}

/** A process in all boots and containers: the boot, and its start in ticks. Undefined where /proc does not say. */
export function identityOf(pid: number): string | undefined {
  const boot = contentOf('/proc/sys/kernel/random/boot_id')?.trim();
  const ticks = startTicks(pid);
  return boot === undefined || ticks === undefined ? undefined : `${boot} ${ticks}`;
}

/**
 * Whether the process of a journal still runs. Without /proc every process with its pid counts. A journal that names no
 * process belongs to one that is older than the journal and runs xmppspec.
 */
export function isOwnerAlive({ pid, identity, madeMs }: JournalOwner, alive: (pid: number) => boolean): boolean {
  if (!alive(pid)) return false;
  const running = identityOf(pid);
  if (running === undefined) return true;
  if (identity !== undefined) return identity === running;
  const command = contentOf(`/proc/${pid}/cmdline`) ?? '';
  return (startedMs(pid) ?? 0) <= madeMs + CLOCK_SLACK_MS && command.includes('xmppspec');
}

/** When a process started, in milliseconds since 1970. */
function startedMs(pid: number): number | undefined {
  const boot = /^btime (\d+)$/m.exec(contentOf('/proc/stat') ?? '')?.[1];
  const ticks = startTicks(pid);
  return boot === undefined || ticks === undefined ? undefined : (Number(boot) + ticks / TICKS_PER_SECOND) * 1000;
}

/** The 22nd field of /proc/PID/stat. The second, the command in parentheses, may contain anything. */
function startTicks(pid: number): number | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  const fromThird = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fromThird?.[22 - 3];
  return ticks === undefined ? undefined : Number(ticks);
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
