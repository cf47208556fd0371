import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWords } from './shell.ts';

test('leaves plain words as they are and quotes the others', () => {
  expect(shellWords(['rfc6121/2.3/a', 'rfc6121/2.3/b[one]', '-t', 'xmpp://[::1]:5222'])).toBe(
    "rfc6121/2.3/a 'rfc6121/2.3/b[one]' -t 'xmpp://[::1]:5222'",
  );
});

test('a shell reads back the same words', () => {
  const words = ["it's", 'a b', '', '$HOME', '; reboot', '"', '\\', '*', 'a\nb'];
  const read = execFileSync('sh', ['-c', `printf '%s\\0' ${shellWords(words)}`], { encoding: 'utf8' });
  expect(read.split('\0').slice(0, -1)).toEqual(words);
});
