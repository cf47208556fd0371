import { describe, expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { StateRecipe } from '../model/standard.ts';
import { element, NS } from '../stanza/xml.ts';
import { Known } from './facts.ts';
import { type Behaviour, fakeEnvironment, messageCase, place } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const none: StateRecipe = {
  name: 'None',
  subscription: 'none',
  mirror: 'None',
  ask: false,
  pendingIn: false,
  moves: [],
};
const actor = (name: string): Actor => ({ name, account: 'fresh', isRemote: false, sessions: [] });

test('a request that a server sends again when its user logs in does not reach the session that reads the state of the contact', async () => {
  let logins = 0;
  const onSend: Behaviour['onSend'] = (_, { name }, all) => {
    logins += Number(name === 'presence');
    if (name !== 'presence' || logins > 1) return;
    for (const session of all.values()) session.deliver('<presence type="subscribe" from="user1@fake.localhost"/>');
  };
  const stateOf = (user: string, contact: string) =>
    ({ kind: 'state', place, user, contact, states: ['None'], proves: ['must'] }) as const;
  const steps = [stateOf('juliet', 'romeo'), stateOf('romeo', 'juliet')];
  const env = fakeEnvironment({ onSend }, { states: new Map([['None', none]]) });
  const { result } = await lookAt(messageCase({}, { actors: [actor('juliet'), actor('romeo')], steps }), env);
  expect([logins, result.outcome]).toEqual([2, 'passed']);
});

describe('where a session of the user becomes available again at the end of a case', () => {
  const pending: StateRecipe = { ...none, name: 'None + Pending In', pendingIn: true };
  const states = new Map([none, pending].map((recipe) => [recipe.name, recipe]));
  const available = { roster: true, presence: element('presence', NS.client), answers: true, atStart: true };
  const sessions = [{ ref: 'juliet/balcony', resource: 'balcony', ...available }];
  const actors = [{ ...actor('juliet'), sessions }, actor('romeo')];

  /** Plays a case that reads the state of juliet. Resolves with its outcome, and the number of logins after the first. */
  const play = async (
    wanted: string,
    { known, redelivers }: { known: Known; redelivers: 'always' | 'at logins' | 'never' },
    isPatient = false,
  ) => {
    const announced = new Map<string, number>();
    const onSend: Behaviour['onSend'] = (resource, { name, attrs }, all) => {
      if (name !== 'presence' || attrs['type'] !== undefined) return;
      const times = (announced.get(resource) ?? 0) + 1;
      announced.set(resource, times);
      const isLogin = times === 1 && resource !== 'balcony';
      if (redelivers === 'always' || (redelivers === 'at logins' && isLogin))
        all.get(resource)?.deliver('<presence type="subscribe" from="user2@fake.localhost"/>');
    };
    const step = {
      kind: 'state',
      place,
      user: 'juliet',
      contact: 'romeo',
      states: [wanted],
      proves: ['must'],
    } as const;
    const env = fakeEnvironment({ onSend }, { states, known });
    const { result } = await lookAt(messageCase({}, { actors, steps: [step] }), env, { isPatient });
    return [result.outcome, announced.size - 1];
  };

  test('a request that comes to it proves the state, and no login is needed', async () => {
    const known = new Known();
    expect(await play(pending.name, { known, redelivers: 'always' })).toEqual(['passed', 0]);
    expect(await play(none.name, { known, redelivers: 'never' })).toEqual(['passed', 0]);
  });

  test('that no request comes to it proves nothing of a server that has not shown it does so', async () => {
    const known = new Known();
    expect(await play(none.name, { known, redelivers: 'never' })).toEqual(['passed', 1]);
    expect(await play(none.name, { known, redelivers: 'at logins' })).toEqual(['failed', 1]);
    expect(await play(pending.name, { known, redelivers: 'at logins' })).toEqual(['passed', 1]);
    expect([known.facts.redelivers, await play(none.name, { known, redelivers: 'at logins' })]).toEqual([
      { 'fake.localhost': false },
      ['failed', 1],
    ]);
  });

  test('a state that is wrong is read by a login, too, and a further look reads by logins alone', async () => {
    const known = new Known();
    known.learn({ kind: 'redelivery', domain: 'fake.localhost', isShown: true });
    expect(await play(none.name, { known, redelivers: 'always' })).toEqual(['failed', 1]);
    expect(await play(none.name, { known, redelivers: 'never' }, true)).toEqual(['passed', 1]);
  });
});
