// One pair: `xmppspec run` in a process of its own, which cleans up after itself, and the doctor where nothing was tested.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { checkName, observationParts } from '../../doctor/doctor-words.ts';
import type { CheckPart, DoctorReport, ReportedCheck } from '../../doctor/reported-check.ts';
import type { Language } from '../../model/event.ts';
import type { BothLanguages } from '../../model/standard.ts';
import { hasVerdict } from '../../results/federation.ts';
import { REPORT_ENDING } from '../../results/federation-file.ts';
import { countOutcomes } from '../../results/outcomes.ts';
import type { Obstacle, ObstaclePlace, Pair, PairRun } from '../../results/pair-run.ts';
import { readCounted } from '../../results/report-file.ts';
import { NOTICES } from '../../wording/notices.ts';
import { PROGRESS_WANTED, type RunProgress } from './progress-message.ts';

export interface PlayOptions {
  /** Where the reports are written. */
  readonly directory: string;
  /** Options that `run` and `doctor` share. */
  readonly options: readonly string[];
  /** Options and selectors of `run` alone. */
  readonly runOptions: readonly string[];
  /** How launched servers of a pair prove their domains; undefined: as suits both. */
  readonly proof: string | undefined;
  readonly lang: Language;
  readonly signal: AbortSignal;
  /** Called now and then while cases run. */
  onProgress(pair: Pair, progress: RunProgress): void;
}

/** A pair, and where its reports are written. */
interface PairToPlay extends Pair, Pick<PairRun, 'file'> {
  /** JSON reports on its servers alone. */
  readonly singles: readonly string[];
  /** Its known failures; undefined: those of the config file, if it names any. */
  readonly baseline: string | undefined;
}

/** A pair that was played, and the exit code of its run; null: a signal ended it. */
export interface Played {
  readonly run: PairRun;
  readonly code: number | null;
  /** What the run wrote to standard error, without why it ends with its exit code: where there is a report, the counts say so. */
  readonly errors: string;
}

/** Runs the cases of a pair and reads its report. Rejects with `UsageError` where the report cannot be read; a run that fails is data. */
export async function playPair(pair: PairToPlay, options: PlayOptions): Promise<Played> {
  const { directory, lang, signal } = options;
  const { server, peer } = pair;
  const at = (ending: string) => join(directory, `${pair.file}${ending}`);
  const [json, page] = [at(REPORT_ENDING), at('.html')];
  for (const file of [json, page, at('.json')]) rmSync(file, { force: true });
  const reporters = ['-r', `json=${json}`, '-r', `html=${page}`, '--lang', lang];
  const singles = pair.singles.flatMap((file) => ['--single', file]);
  const baseline = pair.baseline === undefined ? [] : ['--baseline', pair.baseline];
  const known = [...singles, ...baseline];
  const args = [
    'run',
    '--no-keep-passed',
    ...options.runOptions,
    ...serversOf(pair, options),
    ...known,
    ...options.options,
    ...reporters,
  ];
  const { code, errors } = await xmppspec(args, signal, (progress) => options.onProgress(pair, progress));
  const report = existsSync(json) ? readCounted([json])[0]?.report : undefined;
  const isTested = report !== undefined && hasVerdict(countOutcomes(report.results));
  const obstacles = isTested || signal.aborted ? [] : await obstaclesOf(pair, options, errors);
  const isExplanation = (line: string) => report !== undefined && line.startsWith(NOTICES[lang].exit(code ?? 0, ''));
  const left = errors.split('\n').filter((line) => !isExplanation(line));
  return { run: { server, peer, file: pair.file, report, obstacles }, code, errors: left.join('\n') };
}

/** The key of `doctor --json`. */
interface DoctorJson {
  readonly findings: DoctorReport['reported'];
}

/** What the doctor finds; else what the run said. */
async function obstaclesOf(pair: Pair, options: PlayOptions, said: string): Promise<readonly Obstacle[]> {
  const { output } = await xmppspec(
    ['doctor', ...serversOf(pair, options), ...options.options, '--json'],
    options.signal,
  );
  const reported = output.trim() === '' ? [] : (JSON.parse(output) as DoctorJson).findings;
  const found = obstaclesIn(reported);
  if (found.length > 0 || said === '') return found;
  return said.split('\n').map((line) => ({ text: { en: line, zh: line } }));
}

function serversOf({ server, peer }: Pair, { proof }: Pick<PlayOptions, 'proof'>): readonly string[] {
  if (server === peer) return ['-t', server];
  return ['-t', server, '--peer', peer, ...(proof === undefined ? [] : ['--peer-proof', proof])];
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs this program again. It leads a process group of its own: Ctrl-C reaches it through `signal` alone, once, because a
 * second signal would end it without cleaning up. Resolves when it has ended.
 */
async function xmppspec(
  args: readonly string[],
  signal: AbortSignal,
  onProgress?: (progress: RunProgress) => void,
): Promise<Ended> {
  const command = [...process.execArgv, process.argv[1] ?? '', ...args];
  const asks = onProgress === undefined ? undefined : { [PROGRESS_WANTED]: '1' };
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe', ...(asks === undefined ? [] : ['ipc' as const])],
    env: { ...process.env, ...asks },
    detached: true,
  });
  if (onProgress !== undefined) child.on('message', (message) => onProgress(message as unknown as RunProgress));
  return whileStoppable(child, signal, async () => {
    const [output, errors, [code]] = await Promise.all([read(child.stdout), read(child.stderr), once(child, 'exit')]);
    return { code: code as number | null, output, errors: errors.trim() };
  });
}

const read = async (stream: Readable | null): Promise<string> => (stream === null ? '' : text(stream));

async function whileStoppable<T>(child: ChildProcess, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const stop = () => child.kill('SIGTERM');
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const PLACES = { peer: 'peer', 'to peer': 'there', 'from peer': 'back' } satisfies Record<CheckPart, ObstaclePlace>;

/**
 * Every failed check. Where a way between two servers fails, what is amiss on it comes first: look-up, port, TLS,
 * certificate, dialback.
 */
export function obstaclesIn(reported: readonly ReportedCheck[]): readonly Obstacle[] {
  const hasFailed = (part: CheckPart | undefined) => reported.some((f) => f.part === part && f.status === 'failed');
  const isHint = ({ part, status }: ReportedCheck) =>
    status === 'missing' && part !== undefined && part !== 'peer' && hasFailed(part);
  return reported
    .filter((check) => check.status === 'failed' || isHint(check))
    .map(({ part, name, seen }) => {
      const { en, zh } = { en: observationParts(seen, 'en'), zh: observationParts(seen, 'zh') };
      return {
        place: part === undefined ? 'server' : PLACES[part],
        check: { en: checkName(name, 'en'), zh: checkName(name, 'zh') },
        text: { en: en.what, zh: zh.what },
        remedy: remedyOf(en.remedy, zh.remedy),
      };
    });
}

const remedyOf = (en: string | undefined, zh: string | undefined): BothLanguages | undefined =>
  en === undefined || zh === undefined ? undefined : { en, zh };
