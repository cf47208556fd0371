import { describe, expect, test } from 'vitest';
import type { XmlElement } from '../../model/xml.ts';
import { serialize } from '../../stanza/serialize.ts';
import { element, elements, NS } from '../../stanza/xml.ts';
import { ProblemError } from '../../wording/problems.ts';
import { type Behaviour, fakeConnect, fakeEnvironment } from '../fake-session.test-kit.ts';
import { measureOrder } from './measure-order.ts';

type Sessions = Parameters<NonNullable<Behaviour['onSend']>>[2];

/** Delivers a message to the session of its full JID, when `relay` says so. */
const relaying = (relay: (deliver: () => void) => void): Behaviour => ({
  onSend: (_, stanza: XmlElement, all: Sessions) => {
    const [, resource = ''] = (stanza.attrs['to'] ?? '').split('/');
    if (stanza.name === 'message') relay(() => all.get(resource)?.deliver(serialize(stanza)));
  },
});

const measure = (behaviour: Behaviour, changes: Partial<Parameters<typeof measureOrder>[0]> = {}) => {
  const { lend, domain, timeoutMs, signal } = fakeEnvironment({});
  const lendOne = async (kind: string) => (await lend([kind]))[0]!;
  const connect = fakeConnect(behaviour);
  const options = { connect, lend: lendOne, domain, timeoutMs, signal, capacity: undefined, remote: undefined };
  return measureOrder({ ...options, load: 2, ...changes });
};

test('a server is strict when everything arrives before its fence', async () => {
  const { measured, facts, cleanup } = await measure(relaying((deliver) => deliver()));
  expect(measured).toMatchObject({ kind: 'strict', late: 0, largestLagMs: 0, settleMs: 0 });
  expect(measured.trials).toBeGreaterThan(50);
  expect(facts).toMatchObject({ lagsMs: [], settleMs: 0 });
  await cleanup;
});

test('a server is relaxed when something arrives after its fence', async () => {
  const { measured, facts } = await measure(relaying((deliver) => void setTimeout(deliver, 1)));
  expect(measured.kind).toBe('relaxed');
  expect(measured.late).toBeGreaterThan(0);
  expect(measured.largestLagMs).toBeGreaterThan(0);
  expect(facts.settleMs).toBe(measured.settleMs);
  expect(measured.settleMs).toBeGreaterThan(0);
});

test('fences have as many rounds as bring what the server sends', async () => {
  const after = async (pings: number) => {
    const held = new Map<string, () => void>();
    const counts = new Map<string, number>();
    const behaviour: Behaviour = {
      onSend: (_, stanza: XmlElement, all: Sessions) => {
        const [, resource = ''] = (stanza.attrs['to'] ?? '').split('/');
        if (stanza.name !== 'message') return;
        counts.set(resource, 0);
        held.set(resource, () => all.get(resource)?.deliver(serialize(stanza)));
      },
      onPing: (resource) => {
        counts.set(resource, (counts.get(resource) ?? 0) + 1);
        if (counts.get(resource) === pings) held.get(resource)?.();
        return 'answer';
      },
    };
    return (await measure(behaviour, { capacity: 2, load: 1 })).measured;
  };
  // Both users send, so each pings twice in one round and in two.
  for (const [pings, rounds] of [
    [1, 1],
    [2, 1],
    [3, 3],
  ] as const)
    expect(await after(pings)).toMatchObject({ kind: 'strict', rounds, late: 0, settleMs: 0 });
  expect(await after(4)).toMatchObject({ kind: 'relaxed', rounds: 3 });
});

test('a server is relaxed when messages of one session to another arrive in another order', async () => {
  let held: (() => void) | undefined;
  const swapping = (deliver: () => void) => {
    if (held === undefined) {
      held = deliver;
      return;
    }
    deliver();
    held();
    held = undefined;
  };
  const { measured } = await measure(relaying(swapping));
  expect(measured.kind).toBe('relaxed');
});

test('traffic of which nothing arrived is named', async () => {
  const { measured } = await measure(relaying((deliver) => deliver()));
  expect(measured.unmeasured).toEqual(['presence', 'push', 'subscription']);
});

test('one account is enough, and then subscriptions do not apply', async () => {
  const { measured } = await measure(
    relaying((deliver) => deliver()),
    { capacity: 1 },
  );
  expect(measured.kind).toBe('strict');
  expect(measured.unmeasured).toEqual(['presence', 'push']);
});

describe('the order is unmeasured, and fences are careful', () => {
  const nothing = { kind: 'unmeasured', trials: 0, settleMs: 100 };

  test('where nothing arrives', async () => {
    expect((await measure({})).measured).toMatchObject(nothing);
  });

  test('where a fence is lost', async () => {
    const { measured, facts } = await measure({ onPing: () => 'lost' });
    expect(measured).toMatchObject(nothing);
    expect(facts).toMatchObject({ lagsMs: [], settleMs: 100 });
  });

  test('where no account can be had', async () => {
    const lend = () => Promise.reject(new ProblemError({ kind: 'run-ending' }));
    expect((await measure({}, { lend })).measured).toMatchObject(nothing);
  });

  test('where the run is stopped before', async () => {
    const { measured, cleanup } = await measure({}, { signal: AbortSignal.abort() });
    expect(measured).toMatchObject(nothing);
    await cleanup;
  });
});

test('accounts are given back, also those of users that could not log in', async () => {
  let onLoan = 0;
  const lend = async () => {
    onLoan += 1;
    const giveBack = async () => {
      onLoan -= 1;
    };
    return { account: { jid: 'juliet@fake.localhost', password: '' }, giveBackClean: giveBack, giveBack: giveBack };
  };
  const connect = () => Promise.reject(new ProblemError({ kind: 'called-off' }));
  const { cleanup } = await measure({}, { lend, connect });
  await cleanup;
  expect(onLoan).toBe(0);
});

test('with a second server each pair of users is on both, and what they send each other is measured', async () => {
  const behaviour = relaying((deliver) => deliver());
  const connect = fakeConnect(behaviour);
  const logins = { own: new Set<string>(), peer: new Set<string>() };
  const on =
    (server: 'own' | 'peer'): typeof connect =>
    (options) => {
      logins[server].add(options.account.jid);
      return connect(options);
    };
  const lend = async () => [
    {
      account: { jid: `user${logins.peer.size}@b.test`, password: '' },
      giveBackClean: async () => undefined,
      giveBack: async () => undefined,
    },
  ];
  const peer = { ...fakeEnvironment({}), connect: on('peer'), lend, domain: 'b.test' };
  const { measured, cleanup } = await measure(behaviour, { connect: on('own'), peer, capacity: 2 });
  expect([...logins.own, ...logins.peer]).toEqual(['user1@fake.localhost', 'user0@b.test']);
  expect(measured).toMatchObject({ kind: 'strict', late: 0 });
  expect(measured.trials).toBeGreaterThan(50);
  await cleanup;
});

describe('where accounts are few', () => {
  /** A server that keeps the roster items that it should remove, or removes them; what is added to rosters. */
  const withRosters = (keeps: boolean) => {
    const items: string[] = [];
    const listed = new Set<string>();
    const inner = fakeConnect({
      ...relaying((deliver) => deliver()),
      rosterOf: () => [...listed].map((jid) => element('item', NS.roster, { jid })),
    });
    const connect: typeof inner = async (options) => {
      const session = await inner(options);
      const take = (stanza: XmlElement) => {
        const [item] = elements(stanza).flatMap((query) => elements(query));
        if (stanza.attrs['type'] !== 'set' || item === undefined) return;
        const { jid = '', subscription } = item.attrs;
        items.push(`${subscription ?? 'add'}`);
        if (subscription !== 'remove') listed.add(jid);
        else if (!keeps) listed.delete(jid);
      };
      return {
        ...session,
        request: (iq, ...more) => {
          take(iq);
          return session.request(iq, ...more);
        },
        send: (stanza, kind) => {
          if (stanza.name === 'iq') take(stanza);
          if (stanza.attrs['type'] === 'subscribe') items.push('subscribe');
          return session.send(stanza, kind);
        },
      };
    };
    return { connect, items };
  };

  test('no roster gets an item on a server that does not remove one, but the roster that has shown it', async () => {
    const { connect, items } = withRosters(true);
    const { measured } = await measure({}, { capacity: 2, connect });
    expect(items).toEqual(['add', 'remove']);
    expect(measured).toMatchObject({ kind: 'strict', unmeasured: ['presence', 'push', 'subscription'] });
  });

  test('pushes and subscriptions are measured on a server that removes items', async () => {
    const { connect, items } = withRosters(false);
    await measure({}, { capacity: 2, connect });
    expect(items.length).toBeGreaterThan(10);
    expect(items).toContain('subscribe');
  });
});
