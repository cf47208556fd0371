// The live view of a run on a terminal.

import type { Case } from '../../model/case.ts';
import type { Reporter, ReporterSetup, RunEvent } from '../../model/event.ts';
import { blockLines, heartbeatLine } from './live-block.ts';
import { createScreen } from './live-screen.ts';
import { watchProgress } from './progress.ts';

/** Ten times a second: smooth for the eye, cheap for the processor. */
const DRAW_EVERY_MS = 100;

/** Services of CI stop a job that has been silent for some minutes. */
const BEAT_EVERY_MS = 60_000;

export interface Live {
  /** Writes whole lines that stay. `shown` are the cases whose failures they show in full. */
  write(text: string, shown?: readonly Case[]): void;
  on(event: RunEvent): void;
}

/**
 * Shows progress in a block at the bottom of the terminal until the run is finished, or ends before its first case. Text and notices
 * appear above the block with the next drawing. Without a terminal, writes text at once and draws nothing.
 */
export function createLive(setup: ReporterSetup): Live {
  if (!setup.terminal) return { write: (text) => setup.write(text), on: () => undefined };
  const progress = watchProgress();
  const screen = createScreen(setup);
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let problem: { readonly error: unknown } | undefined;

  const draw = (block: readonly string[]) => {
    const above = waiting;
    waiting = '';
    screen.draw(above, block);
  };
  const tick = () => {
    try {
      draw(blockLines(progress.now(), setup));
    } catch (error) {
      clearInterval(timer);
      problem = { error };
    }
  };
  const begin = () => {
    timer = setInterval(tick, DRAW_EVERY_MS).unref();
    setup.onNotice?.((text) => {
      waiting += text;
      tick();
    });
    tick();
  };
  const end = () => {
    isOver = true;
    clearInterval(timer);
    setup.onNotice?.(undefined);
    draw([]);
  };
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
      if (event.type === 'run-finished' || (event.type === 'run-preparing' && event.stage === undefined)) end();
      else if (timer === undefined) begin();
    },
  };
}

/** The progress alone, for a run whose reports go elsewhere: the live view of a terminal, or a line a minute in a log. */
export function createProgressReporter(setup: ReporterSetup): Reporter {
  return setup.terminal ? createLive(setup) : createHeartbeat(setup);
}

function createHeartbeat({ write, ...setup }: ReporterSetup): Reporter {
  const progress = watchProgress();
  let timer: NodeJS.Timeout | undefined;
  return {
    on(event) {
      progress.on(event);
      timer ??= setInterval(() => write(`${heartbeatLine(progress.now(), setup)}\n`), BEAT_EVERY_MS).unref();
      if (event.type === 'run-finished' || (event.type === 'run-preparing' && event.stage === undefined)) {
        clearInterval(timer);
      }
    },
  };
}
