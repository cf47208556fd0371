// Why a command ends with its exit code: the last line on standard error.

import type { Language } from '../../model/language.ts';
import type { Problem } from '../../model/problem.ts';
import { COMMON } from '../../wording/common.ts';
import { NOTICES } from '../../wording/notices.ts';
import { problemText } from '../../wording/problems.ts';
import { basicText } from '../../wording/scenario-names.ts';
import { shellWords } from '../../wording/shell.ts';
import { notices, notify, ownLanguage } from '../terminal/terminal.ts';
import { EXIT, type ExitCode, type RunEnd, type RunExit, runExit } from './exit-code.ts';

/** What the explanation of an exit code needs beside the results. */
interface ExitContext {
  /** The arguments that run a case again. */
  readonly rerun: readonly string[];
  /** A baseline is in use; absent: as the results show. */
  readonly hasBaseline?: boolean | undefined;
  /** The reference server was tested because nobody named another one. */
  readonly isUnnamed?: boolean | undefined;
}

/** Writes to standard error why the command ends with this code, as the last line. Returns the code. */
export function explained<Code extends ExitCode>(code: Code, why: string): Code {
  notify(notices().exit(code, why));
  return code;
}

/** The exit code of a run. Writes to standard error why it ends with it, unless a signal will explain that. */
export function explainedRun(run: RunEnd, context: ExitContext): ExitCode {
  const exit = runExit(run);
  if (run.isStopped && exit.reason !== 'stopped') return exit.code;
  const note = exitNote(exit, run, context);
  return note === undefined ? exit.code : explained(exit.code, note);
}

/** Why a run ends with its exit code; undefined where it is 0 and there is nothing to add. */
export function exitNote(exit: RunExit, run: RunEnd, context: ExitContext): string | undefined {
  const words = notices();
  const { results, staleBaseline: stale } = run;
  const counts = countsOf(run);
  switch (exit.reason) {
    case 'failed': {
      const isListed = context.hasBaseline ?? (counts.known > 0 || stale.length > 0);
      return words.failures(counts, { isListed, stale: stale.length });
    }
    case 'stale-baseline':
      return words.stale(stale.length);
    case 'stopped':
      return stoppedText(exit.problem, ownLanguage());
    case 'report-lost':
      return words.reportLost;
    case 'server-ended':
      return words.serverEnded;
    case 'not-run':
      return words.notRun(exit.count);
    case 'nothing-ran':
      return words.nothingRan;
    case 'no-verdict':
      return words.noVerdict;
    case 'skipped':
      return words.skipped(results.filter(({ outcome }) => outcome === 'skipped').length);
    case 'broken':
      return words.broken(counts.broken);
    case 'lacking':
      return lackNote(exit, context.rerun);
    case 'as-expected':
      if (context.isUnnamed) return words.noTargetTested;
      return counts.known === 0 ? undefined : words.allKnown(counts.known);
  }
}

/** Why a run stops by itself, on one line. */
export function stoppedText(problem: Problem, lang: Language): string {
  return NOTICES[lang].stopped(problemText(problem, lang));
}

/** The cases that decide, and those that the baseline lists. */
function countsOf({ results, strict }: RunEnd) {
  const number = (outcome: string) =>
    results.filter((result) => result.outcome === outcome && result.knownFailure === undefined).length;
  const known = results.filter(({ knownFailure }) => knownFailure !== undefined).length;
  return { failed: number('failed'), warned: strict ? number('warned') : 0, broken: number('broken'), known };
}

function lackNote({ lack, code }: Extract<RunExit, { reason: 'lacking' }>, rerun: readonly string[]): string {
  const words = notices();
  const lang = ownLanguage();
  const what = lack.kind === 'basic-missing' ? basicText(lack.basic, lang) : words.notOffered(lack.feature, lack.level);
  const missing = (code === EXIT.failed ? words.lacking : words.maybeLacking)(what);
  if (lack.reportedBy === undefined) return missing;
  const command = `xmppspec run ${shellWords(rerunCase(lack.reportedBy, rerun))}`;
  return `${missing}${COMMON[lang].semicolon}${words.reportedBy(command)}`;
}

/**
 * The arguments of `run` for a case of this id. Without a contact on a second server, a case is none of a pair: its command has neither a
 * peer nor the reports on each server alone.
 */
export function rerunCase(id: string, rerun: readonly string[]): readonly string[] {
  if (FEDERATED.test(id)) return [id, ...rerun];
  const ofPair = (word: string | undefined) => word !== undefined && /^--(peer|single)\b/.test(word);
  const isValue = (at: number) => ofPair(rerun[at - 1]) && !FLAGS.includes(rerun[at - 1] ?? '');
  return [id, ...rerun.filter((word, at) => !ofPair(word) && !isValue(at))];
}

/** The topology of a case is the last part of its id. */
const FEDERATED = /[[,]federated\]$/;

/** Options about the peer without a value. */
const FLAGS = ['--peer-insecure', '--peer-plaintext'];
