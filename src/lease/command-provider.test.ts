import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lendFrom, temporaryDirectory } from './accounts.test-kit.ts';
import { fillTemplate } from './command-provider.ts';
import { fakeServer } from './fake-server.test-kit.ts';

const lendBy = (create: string, remove?: string, timeoutMs = 5000) =>
  lendFrom(fakeServer(), {
    provision: { kind: 'command', create, remove },
    prefix: 'p',
    timeoutMs,
  });

test('quotes placeholders for the shell where they need it', () => {
  const account = { jid: 'a@b.localhost', password: "it's $HOME" };
  expect(fillTemplate('add {user} "{domain}" {jid} {password} {other}', account)).toBe(
    `add a "b.localhost" a@b.localhost 'it'\\''s $HOME' {other}`,
  );
});

test('makes and removes accounts by commands', async () => {
  const file = join(temporaryDirectory(), 'user');
  const { accounts, journal } = lendBy(`echo {user} {domain} {password} {jid} > ${file}`, `rm ${file}`);
  const { account, giveBack } = await accounts.lend('fresh');
  expect(readFileSync(file, 'utf8')).toBe(`p-1 fake.localhost ${account.password} p-1@fake.localhost\n`);
  await giveBack();
  expect([existsSync(file), journal.left]).toEqual([false, 0]);
});

test('shows the program of a failed command, and its last line without the password', async () => {
  const { accounts } = lendBy('echo first >&2; echo no {password} >&2; exit 3');
  await expect(accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: the command "echo ..." ended with 3: no (hidden); correct the command]`,
  );
});

test('shows the last line of standard output when standard error is empty', async () => {
  await expect(lendBy('echo conflict; exit 1').accounts.lend('fresh')).rejects.toThrow('ended with 1: conflict');
});

test('kills a command that does not end', async () => {
  const file = join(temporaryDirectory(), 'pid');
  const { accounts } = lendBy(`echo $$ > ${file}; exec sleep 60`, undefined, 500);
  await expect(accounts.lend('fresh')).rejects.toThrow('did not end within 500 ms');
  const pid = readFileSync(file, 'utf8').trim();
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('keeps an account in the journal when its removal fails', async () => {
  const { accounts, journal } = lendBy('true', 'false');
  await (await accounts.lend('fresh')).giveBack();
  expect(journal.left).toBe(1);
});

function isRunning(pid: string): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/ Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
