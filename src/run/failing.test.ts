import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const [send, silence] = messageCase({}).steps as [Step, Step];
const returned = receives('juliet/balcony', ['<message id="m"/>']);
const outcomes: Step = {
  ...{ kind: 'expect', place, sessions: [], proves: ['must'] },
  alternatives: [
    { name: 'returned', sessions: [returned], violates: [], place },
    { name: 'lost', sessions: [], violates: ['must'], place },
  ],
};

/** A script of these acts, each of some steps. */
function scripted(acts: readonly (readonly Step[])[]): Case {
  const left = [...acts];
  return messageCase({}, { steps: [], script: () => ({ next: () => left.shift(), take: () => undefined }) });
}

async function play(acts: readonly (readonly Step[])[], onSend: Behaviour['onSend']) {
  let sent = 0;
  const behaviour: Behaviour = {
    onSend: (...args) => {
      sent += 1;
      onSend?.(...args);
    },
  };
  const { result } = await lookAt(scripted(acts), fakeEnvironment(behaviour));
  return { ...result, sent };
}

test('a script goes on after an outcome that violates a MUST: each violation is a failed check', async () => {
  const { outcome, checks, sent } = await play(
    [
      [send, outcomes],
      [send, outcomes],
      [send, outcomes],
    ],
    undefined,
  );
  expect([outcome, sent]).toEqual(['failed', 3]);
  expect(checks.filter(({ failure }) => failure?.kind === 'violates')).toHaveLength(3);
});

test('a script ends after a failure that no outcome is', async () => {
  const { outcome, sent } = await play(
    [
      [send, silence],
      [send, outcomes],
    ],
    (_, __, all) => all.get('balcony')?.deliver('<message id="other"/>'),
  );
  expect([outcome, sent]).toEqual(['failed', 1]);
});

test('a script goes on after a message that differs from what was sent', async () => {
  const further = [{ pattern: returned.receives[0]!.pattern, proves: ['must'], place }];
  const [check] = receives('juliet/balcony', ['<message/>']).receives;
  const differs: Step = {
    ...{ kind: 'expect', place, proves: [], alternatives: [] },
    sessions: [{ ...returned, receives: [{ ...check!, further }] }],
  };
  const { checks, sent } = await play(
    [
      [send, differs],
      [send, outcomes],
    ],
    (_, __, all) => all.get('balcony')?.deliver('<message id="n"/>'),
  );
  expect([sent, checks.map(({ failure }) => failure?.kind)]).toEqual([2, expect.arrayContaining(['differs'])]);
});

test('a second look waits once for what a server never sends', async () => {
  const waits = async (acts: number) => {
    const env = fakeEnvironment({}, { timeoutMs: 300 });
    let count = 0;
    const connect: typeof env.connect = async (options) => {
      const session = await env.connect(options);
      const arrival: typeof session.arrival = (...args) => {
        count += 1;
        return session.arrival(...args);
      };
      return Object.create(session, { arrival: { value: arrival } });
    };
    await lookAt(
      scripted(Array.from({ length: acts }, () => [send, outcomes])),
      { ...env, connect },
      { isPatient: true },
    );
    return count;
  };
  expect(await waits(1)).toBeGreaterThan(0);
  expect(await waits(5)).toBe(await waits(1));
});
