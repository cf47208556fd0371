// Options that a command does not have, with the nearest that it has, and values that an option does not take.

import type { Options } from 'yargs';
import { suggest } from '../../wording/suggest.ts';
import { type UsageError, usageError } from '../../wording/usage.ts';
import type { CommandEntry } from './command.ts';

type Parsed = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

const camelCase = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** What the parser itself adds. */
const EVERYWHERE = ['help', 'version', '_', '$0'];

/** Throws `UsageError` for an option that the command does not have, and for an argument too many. */
export function refuseUnknownOptions(argv: Parsed, command: CommandEntry, shared: CommandEntry['options']): void {
  const options = { ...command.options, ...shared };
  const aliases = Object.values(options).flatMap(({ alias = [] }) => alias);
  const known = new Set([...EVERYWHERE, ...Object.keys(command.positionals), ...Object.keys(options), ...aliases]);
  const isKnown = new Set([...known, ...[...known].map(camelCase)]);
  const unknown = Object.keys(argv).filter((key) => !isKnown.has(key));
  // The parser adds the other spelling of a name with a hyphen.
  const given = unknown.filter((key) => !unknown.some((other) => other !== key && camelCase(other) === key));
  if (given.length > 0) throw unknownOptions(given, command.name, visible(options));
  if (argv._.length > 1) throw usageError('extraArgument', command.name);
}

const visible = (options: CommandEntry['options']): readonly string[] =>
  Object.entries(options).flatMap(([name, { hidden }]) => (hidden ? [] : [name]));

/** Values that may be secrets are not shown: of `-pPASSWORD`, the parser makes an option of every letter. */
function unknownOptions(keys: readonly string[], command: string, known: readonly string[]): UsageError {
  const names = keys.filter((key) => /^[a-z][a-z-]*$/i.test(key));
  const long = names.filter((name) => name.length > 1).map((name) => `--${name}`);
  const [first, ...others] = long.length > 0 ? long : names.slice(0, 1).map((name) => `-${name}`);
  if (first === undefined) return usageError('unknownOption', undefined, command);
  if (others.length > 0) return usageError('unknownOptions', [first, ...others].join(', '), command);
  const nearest = suggest(first.replace(/^-+/, ''), known);
  return nearest === undefined || !first.startsWith('--')
    ? usageError('unknownOption', first, command)
    : usageError('misspeltOption', first, `--${nearest}`);
}

/** Throws `UsageError` for a value that is none of the choices of its option; the value is not repeated. */
export function refuseWrongChoices(argv: Parsed, options: Readonly<Record<string, Options>>): void {
  for (const [name, { choices }] of Object.entries(options)) {
    const values = [argv[name]].flat().filter((value) => value !== undefined);
    const isWrong = choices !== undefined && values.some((value) => !choices.includes(value as string));
    if (isWrong) throw usageError('choiceExpected', name, choices.map((choice) => `"${choice}"`).join(', '));
  }
}
