import type { Reporter, RunEvent } from '../model/event.ts';

/** A reporter and its name in error messages. */
export interface NamedReporter {
  readonly name: string;
  readonly reporter: Reporter;
}

/**
 * Passes events to several reporters in the given order. A reporter that throws gets no further events and does not
 * stop the run; `onProblem` is called once for it.
 */
export function createMultiplexer(
  reporters: readonly NamedReporter[],
  onProblem: (name: string, error: unknown) => void,
): Reporter {
  const working = new Set(reporters);
  const pass = (named: NamedReporter, event: RunEvent) => {
    try {
      named.reporter.on(event);
    } catch (error) {
      working.delete(named);
      onProblem(named.name, error);
    }
  };
  return {
    on(event) {
      for (const named of [...working]) pass(named, event);
    },
  };
}
