// What stands for the value of an option in help and in the manual page.

import type { Options } from 'yargs';

/** By name of the option, without "peer-". */
const NAMES: Readonly<Record<string, string>> = {
  account: 'JID[:PASSWORD]',
  accounts: 'HOW',
  admin: 'JID[:PASSWORD]',
  bail: 'N',
  baseline: 'FILE',
  baselines: 'DIR',
  ca: 'FILE',
  cases: 'SELECTOR',
  config: 'FILE',
  'create-account': 'COMMAND',
  exclude: 'SELECTOR',
  host: 'ADDRESS',
  html: 'FILE',
  jobs: 'N',
  'max-accounts': 'N',
  mutant: 'ID',
  output: 'PATH',
  peer: 'TARGET',
  proof: 'HOW',
  provision: 'HOW',
  reason: 'TEXT',
  remote: 'URL',
  'remove-account': 'COMMAND',
  repeat: 'N',
  reporter: 'NAME[=PATH]',
  scenarios: 'DIR',
  'server-command': 'COMMAND',
  'server-log': 'FILE',
  shard: 'I/N',
  shuffle: 'SEED',
  single: 'FILE',
  timeout: 'MS',
  'trace-dir': 'DIR',
  wait: 'SECONDS',
};

/** The option as it is written: `-t, --target TARGET`. */
export function optionLabel(name: string, { alias, type }: Pick<Options, 'alias' | 'type'>): string {
  const letters = [alias ?? []].flat().map((letter) => `-${letter}`);
  const isFlag = type === 'boolean' || type === 'count';
  const plain = name.replace(/^peer-/, '');
  const value = isFlag ? '' : ` ${NAMES[plain] ?? plain.toUpperCase()}`;
  return `${[...letters, `--${name}`].join(', ')}${value}`;
}

/** What an option takes besides its text: its choices, and its default where that is the same on every machine. */
export function optionValues({ choices, default: byDefault }: Pick<Options, 'choices' | 'default'>): string {
  const values = choices === undefined ? '' : ` [${choices.join(', ')}]`;
  const isPlain = typeof byDefault === 'string' || (typeof byDefault === 'number' && byDefault > 64);
  return `${values}${isPlain ? ` [default: ${byDefault}]` : ''}`;
}
