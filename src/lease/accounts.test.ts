import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer } from './fake-server.test-kit.ts';

const special = { rosterless: { jid: 'rosterless@fake.localhost', password: 'secret' } };

test('lends an absent account as an address that is not registered', async () => {
  const server = fakeServer();
  const loan = await lendFrom(server).accounts.lend('absent');
  await loan.giveBack();
  expect(loan.account).toEqual({ jid: expect.stringMatching(/^xs-.*@fake\.localhost$/), password: '' });
  expect([server.seen.streams, server.seen.logins]).toEqual([0, 0]);
});

test('lends a special account unchanged, to one borrower after the other', async () => {
  const server = fakeServer();
  const { accounts } = lendFrom(server, { special });
  const first = await accounts.lend('rosterless');
  const second = accounts.lend('rosterless');
  await expect(Promise.race([second, Promise.resolve('waits')])).resolves.toBe('waits');
  await first.giveBack();
  expect((await second).account).toEqual(special.rosterless);
  expect(server.seen.logins).toBe(0);
});

test('rejects with the name of a special account that the target lacks', async () => {
  const { accounts } = lendFrom(fakeServer());
  await expect(accounts.lend('rosterless')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: the target has no account "rosterless"; name one under "special" in the config file (\`xmppspec explain rosterless\`)]`,
  );
});

test('lends accounts of several kinds in the order of the request', async () => {
  const { accounts } = lendFrom(fakeServer(), { special, prefix: 'p' });
  const loans = await accounts.lendMany(['absent', 'rosterless', 'fresh']);
  expect(loans.map((loan) => loan.account.jid)).toEqual([
    'p-1@fake.localhost',
    'rosterless@fake.localhost',
    'p-2@fake.localhost',
  ]);
});

test('removes no account from a disposable server', async () => {
  const server = fakeServer();
  const { accounts, directory } = lendFrom(server, { disposable: true });
  await (await accounts.lend('fresh')).giveBack();
  await accounts.close();
  expect([server.accounts.size, server.seen.logins, readdirSync(directory).length]).toEqual([1, 0, 0]);
});

test('gives the other accounts back when one of several is refused', async () => {
  const server = fakeServer({ onRegister: (_, inAll) => (inAll === 2 ? { condition: 'not-allowed' } : undefined) });
  const { accounts, journal } = lendFrom(server);
  await expect(accounts.lendMany(['fresh', 'fresh', 'fresh'])).rejects.toThrow('not-allowed');
  await accounts.close();
  expect([server.accounts.size, journal.left]).toEqual([0, 0]);
});

test('takes all accounts back on close, and lends no more', async () => {
  const server = fakeServer();
  const { accounts, journal } = lendFrom(server);
  await accounts.lendMany(['fresh', 'fresh']);
  const late = accounts.lend('fresh');
  await Promise.all([accounts.close(), accounts.close(), expect(late).rejects.toThrow('the run is ending')]);
  expect([server.accounts.size, server.seen.open, journal.left]).toEqual([0, 0, 0]);
  await expect(accounts.lend('fresh')).rejects.toThrow('the run is ending');
});

test('rejects waiting requests on close', async () => {
  const { accounts } = lendFrom(fakeServer(), { special });
  await accounts.lend('rosterless');
  const waiting = expect(accounts.lend('rosterless')).rejects.toThrow('the run is ending');
  await accounts.close();
  await waiting;
});

test('does not wait on close for a server that never answers once the signal aborts', async () => {
  const server = fakeServer();
  const connect: typeof server.connect = () => new Promise(() => undefined);
  const end = new AbortController();
  const { accounts, journal } = lendFrom({ ...server, connect }, { signal: end.signal });
  await accounts.lendMany(['fresh', 'fresh']);
  const closing = accounts.close();
  end.abort();
  await closing;
  expect(journal.left).toBe(2);
});

test('stops removing accounts after three removals without an answer', async () => {
  const server = fakeServer({ onRemove: () => 'silence' });
  const { accounts, journal } = lendFrom(server);
  for (const loan of await accounts.lendMany(Array.from({ length: 9 }, () => 'fresh'))) await loan.giveBack();
  expect([server.seen.logins, journal.left]).toEqual([3, 9]);
});
