// The baseline of a run: opened before it, and written after it where the user asks for that.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BaselineFile } from '../baseline/baseline-file.ts';
import type { CaseResult, KnownEntry } from '../model/result.ts';
import { COMMON } from '../wording/common.ts';
import { usageError } from '../wording/usage.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { openFile } from './files/open-file.ts';
import { replaceFile } from './files/replace-file.ts';
import { type LoadedCases, loadCases } from './load-cases.ts';
import type { TargetChoice } from './target-choice.ts';
import { notices, notify, ownLanguage } from './terminal/notice.ts';

export interface RunBaseline {
  readonly known: readonly KnownEntry[];
  /**
   * With `--update-baseline`, writes the file, prints to standard error what changed, and returns what the file lists now: that decides
   * how the run ends. Otherwise returns undefined.
   */
  readonly update: (results: readonly CaseResult[]) => readonly KnownEntry[] | undefined;
}

type BaselineArguments = Pick<RunArguments, 'target' | 'baseline' | 'updateBaseline' | 'reason'>;

/** Reads the baseline of `--baseline`, or else the configured one. Throws `UsageError` with every mistake in it. */
export async function openRunBaseline(
  args: BaselineArguments,
  configured: string | undefined,
  { all: cases, requirements, hasShipped }: LoadedCases,
): Promise<RunBaseline> {
  const file = args.baseline ?? configured;
  checkOptions(args, file);
  if (file === undefined) return { known: [], update: () => undefined };
  if (args.updateBaseline) checkWritable(file);
  const { knownEntries, newBaseline, openBaseline } = await import('../baseline/baseline-file.ts');
  const shipped = async () => (hasShipped ? [] : (await loadCases({ selectors: [] })).all);
  const names = { cases, shipped, requirements };
  const isNew = args.updateBaseline && !existsSync(file);
  const before = isNew
    ? await newBaseline(args.target, names)
    : await openBaseline(file, names, { isUpdated: args.updateBaseline });
  const known = knownEntries(before, new Date());
  if (!args.updateBaseline) return { known, update: () => undefined };
  return { known, update: await updater(file, { before, requirements, reason: args.reason }) };
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

/** What writes the file after the run, and says what has changed. */
async function updater(file: string, { before, requirements, reason }: Writing): Promise<RunBaseline['update']> {
  const { knownEntries } = await import('../baseline/baseline-file.ts');
  const { updateBaseline } = await import('../baseline/update.ts');
  const { baselineText } = await import('../baseline/write.ts');
  return (results) => {
    const { baseline, added, changed, removed, waiting } = updateBaseline({ results, before, reason: reason?.trim() });
    replaceFile(file, baselineText(baseline, requirements));
    const words = notices();
    const missing = waiting === 0 ? [] : [words.reasonsMissing(waiting)];
    const done = words.baselineUpdated(file, added, changed, removed);
    notify([done, ...missing].join(COMMON[ownLanguage()].semicolon));
    return knownEntries(baseline, new Date());
  };
}
