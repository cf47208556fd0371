// The exit code of every command, and why a run ends with its code.

import type { AddressProblem } from '../../model/address-problem.ts';
import type { Basic, Need } from '../../model/case.ts';
import type { LaunchObstacle } from '../../model/problem.ts';
import type { CaseResult, KnownEntry } from '../../model/result.ts';
import { features as standardFeatures } from '../../spec/features.ts';
import { ProblemError } from '../../wording/problems.ts';
import { TestBedError } from './test-bed-error.ts';

/** What the exit codes mean. */
export const EXIT = {
  /** Everything is as expected. */
  ok: 0,
  /** A case failed and the baseline does not list it, a mutant survived, or a report got worse. */
  failed: 1,
  /** Usage error, or nothing selected can run. A bug of xmppspec ends with this code, too. */
  usage: 2,
  /** Nothing failed, but some results are inconclusive, or the server could not be tested. */
  inconclusive: 3,
} as const;

/** Exit codes of a command that a signal stops, as shells report them: 128 and the number of the signal. */
export const EXIT_AFTER_SIGNAL = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | (typeof EXIT_AFTER_SIGNAL)[keyof typeof EXIT_AFTER_SIGNAL];

/** How a run ended. */
export interface RunEnd {
  readonly results: readonly CaseResult[];
  /** Baseline entries that list checks which hold now, or cases that are no longer broken. */
  readonly staleBaseline: readonly KnownEntry[];
  /** Features that the server offers. */
  readonly features: readonly string[];
  /** A warning counts as a failure. */
  readonly strict: boolean;
  /** A skipped case counts as a failure; absent: it does not. */
  readonly failOnSkipped?: boolean | undefined;
}

/** The exit code of a run, and the reason for it. */
export type RunExit =
  | { readonly code: 0; readonly reason: 'as-expected' }
  | { readonly code: 1; readonly reason: 'failed' | 'stale-baseline' | 'skipped' }
  /** Every case was skipped, or none was selected. */
  | { readonly code: 2; readonly reason: 'nothing-ran' }
  | { readonly code: 3; readonly reason: 'broken' }
  /** Every case was skipped, and one of them because the server lacks a feature that is mandatory. */
  | { readonly code: 3; readonly reason: 'mandatory-missing'; readonly missing: Need }
  /** Cases were skipped because of a failure that no result reports: the case that fails is not selected. */
  | { readonly code: 3; readonly reason: 'basic-missing'; readonly basic: Basic; readonly reportedBy: string };

/** Decides the exit code of a run. */
export function runExit({ results, staleBaseline, features, strict, failOnSkipped }: RunEnd): RunExit {
  const unreported = unreportedFinding(results);
  if (results.every(({ outcome }) => outcome === 'skipped')) {
    if (unreported !== undefined) return unreported;
    const missing = missingMandatory(results, features);
    if (missing === undefined) return { code: EXIT.usage, reason: 'nothing-ran' };
    return { code: EXIT.inconclusive, reason: 'mandatory-missing', missing };
  }
  const counts = ({ outcome }: CaseResult) => outcome === 'failed' || (strict && outcome === 'warned');
  if (results.some((result) => counts(result) && result.knownFailure === undefined)) {
    return { code: EXIT.failed, reason: 'failed' };
  }
  if (staleBaseline.length > 0) return { code: EXIT.failed, reason: 'stale-baseline' };
  if (failOnSkipped && results.some(({ outcome }) => outcome === 'skipped')) {
    return { code: EXIT.failed, reason: 'skipped' };
  }
  if (unreported !== undefined) return unreported;
  const isBroken = results.some(({ outcome, knownFailure }) => outcome === 'broken' && knownFailure === undefined);
  return isBroken ? { code: EXIT.inconclusive, reason: 'broken' } : { code: EXIT.ok, reason: 'as-expected' };
}

/** What the server lacks, where the case that fails for it is neither selected nor excused by the baseline. */
function unreportedFinding(results: readonly CaseResult[]): Extract<RunExit, { reason: 'basic-missing' }> | undefined {
  const ids = new Set(results.map((result) => result.case.id));
  for (const { reason } of results) {
    if (reason?.kind !== 'basic-missing' || reason.isKnown === true || ids.has(reason.reportedBy)) continue;
    return { code: EXIT.inconclusive, reason: 'basic-missing', basic: reason.basic, reportedBy: reason.reportedBy };
  }
  return undefined;
}

/** The first mandatory feature (RFC 6121 12) that a case needs and the server does not offer. */
function missingMandatory(results: readonly CaseResult[], offered: readonly string[]): Need | undefined {
  const isMandatory = (name: string) => standardFeatures.some((f) => f.name === name && f.level === 'MUST');
  const needs = results.flatMap((result) => result.case.needs);
  return needs.find(({ feature }) => !offered.includes(feature) && isMandatory(feature));
}

/** Problems of the command line or of this machine, not of the server. */
const USAGE_PROBLEMS: Readonly<Record<(AddressProblem | LaunchObstacle)['kind'], true>> = {
  'not-installed': true,
  'configuration-unreadable': true,
  'configuration-edited': true,
  'address-malformed': true,
  'address-has-user': true,
  'address-too-long': true,
  'address-has-no-host': true,
  'address-port-invalid': true,
  'address-needs-tls': true,
  'plaintext-not-loopback': true,
};

/** Decides the exit code of a command that ended with an error. */
export function errorExit(error: unknown): ExitCode {
  const isProblem = error instanceof ProblemError && !(error.problem.kind in USAGE_PROBLEMS);
  return isProblem || error instanceof TestBedError ? EXIT.inconclusive : EXIT.usage;
}
