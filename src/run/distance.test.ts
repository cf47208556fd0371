import { performance } from 'node:perf_hooks';
import { afterEach, expect, test, vi } from 'vitest';
import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { jobsAt, loginsAt, measureBehind, measureRoundTrip, timeoutAt } from './distance.ts';

/** Answers each ping after as many milliseconds as `ms` returns, by the count of pings; undefined: not at all. */
function sessionThat(ms: (count: number) => number | undefined) {
  let [now, count] = [0, 0];
  const sent: string[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const session = {
    send: async ({ attrs }: XmlElement) => void sent.push(attrs['type'] ?? 'available'),
    request: async (_iq: XmlElement, _kind: string, timeoutMs: number) => {
      count += 1;
      const took = ms(count);
      if (took === undefined || took > timeoutMs) throw new Error('no answer');
      now += took;
    },
    drain: () => [],
  } as unknown as Session;
  return { session, sent };
}

afterEach(() => vi.restoreAllMocks());

test.each<[string, (count: number) => number | undefined, number]>([
  ['the shortest time in which a ping was answered', (count) => 10 * count, 10],
  ['none where a ping is not answered', (count) => (count === 2 ? undefined : 50), 0],
])('the round trip is %s', async (_, ms, expected) => {
  expect(await measureRoundTrip(sessionThat(ms).session, 'fake.localhost', 1000)).toBe(expected);
});

test.each<[string, (count: number) => number | undefined, number]>([
  ['holds every answer', () => 42, 42],
  ['holds the first answers', (count) => (count < 8 ? 42 : 2), 5],
  ['answers at once', () => 1, 5],
  ['works longer than an acknowledgement may be delayed', () => 80, 5],
  ['does not answer', (count) => (count === 2 ? undefined : 42), 5],
])('a server that %s behind presence is as distant as it is', async (_, ms, expected) => {
  const { session, sent } = sessionThat(ms);
  expect(await measureBehind(session, { domain: 'fake.localhost', aloneMs: 5, found: [] })).toBe(expected);
  expect([sent[0], sent.at(-1)]).toEqual(['available', 'unavailable']);
});

test('a server with a limit is not measured behind presence', async () => {
  const { session, sent } = sessionThat(() => 42);
  const found = [{ kind: 'subscription-count', allowed: 5 }] as const;
  expect([await measureBehind(session, { domain: 'fake.localhost', aloneMs: 5, found }), sent]).toEqual([5, []]);
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
