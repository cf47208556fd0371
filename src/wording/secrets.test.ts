import { expect, test } from 'vitest';
import { hideSecrets, publicAddress, publicCommand, secretsInArguments, secretsInCommand } from './secrets.ts';

test.each([
  ['xmpp://im.example:5222', 'xmpp://im.example:5222'],
  ['xmpp://[::1]:5222/x', 'xmpp://[::1]:5222/x'],
  ['xmpp://user:S3@im.example', 'xmpp://(hidden)@im.example'],
  ['xmpp://user:p@ss/w@im.example:1', 'xmpp://(hidden)@im.example:1'],
  ['component://x:S3@127.0.0.1:5347/d.example', 'component://(hidden)@127.0.0.1:5347/d.example'],
  ['xmpp://im.example:S3', 'xmpp://im.example:(hidden)'],
  ['juliet@im.example:S3', '(hidden)@im.example:(hidden)'],
  ['staging', 'staging'],
])('shows the address %s as %s', (address, shown) => {
  expect(publicAddress(address)).toBe(shown);
});

test.each([
  ['prosodyctl register {user} {domain} {password}', 'prosodyctl ...'],
  ['PGPASSWORD=S3 psql -c x', 'psql ...'],
  ['make-account', 'make-account'],
])('shows of the command %s only its program', (command, shown) => {
  expect(publicCommand(command)).toBe(shown);
});

test.each([
  ['--account juliet@im.example:S3'],
  ['--account=juliet@im.example:S3'],
  ['--peer-account juliet@im.example:S3'],
  ['--peer-admin S3'],
  ['--account S3'],
  ['--account juliet:S3@im.example'],
  ['--admin admin@im.example S3'],
  ['--password S3'],
  ['--remote-secret=S3'],
  ['-pS3'],
  ['-t xmpp://juliet:S3@im.example'],
  ['-t xmpp://im.example:S3'],
  ['--remote component://x:S3@im.example:5347/d'],
  ['juliet@im.example:S3'],
])('finds the secret in %s', (line) => {
  expect(secretsInArguments(['run', ...line.split(' ')])).toContain('S3');
});

test.each([
  ['ejabberdctl --auth admin im.example S3 register {user} {domain} {password}'],
  ['TOKEN=S3 add {user} {password}'],
  ['add --password S3 {user}'],
  ['add --admin-password=S3 {user}'],
  ['curl -u admin:S3 http://im.example/{user}'],
  ['curl http://admin:S3@im.example/{user}'],
  ["curl -H 'Authorization: Bearer S3' http://im.example/{user}"],
])('finds the secret in the command %s', (command) => {
  expect(secretsInCommand(command)).toContain('S3');
});

test('finds no secret in arguments that hold none', () => {
  const line = 'run 2.3 rfc6121/** -t xmpp://im.example:5222 -d im.example --account a@b --account c@d -j 4 --lang en';
  expect(secretsInArguments(line.split(' '))).toEqual([]);
});

test('hides a secret as it is, in base64, in an address and in JSON', () => {
  const secret = 'p"ss wörd';
  const text = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret), JSON.stringify(secret)];
  expect(hideSecrets(text.join('|'), [secret])).toBe('(hidden)|(hidden)|(hidden)|"(hidden)"');
});

test('hides the longer of two secrets first, and none of one or two letters', () => {
  expect(hideSecrets('abcdef a', ['abc', 'abcdef', 'a', ''])).toBe('(hidden) a');
});
