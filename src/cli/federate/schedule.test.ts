import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Pair } from '../../results/pair-run.ts';
import { pairsOf } from './pairs.ts';
import { playAll } from './schedule.ts';

const nameOf = ({ server, peer }: Pair) => `${server}${peer}`;

/** Plays the pairs of these servers, and ends the oldest run whenever no other can begin. */
async function played(servers: readonly string[], atOnce: number, isShared = false) {
  const controller = new AbortController();
  const running = new Map<string, () => void>();
  const steps: string[] = [];
  const playing = playAll(pairsOf(servers), {
    ...{ atOnce, isShared: () => isShared, signal: controller.signal, stop: () => controller.abort() },
    play: (pair) =>
      new Promise((resolve) => {
        running.set(nameOf(pair), resolve);
        steps.push([...running.keys()].join(' '));
      }),
  });
  for (;;) {
    await setImmediate();
    const [oldest] = running;
    if (oldest === undefined) break;
    running.delete(oldest[0]);
    oldest[1]();
  }
  await playing;
  return steps;
}

test('each server alone comes first, and a pair begins as soon as both of its servers were tested alone', async () => {
  expect(await played(['a', 'b', 'c'], 2)).toEqual([
    ...['aa', 'aa bb', 'bb cc', 'cc ab', 'ab ac', 'ac ba', 'ba bc', 'bc ca', 'ca cb'],
  ]);
});

test('a server that is one for all runs is never in two at once', async () => {
  const steps = await played(['a', 'b', 'c', 'd'], 4, true);
  expect(new Set(steps.flatMap((step) => step.split(' '))).size).toBe(16);
  for (const step of steps) {
    const servers = step.split(' ').flatMap((pair) => [...new Set(pair)]);
    expect(servers.toSorted().join(), step).toBe([...new Set(servers)].toSorted().join());
  }
  expect(steps.some((step) => step.includes(' '))).toBe(true);
});

test('an error stops the other runs and is reported once they have ended', async () => {
  const controller = new AbortController();
  let hasEnded = false;
  const playing = playAll(pairsOf(['a', 'b']), {
    ...{ atOnce: 2, isShared: () => false, signal: controller.signal, stop: () => controller.abort() },
    async play({ server }) {
      if (server === 'a') throw new Error('wrong');
      await new Promise((resolve) => controller.signal.addEventListener('abort', resolve));
      hasEnded = true;
    },
  });
  await expect(playing).rejects.toThrow('wrong');
  expect(hasEnded).toBe(true);
});
