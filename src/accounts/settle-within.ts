/** Waits until the job settles, at most `limitMs` milliseconds; never rejects. The job itself is not stopped. */
export async function settleWithin(job: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([job.catch(() => undefined), limit]);
  clearTimeout(timer);
}
