import { performance } from 'node:perf_hooks';
import { expect, test, vi } from 'vitest';
import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { jobsAt, loginsAt, measureRoundTrip, timeoutAt } from './distance.ts';

/** Answers each ping after the next of these times; `ms` gets what was sent before it. */
function sessionThat(ms: (sent: readonly string[]) => number | undefined) {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  let sent: string[] = [];
  const all: string[] = [];
  const session = {
    send: async ({ attrs }: XmlElement) => void sent.push(attrs['type'] ?? 'available'),
    request: async () => {
      const took = ms(sent);
      all.push(...sent);
      sent = [];
      if (took === undefined) throw new Error('no answer');
      now += took;
    },
    drain: () => [],
  } as unknown as Session;
  const measured = measureRoundTrip(session, 'fake.localhost', 1000).finally(() => clock.mockRestore());
  return { measured, all };
}

test.each<[string, (sent: readonly string[], count: number) => number | undefined, number]>([
  ['the shortest of its answers is near', () => 2, 2],
  ['all are far', () => 50, 50],
  ['it holds every answer behind presence', (sent) => (sent.length > 0 ? 42 : 1), 42],
  ['it holds the first answers behind presence', (_, count) => (count > 1 && count < 8 ? 42 : 1), 1],
  ['it leaves one unanswered', (_, count) => (count === 2 ? undefined : 50), 0],
])('the round trip of a server is known where %s', async (_, answers, expected) => {
  let count = 0;
  const { measured } = sessionThat((sent) => {
    count += 1;
    return answers(sent, count);
  });
  expect(await measured).toBe(expected);
});

test('the session that measures is unavailable afterwards', async () => {
  const { measured, all } = sessionThat(() => 50);
  await measured;
  expect([all[0], all.at(-1)]).toEqual(['available', 'unavailable']);
});

const free = { capacity: undefined, found: [] };

test.each([
  [0, 16],
  [0.4, 16],
  [15, 16],
  [50, 64],
  [120, 96],
  [2000, 96],
])('at a round trip of %d ms, %d cases run at once', (roundTripMs, jobs) => {
  expect(jobsAt(roundTripMs, free)).toBe(jobs);
});

test('no more cases run at once than there are accounts, and as many as without a distance where those are few', () => {
  expect(jobsAt(200, { ...free, capacity: 40 })).toBe(40);
  expect(jobsAt(200, { ...free, capacity: 2 })).toBe(jobsAt(0, { ...free, capacity: 2 }));
});

test('a server that limits bytes gets no more cases at once for being far away', () => {
  expect(jobsAt(200, { ...free, found: [{ kind: 'byte-rate', bytesPerSecond: 1000 }] })).toBe(16);
});

test('the timeout of a wait is as given nearby, and leaves time for the round trips of a login far away', () => {
  expect(timeoutAt(1, 5000)).toBe(5000);
  expect(timeoutAt(200, 5000)).toBe(9000);
});

test('more logins are under way at once on a distant server', () => {
  expect([0, 50, 200].map(loginsAt)).toEqual([32, 96, 96]);
});
