import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProblemError } from '../wording/problems.ts';
import { lendFrom, temporaryDirectory } from './accounts.test-kit.ts';
import { type CleanTools, cleanJournals } from './clean-journals.ts';
import { address, fakeServer } from './fake-server.test-kit.ts';
import { openJournal } from './journal.ts';
import { readJournals } from './read-journals.ts';

const entry = (user: string) => ({
  account: { jid: `${user}@fake.localhost`, password: 'secret' },
  address,
  removal: { kind: 'in-band' as const },
});
const dead = { alive: () => false };

function tools(server: ReturnType<typeof fakeServer>, changes: Partial<CleanTools> = {}): CleanTools {
  return {
    ...dead,
    connect: () => server.connect,
    openStream: server.openStream,
    adminPassword: () => undefined,
    timeoutMs: 50,
    ...changes,
  };
}

test('writes an account to the journal before it asks the server for it', async () => {
  const left: number[] = [];
  const server = fakeServer({ onRegister: () => void left.push(run.journal.left) });
  const run = lendFrom(server);
  await run.accounts.lend('fresh');
  expect(left).toEqual([1]);
});

test('keeps no account in the journal that the server refused', async () => {
  const { accounts, directory } = lendFrom(fakeServer({ onRegister: () => ({ condition: 'not-allowed' }) }));
  await expect(accounts.lend('fresh')).rejects.toThrow();
  expect(readdirSync(directory)).toEqual([]);
});

test('keeps an account in the journal whose registration was not answered', async () => {
  const { accounts, journal } = lendFrom(fakeServer({ onRegister: () => 'silence' }));
  await expect(accounts.lend('fresh')).rejects.toThrow();
  expect(journal.left).toBe(1);
});

test('makes the journal readable for its owner only, and deletes it when nothing is left', () => {
  const directory = join(temporaryDirectory(), 'journals');
  const journal = openJournal(directory, 1);
  journal.accountCreated(entry('anna'));
  const file = join(directory, readdirSync(directory)[0] ?? '');
  expect([statSync(directory).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  journal.accountRemoved('anna@fake.localhost');
  expect(existsSync(file)).toBe(false);
});

test('throws when its directory cannot be made', () => {
  expect(() => openJournal('/dev/null/journals', 1).directoryCreated('/tmp/x')).toThrow(
    'cannot write the journal of accounts and directories to remove',
  );
});

test('leaves journals of running processes alone', () => {
  const directory = temporaryDirectory();
  for (const pid of [1, 2]) openJournal(directory, pid).accountCreated(entry(`user${pid}`));
  const { dead: left } = readJournals(directory, { alive: (pid) => pid === 1 });
  expect(left.flatMap((journal) => journal.accounts)).toEqual([entry('user2')].map((e) => expect.objectContaining(e)));
});

test('finds no journals in a missing directory', () => {
  expect(readJournals('/nowhere', dead)).toEqual({ dead: [], running: [] });
});

test('removes what a killed run left, and its journal', async () => {
  const server = fakeServer();
  const directory = temporaryDirectory();
  const journal = openJournal(directory, 1);
  for (const user of ['anna', 'bert', 'gone']) journal.accountCreated(entry(user));
  journal.accountRemoved('bert@fake.localhost');
  server.accounts.set('anna@fake.localhost', 'secret');
  const launched = join(directory, 'xmppspec-abc');
  mkdirSync(launched);
  journal.directoryCreated(launched);
  expect(await cleanJournals(directory, tools(server))).toEqual({
    accounts: 2,
    directories: 1,
    leftovers: [],
    running: [],
  });
  expect([server.accounts.size, readdirSync(directory)]).toEqual([0, []]);
});

test('skips a line that a kill cut short', async () => {
  const server = fakeServer();
  const directory = temporaryDirectory();
  openJournal(directory, 1).accountCreated(entry('anna'));
  const file = join(directory, readdirSync(directory)[0] ?? '');
  appendFileSync(file, '{"event":"account-cre');
  const refusing = { connect: () => () => Promise.reject(new Error('refused the connection')) };
  const report = await cleanJournals(directory, tools(server, refusing));
  expect(report).toEqual({
    accounts: 0,
    directories: 0,
    leftovers: [{ name: 'anna@fake.localhost', problem: { kind: 'other', message: 'refused the connection' } }],
    running: [],
  });
  expect((await cleanJournals(directory, tools(server))).accounts).toBe(1);
});

test('gives up soon on a server that does not answer', async () => {
  let logins = 0;
  const silent = () => {
    logins += 1;
    return Promise.reject(new ProblemError({ kind: 'no-answer', to: 'the login', timeoutMs: 50 }));
  };
  const directory = temporaryDirectory();
  const journal = openJournal(directory, 1);
  for (let user = 0; user < 100; user += 1) journal.accountCreated(entry(`user${user}`));
  const { leftovers } = await cleanJournals(directory, tools(fakeServer(), { connect: () => silent }));
  expect(leftovers).toHaveLength(100);
  expect(logins).toBeLessThan(20);
});

test('does not remove a directory that has another name than ours', async () => {
  const directory = temporaryDirectory();
  openJournal(directory, 1).directoryCreated('/tmp');
  const { leftovers } = await cleanJournals(directory, tools(fakeServer()));
  expect(leftovers).toEqual([{ name: '/tmp', problem: { kind: 'directory-not-ours' } }]);
});

test('needs the password of the administrator to remove accounts that he made', async () => {
  const server = fakeServer();
  const directory = temporaryDirectory();
  openJournal(directory, 1).accountCreated({
    ...entry('anna'),
    removal: { kind: 'admin', admin: 'admin@fake.localhost' },
  });
  const problem = { kind: 'admin-password-unknown', admin: 'admin@fake.localhost' };
  expect((await cleanJournals(directory, tools(server))).leftovers).toEqual([{ name: 'anna@fake.localhost', problem }]);
  for (const user of ['admin', 'anna']) server.accounts.set(`${user}@fake.localhost`, 'secret');
  const report = await cleanJournals(directory, tools(server, { adminPassword: () => 'secret' }));
  expect([report.leftovers, [...server.accounts.keys()], server.seen.open]).toEqual([[], ['admin@fake.localhost'], 0]);
});

test('removes accounts that a command made with the command to remove', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'removed');
  openJournal(directory, 1).accountCreated({
    ...entry('anna'),
    removal: { kind: 'command', remove: `echo {jid} > ${file}` },
  });
  await cleanJournals(directory, tools(fakeServer()));
  expect(readFileSync(file, 'utf8')).toBe('anna@fake.localhost\n');
});

test('keeps the journal of a killed process', async () => {
  const directory = temporaryDirectory();
  const script = `
    const { openJournal } = await import(${JSON.stringify(join(import.meta.dirname, 'journal.ts'))});
    openJournal(${JSON.stringify(directory)}, process.pid).accountCreated(${JSON.stringify(entry('anna'))});
    process.kill(process.pid, 'SIGKILL');
  `;
  const child = spawn('node', ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'ignore' });
  expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
  const {
    dead: [left],
  } = readJournals(directory, { alive: (pid) => pid !== child.pid });
  expect(left?.accounts.map(({ account }) => account.jid)).toEqual(['anna@fake.localhost']);
});
