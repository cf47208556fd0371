// The options of `client`.

import type { Options } from 'yargs';
import type { ArgumentsOf } from '../command-line/command.ts';
import { numberOption, optionalNumber } from '../command-line/number-options.ts';
import type { EXCLUDE, LANGUAGE, SUITE } from '../command-line/options.ts';
import { RUN_OPTIONS } from '../command-line/run-options.ts';

const { reporter, baseline, strict, bail, repeat, shuffle, trace, verbose } = RUN_OPTIONS;

/** The options that say how to run and how to report; they mean what they mean for `run`. */
export const CLIENT_OPTIONS = {
  tls: {
    nargs: 1,
    choices: ['starttls', 'direct', 'none'],
    default: 'starttls',
    describe:
      'how the client comes to TLS: starttls: it may ask for it; direct: the port speaks it from the start; none. XMPP_CA names the file of the authority',
  },
  timeout: {
    ...numberOption('timeout'),
    default: 10_000,
    describe: 'timeout of each wait in milliseconds, also of the login',
  },
  jobs: { ...optionalNumber('jobs'), alias: 'j', describe: 'number of clients that run at once [default: 4]' },
  reporter,
  baseline,
  'update-baseline': RUN_OPTIONS['update-baseline'],
  reason: RUN_OPTIONS.reason,
  'last-failed': RUN_OPTIONS['last-failed'],
  strict,
  'fail-on-skipped': RUN_OPTIONS['fail-on-skipped'],
  bail,
  repeat,
  shuffle,
  trace,
  'trace-all': RUN_OPTIONS['trace-all'],
  'trace-dir': RUN_OPTIONS['trace-dir'],
  verbose,
} as const satisfies Record<string, Options>;

/** The arguments of `client`. */
export interface ClientArguments
  extends ArgumentsOf<typeof CLIENT_OPTIONS>,
    ArgumentsOf<typeof LANGUAGE>,
    ArgumentsOf<typeof EXCLUDE>,
    ArgumentsOf<typeof SUITE> {
  readonly selector: readonly string[];
  /** The program of the client, and its arguments. */
  readonly command: readonly [string, ...string[]];
}

/** The arguments with which one case runs again, without its id. */
export const rerunWords = ({ tls, command, suite = [] }: Pick<ClientArguments, 'tls' | 'command' | 'suite'>) => [
  ...(tls === 'starttls' ? [] : ['--tls', tls]),
  ...suite.flatMap((one) => ['--suite', one]),
  '--',
  ...command,
];
