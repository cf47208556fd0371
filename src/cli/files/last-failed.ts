// What --last-failed plays: the cases without success of the last run from this working directory.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Case } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import { usageError } from '../../wording/usage.ts';
import { journalDirectory } from './paths.ts';

/** A file for each working directory, so that the run of another project changes nothing. */
function fileOf(env: NodeJS.ProcessEnv, directory: string): string {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return join(journalDirectory(env), 'last-failed', `${name}.json`);
}

/** Writes the ids of the cases that failed, warned or have no verdict. A run does not fail where that cannot be written. */
export function rememberFailed(
  results: readonly Pick<CaseResult, 'case' | 'outcome'>[],
  env = process.env,
  directory = process.cwd(),
): void {
  const ids = results.filter(({ outcome }) => !['passed', 'skipped'].includes(outcome)).map((result) => result.case.id);
  const file = fileOf(env, directory);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(ids)}\n`);
  } catch {
    // The state directory cannot be written: the next --last-failed says that it knows of no run.
  }
}

/** Those of the cases that the last run left without success. Throws `UsageError` where there was no run, or none of them is left. */
export function onlyLastFailed(cases: readonly Case[], env = process.env, directory = process.cwd()): readonly Case[] {
  const ids = readIds(fileOf(env, directory));
  if (ids === undefined) throw usageError('noLastRun');
  const left = cases.filter(({ id }) => ids.has(id));
  if (left.length === 0) throw usageError('noneFailedLast');
  return left;
}

/** Undefined: there is no such file, or something else is in it. */
function readIds(file: string): ReadonlySet<string> | undefined {
  try {
    const ids: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(ids) ? new Set(ids.map(String)) : undefined;
  } catch {
    return undefined;
  }
}
