/** Runs jobs, at most a number of them at the same time; the others wait in order. */
export type RunLimited = <T>(job: () => Promise<T>) => Promise<T>;

/** Makes a runner of at most `limit` jobs at the same time. A function is asked whenever a job may start: the limit may change. */
export function limitConcurrency(limit: number | (() => number)): RunLimited {
  const most = typeof limit === 'number' ? () => limit : limit;
  const waiting: (() => void)[] = [];
  let running = 0;
  const startNext = () => {
    while (running < most()) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      next();
    }
  };
  return async (job) => {
    if (running < most()) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      running -= 1;
      startNext();
    }
  };
}
