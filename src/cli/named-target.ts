// Which server a command is about when `--target` names none. Every command that takes a target asks here.

import { usageError } from '../wording/usage.ts';
import { firstGiven, SERVER_OPTIONS, type ServerArguments, type Untargeted } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';
import type { Config } from './given/config.ts';
import { overlookedConfig } from './given/config-file.ts';
import { notices, notify } from './terminal/terminal.ts';

/** Arguments with a target. */
export type Targeted<Args> = Args & Unnamed;

interface Unnamed {
  /** Nobody has named the server: it is the embedded reference server, and a run says nothing of any other. */
  readonly isUnnamed?: true;
}

/** Options with the same meaning for every server. */
const OF_ANY_SERVER: readonly string[] = ['target', 'timeout', 'config', 'suite'];

/** Options that would be without effect, or about the wrong server, if the reference server took the place of the one that was meant. */
const OF_ONE_SERVER = [
  ...Object.keys(SERVER_OPTIONS).filter((option) => !OF_ANY_SERVER.includes(option)),
  ...Object.keys(PEER_OPTIONS),
  'baseline',
];

/**
 * The arguments with the target that `--target` names, or else the config file. Where neither does, it is the reference server: see
 * `warnUnnamed`. Throws `UsageError` where the config file has several targets and none is the default, where it lies
 * elsewhere, and for an option about a server that nobody named.
 */
export function withTarget<Args extends ServerArguments>(given: Untargeted<Args>, config: Config): Targeted<Args> {
  const target = given.target ?? configuredTarget(config);
  const overlooked = overlookedConfig(given.config);
  if (target === undefined && overlooked !== undefined) throw usageError('configElsewhere', overlooked);
  if (overlooked !== undefined) notify(notices().configElsewhere(overlooked));
  if (target !== undefined) return { ...given, target } as Args;
  const option = firstGiven(given, OF_ONE_SERVER);
  if (option !== undefined) throw usageError('needsTarget', option);
  return { ...given, target: 'reference', isUnnamed: true } as Targeted<Args>;
}

/** Says on standard error that the server which is tested is none that the user named. Called once nothing of the arguments is wrong. */
export function warnUnnamed({ isUnnamed }: Unnamed): void {
  if (isUnnamed) notify(notices().noTarget);
}

function configuredTarget({ targets = {} }: Config): string | undefined {
  const names = Object.keys(targets);
  const named = names.length === 1 ? names[0] : names.find((name) => targets[name]?.default);
  if (names.length > 0 && named === undefined) throw usageError('whichTarget', names.join(', '));
  return named;
}
