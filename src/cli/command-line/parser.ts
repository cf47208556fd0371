// The parser of the command line, made from the table of commands.

import process from 'node:process';
import type { Argv, Options } from 'yargs';
import yargs from 'yargs';
import type { Language } from '../../model/event.ts';
import { suggest } from '../../wording/suggest.ts';
import { USAGE, usageError } from '../../wording/usage.ts';
import { UsageError } from '../../wording/usage-error.ts';
import type { CommandEntry } from './command.ts';
import { refuseWrongNumbers } from './numbers.ts';
import { LANGUAGE, refuseDoubled } from './options.ts';
import type { Translation } from './translation.ts';
import { refuseUnknownOptions, refuseWrongChoices } from './unknown-option.ts';

/** What the parser itself says of wrong arguments. */
const MESSAGES = {
  en: {
    'Not enough arguments following: %s': 'the option "%s" expects a value, got nothing',
    'Not enough non-option arguments: got %s, need at least %s': plural(
      'expected more arguments: got %s, need at least %s; see --help',
    ),
  },
  zh: {
    'Not enough arguments following: %s': '选项“%s”缺少值',
    'Not enough non-option arguments: got %s, need at least %s': plural(
      '参数不足：给出 %s 个，至少需要 %s 个；见 --help',
    ),
  },
};

/** The type of the library knows no forms of plural. */
function plural(text: string): string {
  return { one: text, other: text } as unknown as string;
}

/** Columns of help: those of the terminal, within these bounds. Wider lines are hard to read, narrower ones hold no words. */
const MIN_COLUMNS = 60;
const MAX_COLUMNS = 110;

/** The heading of the options, as the parser itself words it: groups stand in the order in which they begin. */
const OPTIONS = { en: 'Options:', zh: '选项：' } as const;

interface ParserOptions {
  readonly commands: readonly CommandEntry[];
  readonly version: string;
  readonly lang: Language;
  /** The texts in the language; undefined: English. */
  readonly translation: Translation | undefined;
  /** Columns of the terminal; undefined: unknown. */
  readonly columns: number | undefined;
}

/** The library makes the help of each command that it has run. Where nobody asked for help, it is made without the options. */
const asksForHelp = (argv: readonly string[]): boolean => argv.some((word) => /^--help(=|$)/.test(word));

/** Options of every command that are not repeated in their tables. */
const SHARED: CommandEntry['options'] = LANGUAGE;

/** Parses the arguments and runs the command. Rejects with `UsageError`, and with what the command rejects with. */
export async function parse(argv: readonly string[], options: ParserOptions): Promise<void> {
  const { commands, version, lang, translation, columns = MAX_COLUMNS } = options;
  const about = translation?.about ?? 'Tests XMPP servers for conformance to RFC 6121 and YD/T 2936-2015.';
  const parser = yargs([...argv])
    .scriptName('xmppspec')
    .usage(`$0 <command>\n\n${about}`)
    .version(version)
    .locale(lang === 'zh' ? 'zh_CN' : 'en')
    .updateStrings(MESSAGES[lang])
    .demandCommand(1, USAGE[lang].noCommand)
    .wrap(Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns)))
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': true })
    .exitProcess(false)
    .middleware([(args) => refuseWrong(args, commands), refuseDoubled], true)
    .fail((message, error) => {
      throw error instanceof Error && error.name !== 'YError'
        ? error
        : new UsageError({ en: message.trim(), zh: message.trim() });
    });
  const isHidden = !asksForHelp(argv);
  for (const command of commands) declare(parser, command, { lang, translation, isHidden });
  await parser.parseAsync();
}

type Parsed = Parameters<typeof refuseUnknownOptions>[0];

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

function declare(
  parser: Argv,
  entry: CommandEntry,
  { lang, translation, isHidden }: Pick<ParserOptions, 'lang' | 'translation'> & { readonly isHidden: boolean },
): void {
  const words = translation?.commands[entry.name];
  const describe = (name: string, option: Options): Options => {
    if (isHidden) return { ...option, hidden: true };
    const text = translation?.optionText(entry.name, name) ?? option.describe;
    const group = option.group === undefined ? OPTIONS[lang] : (translation?.group ?? option.group);
    return { ...option, describe: text, group } as Options;
  };
  const builder = (y: Argv) => {
    for (const [name, positional] of Object.entries(entry.positionals)) {
      y.positional(name, {
        ...positional,
        describe: words?.positionals?.[name] ?? positional.describe,
      } as typeof positional);
    }
    for (const [name, option] of Object.entries({ ...entry.options, ...SHARED }))
      y.option(name, describe(name, option));
    for (const [at, [line, text]] of entry.examples.entries()) y.example(line, words?.examples?.[at] ?? text);
    const epilogs = words?.epilogs ?? entry.epilogs;
    return epilogs.length === 0 ? y : y.epilog(epilogs.join('\n\n'));
  };
  parser.command({
    command: entry.command,
    describe: words?.describe ?? entry.describe,
    builder,
    handler: entry.handler,
  });
}

/** Columns of standard output, or as a shell gives them. */
export function columnsOf({ stdout, env }: Pick<typeof process, 'stdout' | 'env'> = process): number | undefined {
  const given = Number(env['COLUMNS']);
  return stdout.columns || (Number.isInteger(given) && given > 0 ? given : undefined);
}
