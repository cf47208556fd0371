// The line at the bottom of a terminal that says how far a run is.

import type { CaseResult, ReporterSetup } from '../model.ts';
import { visible } from './visible.ts';

/** Columns used: a terminal of the usual 80 does not wrap, which would leave pieces of the line behind. */
const MAX_COLUMNS = 78;

export interface Progress {
  /** A case is finished: writes the line anew. */
  step(result: CaseResult): void;
  /** Takes the line away, before something else is written. */
  clear(): void;
}

/** Progress over `total` cases; writes nothing where no terminal shows it. */
export function createProgress(setup: ReporterSetup, total: number): Progress {
  const counts = { finished: 0, failed: 0, broken: 0 };
  let shown = 0;
  const clear = () => {
    if (shown > 0) setup.write(`\r${' '.repeat(shown)}\r`);
    shown = 0;
  };
  return {
    clear,
    step(result) {
      if (!setup.terminal) return;
      clear();
      counts.finished += 1;
      if (result.outcome === 'failed' || result.outcome === 'broken') counts[result.outcome] += 1;
      const bad = [
        counts.failed > 0 ? `  ${counts.failed} failed` : '',
        counts.broken > 0 ? `  ${counts.broken} broken` : '',
      ];
      const line = `${counts.finished}/${total}${bad.join('')}  ${visible(result.case.id)}`.slice(0, MAX_COLUMNS);
      setup.write(line);
      shown = line.length;
    },
  };
}
