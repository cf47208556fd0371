/** Runs jobs, at most a fixed number of them at the same time; the others wait in order. */
export type RunLimited = <T>(job: () => Promise<T>) => Promise<T>;

/** Makes a runner of at most `limit` jobs at the same time. */
export function limitConcurrency(limit: number): RunLimited {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (job) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
