// Before a run: is there a server that can be tested? If not, one line says why, in the words of the doctor.

import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { accessObservation } from '../doctor/account-checks.ts';
import { awaitServer, findObstacle, passesWithTime, type Way } from '../doctor/connection.ts';
import { observationParts } from '../doctor/doctor-words.ts';
import type { Observation, ReportedCheck } from '../doctor/reported-check.ts';
import type { Language } from '../model/event.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON } from '../wording/common.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { findProblem, ProblemError, problemOf } from '../wording/problems.ts';
import { hideIn, publicCommand } from '../wording/secrets.ts';
import { shellWords } from '../wording/shell.ts';
import type { PairArguments } from './command-line/peer-options.ts';
import { rerunArguments } from './command-line/run-options.ts';
import { TestBedError } from './ending/exit-code.ts';
import { stoppedText } from './ending/exit-note.ts';
import type { Choices } from './peer-choice.ts';
import type { ServerCommand } from './server-command/server-command.ts';
import { type Servers, withServers } from './server-command/with-servers.ts';
import type { TargetChoice } from './target-choice.ts';
import { localeLanguage, notices, notify } from './terminal/terminal.ts';
import type { TestBed } from './test-bed.ts';

const PREFLIGHT = catalogue(
  {
    starting: (seconds: number, command: string, log: string) =>
      `starting ${command} (log: ${log}), waiting up to ${seconds} s`,
    waiting: (seconds: number, what: string) => `waiting up to ${seconds} s for the server: ${what}`,
    untestable: (what: string, command: string) => `the server cannot be tested: ${what} (step by step: ${command})`,
    taken: (address: string) =>
      `something answers at ${address} before the server is started, and would be tested in its place; stop it, or leave out the command that starts the server`,
    noRemote: (what: string, command: string) =>
      `the remote domain cannot join: ${what}; to test without it, leave out --remote (step by step: ${command})`,
  },
  {
    starting: (seconds, command, log) => `正在启动 ${command}（日志：${log}），最长等待 ${seconds} s`,
    waiting: (seconds, what) => `等待服务器，最长 ${seconds} s：${what}`,
    untestable: (what, command) => `无法测试服务器：${what}（逐步检查：${command}）`,
    taken: (address) =>
      `服务器启动之前 ${address} 已有应答，测试的将不是要启动的服务器；请停止它，或去掉启动服务器的命令`,
    noRemote: (what, command) =>
      `远程域无法接入：${what}；去掉 --remote 即可不带远程域进行测试（逐步检查：${command}）`,
  },
);

/** The checks that fail where nothing listens. */
const UNANSWERED: readonly string[] = ['host', 'connection'];

export type PreflightArguments = PairArguments & {
  readonly selector: readonly string[];
  readonly lang?: Language | undefined;
};

/** A server that cannot be tested now. */
export interface Pending {
  readonly way: Way;
  readonly obstacle: ReportedCheck;
  /** How long to wait for it, in seconds. */
  readonly waitS: number;
  /** The command that starts it; undefined: it is started elsewhere. */
  readonly server: ServerCommand | undefined;
}

/** Seconds to wait for a server that a command starts. The slowest servers take 10 s, and an image may have to be fetched. */
export const START_S = 60;

/**
 * Looks once whether a server that runs already opens a stream: what keeps it from that. One that is launched is ready. Rejects
 * with `TestBedError` where a command is to start the server, and something else answers in its place.
 */
export async function look(choice: TargetChoice, args: PreflightArguments): Promise<Pending | undefined> {
  if (choice.kind === 'managed') return undefined;
  const { server } = choice;
  const isStarted = server !== undefined;
  const { wait: waitS = isStarted ? START_S : 0, timeout: timeoutMs } = args;
  // Nothing is open that an interrupt would have to close.
  const way = { address: choice.target.address, timeoutMs, signal: new AbortController().signal };
  const obstacle = await withShortLookUps(() => findObstacle(way));
  if (isStarted && !UNANSWERED.includes(obstacle?.name ?? '')) throw taken(way, args);
  return obstacle && { way, obstacle, waitS, server };
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
  if (pending === undefined || canWait(pending)) return pending;
  throw untestable(pending.obstacle.seen, args);
}

/** Waits, if waiting can help, and says so. Resolves with what still keeps the server from being tested; never rejects. */
export async function waitForServer(
  pending: Pending,
  args: PreflightArguments,
  signal: AbortSignal,
): Promise<ReportedCheck | undefined> {
  const { way, obstacle, waitS, server } = pending;
  if (!canWait(pending)) return obstacle;
  const words = PREFLIGHT[languageOf(args)];
  const line =
    server === undefined
      ? words.waiting(waitS, lineOf(obstacle.seen, args))
      : words.starting(waitS, escapeControls(publicCommand(server.command)), escapeControls(server.log));
  notify(line);
  return awaitServer({ ...way, signal }, performance.now() + waitS * 1000);
}

/** What waiting for servers needs. */
interface Arrival {
  readonly signal: AbortSignal;
  /** The servers that commands have started. */
  readonly servers: Servers;
}

/** Waits for each. Rejects with `TestBedError` when one cannot be tested in the end, or has ended. */
export async function mustCome(
  pending: readonly (Pending | undefined)[],
  args: PreflightArguments,
  { signal, servers }: Arrival,
): Promise<void> {
  for (const one of pending) {
    if (one === undefined) continue;
    const last = await waitForServer(one, args, AbortSignal.any([signal, servers.ended]));
    if (signal.aborted) throw new TestBedError(notices().interrupted);
    servers.mustRun();
    if (last !== undefined) throw untestable(last.seen, args);
  }
}

const canWait = ({ obstacle, waitS }: Pending): boolean => waitS > 0 && passesWithTime(obstacle);

/** Starts the servers that have a command for it, does the work, and stops them. See `withServers`. */
export function withStarted<T>(
  { choice, peer }: Choices,
  { args, signal }: { readonly args: PreflightArguments; readonly signal: AbortSignal },
  work: (servers: Servers) => Promise<T>,
): Promise<T> {
  const chosen = [choice, peer].flatMap((one) =>
    one?.kind === 'external' && one.server !== undefined ? [{ name: one.target.name, server: one.server }] : [],
  );
  return withServers(chosen, { lang: languageOf(args), signal }, work);
}

function taken({ address: { host, port } }: Way, args: PreflightArguments): TestBedError {
  return new TestBedError(PREFLIGHT[languageOf(args)].taken(escapeControls(`${host}:${port}`)));
}

/** What `ask` resolves with. Rejects with `TestBedError` when the server gives no account or no login. */
export async function mustAnswer<T>(bed: TestBed, args: PreflightArguments, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const problem = problemOf(error);
    const shared = findProblem(problem, 'account-shared') ?? findProblem(problem, 'domain-shared');
    if (shared !== undefined) throw new TestBedError(stoppedText(shared, languageOf(args)));
    throw untestable(accessObservation(error, bed.provision), args);
  }
}

/** What `open` resolves with. Rejects with `TestBedError` when the remote domain of a server that runs cannot join. */
export async function mustJoin<T>(choice: TargetChoice, args: PreflightArguments, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (choice.kind === 'managed' || !(error instanceof ProblemError)) throw error;
    const seen = { kind: 'problem', problem: error.problem } as const;
    throw notTestable('noRemote', seen, args);
  }
}

const untestable = (seen: Observation, args: PreflightArguments): TestBedError => notTestable('untestable', seen, args);

function notTestable(key: 'untestable' | 'noRemote', seen: Observation, args: PreflightArguments): TestBedError {
  return new TestBedError((hide) => {
    const command = `xmppspec doctor ${shellWords(hideIn(rerunArguments(args), hide))}`;
    return PREFLIGHT[languageOf(args)][key](lineOf(hideIn(seen, hide), args), command);
  });
}

/** The observation on one line, with what to do. */
function lineOf(seen: Observation, args: PreflightArguments): string {
  const lang = languageOf(args);
  const { what, remedy } = observationParts(seen, lang);
  return escapeControls([what, ...(remedy === undefined ? [] : [remedy])].join(COMMON[lang].semicolon));
}

const languageOf = ({ lang }: Pick<PreflightArguments, 'lang'>): Language => lang ?? localeLanguage(process.env);
