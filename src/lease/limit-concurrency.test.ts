import { expect, test } from 'vitest';
import { limitConcurrency, type RunLimited } from './limit-concurrency.ts';

/** Jobs that the test ends by name, and the names of those that have begun. */
function jobs(runLimited: RunLimited) {
  const begun: string[] = [];
  const ends = new Map<string, { end: () => void; fail: () => void }>();
  const add = (name: string) =>
    runLimited(() => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.set(name, { end: () => resolve(name), fail: () => reject(new Error(name)) });
      });
    });
  return { begun, ends, add };
}

test('a job waits until one of those before it has settled, in order', async () => {
  const { begun, ends, add } = jobs(limitConcurrency(2));
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map(add);
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.fail();
  await expect(second).rejects.toThrow('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  ends.get('a')?.end();
  ends.get('c')?.end();
  expect([await first, await third]).toEqual(['a', 'c']);
  ends.get('d')?.end();
  expect(await fourth).toBe('d');
});

test('a turn without a waiting job is free again', async () => {
  const { begun, ends, add } = jobs(limitConcurrency(1));
  const first = add('a');
  ends.get('a')?.end();
  await first;
  void add('b');
  expect(begun).toEqual(['a', 'b']);
});

test('a limit that has grown lets more jobs run as soon as one begins or ends', async () => {
  let limit = 1;
  const { begun, ends, add } = jobs(limitConcurrency(() => limit));
  const [first] = ['a', 'b', 'c', 'd'].map(add);
  expect(begun).toEqual(['a']);
  limit = 3;
  ends.get('a')?.end();
  await first;
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});
