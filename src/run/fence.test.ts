import { expect, test } from 'vitest';
import { firstFacts, Known } from './facts.ts';
import { fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

type Inboxes = ReadonlyMap<string, { deliver(xml: string): void }>;

/** Delivers to the chamber what the balcony sends at this ping of the chamber, or after it. */
const deliversAt = (ping: number, delayMs?: number) => ({
  onPing: (resource: string, pings: number, all: Inboxes) => {
    const deliver = () => all.get('chamber')?.deliver('<message id="m"/>');
    if (resource === 'chamber' && pings === ping) {
      if (delayMs === undefined) deliver();
      else setTimeout(deliver, delayMs);
    }
    return 'answer' as const;
  },
});
const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'])] });

const outcomeOn = async (...environment: Parameters<typeof fakeEnvironment>) =>
  (await lookAt(aCase, fakeEnvironment(...environment))).result.outcome;

// The fence before the act has two rounds of pings, and that after it has two of sessions that sent nothing.
test('on a strict server a fence ends with its last ping', async () => {
  expect([await outcomeOn(deliversAt(4)), await outcomeOn(deliversAt(4, 1))]).toEqual(['passed', 'failed']);
});

// Each fence has one round more.
test('on a relaxed server a fence then waits for the settling time', async () => {
  expect(await outcomeOn(deliversAt(5, 1), { known: new Known(firstFacts({ lagsMs: [1] })) })).toBe('passed');
});

test('what lies unread when the settling time ends is read before the answer to one more ping', async () => {
  expect(await outcomeOn(deliversAt(6), { known: new Known(firstFacts({ lagsMs: [1] })) })).toBe('passed');
});
