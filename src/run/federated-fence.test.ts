// Fences across two servers: pings from one to the other, and what has arrived after them.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import type { Side } from './environment.ts';
import { fakeEnvironment } from './fake-session.test-kit.ts';
import { Fences } from './fence.ts';

/** A connection that keeps the order of what it carries, and carries nothing in the same turn of the event loop. */
function createStream() {
  let last: Promise<unknown> = Promise.resolve();
  return (arrive: () => void): Promise<void> => {
    const arrival = last.then(() => nextTurn()).then(arrive);
    last = arrival;
    return arrival;
  };
}

type Answer = 'result' | 'remote-server-timeout' | 'service-unavailable';

function answerOf(iq: XmlElement, answer: Answer): XmlElement {
  const attrs = { id: iq.attrs['id'] ?? '', type: answer === 'result' ? 'result' : 'error' };
  const error = element('error', NS.client, { type: 'wait' }, [element(answer, NS.stanzas)]);
  return element('iq', NS.client, attrs, answer === 'result' ? [] : [error]);
}

/** Two servers with a stream in each direction; juliet has sessions on the first, romeo on the second. */
function createPair(answer: Answer = 'result', isJoined = true) {
  const pings: string[] = [];
  const between = { a: createStream(), b: createStream() };
  const session = (name: string, home: 'a' | 'b'): Session => {
    const request = async (iq: XmlElement) => {
      const to = iq.attrs['to'] ?? '';
      pings.push(`${name} ${to}`);
      if (to === `${home}.test`) return answerOf(iq, 'result');
      await between[home](() => undefined);
      await between[home === 'a' ? 'b' : 'a'](() => undefined);
      return answerOf(iq, answer);
    };
    return { ended: undefined, jid: `${name}@${home}.test`, request } as Partial<Session> as Session;
  };
  const side = (home: 'a' | 'b'): Side => ({
    ...fakeEnvironment({}),
    domain: `${home}.test`,
    fenceSession: session('spare', home),
  });
  const sides = [side('a'), side('b')] as const;
  let ids = 0;
  const fences = new Fences({
    domain: 'a.test',
    settleMs: 0,
    sides,
    isJoined: () => isJoined,
    sideOf: (ref) => (ref.startsWith('juliet') ? sides[0] : sides[1]),
    nextId: () => `fence-${ids++}`,
    wait: (_, attempt) => attempt(10),
  });
  const sessions = new Map([
    ['juliet/balcony', session('juliet/balcony', 'a')],
    ['juliet/chamber', session('juliet/chamber', 'a')],
    ['romeo/orchard', session('romeo/orchard', 'b')],
  ]);
  return { fences, sessions, between, pings };
}

test('between the rounds of a fence a user of each server pings the other one', async () => {
  const { fences, sessions, pings } = createPair();
  await fences.raise(sessions, new Set(['romeo/orchard']));
  const own = ['juliet/balcony a.test', 'juliet/chamber a.test', 'romeo/orchard b.test'];
  const across = ['juliet/balcony b.test', 'romeo/orchard a.test'];
  expect(pings).toEqual(['romeo/orchard b.test', ...across, ...own, ...across, ...own]);
});

test.each(['a', 'b'] as const)(
  'what server %s has caused goes back and forth twice before the fence ends',
  async (first) => {
    const { fences, sessions, between } = createPair();
    const hops: string[] = [];
    const hop = (from: 'a' | 'b', left: number): void => {
      void between[from](() => {
        hops.push(from);
        if (left > 1) hop(from === 'a' ? 'b' : 'a', left - 1);
      });
    };
    hop(first, 4);
    await fences.raise(sessions, new Set(['juliet/balcony', 'romeo/orchard']));
    const second = first === 'a' ? 'b' : 'a';
    expect(hops).toEqual([first, second, first, second]);
  },
);

test('a server where the case has no session left is pinged by a session of its own, and so is the other from there', async () => {
  const { fences, sessions, pings } = createPair();
  sessions.delete('romeo/orchard');
  await fences.raise(sessions, new Set(['juliet/balcony']));
  expect(pings[0]).toBe('spare b.test');
  expect(pings.filter((ping) => ping === 'spare a.test')).toHaveLength(2);
});

test('a fence is lost where a server answers for the other one, which it has not reached', async () => {
  const { fences, sessions } = createPair('remote-server-timeout');
  await expect(fences.raise(sessions, new Set())).rejects.toMatchObject({
    reason: {
      kind: 'fence-lost',
      cause: { kind: 'server-unreached', condition: 'remote-server-timeout' },
    },
  });
});

test('any other error comes from the other server, so the fence holds', async () => {
  const { fences, sessions } = createPair('service-unavailable');
  await expect(fences.raise(sessions, new Set())).resolves.toBeUndefined();
});

test('no fence crosses while the servers do not reach each other', async () => {
  const { fences, sessions, pings } = createPair('remote-server-timeout', false);
  await fences.raise(sessions, new Set(['romeo/orchard']));
  expect(pings.filter((ping) => /juliet.* b.test|romeo.* a.test/.test(ping))).toEqual([]);
});
