// The options that several commands share.

import type { Options } from 'yargs';
import { MODES } from '../../reference/mode.ts';
import { usageError } from '../../wording/usage.ts';
import type { ArgumentsOf } from './command.ts';
import { numberOption, optionalNumber } from './number-options.ts';

/** An option that takes one text. Without `nargs` a bare one would be empty, and so ignored. */
export const TEXT = { type: 'string', nargs: 1 } as const;

/** How much a console report shows. */
export const VERBOSE = { alias: 'v', type: 'count' } as const;

/** The positional argument of commands that select cases or mutants. */
export const SELECTOR = {
  type: 'string',
  array: true,
  default: [] as string[],
  describe: 'what to take of all; see below',
} as const;

/** The positional argument of commands that show scenarios of the user beside the shipped ones. */
export const SCENARIO_FILES = {
  type: 'string',
  array: true,
  default: [] as string[],
  describe: 'scenario files, or directories of them, beside the shipped ones',
} as const;

/** The option that leaves cases out. */
export const EXCLUDE = {
  exclude: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'selector of cases to leave out, repeatable',
  },
} as const satisfies Record<string, Options>;

/** What a selector of cases can be, for the end of a help text. */
export const SELECTORS =
  'A selector is a case id or glob (rfc6121/2.3/**), a section or chapter (2.3.3, 2, A), a topology (local, remote, federated), a requirement id, or a feature of RFC 6121 section 12 (roster-push). Several selectors add up. Scenario files (.yaml) and directories of them add cases to select from; without a selector, all of their cases are selected, and no other. Write ./2.3 for a directory that is named like a selector.';

/** The option that chooses suites. */
export const SUITE = {
  suite: {
    type: 'string',
    array: true,
    nargs: 1,
    alias: 'scenarios',
    describe:
      'suite to use instead of rfc6121, repeatable: a directory of scenarios, rfc6121, or the NAME of an installed package xmppspec-suite-NAME',
  },
} as const satisfies Record<string, Options>;

/** The options that choose the server, the accounts and the scenarios. */
export const SERVER_OPTIONS = {
  target: {
    ...TEXT,
    alias: 't',
    describe:
      'server under test: reference, prosody, ejabberd, jabberd2, prosody-debian, ejabberd-debian, reference-relaxed, reference-noisy, reference-overriding, a name from the config file, or xmpp://host[:port] [default: the only target of the config file, or the one with "default: true"; without a config file, reference]',
  },
  domain: { ...TEXT, alias: 'd', describe: 'domain of the server, if it differs from its host' },
  account: {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe:
      'existing account as jid[:password], repeatable; its roster is emptied. Without a password, XMPPSPEC_PASSWORD is used, or you are prompted',
  },
  provision: {
    nargs: 1,
    choices: ['in-band', 'admin', 'fixed', 'command'],
    describe:
      'how to get accounts [default: fixed with --account, admin with --admin, command with --create-account, otherwise in-band]',
  },
  accounts: {
    nargs: 1,
    choices: ['lent', 'fresh'],
    describe:
      'lent, the default: accounts that the run creates are cleaned after each case and reused; fresh: each case gets new ones',
  },
  'max-accounts': {
    ...optionalNumber('max-accounts'),
    describe:
      'most accounts that are made on a server that does not remove them [default: 40; 3000 where their rosters cannot be emptied]',
  },
  admin: { ...TEXT, describe: 'administrator as jid[:password], who adds and deletes accounts (XEP-0133)' },
  'create-account': { ...TEXT, describe: 'shell command that creates an account: {user} {domain} {password}' },
  'remove-account': { ...TEXT, describe: 'shell command that removes an account: {user} {domain}' },
  remote: {
    ...TEXT,
    describe:
      'component://host:port/remote.domain (XEP-0114): play a remote domain; its secret is in XMPPSPEC_REMOTE_SECRET. {shard} stands for the number of --shard',
  },
  ca: { ...TEXT, describe: 'PEM file of the authority that signed the certificate of the server' },
  insecure: { type: 'boolean', default: false, describe: 'accept any certificate' },
  plaintext: { type: 'boolean', default: false, describe: 'use no TLS; only for loopback addresses' },
  'server-command': {
    ...TEXT,
    describe:
      'shell command that starts the server at --target: the run waits for it, and stops all of its processes when it ends',
  },
  'server-log': { ...TEXT, describe: 'file for what that server writes [default: xmppspec-server.log]' },
  timeout: { ...numberOption('timeout'), default: 5000, describe: 'timeout of each wait in milliseconds' },
  wait: {
    ...optionalNumber('wait'),
    describe: 'seconds to wait until a server that is being started answers [default: 0; 60 with a server command]',
  },
  config: { ...TEXT, describe: 'config file [default: xmppspec.config.yaml, if it exists]' },
  ...SUITE,
} as const satisfies Record<string, Options>;

type Target = { readonly target: string };

/** The arguments of commands that talk to a server, once it is decided which one. */
export type ServerArguments = Omit<ArgumentsOf<typeof SERVER_OPTIONS>, 'target'> & Target;

/** Such arguments as they are given, perhaps without a target. */
export type Untargeted<Args extends Target> = Omit<Args, 'target'> & { readonly target?: string | undefined };

/** The option that chooses the language of a report. */
export const LANGUAGE = {
  lang: {
    nargs: 1,
    choices: ['en', 'zh'],
    describe: 'language of reports, help and errors [default: from the locale]',
  },
} as const satisfies Record<string, Options>;

/** The option that chooses a mode of the reference server. */
export const MODE = {
  mode: {
    nargs: 1,
    choices: MODES,
    describe:
      'relaxed: stanzas arrive late and overtake each other; noisy: modules send traffic and add extensions; overriding: it replaces resources and priorities [default: none]',
  },
} as const satisfies Record<string, Options>;

/** The option that asks for JSON instead of text. */
export const JSON_OUTPUT = {
  json: { type: 'boolean', default: false, describe: 'print JSON' },
} as const satisfies Record<string, Options>;

/** The option that asks for reporters. */
export const REPORTER = { alias: 'r', type: 'string', array: true, nargs: 1 } as const;

/** Options that may be given several times. */
const REPEATABLE = [
  'account',
  'peer-account',
  'peerAccount',
  'suite',
  'scenarios',
  'reporter',
  'cases',
  'single',
  'exclude',
];

/** Positional arguments that may have several values. */
const POSITIONAL = ['_', 'selector', 'file', 'server'];

/** Throws `UsageError` for any other option that is given twice: yargs makes a list of its values. */
export function refuseDoubled(argv: Readonly<Record<string, unknown>>): void {
  const isList = (key: string) => key.length > 1 && Array.isArray(argv[key]);
  const doubled = Object.keys(argv).find((key) => isList(key) && ![...REPEATABLE, ...POSITIONAL].includes(key));
  if (doubled !== undefined) throw usageError('givenTwice', doubled);
}

/** The first of these options that has a value: flags and lists have one without being given. */
export function firstGiven(args: object, options: readonly string[]): string | undefined {
  const values: Readonly<Record<string, unknown>> = { ...args };
  return options.find((option) => isGiven(values[camelCase(option)]));
}

const camelCase = (option: string): string => option.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
