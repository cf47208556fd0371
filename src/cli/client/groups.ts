// The processes of clients under test: all of them end with this process, also where it crashes.

import process from 'node:process';
import type { ProcessTools } from '../../client/client-process.ts';
import { signal } from '../server-command/processes.ts';

const running = new Set<number>();
let isWatched = false;

/** How clients are started and ended. */
export function processTools(command: ProcessTools['command']): ProcessTools {
  if (!isWatched) process.on('exit', killAll);
  isWatched = true;
  return {
    command,
    env: process.env,
    signal,
    onGroup: (group, isRunning) => void running[isRunning ? 'add' : 'delete'](group),
  };
}

function killAll(): void {
  for (const group of running) signal(-group, 'SIGKILL');
}
