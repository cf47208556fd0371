// What a run or `clean` says about accounts and directories that it could not remove.

import type { Language } from '../model/language.ts';
import type { Problem } from '../model/problem.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON } from '../wording/common.ts';
import { problemText } from '../wording/problems.ts';
import { MAX_REASONS } from './numbers.ts';

/** An account (its JID) or a directory (its path) that was not removed, and why. */
export interface Leftover {
  readonly name: string;
  readonly problem: Problem;
}

export const LEFTOVERS = catalogue(
  {
    notRemoved: (paths: string) => `not removed: ${paths}`,
    remedy: 'try `xmppspec clean`',
    accounts: (count: number, reasons: string) =>
      `${count === 1 ? '1 account was' : `${count} accounts were`} not removed: ${reasons}`,
    others: (count: number) => `other reasons (${count})`,
    more: (name: string, count: number) => `${name} and ${count} more`,
    line: (name: string, reason: string) => `${name}: ${reason}`,
  },
  {
    notRemoved: (paths) => `未清除：${paths}`,
    remedy: '可试 `xmppspec clean`',
    accounts: (count, reasons) => `${count} 个账户未清除：${reasons}`,
    others: (count) => `其他原因 (${count})`,
    more: (name, count) => `${name} 等 ${count + 1} 个账户`,
    line: (name, reason) => `${name}：${reason}`,
  },
);

interface Left {
  readonly accounts: readonly Leftover[];
  /** Paths. */
  readonly directories: readonly string[];
}

/** One line: how many, why, and what to do; undefined when nothing is left. */
export function leftoverText({ accounts, directories }: Left, lang: Language): string | undefined {
  const words = LEFTOVERS[lang];
  const { comma, semicolon } = COMMON[lang];
  const byHand =
    accounts.every(({ problem }) => problem.kind === 'removal-command-missing') && directories.length === 0;
  const parts = [
    ...(accounts.length > 0 ? [accountsText(accounts, lang)] : []),
    ...(directories.length > 0 ? [words.notRemoved(directories.join(comma))] : []),
    ...(byHand ? [] : [words.remedy]),
  ];
  return accounts.length + directories.length === 0 ? undefined : parts.join(semicolon);
}

function accountsText(accounts: readonly Leftover[], lang: Language): string {
  const groups = groupLeftovers(accounts);
  const shown = groups
    .slice(0, MAX_REASONS)
    .map(({ problem, names }) => `${problemText(problem, lang)} (${names.length})`);
  const hidden = groups.slice(MAX_REASONS).reduce((sum, { names }) => sum + names.length, 0);
  const reasons = [...shown, ...(hidden > 0 ? [LEFTOVERS[lang].others(hidden)] : [])];
  return LEFTOVERS[lang].accounts(accounts.length, reasons.join(COMMON[lang].semicolon));
}

/** One line for each reason: what was not removed, and why. */
export function leftoverLines(leftovers: readonly Leftover[], lang: Language): readonly string[] {
  const words = LEFTOVERS[lang];
  return groupLeftovers(leftovers).map(({ names: [first = '', ...others], problem }) => {
    const name = others.length === 0 ? first : words.more(first, others.length);
    return words.line(name, problemText(problem, lang));
  });
}

/** Leftovers with the same reason: their names, at least one, and the problem of the first of them. */
interface LeftoverGroup {
  readonly problem: Problem;
  readonly names: readonly string[];
}

/** Leftovers by reason, the most frequent first. A reason that names the account itself is still the same reason. */
function groupLeftovers(leftovers: readonly Leftover[]): readonly LeftoverGroup[] {
  const groups = new Map<string, LeftoverGroup>();
  for (const { name, problem } of leftovers) {
    const reason = JSON.stringify(problem, (_, value) => (value === name ? '' : value));
    const group = groups.get(reason) ?? { problem, names: [] };
    groups.set(reason, { ...group, names: [...group.names, name] });
  }
  return [...groups.values()].sort((a, b) => b.names.length - a.names.length);
}
