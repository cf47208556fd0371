// What completes a command line that is being typed, from the table of commands.

import type { Options } from 'yargs';
import type { CommandEntry } from './command.ts';

/** A word that may come next. One that ends in `/` or `-` goes on: no space follows it. */
export interface Candidate {
  readonly word: string;
  /** In short; empty: there is nothing to say. */
  readonly about: string;
}

/** What may come next; `hasFiles`: also the name of a file. */
export interface Candidates {
  readonly words: readonly Candidate[];
  readonly hasFiles: boolean;
}

/** Words that no table of commands has. They are asked for only where they may come next. */
export interface CompletionSources {
  /** Servers by name, those of the config file among them; `config`: the file that the command line names. */
  targets(config: string | undefined): Promise<readonly Candidate[]>;
  /** What selects cases and begins like this. */
  selectors(begin: string): Promise<readonly Candidate[]>;
  /** Keys of the findings in a report. */
  findings(report: string): Promise<readonly Candidate[]>;
  reporters(): Promise<readonly Candidate[]>;
}

/** Options whose value is a path. */
const PATHS = [
  'baseline',
  'baselines',
  'ca',
  'config',
  'html',
  'output',
  'server-log',
  'since',
  'single',
  'suite',
  'trace-dir',
];

/** Options whose help is a list of values: what they are for. */
const ABOUT: Readonly<Record<string, string>> = {
  target: 'the server to test',
  peer: 'the second server',
  reporter: 'how to report',
};

/** Characters of a description: it stands beside the word in one line. */
const MAX_ABOUT = 70;

/** The beginning of a help text, cut between words. */
export function aboutOf(text: string): string {
  const begin = (/^[^;[(]+/.exec(text)?.[0] ?? text).split('. ')[0]?.trim() ?? '';
  return begin.length <= MAX_ABOUT ? begin : `${begin.slice(0, MAX_ABOUT).replace(/[\s,:]*\S*$/, '')} …`;
}

/**
 * What may come in place of the last word, after the name of the program. Shells that split `--lang=zh` at the sign do so here, too.
 * Rejects as `sources` do.
 */
export async function candidates(
  typed: readonly string[],
  commands: readonly CommandEntry[],
  sources: CompletionSources,
): Promise<Candidates> {
  const words = typed.filter((word, at) => word !== '=' || at === typed.length - 1);
  const last = words.at(-1) ?? '';
  const current = last === '=' ? '' : last;
  const before = words.slice(0, -1);
  const command = commands.find(({ name }) => before.includes(name));
  if (command === undefined) return begun(commandWords(commands), current);
  const [option, begin] = /^(--[\w-]+)=(.*)$/s.exec(current)?.slice(1) ?? [];
  const shared = { command, before, sources };
  if (option !== undefined && begin !== undefined) {
    const values = await valuesOf(option, { ...shared, begin });
    const whole = values?.words.map(({ word, about }) => ({ word: `${option}=${word}`, about })) ?? [];
    return begun({ words: whole, hasFiles: false }, current);
  }
  const values = await valuesOf(before.at(-1) ?? '', { ...shared, begin: current });
  if (values !== undefined) return begun(values, current);
  if (current.startsWith('-')) return begun({ words: optionWords(command), hasFiles: false }, current);
  return begun(await argumentsOf({ ...shared, begin: current }), current);
}

const begun = ({ words, hasFiles }: Candidates, current: string): Candidates => ({
  words: words.filter(({ word }) => word.startsWith(current)),
  hasFiles,
});

const plain = (words: readonly unknown[]): readonly Candidate[] =>
  words.map((word) => ({ word: String(word), about: '' }));

function commandWords(commands: readonly CommandEntry[]): Candidates {
  const words = commands.map(({ name, describe }) => ({ word: name, about: aboutOf(describe) }));
  return { words: [...words, ...plain(['help', '--help', '--version'])], hasFiles: false };
}

/** The options of a command by their names, with those of every command. */
function optionsOf({ options }: CommandEntry): readonly (readonly [names: readonly string[], name: string, Options])[] {
  const help: Options = { type: 'boolean', describe: 'show help' };
  return Object.entries({ ...options, help })
    .filter(([, { hidden }]) => !hidden)
    .map(([name, option]) => [
      [`--${name}`, ...[option.alias ?? []].flat().map((letter) => `-${letter}`)],
      name,
      option,
    ]);
}

const optionWords = (command: CommandEntry): readonly Candidate[] =>
  optionsOf(command).flatMap(([names, name, { describe = '' }]) =>
    names.map((word) => ({ word, about: ABOUT[name.replace(/^peer-/, '')] ?? aboutOf(describe) })),
  );

interface Asked {
  readonly command: CommandEntry;
  readonly before: readonly string[];
  readonly sources: CompletionSources;
  readonly begin: string;
}

/** The values of an option; undefined: the word is none, or takes no value. */
async function valuesOf(word: string, { command, before, sources, begin }: Asked): Promise<Candidates | undefined> {
  const [, name = '', option] = optionsOf(command).find(([names]) => names.includes(word)) ?? [];
  if (option === undefined || option.type === 'boolean' || option.type === 'count') return undefined;
  const kind = name.replace(/^peer-/, '');
  if (PATHS.includes(kind)) return { words: [], hasFiles: true };
  const words =
    kind === 'target' || kind === 'peer'
      ? await sources.targets(valueIn(before, '--config'))
      : kind === 'reporter'
        ? await sources.reporters()
        : kind === 'exclude'
          ? await sources.selectors(begin)
          : plain((option.choices ?? []) as readonly unknown[]);
  return { words, hasFiles: false };
}

function valueIn(words: readonly string[], option: string): string | undefined {
  const at = words.indexOf(option);
  return at < 0 ? undefined : words[at + 1];
}

/** Positional arguments that are names of files. */
const FILES = ['file', 'old', 'new', 'report', 'directory'];

/** The argument that comes next; the last one of a command may come again. */
async function argumentsOf({ command, before, sources, begin }: Asked): Promise<Candidates> {
  const given = argumentsIn(before, command);
  const names = Object.keys(command.positionals);
  const name = names[Math.min(given.length, names.length - 1)] ?? '';
  const [first = ''] = given;
  if (name === 'finding') return { words: await sources.findings(first), hasFiles: false };
  if (name === 'server') return { words: await sources.targets(valueIn(before, '--config')), hasFiles: false };
  const hasSelectors = name === 'selector' || name === 'id';
  const choices = plain((command.positionals[name]?.choices ?? []) as readonly unknown[]);
  const words = hasSelectors ? await sources.selectors(begin) : choices;
  return { words, hasFiles: hasSelectors || FILES.includes(name) };
}

/** The arguments after the name of the command that are neither options nor their values. */
function argumentsIn(before: readonly string[], command: CommandEntry): readonly string[] {
  const taking = optionsOf(command).flatMap(([names, , { type }]) =>
    type === 'boolean' || type === 'count' ? [] : names,
  );
  const after = before.slice(before.indexOf(command.name) + 1);
  return after.filter((word, at) => !word.startsWith('-') && !taking.includes(after[at - 1] ?? ''));
}
