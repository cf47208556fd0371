// The exit code of every command, and why a run ends with its code.

import type { AddressProblem, LaunchObstacle, Problem } from '../../model/problem.ts';
import type { BasicMissing, FeatureMissing } from '../../model/reason.ts';
import type { CaseResult, KnownEntry } from '../../model/result.ts';
import { ProblemError } from '../../wording/problems.ts';
import type { Hide } from '../../wording/secrets.ts';

/** What the exit codes mean. */
export const EXIT = {
  /** Everything is as expected. */
  ok: 0,
  /** A case failed and the baseline does not list it, a mutant survived, or a report got worse. */
  failed: 1,
  /** Usage error, or nothing selected can run. A bug of xmppspec ends with this code, too. */
  usage: 2,
  /** Nothing failed, but some results are inconclusive, no case has a verdict, or the server could not be tested. */
  inconclusive: 3,
} as const;

/** Exit codes of a command that a signal stops, as shells report them: 128 and the number of the signal. */
export const EXIT_AFTER_SIGNAL = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | (typeof EXIT_AFTER_SIGNAL)[keyof typeof EXIT_AFTER_SIGNAL];

/** The exit code once nothing can be written to standard output: a reader that has seen enough, such as head, is no failure. */
export const exitAfterLoss = ({ code }: NodeJS.ErrnoException): ExitCode => (code === 'EPIPE' ? EXIT.ok : EXIT.usage);

/** How a run ended: everything that its exit code depends on. */
export interface RunEnd {
  readonly results: readonly CaseResult[];
  /** Baseline entries that list checks which hold now, or cases that are no longer broken. */
  readonly staleBaseline: readonly KnownEntry[];
  /** A warning counts as a failure. */
  readonly strict: boolean;
  /** A skipped case counts as a failure; absent: it does not. */
  readonly failOnSkipped?: boolean | undefined;
  /** Why the run stopped by itself before its last case. */
  readonly stopped?: Problem | undefined;
  /** A signal stopped it: the command ends with the code of the signal, and says so. */
  readonly isStopped?: boolean;
  /** A reporter could write no more. */
  readonly hasLostReport?: boolean;
  /** A server that a command of the user started has ended. */
  readonly hasLostServer?: boolean;
  /** Cases that no shard has run. */
  readonly notRun?: number;
}

/** The exit code of a run, and the reason for it. */
export type RunExit =
  | { readonly code: 0; readonly reason: 'as-expected' }
  | { readonly code: 1; readonly reason: 'failed' | 'stale-baseline' | 'skipped' }
  /** Every case was skipped, or none was selected. */
  | { readonly code: 2; readonly reason: 'nothing-ran' | 'report-lost' }
  /** `no-verdict`: no case has one, and the baseline lists what keeps them from it. That shows nothing of the server. */
  | { readonly code: 3; readonly reason: 'broken' | 'no-verdict' | 'server-ended' }
  | { readonly code: 3; readonly reason: 'stopped'; readonly problem: Problem }
  | { readonly code: 3; readonly reason: 'not-run'; readonly count: number }
  /** Cases were skipped because the server lacks something mandatory: the case that reports it fails (1), or shows nothing (3). */
  | { readonly code: 1 | 3; readonly reason: 'lacking'; readonly lack: BasicMissing | FeatureMissing };

/** Decides the exit code of a run: what its results say counts before what went wrong beside them. */
export function runExit(end: RunEnd): RunExit {
  if (end.stopped !== undefined) return { code: EXIT.inconclusive, reason: 'stopped', problem: end.stopped };
  const exit = exitOfResults(end);
  if (exit.code !== EXIT.ok || end.isStopped) return exit;
  if (end.hasLostReport) return { code: EXIT.usage, reason: 'report-lost' };
  if (end.hasLostServer) return { code: EXIT.inconclusive, reason: 'server-ended' };
  return end.notRun === undefined ? exit : { code: EXIT.inconclusive, reason: 'not-run', count: end.notRun };
}

function exitOfResults({ results, staleBaseline, strict, failOnSkipped }: RunEnd): RunExit {
  const counts = (outcome: string | undefined) => outcome === 'failed' || (strict && outcome === 'warned');
  if (results.some(({ outcome, knownFailure }) => counts(outcome) && knownFailure === undefined)) {
    return { code: EXIT.failed, reason: 'failed' };
  }
  if (staleBaseline.length > 0) return { code: EXIT.failed, reason: 'stale-baseline' };
  const lacks = results.flatMap(({ reason }) => (isLack(reason) && reason.isKnown !== true ? [reason] : []));
  const shown = lacks.find((lack) => counts(lack.shown));
  if (shown !== undefined) return { code: EXIT.failed, reason: 'lacking', lack: shown };
  const unshown = lacks.find(({ level, shown }) => level === 'MUST' && shown !== 'failed');
  const isNothing = results.every(({ outcome }) => outcome === 'skipped');
  if (isNothing && unshown === undefined) return { code: EXIT.usage, reason: 'nothing-ran' };
  if (failOnSkipped && !isNothing && results.some(({ outcome }) => outcome === 'skipped')) {
    return { code: EXIT.failed, reason: 'skipped' };
  }
  if (unshown !== undefined) return { code: EXIT.inconclusive, reason: 'lacking', lack: unshown };
  const isBroken = results.some(({ outcome, knownFailure }) => outcome === 'broken' && knownFailure === undefined);
  if (isBroken) return { code: EXIT.inconclusive, reason: 'broken' };
  const hasVerdict = results.some(({ outcome }) => outcome !== 'broken' && outcome !== 'skipped');
  return hasVerdict ? { code: EXIT.ok, reason: 'as-expected' } : { code: EXIT.inconclusive, reason: 'no-verdict' };
}

const isLack = (reason: CaseResult['reason']): reason is BasicMissing | FeatureMissing =>
  reason?.kind === 'basic-missing' || reason?.kind === 'feature-missing';

/** How a run of an event ended. */
interface PairEnd {
  /** The exit code of its process; null: a signal ended it. */
  readonly code: number | null;
  readonly hasReport: boolean;
}

/** The exit code of an event is the worst of its runs: a failure, then what is inconclusive; usage only if no run had anything to run. */
export function eventExit(runs: readonly PairEnd[]): ExitCode {
  const has = (wanted: ExitCode) => runs.some(({ code }) => code === wanted);
  if (has(EXIT.failed)) return EXIT.failed;
  const isInconclusive = runs.some(({ code, hasReport }) => !hasReport || (code !== EXIT.ok && code !== EXIT.usage));
  if (isInconclusive) return EXIT.inconclusive;
  return has(EXIT.ok) ? EXIT.ok : EXIT.usage;
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

/** The server, its component port or a part of the work could not be brought to run. Exit code 3. */
export class TestBedError extends Error {
  /** The message with what must not be shown hidden. */
  readonly hidden: (hide: Hide) => string;

  /** A message as a function hides what it is made of, and keeps its own words; of a text, all may be hidden. */
  constructor(message: string | ((hide: Hide) => string), options?: ErrorOptions) {
    const hidden = typeof message === 'string' ? (hide: Hide) => hide(message) : message;
    super(
      hidden((text) => text),
      options,
    );
    this.hidden = hidden;
  }
}
