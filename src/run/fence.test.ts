import { expect, test } from 'vitest';
import { fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { runCase } from './run-case.ts';
import { createServerOrder } from './server-order.ts';

/** Delivers to the chamber what the balcony sends only after the last ping of the fence. */
const overtaking = {
  onPing: (resource: string, pings: number, all: ReadonlyMap<string, { deliver(xml: string): void }>) => {
    const isLast = resource === 'chamber' && pings === 4;
    if (isLast) setTimeout(() => all.get('chamber')?.deliver('<message id="m"/>'), 1);
    return 'answer' as const;
  },
};
const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'])] });

test('on a strict server a fence ends with its last ping', async () => {
  const { result } = await runCase(aCase, fakeEnvironment(overtaking));
  expect(result.outcome).toBe('failed');
});

test('on a relaxed server a fence then waits for the settling time', async () => {
  const { result } = await runCase(aCase, fakeEnvironment(overtaking, { order: createServerOrder({ lagsMs: [1] }) }));
  expect(result.outcome).toBe('passed');
});
