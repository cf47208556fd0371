import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { StateRecipe } from '../model/standard.ts';
import { element, NS } from '../stanza/xml.ts';
import { fakeEnvironment, messageCase, place } from './fake-session.test-kit.ts';
import { runCase } from './run-case.ts';

const recipe = (name: string, subscription: string, mirror: string): [string, StateRecipe] => [
  name,
  { name, subscription, mirror, ask: false, pendingIn: false, moves: [] },
];
const states = new Map([recipe('To', 'to', 'From'), recipe('From', 'from', 'To')]);

const actor = (name: string): Actor => ({ name, account: 'fresh', isRemote: false, sessions: [] });

/** Plays a case that begins in state `To`, where the rosters show these subscriptions. */
async function given(rosters: { readonly user: string; readonly contact: string }) {
  const aCase = messageCase(
    {},
    {
      actors: [actor('juliet'), actor('romeo')],
      given: { user: 'juliet', contact: 'romeo', state: 'To', place },
      steps: [],
    },
  );
  const item = (jid: string, subscription: string) => [element('item', NS.roster, { jid, subscription })];
  const [juliet, romeo] = ['user1@fake.localhost', 'user2@fake.localhost'];
  const rosterOf = (jid: string) => (jid === juliet ? item(romeo, rosters.user) : item(juliet, rosters.contact));
  const env = fakeEnvironment({ rosterOf }, { states });
  return (await runCase(aCase, env)).result;
}

test('a state that both rosters show is reached', async () => {
  expect((await given({ user: 'to', contact: 'from' })).outcome).toBe('passed');
});

test.each([
  ['user', { user: 'none', contact: 'from' }, 'juliet'],
  ['contact', { user: 'to', contact: 'none' }, 'romeo'],
] as const)('a state that the roster of the %s does not show makes the case broken', async (_, rosters, user) => {
  const reason = { kind: 'state-not-reached', state: 'To', user, subscription: 'none' };
  expect(await given(rosters)).toMatchObject({ outcome: 'broken', reason });
});
