import type { Reporter, RunEvent } from '../model/event.ts';

/** A reporter, and what to call it when it does not work. */
export interface NamedReporter {
  readonly name: string;
  readonly reporter: Reporter;
}

/**
 * Tells several reporters the same events, in the order given. One that throws is left out from then on, and
 * `onProblem` hears of it, once: it cannot stop the run.
 */
export function createMultiplexer(
  reporters: readonly NamedReporter[],
  onProblem: (name: string, error: unknown) => void,
): Reporter {
  const working = new Set(reporters);
  const tell = (named: NamedReporter, event: RunEvent) => {
    try {
      named.reporter.on(event);
    } catch (error) {
      working.delete(named);
      onProblem(named.name, error);
    }
  };
  return {
    on(event) {
      for (const named of [...working]) tell(named, event);
    },
  };
}
