import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { ServerLimit } from '../model/server-limit.ts';
import type { StateRecipe } from '../model/standard.ts';
import { ProblemError } from '../wording/problems.ts';
import type { Environment } from './environment.ts';
import { fakeEnvironment, messageCase, place } from './fake-session.test-kit.ts';
import { createServerLimits } from './limits/server-limits.ts';
import { lookAt } from './look.ts';

const COUNT: ServerLimit = { kind: 'subscription-count', allowed: 5 };
const limits = (...found: readonly ServerLimit[]) => createServerLimits('ejabberd', found);

const none: StateRecipe = {
  ...{ name: 'None', subscription: 'none', mirror: 'None', ask: false, pendingIn: false },
  moves: [{ who: 'user', type: 'unsubscribe' }],
};
const session = { ref: 'juliet/balcony', resource: 'balcony', roster: false, answers: true, atStart: true };
const actor = (name: string, sessions: Actor['sessions'] = []): Actor => ({
  ...{ name, account: 'fresh', isRemote: false, sessions },
});

/** The resources that connect, and those that send presence, in the order of the setup. */
async function setUp(changes: Partial<Environment>): Promise<readonly string[]> {
  const given = { user: 'juliet', contact: 'romeo', state: 'None', place };
  const aCase = messageCase({}, { actors: [actor('juliet', [session]), actor('romeo')], given, steps: [] });
  const { result } = await lookAt(aCase, fakeEnvironment({}, { states: new Map([['None', none]]), ...changes }));
  expect(result.outcome).toBe('passed');
  return result.transcript.entries.flatMap((entry) =>
    entry.direction === 'sent' && entry.stanza?.name === 'presence' ? [entry.session] : [],
  );
}

test('the state of a case is established by its own sessions', async () => {
  expect(await setUp({ limits: limits() })).toEqual(['juliet/balcony']);
});

test('where the server counts subscriptions on each stream, the state is established by other sessions', async () => {
  const [sender = ''] = await setUp({ limits: limits(COUNT) });
  expect(sender).toMatch(/^juliet\/reader-/);
});

test('a case with remote contacts is played in its turn', async () => {
  const played: string[] = [];
  const remoteTurn: Environment['remoteTurn'] = (weight, play) => {
    played.push(`turn of weight ${weight}`);
    return play();
  };
  const env = fakeEnvironment({}, { remoteTurn });
  await lookAt(messageCase({}, { actors: [{ ...actor('romeo'), isRemote: true }], steps: [] }), env);
  await lookAt(messageCase({}, { actors: [actor('romeo')], steps: [] }), env);
  expect(played).toEqual(['turn of weight 0']);
});

test('a case without accounts on a server that limits registrations is broken for that limit', async () => {
  const problem = { kind: 'registration-throttled', domain: 'a.test', condition: 'resource-constraint' } as const;
  const lend = () => Promise.reject(new ProblemError(problem));
  const { result } = await lookAt(messageCase({}), fakeEnvironment({}, { lend, limits: limits() }));
  const reason = { kind: 'server-limit', limit: { kind: 'registration' }, server: 'ejabberd' };
  expect(result).toMatchObject({ outcome: 'broken', reason });
});
