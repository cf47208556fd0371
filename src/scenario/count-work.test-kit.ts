// Counts the work of a function: how often V8 runs each block of code. Unlike time, it does not depend on the machine.

import { Session } from 'node:inspector';

/** Number of runs of each block, by the name of its function, its script and its offset. */
type Runs = ReadonlyMap<string, number>;

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** Counts runs until it is closed. Create one for a whole test file: code that is optimised between two counts is missed. */
export class WorkCounter {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /**
   * The blocks whose runs grow with the square of the size of the input: nearly four times as many for an input of twice
   * the size. Those that run less than once for each four pairs of entries do not count.
   */
  quadraticBlocks(run: (size: number) => void, size: number): readonly string[] {
    const [once, twice] = [this.#count(() => run(size)), this.#count(() => run(2 * size))];
    const isQuadratic = (block: string, runs: number) =>
      runs > (2 * size) ** 2 / 4 && runs > 3.2 * Math.max(1, once.get(block) ?? 0);
    return [...twice].filter(([block, runs]) => isQuadratic(block, runs)).map(([block, runs]) => `${block} (${runs})`);
  }

  close(): void {
    this.#session.disconnect();
  }

  #count(run: () => void): Runs {
    this.#take();
    run();
    const blocks = this.#take().result.flatMap(({ url, functions }) =>
      functions.flatMap(({ functionName, ranges }) =>
        ranges.map(({ startOffset, count }) => [`${functionName} ${url}:${startOffset}`, count] as const),
      ),
    );
    return new Map(blocks);
  }

  /** The counts since the last time. */
  #take(): Coverage {
    let coverage: Coverage = { result: [] };
    this.#session.post('Profiler.takePreciseCoverage', (_, taken) => {
      coverage = taken;
    });
    return coverage;
  }
}
