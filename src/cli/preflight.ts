// Before a run: is there a server that can be tested? If not, one line says why, in the words of the doctor.

import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { accessObservation } from '../doctor/accounts.ts';
import type { Way } from '../doctor/connection.ts';
import type { Finding, Observation } from '../doctor/finding.ts';
import { awaitServer, findObstacle, passesWithTime } from '../doctor/preflight.ts';
import { observationParts } from '../doctor/words.ts';
import type { Language } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON } from '../wording/common.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { findProblem, ProblemError, problemOf, problemText } from '../wording/problems.ts';
import { shellWords } from '../wording/shell.ts';
import type { PairArguments } from './peer-options.ts';
import { rerunArguments } from './rerun.ts';
import type { TargetChoice } from './target-choice.ts';
import { localeLanguage } from './terminal/locale.ts';
import type { TestBed } from './test-bed.ts';
import { TestBedError } from './test-bed-error.ts';

const PREFLIGHT = catalogue(
  {
    waiting: (seconds: number, what: string) => `waiting up to ${seconds} s for the server: ${what}`,
    stopped: (what: string) => `stopped: ${what}`,
    untestable: (what: string, command: string) => `the server cannot be tested: ${what} (step by step: ${command})`,
    noRemote: (what: string, command: string) =>
      `the remote domain cannot join: ${what}; to test without it, leave out --remote (step by step: ${command})`,
  },
  {
    waiting: (seconds, what) => `等待服务器，最长 ${seconds} s：${what}`,
    stopped: (what) => `已停止：${what}`,
    untestable: (what, command) => `无法测试服务器：${what}（逐步检查：${command}）`,
    noRemote: (what, command) =>
      `远程域无法接入：${what}；去掉 --remote 即可不带远程域进行测试（逐步检查：${command}）`,
  },
);

export type PreflightArguments = PairArguments & {
  readonly selector: readonly string[];
  readonly lang?: Language | undefined;
};

/** A server that cannot be tested now. */
export interface Pending {
  readonly way: Way;
  readonly obstacle: Finding;
  /** When `--wait` ends, as `performance.now()`. */
  readonly until: number;
}

/** Looks once whether a server that runs already opens a stream: what keeps it from that. One that is launched is ready. */
export async function look(choice: TargetChoice, args: PreflightArguments): Promise<Pending | undefined> {
  if (choice.kind === 'managed') return undefined;
  const { wait = 0, timeout: timeoutMs } = args;
  const until = performance.now() + wait * 1000;
  // Nothing is open that an interrupt would have to close.
  const way = { address: choice.target.address, timeoutMs, signal: new AbortController().signal };
  const obstacle = await withShortLookUps(() => findObstacle(way));
  return obstacle && { way, obstacle, until };
}

/**
 * The process cannot end while the C library looks a name up, which takes 10 s or more where no DNS server answers. It
 * reads this variable when a thread looks its first name up (resolv.conf(5)): two attempts of 1 s.
 */
async function withShortLookUps<T>(work: () => Promise<T>): Promise<T> {
  const given = process.env['RES_OPTIONS'];
  process.env['RES_OPTIONS'] = given ?? 'timeout:1 attempts:2';
  try {
    return await work();
  } finally {
    if (given === undefined) delete process.env['RES_OPTIONS'];
  }
}

/**
 * Looks once. Resolves with what `--wait` has to wait for, if anything. Rejects with `TestBedError` when the server cannot
 * be tested.
 */
export async function knock(choice: TargetChoice, args: PreflightArguments): Promise<Pending | undefined> {
  const pending = await look(choice, args);
  if (pending === undefined || canWait(pending, args)) return pending;
  throw untestable(pending.obstacle.seen, args);
}

/** Waits, if waiting can help, and says so. Resolves with what still keeps the server from being tested. */
export async function waitForServer(
  pending: Pending,
  args: PreflightArguments,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const { way, obstacle, until } = pending;
  if (!canWait(pending, args)) return obstacle;
  process.stderr.write(`${PREFLIGHT[languageOf(args)].waiting(args.wait ?? 0, lineOf(obstacle.seen, args))}\n`);
  return awaitServer({ ...way, signal }, until);
}

/** Waits. Rejects with `TestBedError` when the server cannot be tested in the end. */
export async function mustCome(pending: Pending, args: PreflightArguments, signal: AbortSignal): Promise<void> {
  const last = await waitForServer(pending, args, signal);
  if (signal.aborted) throw new TestBedError('interrupted');
  if (last !== undefined) throw untestable(last.seen, args);
}

const canWait = ({ obstacle }: Pending, { wait = 0 }: PreflightArguments): boolean =>
  wait > 0 && passesWithTime(obstacle);

/** What `ask` resolves with. Rejects with `TestBedError` when the server gives no account or no login. */
export async function mustAnswer<T>(bed: TestBed, args: PreflightArguments, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const problem = problemOf(error);
    const shared = findProblem(problem, 'account-shared') ?? findProblem(problem, 'domain-shared');
    if (shared !== undefined) throw new TestBedError(stoppedText(shared, args));
    throw untestable(accessObservation(error, bed.provision), args);
  }
}

/** Why a run stops by itself, on one line. */
export function stoppedText(problem: Problem, args: Pick<PreflightArguments, 'lang'>): string {
  const lang = languageOf(args);
  return PREFLIGHT[lang].stopped(problemText(problem, lang));
}

/** What `open` resolves with. Rejects with `TestBedError` when the remote domain of a server that runs cannot join. */
export async function mustJoin<T>(choice: TargetChoice, args: PreflightArguments, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (choice.kind === 'managed' || !(error instanceof ProblemError)) throw error;
    const seen = { kind: 'problem', problem: error.problem } as const;
    throw new TestBedError(PREFLIGHT[languageOf(args)].noRemote(lineOf(seen, args), doctorCommand(args)));
  }
}

function untestable(seen: Observation, args: PreflightArguments): TestBedError {
  return new TestBedError(PREFLIGHT[languageOf(args)].untestable(lineOf(seen, args), doctorCommand(args)));
}

const doctorCommand = (args: PreflightArguments): string => `xmppspec doctor ${shellWords(rerunArguments(args))}`;

/** The observation on one line, with what to do. */
function lineOf(seen: Observation, args: PreflightArguments): string {
  const lang = languageOf(args);
  const { what, remedy } = observationParts(seen, lang);
  return escapeControls([what, ...(remedy === undefined ? [] : [remedy])].join(COMMON[lang].semicolon));
}

const languageOf = ({ lang }: Pick<PreflightArguments, 'lang'>): Language => lang ?? localeLanguage(process.env);
