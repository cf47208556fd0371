// The arguments that rerun one case on the same target.

import { publicCommand } from '../wording/secrets.ts';
import type { ServerArguments } from './options.ts';

/**
 * The arguments of `run`, without the case id. Passwords are left out: the run takes them from the environment or prompts.
 * Of commands, which may hold passwords, only the program is shown.
 */
export function rerunArguments(args: ServerArguments & { readonly selector: readonly string[] }): readonly string[] {
  const words: string[] = ['-t', args.target];
  const add = (option: string, value: string | undefined) => {
    if (value !== undefined) words.push(option, value);
  };
  add('-d', args.domain);
  for (const account of args.account) add('--account', withoutPassword(account));
  add('--provision', args.provision);
  add('--accounts', args.accounts);
  add('--admin', args.admin === undefined ? undefined : withoutPassword(args.admin));
  add('--create-account', args.createAccount === undefined ? undefined : publicCommand(args.createAccount));
  add('--remove-account', args.removeAccount === undefined ? undefined : publicCommand(args.removeAccount));
  add('--remote', args.remote);
  add('--ca', args.ca);
  if (args.insecure) words.push('--insecure');
  if (args.plaintext) words.push('--plaintext');
  add('--config', args.config);
  for (const directory of args.scenarios ?? []) add('--scenarios', directory);
  for (const file of args.selector.filter((selector) => selector.endsWith('.yaml'))) words.push(file);
  return words;
}

const withoutPassword = (account: string): string => account.split(':')[0] ?? account;
