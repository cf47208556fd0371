import { performance } from 'node:perf_hooks';
import { describe, expect, test, vi } from 'vitest';
import type { Account } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer } from './fake-server.test-kit.ts';

const fresh = (count: number) => Array.from({ length: count }, () => 'fresh');
const limit = { condition: 'resource-constraint' };
const messages = (settled: readonly PromiseSettledResult<unknown>[]) =>
  new Set(settled.map((one) => (one.status === 'rejected' ? one.reason.message : 'lent')));

test('registers a fresh account with a random local part and password', async () => {
  const server = fakeServer();
  const { account } = await lendFrom(server).accounts.lend('fresh');
  expect(account.jid).toMatch(/^xs-[0-9a-f]{8}-1@fake\.localhost$/);
  expect(account.password).toMatch(/^[A-Za-z0-9]{25}$/);
  for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/]) expect(account.password).toMatch(kind);
  expect([...server.accounts]).toEqual([[account.jid, account.password]]);
});

test('registers 64 accounts on four streams', async () => {
  const server = fakeServer();
  const { accounts } = lendFrom(server);
  const loans = await Promise.all(Array.from({ length: 64 }, () => accounts.lend('fresh')));
  expect(new Set(loans.map((loan) => loan.account.jid)).size).toBe(64);
  expect(server.seen.streams).toBe(4);
});

test('registers on one stream for each four cases that run at once', async () => {
  const server = fakeServer();
  const { accounts } = lendFrom(server);
  accounts.expectJobs(48);
  await Promise.all(Array.from({ length: 64 }, () => accounts.lend('fresh')));
  expect(server.seen.streams).toBe(12);
});

test('registers on up to 32 streams once a registration has shown that the server is far away', async () => {
  const server = fakeServer();
  const { accounts } = lendFrom(server);
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 200;
    return now;
  });
  await accounts.lend('fresh').finally(() => clock.mockRestore());
  await Promise.all(Array.from({ length: 64 }, () => accounts.lend('fresh')));
  expect(server.seen.streams).toBeGreaterThan(16);
  expect(server.seen.streams).toBeLessThanOrEqual(32);
});

test('cancels the registration of a returned account', async () => {
  const server = fakeServer();
  const loan = await lendFrom(server).accounts.lend('fresh');
  await Promise.all([loan.giveBack(), loan.giveBack()]);
  expect([...server.accounts, server.seen.logins]).toEqual([1]);
});

test.each([
  ['closes the stream after one registration', 'end' as const],
  ['refuses the second registration of a stream', { condition: 'not-allowed' }],
  ['does not answer the second registration of a stream', 'silence' as const],
])('opens a stream for each account when the server %s', async (_, trouble) => {
  const server = fakeServer({ onRegister: (onStream) => (onStream > 0 ? trouble : undefined) });
  const { accounts } = lendFrom(server);
  for (const loan of await accounts.lendMany(fresh(9))) expect(server.accounts.has(loan.account.jid)).toBe(true);
  expect(server.seen.streams).toBe(9);
  await accounts.close();
  expect(server.seen.open).toBe(0);
});

test('counts an account as registered when the stream ended first and the next attempt finds it taken', async () => {
  const server = fakeServer({ onRegister: (onStream, inAll) => (onStream === 2 && inAll === 2 ? 'end' : undefined) });
  const { accounts } = lendFrom(server, { prefix: 'p' });
  await accounts.lend('fresh');
  await accounts.lend('fresh');
  server.accounts.set('p-3@fake.localhost', 'made by the lost request');
  expect((await accounts.lend('fresh')).account.jid).toBe('p-3@fake.localhost');
});

test.each([
  [2, 'lent'],
  [3, 'stream closed by the server'],
])('when %i new streams in a row end without an answer, the outcome is: %s', async (losses, outcome) => {
  let left = losses;
  const server = fakeServer({ onRegister: () => (left-- > 0 ? 'end' : undefined) });
  const { accounts, journal } = lendFrom(server);
  expect([...messages(await Promise.allSettled([accounts.lend('fresh')]))]).toEqual([outcome]);
  expect(journal.left).toBe(1);
});

test('keeps an account in the journal when its registration was lost and the next attempt is refused', async () => {
  const server = fakeServer({
    onRegister: (onStream, inAll) => (inAll < 2 ? undefined : onStream > 0 ? 'end' : limit),
  });
  const { accounts, journal } = lendFrom(server);
  await accounts.lend('fresh');
  await accounts.lend('fresh');
  await expect(accounts.lend('fresh')).rejects.toThrow(
    'fake.localhost limits in-band registration (resource-constraint)',
  );
  expect(journal.left).toBe(3);
});

test('names the options to use after a refusal, and repeats it without another request', async () => {
  const server = fakeServer({ onRegister: () => ({ condition: 'not-allowed' }) });
  const { accounts } = lendFrom(server);
  const settled = await Promise.allSettled(fresh(20).map((kind) => accounts.lend(kind)));
  expect([...messages(settled)]).toMatchInlineSnapshot(`
    [
      "fake.localhost refused in-band registration (not-allowed); use --provision admin --admin JID, --account JID twice or more, or --provision command",
    ]
  `);
  const { requests } = server.seen;
  await expect(accounts.lend('fresh')).rejects.toThrow('not-allowed');
  expect(server.seen.requests).toBe(requests);
});

test('reports a server that limits registrations', async () => {
  const server = fakeServer({
    onRegister: (_, inAll) => (inAll > 0 ? limit : undefined),
  });
  const { accounts } = lendFrom(server);
  await accounts.lend('fresh');
  await expect(accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: fake.localhost limits in-band registration (resource-constraint); lift the limit (ejabberd.yml: registration_timeout: infinity, prosody.cfg.lua: registration_throttle_max = 100000), or use --provision admin --admin JID, --account JID twice or more, or --provision command]`,
  );
});

test('sends no registration to a server without the feature', async () => {
  const server = fakeServer({ features: '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>' });
  await expect(lendFrom(server).accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: fake.localhost does not offer in-band registration; use --provision admin --admin JID, --account JID twice or more, or --provision command]`,
  );
  expect([server.seen.requests, server.seen.open]).toEqual([0, 0]);
});

test('tries a server without the feature where the user has asked for it', async () => {
  const features = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>';
  const provision = { kind: 'in-band', isAskedFor: true } as const;
  const server = fakeServer({ features });
  const { account } = await lendFrom(server, { provision }).accounts.lend('fresh');
  expect(server.accounts.has(account.jid)).toBe(true);
  const refusing = fakeServer({ features, onRegister: () => ({ condition: 'service-unavailable' }) });
  await expect(lendFrom(refusing, { provision }).accounts.lend('fresh')).rejects.toThrow(
    'fake.localhost refused in-band registration (service-unavailable)',
  );
});

test.each([
  ['policy-violation', 'Password must contain a digit', 'refused the password of a new account'],
  ['not-acceptable', 'The PASSWORD is too long', 'refused the password of a new account'],
  ['policy-violation', 'Too many registrations from your address', 'limits in-band registration'],
  ['policy-violation', undefined, 'limits in-band registration'],
  ['not-acceptable', undefined, 'refused in-band registration'],
  ['not-allowed', 'Registration is through invitation only', 'registers invited users only'],
])('names what a server means by %s with the text %s', async (condition, text, what) => {
  const server = fakeServer({ onRegister: () => ({ condition, text }) });
  await expect(lendFrom(server).accounts.lend('fresh')).rejects.toThrow(`fake.localhost ${what} (${condition}`);
});

test('waits once for a server that does not answer', async () => {
  const server = fakeServer({ onRegister: () => 'silence' });
  const { accounts } = lendFrom(server);
  const settled = await Promise.allSettled(fresh(20).map((kind) => accounts.lend(kind)));
  expect([...messages(settled)]).toMatchInlineSnapshot(`
    [
      "fake.localhost did not answer in-band registration: no answer to registration within 50 ms; use --provision admin --admin JID, --account JID twice or more, or --provision command",
    ]
  `);
  expect(server.seen.streams).toBe(4);
});

test('goes on after registrations that were not answered in time, where the server answers others', async () => {
  let asked = 0;
  const onRegister = () => {
    asked += 1;
    return asked > 1 && asked <= 6 ? 'silence' : undefined;
  };
  const { accounts } = lendFrom(fakeServer({ onRegister }));
  await accounts.lend('fresh');
  const slow = await Promise.allSettled(fresh(4).map((kind) => accounts.lend(kind)));
  const then = await Promise.allSettled(fresh(4).map((kind) => accounts.lend(kind)));
  const lost = 'fake.localhost did not answer in-band registration: no answer to registration within 50 ms';
  expect([...messages(slow)].map((text) => text.split(';')[0])).toEqual([lost]);
  expect([...messages(then)]).toEqual(['lent']);
});

test('asks for no more accounts once a server that has made some lets three rounds of registrations expire', async () => {
  let asked = 0;
  const onRegister = () => {
    asked += 1;
    return asked > 1 ? 'silence' : undefined;
  };
  const { accounts } = lendFrom(fakeServer({ onRegister }));
  await accounts.lend('fresh');
  for (let round = 0; round < 5; round += 1) await Promise.allSettled(fresh(4).map((kind) => accounts.lend(kind)));
  // The one on the stream that was used before is tried on a new stream, too.
  expect(asked).toBe(1 + 3 * 4 + 1);
});

test('fills in a data form', async () => {
  const field = (name: string) => `<field var="${name}"><required/></field>`;
  const form = `<x xmlns="jabber:x:data" type="form">${field('username')}${field('password')}<field var="email"/></x>`;
  const server = fakeServer({ form: `<instructions/><username/><password/><email/>${form}` });
  const { account } = await lendFrom(server).accounts.lend('fresh');
  expect(server.accounts.get(account.jid)).toBe(account.password);
});

test.each([
  ['<username/><password/><email/>', 'email'],
  ['<x xmlns="jabber:x:data"><field var="ocr"><required/></field><field var="nick"/></x>', 'ocr'],
])('rejects a form that requires more fields: %s', async (form, name) => {
  const { accounts } = lendFrom(fakeServer({ form }));
  await expect(accounts.lend('fresh')).rejects.toThrow(`in-band registration at fake.localhost requires ${name}; use`);
});

test('keeps an account in the journal that cannot be removed', async () => {
  const server = fakeServer({ onRemove: () => ({ condition: 'not-allowed' }) });
  const { accounts, journal } = lendFrom(server);
  await (await accounts.lend('fresh')).giveBack();
  expect([server.accounts.size, journal.left]).toEqual([1, 1]);
});

test('logs in again after a removal that ended the stream, to see whether the account is gone', async () => {
  let removals = 0;
  const server = fakeServer({
    onRemove: () => {
      removals += 1;
      server.accounts.clear();
      return 'end';
    },
  });
  const { accounts, journal } = lendFrom(server);
  await (await accounts.lend('fresh')).giveBack();
  expect([removals, journal.left]).toEqual([1, 0]);
});

describe('a login that is refused when an account is to be removed', () => {
  const refused = ({ jid }: Account) => new ProblemError({ kind: 'login-refused', jid, condition: 'not-authorized' });

  /** Lends an account, then does something to the server, then gives the account back. */
  async function removeAfter(change: (server: ReturnType<typeof fakeServer>, account: Account) => void) {
    let isRefusing = false;
    const server = fakeServer({ onLogin: (account) => (isRefusing ? refused(account) : undefined) });
    const { accounts, journal } = lendFrom(server);
    const loan = await accounts.lend('fresh');
    change(server, loan.account);
    isRefusing = server.accounts.size > 0;
    await loan.giveBack();
    return {
      left: journal.left,
      made: server.accounts.size,
      why: accounts.leftovers.map(({ problem }) => problem.kind),
    };
  }

  test('shows that it is gone when the name can be registered, and removes what that made', async () => {
    expect(await removeAfter((server) => server.accounts.clear())).toEqual({ left: 0, made: 0, why: [] });
  });

  test('leaves it in the journal when the name is taken: the server refuses logins for another reason', async () => {
    const left = await removeAfter(() => undefined);
    expect(left).toEqual({ left: 1, made: 1, why: ['removal-login-refused'] });
  });

  test('leaves it in the journal when registration shows nothing', async () => {
    let registered = 0;
    const server = fakeServer({
      onLogin: refused,
      onRegister: () => {
        registered += 1;
        return registered > 1 ? { condition: 'resource-constraint' } : undefined;
      },
    });
    const { accounts, journal } = lendFrom(server);
    await (await accounts.lend('fresh')).giveBack();
    expect([journal.left, accounts.leftovers.map(({ problem }) => problem.kind)]).toEqual([1, ['removal-uncertain']]);
  });
});
