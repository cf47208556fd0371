// The options of `run`, and the arguments that run a case again.

import type { Options } from 'yargs';
import { publicCommand } from '../../wording/secrets.ts';
import { isPlace, placeWords } from '../files/places.ts';
import type { ArgumentsOf } from './command.ts';
import { numberOption, optionalNumber } from './number-options.ts';
import { type EXCLUDE, type LANGUAGE, REPORTER, type ServerArguments, TEXT, VERBOSE } from './options.ts';
import type { PairArguments, PeerArguments } from './peer-options.ts';

const SHARD_HELP =
  'I/N: run every Nth case on every Nth --account, beginning with the Ith; `merge` joins the reports. index or index/N: I is that of the CI system (JOB_COMPLETION_INDEX, CI_NODE_INDEX and CI_NODE_TOTAL, CIRCLE_NODE_INDEX and _TOTAL, BUILDKITE_PARALLEL_JOB and _JOB_COUNT)';

/** The options that say how to run and how to report. Others choose the server. */
export const RUN_OPTIONS = {
  reporter: {
    ...REPORTER,
    describe:
      'report to write, repeatable: console, line, junit, junit-strict, json, html, features (Markdown), markdown (to paste), github, or the path of a module of your own (./mine.js) [default: console]',
  },
  baseline: { ...TEXT, describe: 'file of known failures, which do not fail the run' },
  'update-baseline': {
    type: 'boolean',
    default: false,
    describe: 'write what fails now into --baseline; new entries wait for a reason',
  },
  reason: { ...TEXT, describe: 'with --update-baseline: the reason of the entries that have none' },
  single: {
    type: 'string',
    array: true,
    nargs: 1,
    describe:
      'with --peer: JSON report on one server alone, repeatable; a failure leads to the same row there, and what only the pair shows stands first',
  },
  'last-failed': {
    type: 'boolean',
    default: false,
    describe:
      'play only what failed, warned or was inconclusive in the last run from this directory (kept in the state directory)',
  },
  strict: { type: 'boolean', default: false, describe: 'count warnings as failures' },
  'fail-on-skipped': { type: 'boolean', default: false, describe: 'exit with 1 if a case was skipped' },
  bail: { ...optionalNumber('bail'), describe: 'stop once N cases have failed' },
  jobs: {
    ...optionalNumber('jobs'),
    alias: 'j',
    describe: 'number of cases that run at once [default: 16, and up to 96 where answers take long]',
  },
  repeat: {
    ...numberOption('repeat'),
    default: 1,
    describe: 'run each case N times; a case whose verdict varies is reported as inconclusive (flaky)',
  },
  explore: {
    ...optionalNumber('explore'),
    describe:
      'play N random plays as well, half of them with remote contacts (with --peer, all with contacts there), judged by a model of the standard (see `xmppspec explore`)',
  },
  seed: { ...optionalNumber('seed'), describe: 'with --explore: the seed of the plays [default: 1]' },
  write: { ...TEXT, describe: 'with plays: directory for the shortest play of each failure, as a scenario file' },
  // What `explore` plays.
  'only-plays': { type: 'boolean', default: false, hidden: true },
  shard: {
    ...TEXT,
    describe: SHARD_HELP,
  },
  shuffle: { ...optionalNumber('shuffle'), describe: 'run the cases in random order, from this seed' },
  trace: {
    type: 'boolean',
    default: false,
    describe:
      'show the stanzas of each case, one a line; with -j 1 as they flow. --trace=all: keep those of every case, also of those that passed, in a file each, in --trace-dir',
  },
  // What --trace=all becomes: a boolean takes no other value.
  'trace-all': { type: 'boolean', default: false, hidden: true },
  // `federate` leaves them out of its pages, which lead to what did not pass.
  'keep-passed': { type: 'boolean', default: true, hidden: true },
  'trace-dir': { ...TEXT, default: 'traces', describe: 'directory for --trace=all' },
  verbose: {
    ...VERBOSE,
    describe:
      'show every case that did not pass with its transcript, and all tables; with --trace also setup and closing pings, and with -vv every stanza in full',
  },
} as const satisfies Record<string, Options>;

/** The arguments of `run`. */
export interface RunArguments
  extends ServerArguments,
    Partial<PeerArguments>,
    ArgumentsOf<typeof LANGUAGE>,
    ArgumentsOf<typeof EXCLUDE>,
    ArgumentsOf<typeof RUN_OPTIONS> {
  readonly selector: readonly string[];
}

/**
 * The arguments of `run`, without the case id. Passwords are left out: the run takes them from the environment or prompts.
 * Of commands, which may hold passwords, only the program is shown.
 */
export function rerunArguments(
  args: PairArguments & { readonly selector: readonly string[]; readonly single?: readonly string[] | undefined },
): readonly string[] {
  const words: string[] = ['-t', args.target];
  const add = (option: string, value: string | undefined) => {
    if (value !== undefined) words.push(option, value);
  };
  add('-d', args.domain);
  for (const account of args.account) add('--account', withoutPassword(account));
  add('--provision', args.provision);
  add('--accounts', args.accounts);
  add('--max-accounts', args.maxAccounts === undefined ? undefined : String(args.maxAccounts));
  add('--admin', args.admin === undefined ? undefined : withoutPassword(args.admin));
  add('--create-account', args.createAccount === undefined ? undefined : publicCommand(args.createAccount));
  add('--remove-account', args.removeAccount === undefined ? undefined : publicCommand(args.removeAccount));
  add('--remote', args.remote);
  add('--server-command', args.serverCommand === undefined ? undefined : publicCommand(args.serverCommand));
  add('--ca', args.ca);
  if (args.insecure) words.push('--insecure');
  if (args.plaintext) words.push('--plaintext');
  words.push(...peerArguments(args));
  for (const file of args.single ?? []) add('--single', file);
  add('--config', args.config);
  for (const suite of args.suite ?? []) add('--suite', suite);
  return [...words, ...placeWords(args.selector.filter(isPlace))];
}

function peerArguments(args: PairArguments): readonly string[] {
  const { peerAdmin: admin, peerCreateAccount: create, peerRemoveAccount: remove, peerServerCommand: start } = args;
  const values: readonly (readonly [string, string | undefined])[] = [
    ['', args.peer],
    ['-domain', args.peerDomain],
    ...(args.peerAccount ?? []).map((account) => ['-account', withoutPassword(account)] as const),
    ['-provision', args.peerProvision],
    ['-accounts', args.peerAccounts],
    ['-admin', admin === undefined ? undefined : withoutPassword(admin)],
    ['-create-account', create === undefined ? undefined : publicCommand(create)],
    ['-remove-account', remove === undefined ? undefined : publicCommand(remove)],
    ['-server-command', start === undefined ? undefined : publicCommand(start)],
    ['-ca', args.peerCa],
    ['-proof', args.peerProof],
  ];
  const flags = [
    ...(args.peerInsecure ? ['--peer-insecure'] : []),
    ...(args.peerPlaintext ? ['--peer-plaintext'] : []),
  ];
  return [...values.flatMap(([name, value]) => (value === undefined ? [] : [`--peer${name}`, value])), ...flags];
}

const withoutPassword = (account: string): string => account.split(':')[0] ?? account;
