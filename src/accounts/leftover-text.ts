// What a run or `clean` says about accounts and directories that it could not remove.

import type { Problem } from '../model/problem.ts';
import { problemText } from '../wording/problems.ts';
import { groupLeftovers, type Leftover } from './unremoved-accounts.ts';

/** Reasons listed; a server that gives each account a reason of its own must not fill the screen. */
const MAX_REASONS = 5;

interface Left {
  readonly accounts: readonly Leftover[];
  /** Paths. */
  readonly directories: readonly string[];
}

/** One line: how many, why, and what to do; undefined when nothing is left. */
export function leftoverText({ accounts, directories }: Left): string | undefined {
  const parts = [
    ...(accounts.length > 0 ? [accountsText(accounts)] : []),
    ...(directories.length > 0 ? [`not removed: ${directories.join(', ')}`] : []),
  ];
  const byHand =
    accounts.every(({ problem }) => problem.kind === 'removal-command-missing') && directories.length === 0;
  const remedy = byHand ? '' : '; try `xmppspec clean`';
  return parts.length === 0 ? undefined : `${parts.join('; ')}${remedy}`;
}

function accountsText(accounts: readonly Leftover[]): string {
  const count = accounts.length === 1 ? '1 account was' : `${accounts.length} accounts were`;
  const groups = groupLeftovers(accounts);
  const shown = groups.slice(0, MAX_REASONS).map(({ problem, names }) => `${reasonText(problem)} (${names.length})`);
  const hidden = groups.slice(MAX_REASONS).reduce((sum, { names }) => sum + names.length, 0);
  return `${count} not removed: ${[...shown, ...(hidden > 0 ? [`other reasons (${hidden})`] : [])].join('; ')}`;
}

/** One line for each reason: what was not removed, and why. */
export function leftoverLines(leftovers: readonly Leftover[]): readonly string[] {
  return groupLeftovers(leftovers).map(({ names: [first = '', ...others], problem }) => {
    const name = others.length === 0 ? first : `${first} and ${others.length} more`;
    return `${name}: ${reasonText(problem)}`;
  });
}

const reasonText = (problem: Problem): string => problemText(problem, 'en');
