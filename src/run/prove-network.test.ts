import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import { element, NS } from '../stanza/xml.ts';
import { isExpired } from '../wording/problems.ts';
import { type Behaviour, fakeConnect, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';
import { Waits } from './waits.ts';

const [message, isGone] = messageCase({ sessions: [receives('juliet/chamber', ['<presence type="unavailable"/>'])] })
  .steps as [Step, Step];
const ends = (kind: 'drop' | 'disconnect'): Step => ({ kind, place, session: 'juliet/balcony' });
const withSteps = (steps: readonly Step[]): Case => messageCase({}, { steps });

/** Runs the steps against a server that never tells of the end, and lists where it was pinged. */
async function run(steps: readonly Step[], behaviour: Behaviour) {
  const pinged: string[] = [];
  const onPingTo: Behaviour['onPingTo'] = (jid) => {
    pinged.push(jid);
    return behaviour.onPingTo?.(jid) ?? 'error';
  };
  const env = fakeEnvironment({ closes: false, ...behaviour, onPingTo });
  const { result } = await lookAt(withSteps(steps), env);
  return { ...result, pinged };
}

test.each(['drop', 'disconnect'] as const)('a failure after a %s stands where the server knows of it', async (kind) => {
  const { outcome, pinged } = await run([ends(kind), isGone], {});
  expect(outcome).toBe('failed');
  expect(pinged).toEqual(['user1@fake.localhost/balcony']);
});

test.each([
  ['drop', 'lost', { kind: 'no-answer' }],
  ['disconnect', 'lost', { kind: 'no-answer' }],
  ['drop', 'result', { kind: 'address-answers', condition: undefined }],
  ['drop', 'policy-violation', { kind: 'address-answers', condition: 'policy-violation' }],
] as const)('a failure after a %s is broken where a ping is answered: %s', async (kind, answer, cause) => {
  const result = await run([ends(kind), isGone], { onPingTo: () => answer });
  expect(result).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'end-unnoticed', session: 'juliet/balcony', cause },
  });
  expect(result.requirements).toEqual([]);
});

test.each([
  ['alone', 'error', false],
  ['like any other', 'result', true],
] as const)('the address of a session that is gone is answered %s', async (_, answer, control) => {
  const onPingTo = (jid: string) => (jid.includes('/never-') ? answer : 'result');
  const { reason } = await run([ends('drop'), isGone], { onPingTo });
  expect(reason).toEqual(expect.objectContaining({ cause: expect.objectContaining({ kind: 'address-answers' }) }));
  expect(JSON.stringify(reason).includes('/never-')).toBe(control);
});

test('asks again, because the server may notice the end while it is asked', async () => {
  let left = 2;
  const env = fakeEnvironment({
    closes: false,
    onPingTo: () => {
      left -= 1;
      return left > 0 ? 'lost' : 'error';
    },
  });
  // Three waits: 100, 200 and 700 ms.
  const { result } = await lookAt(withSteps([ends('drop'), isGone]), {
    ...env,
    waits: new Waits({ timeoutMs: 1000, known: env.known, isTimeout: isExpired }),
  });
  expect(result.outcome).toBe('failed');
  expect(left).toBe(0);
});

test('asks nothing where every check holds', async () => {
  const behaviour: Behaviour = {
    onDrop: (_, all) => all.get('chamber')?.deliver('<presence type="unavailable"/>'),
  };
  const { outcome, pinged } = await run([ends('drop'), isGone], behaviour);
  expect(outcome).toBe('passed');
  expect(pinged).toEqual([]);
});

test('asks nothing after a stream that the server has closed, too', async () => {
  const { outcome, pinged } = await run([ends('disconnect'), isGone], { closes: true });
  expect(outcome).toBe('failed');
  expect(pinged).toEqual([]);
});

test('a session at the address of one that was dropped begins once the server knows of the end', async () => {
  const again: Step = { kind: 'connect', place, session: 'juliet/balcony' };
  const unnoticed = await run([ends('drop'), again], { onPingTo: () => 'lost' });
  expect(unnoticed).toMatchObject({ outcome: 'broken', reason: { kind: 'end-unnoticed' } });
  expect((await run([ends('drop'), again], {})).outcome).toBe('passed');
});

test('others may learn that the session which asked for the end of another one is not available', async () => {
  const [juliet] = messageCase({}).actors;
  const at = (name: string, resource: string) => ({
    ...juliet!,
    name,
    sessions: [{ ...juliet!.sessions[0]!, ref: `${name}/${resource}`, resource }],
  });
  const again: Step = { kind: 'connect', place, session: 'juliet/balcony' };
  const [send] = messageCase({}).steps as [Step];
  const silent = { ...receives('romeo/hall', []), proves: ['must'] };
  const nothing: Step = { kind: 'expect', place, sessions: [silent], alternatives: [], proves: [] };
  const aCase = messageCase(
    {},
    { actors: [at('juliet', 'balcony'), at('romeo', 'hall')], steps: [ends('drop'), again, send, nothing] },
  );
  const told = async (from: (reader: string) => string) => {
    const behaviour: Behaviour = {
      closes: false,
      onSend: (_, __, all) => {
        const reader = [...all.keys()].find((name) => name.startsWith('reader')) ?? 'none';
        all.get('hall')?.deliver(`<presence type="unavailable" from="user1@fake.localhost/${from(reader)}"/>`);
      },
    };
    return (await lookAt(aCase, fakeEnvironment(behaviour))).result.outcome;
  };
  expect(await told((reader) => reader)).toBe('passed');
  expect(await told(() => 'balcony')).toBe('failed');
});

test('what a session sends reaches the server before it is dropped', async () => {
  const seen: string[] = [];
  const behaviour: Behaviour = {
    onSend: (_, { name }) => seen.push(name),
    onPing: (resource) => {
      if (seen.length > 0) seen.push(`ping of ${resource}`);
      return 'answer';
    },
    onDrop: () => seen.push('drop'),
  };
  await run([message, ends('drop'), isGone], behaviour);
  expect(seen.slice(0, 2)).toEqual(['message', 'ping of balcony']);
  expect(seen.indexOf('drop')).toBeLessThan(seen.indexOf('ping of chamber'));
});

test('a failure is broken where what a session sent last may be lost with its stream', async () => {
  const result = await run([message, ends('disconnect'), isGone], {});
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'sent-unproven', session: 'juliet/balcony' } });
});

test('a failure is broken where the network has ended a session that had done its part', async () => {
  const state: Step = { kind: 'roster', place, of: 'juliet', items: [], proves: ['must'] };
  const result = await run([state, message, isGone], {
    rosterOf: () => [],
    onSend: (_, __, all) => {
      for (const [name, session] of all) {
        if (name.startsWith('reader')) session.end({ kind: 'connection-lost', code: 'ETIMEDOUT' });
      }
    },
  });
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'fence-lost' } });
});

test.each([
  ['failed', 'answer'],
  ['broken', 'lost'],
] as const)(
  'a failure of a case with a remote contact is %s where the ping of the component gets: %s',
  async (outcome, answer) => {
    const env = fakeEnvironment({});
    const remote = {
      domain: 'remote.localhost',
      unclaimedStanzas: [],
      losses: [],
      unlistedStanzas: 0,
      isShared: false,
      close: async () => undefined,
    };
    const connect = fakeConnect({ onPing: () => answer });
    const aCase = withSteps([message, isGone]);
    const romeo = { name: 'romeo', account: 'fresh', isRemote: true, sessions: [] };
    const { result } = await lookAt(
      { ...aCase, actors: [...aCase.actors, romeo] },
      { ...env, remote: { ...remote, connect } },
    );
    expect(result.outcome).toBe(outcome);
    if (outcome === 'broken') expect(result.reason).toMatchObject({ kind: 'fence-lost', session: 'remote.localhost' });
  },
);

test('a broken case keeps no failure', async () => {
  const extra = element('item', NS.roster, { jid: 'a@fake.localhost' });
  const roster: Step = { kind: 'roster', place, of: 'juliet', items: [], proves: ['must'] };
  const { outcome, checks } = await run([ends('drop'), roster], { rosterOf: () => [extra], onPingTo: () => 'lost' });
  expect(outcome).toBe('broken');
  expect(checks).toEqual([]);
});
