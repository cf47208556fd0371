// The end of a run: what its baseline makes of the results, its exit code, and why.

import type { RunInfo } from '../model/run.ts';
import type { RunResult } from '../run/run-cases.ts';
import { rerunArguments } from './command-line/rerun.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { EXIT, type ExitCode, runExit } from './ending/exit-code.ts';
import { exitNote, explained } from './ending/exit-note.ts';
import type { Targeted } from './named-target.ts';
import { stoppedText } from './preflight.ts';
import type { RunBaseline } from './run-baseline.ts';
import { notices, notify } from './terminal/notice.ts';

/** What a run has found, and about what. */
export interface Ended extends RunResult {
  readonly info: RunInfo;
}

/** The product and its version; where the server names neither, the name of the target. */
export function serverName({ target: { name, software, version } }: RunInfo): string {
  return software === '' ? name : [software, version].join(' ').trim();
}

/** The parts of its plan that a run ends by. */
interface Concluded {
  readonly args: Targeted<RunArguments>;
  readonly baseline: Pick<RunBaseline, 'isUsed'>;
}

/** What decides the exit code beside the results. */
interface Troubles {
  readonly hasLostReport: boolean;
  readonly hasLostServer: boolean;
  /** By a signal, which explains the exit code. */
  readonly isStopped: boolean;
}

/** Decides the exit code, and says on standard error what the report does not, with the reason for the code last. */
export function conclude(ended: RunResult, { args, baseline }: Concluded, troubles: Troubles): ExitCode {
  const { repetitions } = ended.summary;
  if (repetitions !== undefined && repetitions.made < repetitions.asked) {
    const { made, asked } = repetitions;
    notify(notices().repetitions(made, asked));
  }
  if (ended.stopped !== undefined) return explained(EXIT.inconclusive, stoppedText(ended.stopped, args));
  const end = { ...ended, strict: args.strict, failOnSkipped: args.failOnSkipped };
  const exit = runExit(end);
  if (troubles.isStopped) return exit.code;
  if (exit.code === EXIT.ok && troubles.hasLostReport) return explained(EXIT.usage, notices().reportLost);
  if (exit.code === EXIT.ok && troubles.hasLostServer) return explained(EXIT.inconclusive, notices().serverEnded);
  const { isUnnamed } = args;
  const note = exitNote(exit, end, { rerun: rerunArguments(args), hasBaseline: baseline.isUsed, isUnnamed });
  return note === undefined ? exit.code : explained(exit.code, note);
}
