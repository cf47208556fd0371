// The live view of a run on a terminal.

import type { Case } from '../../model/case.ts';
import type { ReporterSetup, RunEvent } from '../../model/event.ts';
import type { RunInfo } from '../../model/run.ts';
import { blockLines } from './live-block.ts';
import { createScreen } from './live-screen.ts';
import { watchProgress } from './progress.ts';

/** Ten times a second: smooth for the eye, cheap for the processor. */
const DRAW_EVERY_MS = 100;

export interface Live {
  /** Writes whole lines that stay. `shown` are the cases whose failures they show in full. */
  write(text: string, shown?: readonly Case[]): void;
  on(event: RunEvent): void;
}

/**
 * Shows progress in a block at the bottom of the terminal until the run is finished. Text appears above the block with
 * the next drawing. Without a terminal, writes text at once and draws nothing.
 */
export function createLive(setup: ReporterSetup, info: RunInfo, total: number): Live {
  if (!setup.terminal) return { write: (text) => setup.write(text), on: () => undefined };
  const progress = watchProgress(info, total);
  const screen = createScreen(setup);
  let waiting = '';
  let isOver = false;
  let problem: { readonly error: unknown } | undefined;

  const draw = (block: readonly string[]) => {
    const above = waiting;
    waiting = '';
    screen.draw(above, block);
  };
  const timer = setInterval(() => {
    try {
      draw(blockLines(progress.now(), setup));
    } catch (error) {
      clearInterval(timer);
      problem = { error };
    }
  }, DRAW_EVERY_MS).unref();
  setup.stop?.addEventListener('abort', () => draw([]));
  return {
    write(text, shown = []) {
      progress.dropFailures(shown);
      waiting += text;
      if (isOver) draw([]);
    },
    on(event) {
      // An error thrown in a timer would end the process. The caller of `on` handles it.
      if (problem !== undefined) throw problem.error;
      progress.on(event);
      if (event.type !== 'run-finished') return;
      isOver = true;
      clearInterval(timer);
      draw([]);
    },
  };
}
