// All cases on a server that is launched for them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TargetName } from '../target/target-names.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

/** Ends a run that hangs, in milliseconds. Runs of half a minute have taken 3.5 minutes on a busy machine. */
export const SUITE_TIMEOUT_MS = 600_000;

/** The timeout of each wait in milliseconds: beside other tests, a server has been silent for more than the usual 5 s. */
const WAIT_MS = 20_000;

/**
 * Late stanzas in a run, at most. The first fences have as few rounds as the trials permit, which are some hundreds; one that a stanza
 * passes is raised, and its case is looked at again. More would show that the trials measure something else.
 */
const MOST_LATE = 2;

/** A result in the JSON report. */
interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly knownFailure?: string;
}

/**
 * Runs all cases on a launched server, against its baseline if it has one. Fails where the baseline is out of date, where stanzas came
 * late again and again, where a case is broken that the baseline does not list, and where the exit code is wrong.
 */
export async function runWholeSuite(server: TargetName): Promise<void> {
  const json = join(temporaryDirectory(), 'report.json');
  const baseline = server === 'reference' ? [] : ['--baseline', `baselines/${server}.yaml`];
  const reports = ['-r', 'console', '-r', `json=${json}`];
  const { code, stdout } = await xmppspec(['run', '-t', server, '--timeout', String(WAIT_MS), ...baseline, ...reports]);
  const { results, staleBaseline, summary } = JSON.parse(readFileSync(json, 'utf8'));
  const isUnlisted = ({ outcome, knownFailure }: Result) => outcome === 'broken' && knownFailure === undefined;
  const unlisted = (results as readonly Result[]).filter(isUnlisted);
  expect({ staleBaseline, unlisted }, stdout).toEqual({ staleBaseline: [], unlisted: [] });
  expect(summary.lateStanzas, stdout).toBeLessThanOrEqual(MOST_LATE);
  expect(code, stdout).toBe(0);
}
