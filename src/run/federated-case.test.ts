// A case on two servers: where its sessions are opened, and which domains it names.

import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { Connect } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import { type Behaviour, fakeConnect, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { runCase } from './run-case.ts';

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
    kinds.map(() => ({ account: { jid: 'user@b.test', password: '' }, giveBack: async () => undefined }));
  const peer = { ...fakeEnvironment({}), connect: noting('b', connect), lend, domain: 'b.test' };
  return { env: { ...env, connect: noting('a', connect), peer }, logins };
}

test('the sessions of a contact are opened on the second server, with an account of it', async () => {
  const { env, logins } = twoServers();
  await runCase(messageCase({}, { topology: 'federated', actors }), env);
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
  expect((await runCase(aCase, env)).result.outcome).toBe('passed');
});

test('without a second server the case is skipped', async () => {
  const aCase = messageCase({}, { topology: 'federated', actors, needs: [{ feature: 'peer' }] });
  const { result } = await runCase(aCase, fakeEnvironment({}));
  expect(result).toMatchObject({ outcome: 'skipped', reason: { kind: 'no-peer' } });
});

test('accounts are given back as not clean, because no wash works across two servers', async () => {
  const returned: (boolean | undefined)[] = [];
  const { env } = twoServers();
  const loan = {
    account: { jid: 'x@y', password: '' },
    giveBack: async (isClean?: boolean) => void returned.push(isClean),
  };
  let washes = 0;
  const wash = async () => {
    washes += 1;
    return true;
  };
  const whole = { ...env, lend: async () => [loan], peer: { ...env.peer, lend: async () => [loan] }, wash };
  const says = (from: string) => ({ kind: 'send', place, from, stanza: parseXml('<message/>') }) as const;
  const steps = [says('juliet/balcony'), says('romeo/balcony')];
  const { cleanup } = await runCase(messageCase({}, { topology: 'federated', actors, steps }), whole);
  await cleanup;
  expect([washes, returned]).toEqual([0, [false, false]]);
});
