// Scripts that complete the command line in a shell, from the table of commands.

import type { Options } from 'yargs';
import type { CommandEntry } from './command.ts';

/** The shells with a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof SHELLS)[number];

/** Words that options and positional arguments take, by name of the option, or of the command for its arguments. */
export interface CompletionWords {
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

/** Options whose value is a path. */
const PATHS = [
  'baseline',
  'baselines',
  'ca',
  'config',
  'html',
  'output',
  'scenarios',
  'server-log',
  'since',
  'single',
  'trace-dir',
];

interface Option {
  readonly name: string;
  readonly letters: readonly string[];
  readonly takesValue: boolean;
  readonly isPath: boolean;
  readonly isRepeatable: boolean;
  readonly words: readonly string[];
  readonly about: string;
}

/** A script for the shell, which needs nothing but the shell. */
export function completionScript(shell: Shell, commands: readonly CommandEntry[], words: CompletionWords): string {
  const described = commands.map((command) => ({
    name: command.name,
    about: aboutOf(command.describe),
    options: optionsOf(command, words),
    words: words.commands[command.name] ?? choicesOf(Object.values(command.positionals)[0]),
    takesFiles:
      'file' in command.positionals ||
      'old' in command.positionals ||
      'report' in command.positionals ||
      'selector' in command.positionals,
  }));
  return { bash, zsh, fish }[shell](described);
}

type Described = Readonly<{
  name: string;
  about: string;
  options: readonly Option[];
  words: readonly string[];
  takesFiles: boolean;
}>;

const choicesOf = (given: { readonly choices?: unknown } | undefined): readonly string[] =>
  ((given?.choices ?? []) as readonly unknown[]).map(String);

function optionsOf({ options }: CommandEntry, words: CompletionWords): readonly Option[] {
  const help: Options = { type: 'boolean', describe: 'show help' };
  return Object.entries({ ...options, help }).flatMap(([name, option]) => {
    if (option.hidden) return [];
    const plain = name.replace(/^peer-/, '');
    const isFlag = option.type === 'boolean' || option.type === 'count';
    return {
      name,
      letters: [option.alias ?? []].flat(),
      takesValue: !isFlag,
      isPath: PATHS.includes(plain),
      isRepeatable: option.array === true || option.type === 'count',
      words: words.options[plain] ?? choicesOf(option),
      about: aboutOf(option.describe ?? ''),
    };
  });
}

/** The beginning of a help text: a list of completions has one line for each. */
const aboutOf = (text: string): string =>
  (/^[^;[(]+/.exec(text)?.[0] ?? text).split('. ')[0]?.trim().slice(0, 70) ?? '';

const namesOf = ({ name, letters }: Option): readonly string[] => [
  `--${name}`,
  ...letters.map((letter) => `-${letter}`),
];

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function bash(commands: readonly Described[]): string {
  const optionCases = commands.map(
    ({ name, options }) => `    ${name}) options="${options.flatMap(namesOf).join(' ')}" ;;`,
  );
  const valueCases = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map((option) => {
        const patterns = namesOf(option).map((one) => `"${name} ${one}"`);
        const reply = option.isPath ? `compgen -f -- "$cur"` : `compgen -W "${option.words.join(' ')}" -- "$cur"`;
        return `    ${patterns.join('|')}) mapfile -t COMPREPLY < <(${reply}); return ;;`;
      }),
  );
  const wordCases = commands.map(
    ({ name, words, takesFiles }) => `    ${name}) words="${words.join(' ')}"; files=${takesFiles ? 1 : ''} ;;`,
  );
  return `# bash completion for xmppspec

_xmppspec() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="" options="" words="" files="" word
  # --option=value comes as three words.
  if [ "$cur" = "=" ]; then cur=""; elif [ "$prev" = "=" ]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      ${commands.map(({ name }) => name).join('|')}) command="$word"; break ;;
    esac
  done
  if [ -z "$command" ]; then
    mapfile -t COMPREPLY < <(compgen -W "${commands.map(({ name }) => name).join(' ')} help --help --version" -- "$cur")
    return
  fi
  case "$command $prev" in
${valueCases.join('\n')}
  esac
  case "$command" in
${optionCases.join('\n')}
  esac
  case "$command" in
${wordCases.join('\n')}
  esac
  if [[ "$cur" == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur"; [ -n "$files" ] && compgen -f -- "$cur")
  fi
}

complete -o filenames -F _xmppspec xmppspec
`;
}

function zsh(commands: readonly Described[]): string {
  const inBrackets = (text: string) => text.replaceAll(/[[\]\\]/g, '\\$&');
  const action = ({ isPath, words }: Pick<Option, 'isPath' | 'words'>) => (isPath ? '_files' : `(${words.join(' ')})`);
  const spec = (option: Option) => {
    const { name, letters, takesValue, isRepeatable, about } = option;
    const all = namesOf(option).join(' ');
    const exclusion = isRepeatable ? '*' : letters.length > 0 ? `(${all})` : '';
    const value = takesValue ? `:${name}:${action(option)}` : '';
    const text = `[${inBrackets(about)}]${value}`;
    return [...letters.map((letter) => `-${letter}${takesValue ? '+' : ''}`), `--${name}${takesValue ? '=' : ''}`].map(
      (one) => quoted(`${exclusion}${one}${text}`),
    );
  };
  const cases = commands.map(({ name, options, words, takesFiles }) => {
    const alternatives = [`'words:argument:(${words.join(' ')})'`, ...(takesFiles ? [`'files:file:_files'`] : [])];
    const rest = words.length === 0 && !takesFiles ? [] : [quoted(`*:argument:_alternative ${alternatives.join(' ')}`)];
    return `    ${name})\n      _arguments -s ${[...options.flatMap(spec), ...rest].join(' \\\n        ')} ;;`;
  });
  const listed = commands.map(({ name, about }) => `    ${quoted(`${name}:${about.replaceAll(':', '\\:')}`)}`);
  return `#compdef xmppspec

_xmppspec() {
  local -a commands
  commands=(
${listed.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT -= 1 ))
  case "$words[1]" in
${cases.join('\n')}
  esac
}

if [ "$funcstack[1]" = "_xmppspec" ]; then _xmppspec "$@"; else compdef _xmppspec xmppspec; fi
`;
}

function fish(commands: readonly Described[]): string {
  const names = commands.map(({ name }) => name);
  const lines = commands.flatMap(({ name, about, options, words, takesFiles }) => {
    const inside = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c xmppspec -n ${quoted(`not __fish_seen_subcommand_from ${names.join(' ')}`)} -f -a ${name} -d ${quoted(about)}`,
      ...(words.length === 0 ? [] : [`complete -c xmppspec ${inside} -a ${quoted(words.join(' '))}`]),
      ...(takesFiles ? [] : [`complete -c xmppspec ${inside} -f`]),
      ...options.map((option) => {
        const value = !option.takesValue ? '' : option.isPath ? ' -r -F' : ` -x -a ${quoted(option.words.join(' '))}`;
        const letters = option.letters.map((letter) => ` -s ${letter}`).join('');
        return `complete -c xmppspec ${inside} -l ${option.name}${letters}${value} -d ${quoted(option.about)}`;
      }),
    ];
  });
  return `# fish completion for xmppspec\n${lines.join('\n')}\n`;
}
