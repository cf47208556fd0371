import { expect, test } from 'vitest';
import { wording } from './yargs-words.ts';

test.each([
  ['Did you mean run?', ['rnu'], 'unknown command "rnu"; did you mean "run"?'],
  ['Did you mean run?', ['foo'], 'unknown command "foo"; see xmppspec --help'],
  ['Unknown command: frobnicate', ['frobnicate'], 'unknown command "frobnicate"; see xmppspec --help'],
  ['Unknown argument: nope', ['run', '--nope'], 'unknown argument: nope; see xmppspec run --help'],
  ['Not enough arguments following: bail', ['run', '--bail'], '--bail: expected a value after it, got nothing'],
  ['Not enough arguments following: t', ['run', '-t'], '-t: expected a value after it, got nothing'],
  [
    'Invalid values:\n  Argument: lang, Given: "fr", Choices: "en", "zh"',
    ['run', '--lang', 'fr'],
    '--lang: expected en or zh, got "fr"',
  ],
  [
    '--jobs: expected a whole number from 1 to 1000, got 0',
    ['run'],
    '--jobs: expected a whole number from 1 to 1000, got 0',
  ],
])('%j is told in one line of ours', (message, argv, words) => {
  expect(wording(message, argv)).toBe(words);
});
