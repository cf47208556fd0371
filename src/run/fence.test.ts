import { expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import { firstFacts, Known } from './facts.ts';
import { fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { Fences } from './fence.ts';
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

/** The pings of a fence after a message of the balcony, as the names of the sessions, in a run that knows no more of the server. */
async function pingsOf(rounds: number): Promise<readonly string[]> {
  const pings: string[] = [];
  let isSent = false;
  const behaviour = {
    onSend: (_: string, __: unknown, all: Inboxes) => {
      isSent = true;
      all.get('chamber')?.deliver('<message id="m"/>');
    },
    onPing: (resource: string) => {
      if (isSent) pings.push(resource);
      return 'answer' as const;
    },
  };
  const env = fakeEnvironment(behaviour, { known: new Known(firstFacts({ rounds })) });
  const looked = await lookAt(aCase, env, { lingering: { mayStay: () => true, stay: async () => 0 } as never });
  expect(looked.result.outcome).toBe('passed');
  return pings;
}

test('a fence has as many rounds as the server needs, and the senders ping first', async () => {
  const [sender, other] = ['balcony', 'chamber'];
  expect(await pingsOf(1)).toEqual([sender, other]);
  expect(await pingsOf(2)).toEqual([sender, sender, other]);
  expect(await pingsOf(3)).toEqual([sender, sender, other, sender, other]);
});

test('what one sender causes at another one that has pinged before it is read before a fence of one round ends', async () => {
  const pings: string[] = [];
  const senderOf = (name: string) => ({ request: async () => void pings.push(name) }) as unknown as Session;
  const sessions = new Map(['sender-1', 'sender-2'].map((name) => [name, senderOf(name)]));
  const side = { domain: 'xmppspec.localhost', fenceSession: undefined };
  const tools = { domain: side.domain, settleMs: 0, sides: [side], sideOf: () => side, nextId: () => 'id' };
  const fences = new Fences({ ...tools, wait: async (_, attempt) => attempt(1) });
  await fences.raise(sessions, new Set(sessions.keys()), 1);
  expect(pings).toEqual(['sender-1', 'sender-2', 'sender-1', 'sender-2']);
});

test('a case that cannot stay after its end ends with all rounds, and what they bring was late', async () => {
  const absence = messageCase({ sessions: [{ ...receives('juliet/chamber', []), proves: ['must'] }] });
  const known = new Known(firstFacts({ rounds: 1 }));
  // The fence before the act, that after it, and the last one.
  const looked = await lookAt(absence, fakeEnvironment(deliversAt(4), { known }));
  expect([looked.result.outcome, looked.result.reason?.kind]).toEqual(['broken', 'late-stanzas']);
  expect(known.facts).toMatchObject({ rounds: 2, settleMs: 0 });
});
