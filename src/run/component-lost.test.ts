import { expect, test } from 'vitest';
import type { Actor, Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import type { RemoteDomain } from '../model/target.ts';
import { parseXml } from '../stanza/xml.ts';
import { type Behaviour, fakeConnect, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { createRemoteTurns } from './limits/remote-turns.ts';
import { runCases } from './run-cases.ts';

const CAUSE = { kind: 'stream-error', condition: 'internal-server-error' } as const;
const KILLER = 'whisper';

/** A component that loses its stream at messages of one type, and joins again at once. */
function fakeRemote(): RemoteDomain {
  const losses: Problem[] = [];
  let open: { end(cause: Problem): void }[] = [];
  const behaviour: Behaviour = {
    onSend: (_, { attrs: { type } }, all) => {
      open = [...all.values()];
      if (type !== KILLER) return;
      losses.push(CAUSE);
      for (const session of open.splice(0)) session.end(CAUSE);
    },
  };
  const [unclaimedStanzas, close] = [[], async () => undefined];
  return {
    domain: 'remote.localhost',
    connect: fakeConnect(behaviour),
    losses,
    unclaimedStanzas,
    unlistedStanzas: 0,
    isShared: false,
    close,
  };
}

/** A remote user sends a message of a type, and its own server sends nothing. */
function remoteCase(id: string, type: string): Case {
  const ref = 'romeo/orchard';
  const plan = { ref, resource: `orchard-${id}`, roster: false, answers: true, atStart: true };
  const romeo: Actor = { name: 'romeo', account: 'fresh', isRemote: true, sessions: [plan] };
  const [, expected] = messageCase({ sessions: [receives(ref, [])] }).steps;
  const stanza = parseXml(`<message type="${type}" to="fake.localhost"/>`);
  return messageCase(
    {},
    { id, topology: 'remote', actors: [romeo], steps: [{ kind: 'send', place, from: ref, stanza }, expected!] },
  );
}

async function play(cases: readonly Case[], jobs: number) {
  const log: string[] = [];
  const remote = fakeRemote();
  const remoteTurn = createRemoteTurns({ renew: async () => void log.push('new stream') });
  const emit = (event: RunEvent) => {
    if (event.type === 'case-looked' && event.look > 1) log.push(event.result.case.id);
  };
  const ran = await runCases(cases, fakeEnvironment({}, { remote, remoteTurn, emit }), { jobs, bail: undefined });
  return { ...ran, log };
}

test('a case that was there when another ended the stream gets its verdict, on a stream without others', async () => {
  const cases = ['a', 'b', 'c'].map((id) => remoteCase(id, id === 'b' ? KILLER : 'chat'));
  const { results, summary, log } = await play(cases, 3);
  expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'broken', 'passed']);
  expect(log.filter((line) => line === 'new stream').length).toBe(log.length / 2);
  expect(summary.componentLosses).toEqual({ count: 2, cases: ['b'] });
});

test('the case that ends the stream alone says with which stanza, and is not looked at for ever', async () => {
  const { results, log } = await play([remoteCase('a', KILLER)], 1);
  const after = expect.stringMatching(/^<message type="whisper" to="fake.localhost"/);
  const reason = { kind: 'component-lost', session: 'romeo/orchard', cause: CAUSE, after, isAlone: true };
  expect(results.map((result) => [result.reason, result.looks])).toEqual([[reason, ['broken', 'broken']]]);
  expect(log).toEqual(['new stream', 'a']);
});

test('a local case that fails while the stream ends gets its verdict without others', async () => {
  const local = { ...messageCase({ sessions: [receives('juliet/chamber', [])] }), id: 'l' };
  const remote = fakeRemote();
  let looks = 0;
  const onSend: Behaviour['onSend'] = (_, __, all) => {
    looks += 1;
    if (looks > 1) return;
    (remote.losses as Problem[]).push(CAUSE);
    all.get('chamber')?.deliver('<presence type="unavailable" from="romeo@remote.localhost/orchard"/>');
  };
  const weights: number[] = [];
  const remoteTurn: ReturnType<typeof createRemoteTurns> = (weight, playCase) => {
    weights.push(weight);
    return playCase();
  };
  const env = fakeEnvironment({ onSend }, { remote, remoteTurn });
  const { results, summary } = await runCases([local], env, { jobs: 1, bail: undefined });
  expect([results.map(({ outcome }) => outcome), weights]).toEqual([['passed'], [Number.POSITIVE_INFINITY]]);
  expect(summary.componentLosses).toEqual({ count: 1, cases: [] });
});

test('a run whose component keeps its stream says nothing of it', async () => {
  const { summary } = await play([remoteCase('a', 'chat')], 1);
  expect(summary.componentLosses).toBeUndefined();
});
