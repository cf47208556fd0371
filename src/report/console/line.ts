// The report on one line: for a terminal or a log where all reports go to files.

import type { Reporter, ReporterSetup } from '../../model/event.ts';
import { createPaint } from '../text/paint.ts';
import { totalText } from './summary.ts';

/** Writes the last line of the console report when the run is finished. */
export function createLineReporter({ color, lang, write }: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') write(totalText(event, { paint: createPaint(color), lang }));
    },
  };
}
