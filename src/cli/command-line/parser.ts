// Parses the command line; what --trace=all means, and which option an unknown one is near to.

import process from 'node:process';
import yargs, { type Argv, type Options } from 'yargs';
import type { Language } from '../../model/event.ts';
import { suggest } from '../../wording/suggest.ts';
import { USAGE, UsageError, usageError } from '../../wording/usage.ts';
import type { CommandEntry } from './command.ts';
import { helpText, type Translation } from './help.ts';
import { refuseWrongNumbers } from './number-options.ts';
import { LANGUAGE, refuseDoubled } from './options.ts';

/** What the parser itself says of wrong arguments. */
const MESSAGES = {
  en: {
    'Not enough arguments following: %s': 'the option "%s" expects a value, got nothing',
  },
  zh: {
    'Not enough arguments following: %s': '选项“%s”缺少值',
  },
};

/** What the parser says where an argument is missing, in English and Chinese. */
const TOO_FEW = /^(Not enough non-option arguments|缺少 non-option 参数|non-option)/;

/** Columns of help: those of the terminal, within these bounds. Wider lines are hard to read, narrower ones hold no words. */
const MIN_COLUMNS = 60;
const MAX_COLUMNS = 110;

interface ParserOptions {
  readonly commands: readonly CommandEntry[];
  readonly version: string;
  readonly lang: Language;
  /** The texts in the language; undefined: English. */
  readonly translation: Translation | undefined;
  /** Columns of the terminal; undefined: unknown. */
  readonly columns: number | undefined;
}

/** Options of every command that are not repeated in their tables. */
const SHARED: CommandEntry['options'] = LANGUAGE;

/** Parses the arguments and runs the command. Rejects with `UsageError`, and with what the command rejects with. */
export async function parse(argv: readonly string[], options: ParserOptions): Promise<void> {
  const { commands, version, lang, translation, columns = MAX_COLUMNS } = options;
  const width = Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns));
  const asked = commands.find(({ name }) => name === argv[0]);
  if (asked !== undefined && argv.includes('--help')) {
    process.stdout.write(helpText(asked, { lang, translation, columns: width, shared: SHARED }));
    return;
  }
  const about = translation?.about ?? 'Tests XMPP servers for conformance to RFC 6121 and YD/T 2936-2015.';
  const parser = yargs([...argv])
    .scriptName('xmppspec')
    .usage(`$0 <command>\n\n${about}`)
    .version(version)
    .locale(lang === 'zh' ? 'zh_CN' : 'en')
    .updateStrings(MESSAGES[lang])
    .demandCommand(1, USAGE[lang].noCommand)
    .wrap(width)
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': true })
    .exitProcess(false)
    .middleware([(args) => refuseWrong(args, commands), refuseDoubled], true)
    .fail((message, error) => {
      if (asked !== undefined && TOO_FEW.test(message)) throw usageError('tooFewArguments', asked.command);
      throw error instanceof Error && error.name !== 'YError'
        ? error
        : new UsageError({ en: message.trim(), zh: message.trim() });
    });
  for (const command of commands) declare(parser, command, translation);
  await parser.parseAsync();
}

function refuseWrong(args: Parsed, commands: readonly CommandEntry[]): void {
  const [word] = args._;
  const known = commands.map(({ name }) => name);
  if (word !== undefined && !known.includes(String(word))) {
    throw usageError('unknownCommand', String(word), suggest(String(word), known));
  }
  const command = commands.find(({ name }) => name === String(word));
  if (command === undefined) return;
  refuseUnknownOptions(args, command, SHARED);
  refuseWrongChoices(args, { ...command.options, ...SHARED });
  refuseWrongNumbers(args, command.options);
}

/** Its help is made by `helpText`: the library would make one of each command that it runs. */
function declare(parser: Argv, entry: CommandEntry, translation: Translation | undefined): void {
  const builder = (y: Argv) => {
    for (const [name, positional] of Object.entries(entry.positionals)) y.positional(name, positional);
    for (const [name, option] of Object.entries({ ...entry.options, ...SHARED })) {
      y.option(name, { ...option, hidden: true } as Options);
    }
    return y;
  };
  const describe = translation?.commands[entry.name]?.describe ?? entry.describe;
  parser.command({ command: entry.command, describe, builder, handler: entry.handler });
}

/** Columns of standard output, or as a shell gives them. */
export function columnsOf({ stdout, env }: Pick<typeof process, 'stdout' | 'env'> = process): number | undefined {
  const given = Number(env['COLUMNS']);
  return stdout.columns || (Number.isInteger(given) && given > 0 ? given : undefined);
}

type Parsed = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

const camelCase = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** What the parser itself adds. */
const EVERYWHERE = ['help', 'version', '_', '$0'];

/** Throws `UsageError` for an option that the command does not have, and for an argument too many. */
function refuseUnknownOptions(argv: Parsed, command: CommandEntry, shared: CommandEntry['options']): void {
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
function refuseWrongChoices(argv: Parsed, options: Readonly<Record<string, Options>>): void {
  for (const [name, { choices }] of Object.entries(options)) {
    const values = [argv[name]].flat().filter((value) => value !== undefined);
    const isWrong = choices !== undefined && values.some((value) => !choices.includes(value as string));
    if (isWrong) throw usageError('choiceExpected', name, choices.map((choice) => `"${choice}"`).join(', '));
  }
}

/** The arguments with `--trace=all` written as `--trace-all`. Throws `UsageError` for any other value. */
export function withTraceAll(argv: readonly string[]): readonly string[] {
  return argv.map((word) => {
    const value = /^--trace=(.*)$/s.exec(word)?.[1];
    if (value === undefined || value === 'true' || value === 'false') return word;
    if (value === 'all') return '--trace-all';
    throw usageError('traceValue');
  });
}
