// The options of the commands that talk to a server (DESIGN: the command line).

import type { Argv } from 'yargs';
import type { Language } from '../model.ts';

/** Adds the options that say which server, with which accounts, and which scenarios. */
export function serverOptions<T>(y: Argv<T>) {
  return y
    .option('target', {
      alias: 't',
      type: 'string',
      default: 'reference',
      describe: 'reference, prosody, ejabberd, jabberd2, a name from the config file, or xmpp://host[:port]',
    })
    .option('domain', { alias: 'd', type: 'string', describe: 'domain of the server, where it differs from its host' })
    .option('account', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe:
        'existing account jid[:password], repeatable; its roster is emptied. Password else from XMPPSPEC_PASSWORD',
    })
    .option('provision', {
      choices: ['in-band', 'admin', 'fixed', 'command'] as const,
      describe: 'how to get accounts [default: fixed with --account, admin with --admin, else in-band]',
    })
    .option('admin', { type: 'string', describe: 'administrator jid[:password], adds and deletes accounts (XEP-0133)' })
    .option('create-account', {
      type: 'string',
      describe: 'command for --provision command: {user} {domain} {password}',
    })
    .option('remove-account', { type: 'string', describe: 'command for --provision command: {user} {domain}' })
    .option('remote', {
      type: 'string',
      describe:
        'component://host:port/remote.domain (XEP-0114) plays a remote domain; secret from XMPPSPEC_REMOTE_SECRET',
    })
    .option('ca', { type: 'string', describe: 'PEM file of the authority that signed the certificate of the server' })
    .option('insecure', { type: 'boolean', default: false, describe: 'accept any certificate' })
    .option('plaintext', { type: 'boolean', default: false, describe: 'no TLS; only to a loopback address' })
    .option('timeout', { type: 'number', default: 5000, describe: 'bound of each wait, in milliseconds' })
    .option('config', { type: 'string', describe: 'config file [default: xmppspec.config.yaml, where it exists]' })
    .option('scenarios', {
      type: 'string',
      array: true,
      describe: 'directories of scenarios instead of those that come with xmppspec',
    });
}

/** Adds the option that says in which language to report. */
export function languageOption<T>(y: Argv<T>) {
  return y.option('lang', {
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
      describe:
        'NAME[=PATH], repeatable: console, junit, json, html, features (Markdown), markdown (to paste), github [default: console]',
    })
    .option('baseline', { type: 'string', describe: 'file of known failures: excused while they last' })
    .option('update-baseline', {
      type: 'boolean',
      default: false,
      describe: 'write into --baseline what fails now; what is new waits for a reason',
    })
    .option('strict', { type: 'boolean', default: false, describe: 'count warned as failed' })
    .option('bail', { type: 'number', describe: 'stop after so many failed cases' })
    .option('jobs', { alias: 'j', type: 'number', default: 16, describe: 'cases at once' })
    .option('repeat', {
      type: 'number',
      default: 1,
      describe: 'run every case so often; verdicts that differ are broken',
    })
    .option('shard', { type: 'string', describe: 'I/N: only every Nth case from the Ith; merge joins the reports' })
    .option('shuffle', { type: 'number', describe: 'seed of a random order of the cases' })
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
