// The arguments that rerun one case on the same target.

import { publicCommand } from '../../wording/secrets.ts';
import type { PairArguments } from './peer-options.ts';

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
  for (const directory of args.scenarios ?? []) add('--scenarios', directory);
  for (const file of args.selector.filter((selector) => selector.endsWith('.yaml'))) words.push(file);
  return words;
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
