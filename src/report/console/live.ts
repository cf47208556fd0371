// The live view of a run on a terminal.

import type { Case } from '../../model/case.ts';
import type { ReporterSetup, RunEvent } from '../../model/event.ts';
import type { RunInfo } from '../../model/run.ts';
import { blockLines } from './live-block.ts';
import { createScreen } from './live-screen.ts';
import { watchProgress } from './progress.ts';

/** Ten times a second: motion for the eye, and no load. */
const DRAW_EVERY_MS = 100;

export interface Live {
  /** Writes text that stays: whole lines. `told` are cases whose failures it tells in full. */
  write(text: string, told?: readonly Case[]): void;
  on(event: RunEvent): void;
}

/**
 * Shows how far the run is in a block at the bottom, until the run is finished or, for a moment, the user stops it. What
 * is written meanwhile stays above and waits for the next drawing. Where no terminal shows it, text is all there is.
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
    write(text, told = []) {
      progress.tell(told);
      waiting += text;
      if (isOver) draw([]);
    },
    on(event) {
      // Thrown here, where whoever tells of events expects it; a timer must not end the run.
      if (problem !== undefined) throw problem.error;
      progress.on(event);
      if (event.type !== 'run-finished') return;
      isOver = true;
      clearInterval(timer);
      draw([]);
    },
  };
}
