// What a command of the command line consists of. Help, completion and the manual page are made from the same table.

import process from 'node:process';
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { ExitCode } from '../ending/exit-code.ts';

interface Command<Args> {
  /** The name and its positional arguments. */
  readonly command: string;
  readonly describe: string;
  /** Declares options and examples. It runs at every start, so it loads nothing heavy. */
  readonly builder: (y: Argv) => Argv<Args>;
  /** Does the work and resolves with the exit code. It imports heavy rooms when it is called. */
  run(args: ArgumentsCamelCase<Args>): Promise<ExitCode>;
}

/** A command as data, with what it does. Texts are English; `chinese.ts` has the others. */
export interface CommandEntry {
  readonly name: string;
  /** The name and its positional arguments: `run [selector...]`. */
  readonly command: string;
  readonly describe: string;
  readonly positionals: Readonly<Record<string, PositionalOptions>>;
  readonly options: Readonly<Record<string, Options>>;
  /** Paragraphs below the options. */
  readonly epilogs: readonly string[];
  /** A command line that begins with `$0`, and what it does. */
  readonly examples: readonly (readonly [commandLine: string, describe: string])[];
  /** Runs the command and sets the exit code of the process. */
  readonly handler: (args: ArgumentsCamelCase) => Promise<void>;
}

/** A command as a table. Its handler sets the exit code of the process. */
export function defineCommand<Args>({ command, describe, builder, run }: Command<Args>): CommandEntry {
  const handler = async (args: ArgumentsCamelCase) => {
    // The parser passes what `builder` declares.
    process.exitCode = await run(args as ArgumentsCamelCase<Args>);
  };
  return { name: command.split(' ')[0] ?? '', command, describe, ...recorded(builder), handler };
}

type Recorded = Pick<CommandEntry, 'positionals' | 'options' | 'epilogs' | 'examples'>;

/** What a builder declares: it is called with an object that notes the calls. */
function recorded<Args>(builder: (y: Argv) => Argv<Args>): Recorded {
  const positionals: Record<string, PositionalOptions> = {};
  const options: Record<string, Options> = {};
  const epilogs: string[] = [];
  const examples: [string, string][] = [];
  const notes = {
    positional: (name: string, positional: PositionalOptions) => {
      positionals[name] = positional;
      return notes;
    },
    option: (name: string, option: Options) => {
      options[name] = option;
      return notes;
    },
    options: (table: Readonly<Record<string, Options>>) => {
      Object.assign(options, table);
      return notes;
    },
    epilog: (text: string) => {
      epilogs.push(...text.split('\n\n'));
      return notes;
    },
    example: (commandLine: string, text: string) => {
      examples.push([commandLine, text]);
      return notes;
    },
  };
  // Builders call nothing else.
  builder(notes as unknown as Argv);
  return { positionals, options, epilogs, examples };
}

type CamelCase<Key> = Key extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Key;

/** The values of a table of options, by the names that handlers read. */
export type ArgumentsOf<Table extends Readonly<Record<string, Options>>> = {
  readonly [Key in keyof Table as CamelCase<Key>]: InferredOptionTypes<Table>[Key];
};
