import { expect, test } from 'vitest';
import { element, NS } from '../../stanza/xml.ts';
import { ProblemError } from '../../wording/problems.ts';
import { reachEachOther, type Way } from './reach.ts';

const { signal } = new AbortController();
const RESULT = element('iq', NS.client, { type: 'result' });
const refused = (condition: string) =>
  element('iq', NS.client, { type: 'error' }, [
    element('error', NS.client, { type: 'wait' }, [element(condition, NS.stanzas)]),
  ]);

/** A way whose pings have these outcomes, one after the other, and then the last one again. */
function wayWith(...outcomes: readonly (typeof RESULT | 'lost')[]): Way & { readonly count: () => number } {
  let pings = 0;
  const ask = async () => {
    const outcome = outcomes[Math.min(pings, outcomes.length - 1)];
    pings += 1;
    if (outcome === undefined || outcome === 'lost')
      throw new ProblemError({ kind: 'no-answer', to: 'b.test', timeoutMs: 1 });
    return outcome;
  };
  return { session: 'juliet/balcony', domain: 'b.test', ask, count: () => pings };
}

test('servers that answer each other are joined', async () => {
  expect(await reachEachOther([wayWith(RESULT), wayWith(RESULT)], { limitMs: 1000, signal })).toBeUndefined();
});

test('any error of the other server is an answer of it', async () => {
  expect(await reachEachOther([wayWith(refused('service-unavailable'))], { limitMs: 0, signal })).toBeUndefined();
});

test('pings again where one was lost, or was answered by the own server', async () => {
  const way = wayWith('lost', refused('remote-server-timeout'), RESULT);
  expect(await reachEachOther([way], { limitMs: 60_000, signal })).toBeUndefined();
  expect(way.count()).toBe(3);
});

test('names the way that stays closed, with the last answer', async () => {
  const closed = wayWith(refused('remote-server-not-found'));
  expect(await reachEachOther([wayWith(RESULT), closed], { limitMs: 0, signal })).toEqual({
    session: 'juliet/balcony',
    cause: { kind: 'server-unreached', domain: 'b.test', condition: 'remote-server-not-found' },
  });
});

test('gives up when the run is stopped', async () => {
  const way = wayWith('lost');
  const stopped = AbortSignal.abort();
  expect(await reachEachOther([way], { limitMs: 60_000, signal: stopped })).toMatchObject({
    cause: { kind: 'no-answer' },
  });
  expect(way.count()).toBe(1);
});
