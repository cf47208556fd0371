import { expect, test } from 'vitest';
import { type Leftover, leftoverLines, leftoverText } from './leftover-text.ts';

const refused = (name: string): Leftover => ({
  name,
  problem: { kind: 'removal-refused', condition: 'not-allowed', text: 'Ask the staff' },
});
const locked = (name: string): Leftover => ({
  name,
  problem: {
    kind: 'removal-login-refused',
    cause: { kind: 'login-refused', jid: name, condition: 'not-authorized' },
  },
});
const accounts = [locked('d@x'), refused('a@x'), refused('b@x'), locked('e@x'), refused('c@x')];

test('says how many accounts were not removed for each reason, and what to do', () => {
  expect(leftoverText({ accounts, directories: [] }, 'en')).toMatchInlineSnapshot(
    `"5 accounts were not removed: the server refused to remove the account: not-allowed "Ask the staff" (3); the account exists, but the server refuses its login: authentication failed for d@x: not-authorized (2); try \`xmppspec clean\`"`,
  );
});

test('names directories that were not removed', () => {
  expect(leftoverText({ accounts: [], directories: ['/tmp/xmppspec-a'] }, 'en')).toMatchInlineSnapshot(
    `"not removed: /tmp/xmppspec-a; try \`xmppspec clean\`"`,
  );
});

test('does not suggest `clean` where no command removes accounts', () => {
  const kept: Leftover = { name: 'a@x', problem: { kind: 'removal-command-missing' } };
  expect(leftoverText({ accounts: [kept], directories: [] }, 'en')).toMatchInlineSnapshot(
    `"1 account was not removed: no command removes accounts; give one with --remove-account (1)"`,
  );
});

test('says nothing when nothing is left', () => {
  expect(leftoverText({ accounts: [], directories: [] }, 'en')).toBeUndefined();
});

test('shows a few reasons, and counts the others', () => {
  const other = (at: number): Leftover => ({ name: `${at}@x`, problem: { kind: 'other', message: `trouble ${at}` } });
  const many = [refused('a@x'), refused('b@x'), ...Array.from({ length: 10 }, (_, at) => other(at))];
  expect(leftoverText({ accounts: many, directories: [] }, 'en')).toMatch(/trouble 3 \(1\); other reasons \(6\); try/);
});

test('gives each reason one line, with the first of the accounts', () => {
  expect(leftoverLines([...accounts, refused('/tmp/x')], 'en')).toMatchInlineSnapshot(`
    [
      "a@x and 3 more: the server refused to remove the account: not-allowed "Ask the staff"",
      "d@x and 1 more: the account exists, but the server refuses its login: authentication failed for d@x: not-authorized",
    ]
  `);
});
