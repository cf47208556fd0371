import { expect, test } from 'vitest';
import { ProblemError } from '../wording/problems.ts';
import { hideSecrets } from '../wording/secrets.ts';
import { usageError } from '../wording/usage.ts';
import { TestBedError } from './ending/exit-code.ts';
import { errorText } from './known-errors.ts';

/** Passwords that are words of our messages. */
const hide = (text: string) => hideSecrets(text, ['wrong', 'authentication', 'target', 'Qz7Xk9Wv']);
const shown = (error: unknown) => errorText(error, 'en', hide).text;

test.each([
  [
    'of a usage error',
    usageError('unknownTarget', 'Qz7Xk9Wv', 'a', undefined),
    'unknown target "(hidden)"; expected a',
  ],
  [
    'of a problem',
    new ProblemError({ kind: 'login-refused', jid: 'Qz7Xk9Wv@a', condition: 'not-authorized' }),
    'authentication failed for (hidden)@a',
  ],
  [
    'of a server',
    new TestBedError((of) => `the password is wrong: ${of('Qz7Xk9Wv')}`),
    'the password is wrong: (hidden)',
  ],
])('a password hides none of our own words, but all that was given: %s', (_, error, text) => {
  expect(shown(error)).toContain(text);
});

test.each([
  ['a text that nothing says of what it is made', new TestBedError('wrong')],
  ['the stack of a bug', new Error('a wrong turn')],
])('a password is hidden everywhere in %s', (_, error) => {
  expect(shown(error)).not.toContain('wrong');
});
