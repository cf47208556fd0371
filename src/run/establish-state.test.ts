import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { StateRecipe } from '../model/standard.ts';
import { element, NS } from '../stanza/xml.ts';
import { fakeEnvironment, messageCase, place } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

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
  return (await lookAt(aCase, env)).result;
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

/** Where juliet subscribes to romeo, whose session gets the request or does not: what each pings before the steps. */
async function pingsOf({ arrives }: { readonly arrives: boolean }) {
  const asking = {
    ...recipe('None + Pending Out', 'none', 'None')[1],
    moves: [{ who: 'user', type: 'subscribe' }],
  } as const;
  const session = (name: string) => ({
    ref: `${name}/balcony`,
    resource: name,
    roster: true,
    answers: true,
    atStart: true,
  });
  const aCase = messageCase(
    {},
    {
      actors: ['juliet', 'romeo'].map((name) => ({ ...actor(name), sessions: [session(name)] })),
      given: { user: 'juliet', contact: 'romeo', state: asking.name, place },
      steps: [],
    },
  );
  const pings: string[] = [];
  const env = fakeEnvironment(
    {
      onSend: (_, { attrs }, all) => {
        if (arrives && attrs['type'] === 'subscribe')
          all.get('romeo')?.deliver('<presence from="user1@fake.localhost" type="subscribe"/>');
      },
      onPing: (resource) => {
        pings.push(resource);
        return 'answer';
      },
    },
    { states: new Map([[asking.name, asking], ...states]) },
  );
  const { result } = await lookAt(aCase, env);
  expect(result.outcome).toBe('passed');
  return pings.join(' ');
}

// A session of its own reads the roster of romeo; that of juliet answers her own session. Then a fence before the steps.
test('a request that has arrived after the ping of its sender is waited for no longer', async () => {
  expect(await pingsOf({ arrives: true })).toBe('juliet juliet juliet romeo juliet romeo');
});

test('a request that does not arrive is waited for as long as a fence takes', async () => {
  const fence = 'juliet juliet romeo juliet romeo';
  expect(await pingsOf({ arrives: false })).toBe(`juliet romeo juliet juliet romeo ${fence}`);
});
