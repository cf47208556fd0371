// A run for a program that imports the package: options as an object, and the results as a value.

import type { Options } from 'yargs';
import type { RunFinished } from '../model/event.ts';
import { usageError } from '../wording/usage.ts';
import type * as api from './api.ts';
import { EXCLUDE, LANGUAGE, SERVER_OPTIONS } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';
import { RUN_OPTIONS, type RunArguments } from './command-line/run-options.ts';

const TABLE: Readonly<Record<string, Options>> = {
  ...EXCLUDE,
  ...SERVER_OPTIONS,
  ...PEER_OPTIONS,
  ...LANGUAGE,
  ...RUN_OPTIONS,
};

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The options with the defaults of the command. Throws `UsageError` for one that it does not have. */
export function argumentsFrom({ selectors = [], on: _, ...options }: api.RunOptions): RunArguments {
  const known = new Map(Object.entries(TABLE).map(([name, { default: value }]) => [camelCase(name), value]));
  const unknown = Object.keys(options).find((name) => !known.has(name));
  if (unknown !== undefined) throw usageError('unknownOption', unknown, 'run');
  const defaults = [...known].filter(([, value]) => value !== undefined);
  // Each is of the type that the table gives it, as far as the types of the package say so.
  return {
    ...Object.fromEntries(defaults),
    verbose: 0,
    reporter: [],
    ...options,
    selector: selectors,
  } as unknown as RunArguments;
}

/** See `run` in `api.ts`, also for how it rejects. */
export const run: typeof api.run = async (options) => {
  const { runPipeline } = await import('./run-pipeline.ts');
  const args = argumentsFrom(options);
  let finished: RunFinished | undefined;
  const exitCode = await runPipeline(args, {
    on(event) {
      if (event.type === 'run-finished') finished = event;
      options.on?.(event);
    },
  });
  if (finished === undefined) throw new Error('the run was stopped before its first case');
  const { type: _, ...rest } = finished;
  return { ...rest, exitCode };
};
