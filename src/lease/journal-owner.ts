// Which process a journal belongs to. A pid alone does not say: pids repeat, in containers with every start.

import { readFileSync } from 'node:fs';

/** The process of a journal, as far as the journal says. */
export interface JournalOwner {
  readonly pid: number;
  /** See `identityOf`; absent in journals of older versions, and where there is no /proc. */
  readonly identity: string | undefined;
}

/** A process in all boots and containers: the boot, and its start in ticks. Undefined where /proc does not say. */
export function identityOf(pid: number): string | undefined {
  const boot = contentOf('/proc/sys/kernel/random/boot_id')?.trim();
  const ticks = startTicks(pid);
  return boot === undefined || ticks === undefined ? undefined : `${boot} ${ticks}`;
}

/**
 * Whether the process of a journal still runs. Without /proc every process with its pid counts. A journal that names no
 * process belongs to one that runs xmppspec.
 */
export function isOwnerAlive({ pid, identity }: JournalOwner, alive: (pid: number) => boolean): boolean {
  if (!alive(pid)) return false;
  const running = identityOf(pid);
  if (running === undefined) return true;
  if (identity !== undefined) return identity === running;
  return contentOf(`/proc/${pid}/cmdline`)?.includes('xmppspec') ?? false;
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
