// The parser of the command line, made from the table of commands.

import process from 'node:process';
import yargs, { type Argv, type Options } from 'yargs';
import type { Language } from '../../model/event.ts';
import { suggest } from '../../wording/suggest.ts';
import { USAGE, UsageError, usageError } from '../../wording/usage.ts';
import type { CommandEntry } from './command.ts';
import { helpText } from './help.ts';
import { refuseWrongNumbers } from './numbers.ts';
import { LANGUAGE, refuseDoubled } from './options.ts';
import type { Translation } from './translation.ts';
import { refuseUnknownOptions, refuseWrongChoices } from './unknown-option.ts';

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
