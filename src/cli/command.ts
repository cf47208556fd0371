// What a command of the command line consists of.

import process from 'node:process';
import type { ArgumentsCamelCase, Argv, CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { ExitCode } from './exit-code.ts';

interface Command<Args> {
  /** The name and its positional arguments. */
  readonly command: string;
  readonly describe: string;
  /** Declares options and examples. It runs for `--help`, too, so it loads nothing heavy. */
  readonly builder: (y: Argv) => Argv<Args>;
  /** Does the work and resolves with the exit code. It imports heavy rooms when it is called. */
  run(args: ArgumentsCamelCase<Args>): Promise<ExitCode>;
}

/** A command as yargs takes it. Its handler sets the exit code of the process. */
export function defineCommand<Args>({ run, ...module }: Command<Args>): CommandModule {
  const handler = async (args: ArgumentsCamelCase) => {
    // yargs passes what `builder` declares.
    process.exitCode = await run(args as ArgumentsCamelCase<Args>);
  };
  return { ...module, handler };
}

type CamelCase<Key> = Key extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Key;

/** The values of a table of options, by the names that handlers read. */
export type ArgumentsOf<Table extends Readonly<Record<string, Options>>> = {
  readonly [Key in keyof Table as CamelCase<Key>]: InferredOptionTypes<Table>[Key];
};
