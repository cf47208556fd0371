// What yargs says of wrong arguments, in our words.

import { didYouMean } from '../wording/suggest.ts';

/** What yargs says of `argv`, in our words. What our own readers of options say stays as it is. */
export function wording(message: string, argv: readonly string[]): string {
  if (message.startsWith('--')) return message;
  const [, near] = /^Did you mean (.*)\?$/.exec(message) ?? [];
  if (near !== undefined) return unknownCommand(argv.find((word) => !word.startsWith('-')) ?? near, near);
  const [, command] = /^Unknown command: (.*)$/s.exec(message) ?? [];
  if (command !== undefined) return unknownCommand(command);
  const [, option, given, choices] = /Argument: (\S+), Given: (.*), Choices: (.*)$/.exec(message) ?? [];
  if (option !== undefined) return `--${option}: expected ${orText(choices)}, got ${given}`;
  const [, bare] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
  if (bare !== undefined) return `${bare.length === 1 ? '-' : '--'}${bare}: expected a value after it, got nothing`;
  const [first = '', ...rest] = message;
  return `${first.toLowerCase()}${rest.join('')}; see xmppspec ${argv[0] === undefined ? '' : `${argv[0]} `}--help`;
}

/** `en or zh` for `"en", "zh"`. */
const orText = (choices = ''): string => choices.replaceAll('"', '').replace(/, (?=[^,]*$)/, ' or ');

/** The near command of yargs is near only when it is so by our measure, too. */
function unknownCommand(command: string, ...near: readonly string[]): string {
  return `unknown command "${command}"${didYouMean(command, near) || '; see xmppspec --help'}`;
}
