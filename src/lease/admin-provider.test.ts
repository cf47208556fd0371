import { expect, test } from 'vitest';
import { NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer } from './fake-server.test-kit.ts';

const admin = { jid: 'admin@fake.localhost', password: 'secret' };

function lendAsAdmin(behaviour: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer(behaviour);
  server.accounts.set(admin.jid, admin.password);
  return { server, ...lendFrom(server, { provision: { kind: 'admin', admin } }) };
}

test('adds and deletes accounts in one session of the administrator', async () => {
  const { server, accounts, journal } = lendAsAdmin();
  const loans = await accounts.lendMany(Array.from({ length: 20 }, () => 'fresh'));
  for (const { account } of loans) expect(server.accounts.get(account.jid)).toBe(account.password);
  await accounts.close();
  expect([...server.accounts.keys()]).toEqual([admin.jid]);
  expect([server.seen.logins, server.seen.open, journal.left]).toEqual([1, 0, 0]);
});

test.each([
  ['an error', 'forbidden'],
  ['an error with a text', { condition: 'forbidden', text: 'Ask the staff' }],
  ['an error note', `<command xmlns="${NS.commands}" status="completed"><note type="error">no</note></command>`],
])('names the options to use when the server refuses with %s', async (_, answer) => {
  const { accounts } = lendAsAdmin({ onCommand: () => answer });
  await expect(accounts.lend('fresh')).rejects.toThrow(
    /^admin@fake\.localhost cannot add accounts on fake\.localhost \((forbidden|forbidden "Ask the staff"|no)\); make it an administrator of/,
  );
});

test('rejects when the form requires an unknown field', async () => {
  const form = `<x xmlns="${NS.data}"><field var="email"><required/></field></x>`;
  const { accounts } = lendAsAdmin({ onCommand: () => `<command xmlns="${NS.commands}">${form}</command>` });
  await expect(accounts.lend('fresh')).rejects.toThrow('the form requires email;');
});

test('rejects all loans with one error when the administrator cannot log in', async () => {
  const { server, accounts } = lendAsAdmin();
  server.accounts.clear();
  await expect(accounts.lendMany(['fresh', 'fresh'])).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: the administrator admin@fake.localhost cannot log in: authentication failed for admin@fake.localhost: not-authorized]`,
  );
});

test('waits once for a server that does not answer', async () => {
  const onLogin = () => new ProblemError({ kind: 'no-answer', to: 'the login', timeoutMs: 50 });
  const { accounts } = lendAsAdmin({ onLogin });
  await expect(accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: admin@fake.localhost could not add accounts on fake.localhost: no answer to the login within 50 ms; make it an administrator of the server, or use --account JID twice or more, or --provision command]`,
  );
});

test('counts an account that does not exist as deleted', async () => {
  const onCommand = ({ attrs }: { attrs: Readonly<Record<string, string>> }) =>
    attrs['node']?.endsWith('delete-user') ? 'item-not-found' : undefined;
  const { accounts, journal } = lendAsAdmin({ onCommand });
  await (await accounts.lend('fresh')).giveBack();
  expect(journal.left).toBe(0);
});
