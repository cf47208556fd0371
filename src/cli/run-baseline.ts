// The baseline of a run: opened before it, and written after it where the user asks for that.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BaselineFile } from '../baseline/baseline-file.ts';
import { PLAYS } from '../baseline/case-globs.ts';
import type { Case } from '../model/case.ts';
import type { CaseResult, KnownEntry } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import { COMMON } from '../wording/common.ts';
import { shellWords } from '../wording/shell.ts';
import { type UsageError, usageError } from '../wording/usage.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { openFile, replaceFile } from './files/open-file.ts';
import { type LoadedCases, loadCases } from './load-cases.ts';
import type { TargetChoice } from './target-choice.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';

export interface RunBaseline {
  /** There is a file. */
  readonly isUsed: boolean;
  readonly known: readonly KnownEntry[];
  /**
   * With `--update-baseline`, writes the file, in which a new one names the server so, prints to standard error what changed, and returns what the file lists now, with and
   * without a reason: that decides how the run ends. Otherwise returns undefined.
   */
  readonly update: (results: readonly CaseResult[], server: string) => readonly KnownEntry[] | undefined;
}

interface BaselineArguments extends Pick<RunArguments, 'target' | 'baseline' | 'updateBaseline' | 'reason'> {
  /** The arguments of this run, without those about the baseline. */
  readonly again?: readonly string[];
}

/** Reads the baseline of `--baseline`, or else the configured one. Throws `UsageError` with every mistake in it. */
export async function openRunBaseline(
  args: BaselineArguments,
  configured: string | undefined,
  { all: cases, requirements, hasShipped }: LoadedCases,
): Promise<RunBaseline> {
  const file = args.baseline ?? configured;
  checkOptions(args, file);
  if (file === undefined) return { isUsed: false, known: [], update: () => undefined };
  if (args.updateBaseline) checkWritable(file);
  const { knownEntries, newBaseline, openBaseline } = await import('../baseline/baseline-file.ts');
  const shipped = async () => (hasShipped ? [] : (await loadCases({ selectors: [] })).all);
  const names = { cases: [...cases, playsIn(requirements)], shipped, requirements };
  const isAbsent = !existsSync(file);
  if (isAbsent && !args.updateBaseline) throw absent(file, args);
  const before = isAbsent
    ? await newBaseline(args.target, names)
    : await openBaseline(file, names, { isUpdated: args.updateBaseline });
  const known = knownEntries(before, new Date());
  if (!args.updateBaseline) return { isUsed: true, known, update: () => undefined };
  return { isUsed: true, known, update: await updater(file, { before, requirements, reason: args.reason }) };
}

/** All random plays, as a case that a baseline may list: any rule may be broken in one. */
const playsIn = (requirements: ReadonlyMap<string, Requirement>): Case => ({
  ...{ id: PLAYS, title: PLAYS, section: '', topology: 'local', actors: [], needs: [], steps: [] },
  place: { file: '', line: 1, col: 1 },
  requirements: [...requirements.keys()],
});

/** Names the command that writes the file. */
function absent(file: string, { target, baseline, again = ['-t', target] }: BaselineArguments): UsageError {
  const given = baseline === undefined ? [] : ['--baseline', file];
  const command = shellWords([...again, ...given, '--update-baseline', '--reason', 'TEXT']);
  return usageError(
    'baselineAbsent',
    baseline === undefined ? undefined : '--baseline',
    file,
    `xmppspec run ${command}`,
  );
}

/** The known failures that the config file names for a server alone, or with a peer of this name. */
export function configuredBaseline(choice: TargetChoice, peer: string | undefined): string | undefined {
  if (choice.kind !== 'external') return undefined;
  return peer === undefined ? choice.baseline : choice.pairBaselines[peer];
}

function checkOptions({ updateBaseline, reason }: BaselineArguments, file: string | undefined): void {
  if (updateBaseline && file === undefined) throw usageError('updateNeedsBaseline');
  if (reason === undefined) return;
  if (!updateBaseline) throw usageError('reasonNeedsUpdate');
  if (reason.trim() === '') throw usageError('reasonEmpty');
}

/**
 * Throws `UsageError` before the run where the file could not be written after it. A report makes its directories; a
 * directory of a baseline that does not exist is more likely misspelt.
 */
function checkWritable(file: string): void {
  const directory = dirname(file);
  if (!existsSync(directory)) throw usageError('baselineDirectory', file, directory);
  openFile(file);
}

interface Writing extends Pick<LoadedCases, 'requirements'> {
  readonly before: BaselineFile;
  readonly reason: string | undefined;
}

/** A baseline as it is once each entry has its reason: an entry that waits for one has been asked for all the same. */
function withReasons({ entries, broken = [], ...file }: BaselineFile): BaselineFile {
  const given = <Entry extends { readonly reason: string }>(entry: Entry) => ({
    ...entry,
    reason: entry.reason || '-',
  });
  return { ...file, entries: entries.map(given), broken: broken.map(given) };
}

/** What writes the file after the run, and says what has changed. */
async function updater(file: string, { before, requirements, reason }: Writing): Promise<RunBaseline['update']> {
  const { knownEntries } = await import('../baseline/baseline-file.ts');
  const { updateBaseline } = await import('../baseline/update.ts');
  const { baselineText } = await import('../baseline/write.ts');
  const isNew = before.text === undefined;
  return (results, server) => {
    const named = isNew ? { ...before, server } : before;
    const updated = updateBaseline({ results, before: named, reason: reason?.trim() });
    const { baseline, added, changed, removed, waiting } = updated;
    replaceFile(file, baselineText(baseline, requirements));
    const words = notices();
    const missing = waiting === 0 ? [] : [words.reasonsMissing(waiting)];
    const done = words.baselineUpdated(file, added, changed, removed);
    notify([done, ...(isNew ? [words.baselineNew] : []), ...missing].join(COMMON[ownLanguage()].semicolon));
    return knownEntries(withReasons(baseline), new Date());
  };
}
