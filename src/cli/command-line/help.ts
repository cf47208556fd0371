// The help of a command, in the language of the user, with the names of the values of its options.

import type { Options } from 'yargs';
import type { Language } from '../../model/language.ts';
import { pad, widthOf, wrapped } from '../../report/text/wrap.ts';
import { catalogue } from '../../wording/catalogue.ts';
import type { CommandEntry } from './command.ts';
import { RUN_OPTIONS } from './run-options.ts';

export const HELP = catalogue(
  {
    arguments: 'Arguments:',
    options: 'Options:',
    server: 'The server:',
    accounts: 'Accounts on it:',
    peer: 'A second server, whose accounts are the contacts:',
    run: 'How to run:',
    reports: 'What to report:',
    examples: 'Examples:',
    help: 'show this help',
    default: 'default: ',
  },
  {
    arguments: '参数：',
    options: '选项：',
    server: '服务器：',
    accounts: '其上的账户：',
    peer: '第二台服务器，联系人是其账户：',
    run: '如何运行：',
    reports: '报告什么：',
    examples: '示例：',
    help: '显示此帮助',
    default: '默认：',
  },
);

type Group = 'server' | 'accounts' | 'peer' | 'run' | 'reports' | 'options';

const ACCOUNTS = ['account', 'provision', 'accounts', 'max-accounts', 'admin', 'create-account', 'remove-account'];
const SERVER = ['target', 'domain', 'remote', 'ca', 'insecure', 'plaintext', 'server-command', 'server-log', 'wait'];
const REPORTS = ['reporter', 'baseline', 'update-baseline', 'reason', 'trace', 'trace-dir', 'verbose', 'lang', 'json'];

const ORDER: readonly Group[] = ['server', 'accounts', 'peer', 'run', 'reports', 'options'];

/** With fewer options than this, one list is clearer than groups. */
const GROUPED_FROM = 15;

/** Columns of the labels; a longer one has its text on the next line. */
const LABEL_COLUMNS = 26;

interface HelpOptions {
  readonly lang: Language;
  readonly translation: Translation | undefined;
  readonly columns: number;
  /** Options of every command. */
  readonly shared: CommandEntry['options'];
}

/** The help of a command, in lines that fit `columns`. */
export function helpText(entry: CommandEntry, { lang, translation, columns, shared }: HelpOptions): string {
  const words = translation?.commands[entry.name];
  const options = Object.entries({ ...entry.options, ...shared }).filter(([, { hidden }]) => !hidden);
  const describe = ([name, option]: [string, Options]) => translation?.optionText(entry.name, name) ?? option.describe;
  const item = (found: [string, Options]): Item => [
    optionLabel(...found),
    `${describe(found) ?? ''}${optionValues(found[1]).replace('default: ', HELP[lang].default)}`,
  ];
  const groupOf = ([name]: [string, Options]) => (options.length < GROUPED_FROM ? 'options' : groupFor(name));
  const groups = ORDER.map((group) => ({ group, items: options.filter((one) => groupOf(one) === group).map(item) }));
  const help: Item = ['--help', HELP[lang].help];
  const positionals = Object.entries(entry.positionals).flatMap(([name, positional]): readonly Item[] => {
    const text = words?.positionals?.[name] ?? positional.describe;
    return text === undefined ? [] : [[name, `${text}${optionValues(positional)}`]];
  });
  const examples = entry.examples.flatMap(([line, text], at) => [
    `  ${line.replace('$0', 'xmppspec')}`,
    ...wrapped(words?.examples?.[at] ?? text, columns - 6).map((part) => `      ${part}`),
  ]);
  const parts = [
    [`xmppspec ${entry.command}`],
    wrapped(words?.describe ?? entry.describe, columns),
    section(HELP[lang].arguments, positionals, columns),
    ...groups.map(({ group, items }) =>
      section(HELP[lang][group], group === 'options' ? [...items, help] : items, columns),
    ),
    examples.length === 0 ? [] : [HELP[lang].examples, ...examples.flatMap((line) => wrappedCommand(line, columns))],
    ...(words?.epilogs ?? entry.epilogs).map((epilog) => wrapped(epilog, columns)),
  ];
  return `${parts.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n')}\n`;
}

function groupFor(name: string): Group {
  if (name === 'peer' || name.startsWith('peer-') || name === 'single') return 'peer';
  if (ACCOUNTS.includes(name)) return 'accounts';
  if (SERVER.includes(name)) return 'server';
  if (REPORTS.includes(name)) return 'reports';
  return name in RUN_OPTIONS || name === 'exclude' || name === 'timeout' ? 'run' : 'options';
}

/** A label and its text. */
type Item = readonly [label: string, text: string];

function section(title: string, items: readonly Item[], columns: number): readonly string[] {
  return items.length === 0 ? [] : [title, ...items.flatMap((item) => itemLines(item, columns))];
}

function itemLines([label, text]: Item, columns: number): readonly string[] {
  const [first = '', ...others] = wrapped(text, columns - LABEL_COLUMNS - 4);
  const indent = ' '.repeat(LABEL_COLUMNS + 4);
  const lines = others.map((line) => `${indent}${line}`);
  if (widthOf(label) > LABEL_COLUMNS) return [`  ${label}`, `${indent}${first}`, ...lines];
  return [`  ${pad(label, LABEL_COLUMNS)}  ${first}`.trimEnd(), ...lines];
}

/** A command of an example, broken where a narrow terminal has no room. */
function wrappedCommand(line: string, columns: number): readonly string[] {
  if (widthOf(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const [first = '', ...others] = wrapped(line.trim(), columns - indent.length - 4);
  return [`${indent}${first}`, ...others.map((other) => `${indent}    ${other}`)];
}

/** The texts of the help in another language. */
export interface Translation {
  readonly about: string;
  /** By name of the command. */
  readonly commands: Readonly<Record<string, TranslatedCommand>>;
  /** The text of an option of a command; undefined: it has none. */
  optionText(command: string, option: string): string | undefined;
}

export interface TranslatedCommand {
  readonly describe: string;
  /** What its positional arguments are. */
  readonly positionals?: Readonly<Record<string, string>>;
  readonly epilogs?: readonly string[];
  readonly examples?: readonly string[];
}

/** By name of the option, without "peer-". */
const NAMES: Readonly<Record<string, string>> = {
  account: 'JID[:PASSWORD]',
  accounts: 'HOW',
  admin: 'JID[:PASSWORD]',
  bail: 'N',
  baseline: 'FILE',
  baselines: 'DIR',
  ca: 'FILE',
  cases: 'SELECTOR',
  config: 'FILE',
  'create-account': 'COMMAND',
  exclude: 'SELECTOR',
  explore: 'N',
  host: 'ADDRESS',
  html: 'FILE',
  jobs: 'N',
  'max-accounts': 'N',
  minutes: 'M',
  mutant: 'ID',
  output: 'PATH',
  peer: 'TARGET',
  plays: 'N',
  proof: 'HOW',
  provision: 'HOW',
  reason: 'TEXT',
  remote: 'URL',
  'remove-account': 'COMMAND',
  repeat: 'N',
  reporter: 'NAME[=PATH]',
  'server-command': 'COMMAND',
  'server-log': 'FILE',
  shard: 'I/N',
  shuffle: 'SEED',
  single: 'FILE',
  suite: 'SUITE',
  timeout: 'MS',
  'trace-dir': 'DIR',
  wait: 'SECONDS',
  write: 'DIR',
};

/** The option as it is written: `-t, --target TARGET`. */
export function optionLabel(name: string, { alias, type }: Pick<Options, 'alias' | 'type'>): string {
  // A longer one is an earlier name.
  const letters = [alias ?? []].flat().flatMap((one) => (one.length === 1 ? [`-${one}`] : []));
  const isFlag = type === 'boolean' || type === 'count';
  const plain = name.replace(/^peer-/, '');
  const value = isFlag ? '' : ` ${NAMES[plain] ?? plain.toUpperCase()}`;
  return `${[...letters, `--${name}`].join(', ')}${value}`;
}

/** What an option takes besides its text: its choices, and its default where that is the same on every machine. */
export function optionValues({ choices, default: byDefault }: Pick<Options, 'choices' | 'default'>): string {
  const values = choices === undefined ? '' : ` [${choices.join(', ')}]`;
  const isPlain = typeof byDefault === 'string' || (typeof byDefault === 'number' && byDefault > 64);
  return `${values}${isPlain ? ` [default: ${byDefault}]` : ''}`;
}
