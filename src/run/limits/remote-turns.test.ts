import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Case } from '../../model/case.ts';
import type { StateRecipe } from '../../model/standard.ts';
import { parseXml } from '../../stanza/xml.ts';
import { ALONE, createRemoteTurns, remoteWeight } from './remote-turns.ts';

const DONE = { cleanup: Promise.resolve() };

/** Plays cases of these weights, each until its name is ended, and logs what begins. Those without a cleanup of their own leave none. */
function playing(weights: Readonly<Record<string, number>>, allowed: number | undefined, cleanups = {}) {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const cleanupOf = new Map<string, Promise<void>>(Object.entries(cleanups));
  const turn = createRemoteTurns({ allowed, renew: async () => void log.push('renew') });
  const all = Object.entries(weights).map(([name, weight]) =>
    turn(weight, () => {
      log.push(name);
      const cleanup = cleanupOf.get(name) ?? DONE.cleanup;
      return new Promise<typeof DONE>((end) => ends.set(name, () => end({ cleanup })));
    }),
  );
  const end = async (name: string) => {
    ends.get(name)?.();
    await nextTurn();
  };
  return { log, end, all, turn };
}

test('cases share a connection as long as it may carry their stanzas together', async () => {
  const { log, end, all } = playing({ a: 2, b: 3, c: 0, d: 1, e: 1 }, 5);
  await nextTurn();
  expect(log).toEqual(['renew', 'a', 'b', 'c']);
  await end('a');
  await end('b');
  expect(log).toHaveLength(4);
  await end('c');
  expect(log.slice(4)).toEqual(['renew', 'd', 'e']);
  await end('d');
  await end('e');
  await Promise.all(all);
});

test('a case that sends more than one connection may carry has one of its own', async () => {
  const { log, end, all } = playing({ a: 9, b: 1 }, 5);
  await nextTurn();
  expect(log).toEqual(['renew', 'a']);
  await end('a');
  expect(log).toEqual(['renew', 'a', 'renew', 'b']);
  await end('b');
  await Promise.all(all);
});

test('without a limit, cases share the first connection, and those that play alone come last, each on a new one', async () => {
  const { log, end, all } = playing({ a: 2, b: ALONE, c: 7, d: ALONE, e: 0 }, undefined);
  await nextTurn();
  expect(log).toEqual(['a', 'c', 'e']);
  for (const name of ['a', 'c']) await end(name);
  expect(log).toHaveLength(3);
  await end('e');
  expect(log.slice(3)).toEqual(['renew', 'b']);
  await end('b');
  expect(log.slice(5)).toEqual(['renew', 'd']);
  await end('d');
  await Promise.all(all);
});

test('a new connection begins when the cleanups on the earlier one have ended, and others share that meanwhile', async () => {
  let cleaned = () => {};
  const cleanup = new Promise<void>((resolve) => {
    cleaned = resolve;
  });
  const { log, end, turn } = playing({ a: 0, b: ALONE }, undefined, { a: cleanup });
  await nextTurn();
  await end('a');
  expect(log).toEqual(['a']);
  await turn(0, async () => DONE);
  cleaned();
  await nextTurn();
  expect(log).toEqual(['a', 'renew', 'b']);
});

test('a cleanup that fails ends the turn of its case', async () => {
  const turn = createRemoteTurns({ allowed: 1, renew: async () => undefined });
  await turn(1, async () => ({ cleanup: Promise.reject(new Error('not returned')) }));
  expect(await turn(1, async () => DONE)).toBe(DONE);
});

test('a case that plays alone ends no sharing for those after it', async () => {
  const turn = createRemoteTurns({ renew: async () => undefined });
  await turn(ALONE, async () => DONE);
  const both = [0, 3].map((weight) => turn(weight, () => nextTurn(DONE)));
  await Promise.all(both);
});

test('a case that fails gives its turn to the next', async () => {
  const turn = createRemoteTurns({ allowed: 1, renew: async () => undefined });
  await expect(turn(1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await turn(1, async () => DONE)).toBe(DONE);
});

test('the weight of a case is what its remote actors send, in its given state and its steps', () => {
  const send = (from: string, xml: string) => ({ kind: 'send', from, stanza: parseXml(xml) });
  const subscribe = '<presence type="subscribe"/>';
  const aCase = {
    actors: [
      { name: 'juliet', isRemote: false },
      { name: 'romeo', isRemote: true },
    ],
    given: { user: 'juliet', contact: 'romeo', state: 'To' },
    steps: [send('juliet/balcony', subscribe), send('romeo/orchard', subscribe), send('romeo/orchard', '<message/>')],
  } as unknown as Case;
  const moves = [
    { who: 'user', type: 'subscribe' },
    { who: 'contact', type: 'subscribed' },
  ];
  const states = new Map([['To', { moves } as unknown as StateRecipe]]);
  expect(remoteWeight(aCase, states)).toBe(2);
  const { given: _, ...bare } = aCase;
  expect(remoteWeight(bare, states)).toBe(1);
});
