// A case on two servers: where its sessions are opened, and which domains it names.

import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { Connect, UsedAccount, Wash } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Side } from './environment.ts';
import { type Behaviour, fakeConnect, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { createServerLimits } from './limits/server-limits.ts';
import { lookAt } from './look.ts';

const actor = (name: string, isPeer: boolean): Actor => {
  const plan = { ref: `${name}/balcony`, resource: name, roster: false, answers: true, atStart: true };
  return { name, account: 'fresh', isRemote: false, isPeer, sessions: [plan] };
};
const actors = [actor('juliet', false), actor('romeo', true)];

/** An environment with a second server, and the accounts that have logged in to each. */
function twoServers(behaviour: Behaviour = {}) {
  const logins: string[] = [];
  const noting =
    (server: string, connect: Connect): Connect =>
    (options) => {
      logins.push(`${server} ${options.account.jid}`);
      return connect(options);
    };
  const connect = fakeConnect(behaviour);
  const env = fakeEnvironment(behaviour);
  const lend = async (kinds: readonly string[]) =>
    kinds.map(() => ({
      account: { jid: 'user@b.test', password: '' },
      giveBackClean: async () => undefined,
      giveBack: async () => undefined,
    }));
  const peer = { ...fakeEnvironment({}), connect: noting('b', connect), lend, domain: 'b.test' };
  return { env: { ...env, connect: noting('a', connect), peer }, logins };
}

test('the sessions of a contact are opened on the second server, with an account of it', async () => {
  const { env, logins } = twoServers();
  await lookAt(messageCase({}, { topology: 'federated', actors }), env);
  expect(logins).toEqual(['a user1@fake.localhost', 'b user@b.test']);
});

test('the remote domain is that of the second server', async () => {
  const onSend: Behaviour['onSend'] = (_, { name, attrs }, all) => {
    if (name === 'message') all.get('juliet')?.deliver(`<message id="${attrs['id']}" from="${attrs['to']}"/>`);
  };
  const { env } = twoServers({ onSend });
  const send = {
    kind: 'send',
    place,
    from: 'juliet/balcony',
    stanza: parseXml('<message id="m" to="${remote}"/>'),
  } as const;
  const expected = {
    kind: 'expect',
    place,
    sessions: [receives('juliet/balcony', ['<message from="b.test"/>'])],
    alternatives: [],
    proves: ['must'],
  } as const;
  const aCase = messageCase({}, { topology: 'federated', actors, steps: [send, expected] });
  expect((await lookAt(aCase, env)).result.outcome).toBe('passed');
});

test('without a second server the case is skipped', async () => {
  const aCase = messageCase({}, { topology: 'federated', actors, needs: [{ feature: 'peer' }] });
  const { result } = await lookAt(aCase, fakeEnvironment({}));
  expect(result).toMatchObject({ outcome: 'skipped', reason: { kind: 'no-peer' } });
});

/** Plays a case whose accounts are washed, and returns what the wash was given, and which accounts came back clean. */
async function playWashed(wash: Wash, changes: Partial<Side> = {}) {
  const returned: boolean[] = [];
  const { env } = twoServers();
  const lendFrom = (domain: string) => async () => [
    {
      account: { jid: `user@${domain}`, password: '' },
      giveBackClean: async () => void returned.push(true),
      giveBack: async () => void returned.push(false),
    },
  ];
  const peer = { ...env.peer, lend: lendFrom('b.test'), ...changes };
  const whole = { ...env, lend: lendFrom('fake.localhost'), peer, wash };
  const says = (from: string) => ({ kind: 'send', place, from, stanza: parseXml('<message/>') }) as const;
  const steps = [says('juliet/balcony'), says('romeo/balcony')];
  const { cleanup } = await lookAt(messageCase({}, { topology: 'federated', actors, steps }), whole);
  await cleanup;
  return returned;
}

test.each([true, false])(
  'accounts of both servers are washed together, and clean where the wash says %s',
  async (isClean) => {
    const washed: (readonly UsedAccount[])[] = [];
    const wash: Wash = async (used) => {
      washed.push(used);
      return isClean;
    };
    expect(await playWashed(wash)).toEqual([isClean, isClean]);
    expect(washed).toMatchObject([
      [
        { account: { jid: 'user@fake.localhost' }, isPeer: false },
        { account: { jid: 'user@b.test' }, isPeer: true },
      ],
    ]);
  },
);

test('an account of the peer is washed by a login of its own where a stream may carry few subscription stanzas', async () => {
  const limits = createServerLimits('ejabberd', [{ kind: 'subscription-count', allowed: 5 }]);
  const sessions: (string | undefined)[] = [];
  const wash: Wash = async (used) => {
    sessions.push(...used.map(({ session }) => session?.jid));
    return true;
  };
  await playWashed(wash, { limits });
  expect(sessions).toEqual(['user@fake.localhost/juliet', undefined]);
});
