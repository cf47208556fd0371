// The interface of the package for programs: `import { run } from 'xmppspec'`. Types only; `run-from-options.ts` has the code.

import type { Reporter, ReporterSetup, RunEvent, RunFinished } from '../model/event.ts';

export type { Reporter, ReporterSetup, RunEvent, RunFinished } from '../model/event.ts';
export type { CaseResult, CheckResult, Outcome } from '../model/result.ts';
export type { RunInfo, Summary } from '../model/run.ts';

/** What to run and where. Each option is that of the command `xmppspec run`, in camel case; absent: its default. */
export interface RunOptions {
  /** Ids or globs of cases, sections, features, requirements, and files or directories of scenarios; absent: all cases. */
  readonly selectors?: readonly string[];
  /** A server that can be launched, a name from the config file, or `xmpp://host[:port]`. */
  readonly target: string;
  readonly domain?: string;
  /** `jid[:password]`. */
  readonly account?: readonly string[];
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly plaintext?: boolean;
  readonly config?: string;
  readonly baseline?: string;
  readonly strict?: boolean;
  readonly jobs?: number;
  /** Milliseconds for each wait. */
  readonly timeout?: number;
  /** As `NAME[=PATH]`; absent: none. */
  readonly reporter?: readonly string[];
  readonly lang?: 'en' | 'zh';
  /** Gets each event as it comes. */
  readonly on?: (event: RunEvent) => void;
  /** Any other option of the command, by its name in camel case. */
  readonly [option: string]: unknown;
}

/** How a run ended. */
export interface RunOutcome extends Omit<RunFinished, 'type'> {
  /** That of the command: 0 as expected, 1 something failed, 2 usage error, 3 inconclusive. */
  readonly exitCode: number;
}

/**
 * Runs cases, and resolves when accounts and servers are gone. Rejects where the options cannot be used, or the server cannot be tested; its
 * message says why. Warnings go to standard error, as those of the command do.
 */
export declare const run: (options: RunOptions) => Promise<RunOutcome>;

/** A reporter of one's own: the default export of the module that `--reporter ./mine.js` names. */
export type CreateReporter = (setup: ReporterSetup) => Reporter;
