// The options of the commands that talk to a server (DESIGN: the command line).

import type { Argv } from 'yargs';
import type { Language } from '../model/event.ts';
import { UsageError } from '../wording/usage-error.ts';
import { numberOption } from './numbers.ts';

/** An option that takes one text. Without `nargs` a bare one would be empty, and so ignored. */
export const TEXT = { type: 'string', nargs: 1 } as const;

/** Options that may be given several times; all others make sense once. */
const REPEATABLE = ['account', 'scenarios', 'reporter'];

/** Positional arguments, of which there may be several. */
const POSITIONAL = ['_', 'selector', 'file'];

/** Throws `UsageError` for an option that is given twice and makes sense once: yargs makes a list of its values. */
export function refuseDoubled(argv: Readonly<Record<string, unknown>>): void {
  const isList = (key: string) => key.length > 1 && Array.isArray(argv[key]);
  const doubled = Object.keys(argv).find((key) => isList(key) && ![...REPEATABLE, ...POSITIONAL].includes(key));
  if (doubled !== undefined) throw new UsageError(`--${doubled}: given twice; give it once`);
}

/** Adds the options that say which server, with which accounts, and which scenarios. */
export function serverOptions<T>(y: Argv<T>) {
  return y
    .option('target', {
      ...TEXT,
      alias: 't',
      default: 'reference',
      describe: 'reference, prosody, ejabberd, jabberd2, a name from the config file, or xmpp://host[:port]',
    })
    .option('domain', { ...TEXT, alias: 'd', describe: 'domain of the server, where it differs from its host' })
    .option('account', {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe:
        'existing account jid[:password], repeatable; its roster is emptied. Password else from XMPPSPEC_PASSWORD',
    })
    .option('provision', {
      nargs: 1,
      choices: ['in-band', 'admin', 'fixed', 'command'] as const,
      describe: 'how to get accounts [default: fixed with --account, admin with --admin, else in-band]',
    })
    .option('admin', { ...TEXT, describe: 'administrator jid[:password], adds and deletes accounts (XEP-0133)' })
    .option('create-account', {
      ...TEXT,
      describe: 'command for --provision command: {user} {domain} {password}',
    })
    .option('remove-account', { ...TEXT, describe: 'command for --provision command: {user} {domain}' })
    .option('remote', {
      ...TEXT,
      describe:
        'component://host:port/remote.domain (XEP-0114) plays a remote domain; secret from XMPPSPEC_REMOTE_SECRET',
    })
    .option('ca', { ...TEXT, describe: 'PEM file of the authority that signed the certificate of the server' })
    .option('insecure', { type: 'boolean', default: false, describe: 'accept any certificate' })
    .option('plaintext', { type: 'boolean', default: false, describe: 'no TLS; only to a loopback address' })
    .option('timeout', {
      ...numberOption('timeout'),
      default: 5000,
      describe: 'bound of each wait, in milliseconds',
    })
    .option('config', { ...TEXT, describe: 'config file [default: xmppspec.config.yaml, where it exists]' })
    .option('scenarios', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'directories of scenarios instead of those that come with xmppspec',
    });
}

/** Adds the option that says in which language to report. */
export function languageOption<T>(y: Argv<T>) {
  return y.option('lang', {
    nargs: 1,
    choices: ['en', 'zh'] as const,
    describe: 'language of reports [default: from the locale]',
  });
}

/** Adds the options that say which server, with which accounts, and how to report. */
export function targetOptions<T>(y: Argv<T>) {
  return languageOption(serverOptions(y))
    .option('reporter', {
      alias: 'r',
      type: 'string',
      array: true,
      nargs: 1,
      describe:
        'NAME[=PATH], repeatable: console, junit, junit-strict, json, html, features (Markdown), markdown (to paste), github [default: console]',
    })
    .option('baseline', { ...TEXT, describe: 'file of known failures: excused while they last' })
    .option('update-baseline', {
      type: 'boolean',
      default: false,
      describe: 'write into --baseline what fails now; what is new waits for a reason',
    })
    .option('strict', { type: 'boolean', default: false, describe: 'count warned as failed' })
    .option('bail', { ...numberOption('bail'), describe: 'stop after so many failed cases' })
    .option('jobs', { ...numberOption('jobs'), alias: 'j', default: 16, describe: 'cases at once' })
    .option('repeat', {
      ...numberOption('repeat'),
      default: 1,
      describe: 'run every case so often; verdicts that differ are broken',
    })
    .option('shard', { ...TEXT, describe: 'I/N: only every Nth case from the Ith; merge joins the reports' })
    .option('shuffle', { ...numberOption('shuffle'), describe: 'seed of a random order of the cases' })
    .option('trace', {
      type: 'boolean',
      default: false,
      describe: 'show the stanzas of every case, a line each; with -j 1 as they flow',
    })
    .option('verbose', {
      alias: 'v',
      type: 'count',
      describe: 'with --trace: -v also setting up and fences, -vv every stanza in full',
    });
}

/** The arguments of `serverOptions`, as yargs gives them. */
export interface ServerArguments {
  readonly selector: readonly string[];
  readonly target: string;
  readonly domain: string | undefined;
  readonly account: readonly string[];
  readonly provision: 'in-band' | 'admin' | 'fixed' | 'command' | undefined;
  readonly admin: string | undefined;
  readonly createAccount: string | undefined;
  readonly removeAccount: string | undefined;
  readonly remote: string | undefined;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly plaintext: boolean;
  readonly timeout: number;
  readonly config: string | undefined;
  readonly scenarios: readonly string[] | undefined;
}

/** The arguments of `run`. */
export interface RunArguments extends ServerArguments {
  readonly reporter: readonly string[] | undefined;
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  readonly strict: boolean;
  readonly bail: number | undefined;
  readonly jobs: number;
  readonly lang: Language | undefined;
  readonly repeat: number;
  readonly shard: string | undefined;
  readonly shuffle: number | undefined;
  readonly trace: boolean;
  readonly verbose: number;
}
