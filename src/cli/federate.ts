// Runs every ordered pair of servers, one after the other, and writes one grid.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Texts } from '../model/language.ts';
import { reportPath } from '../results/federation-file.ts';
import type { Pair } from '../results/pair-run.ts';
import { playable } from '../scenario/select.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { reportError } from '../wording/report-mistakes.ts';
import { joined } from '../wording/texts.ts';
import { UsageError } from '../wording/usage.ts';
import type { ServerArguments } from './command-line/options.ts';
import type { PeerArguments } from './command-line/peer-options.ts';
import { EXIT, type ExitCode, eventExit } from './ending/exit-code.ts';
import { explained } from './ending/exit-note.ts';
import { interruptible } from './ending/interrupt.ts';
import { completeRuns, type OutputArguments, openOutputs } from './federate/event-outputs.ts';
import { fileNames, pairsOf, playAll } from './federate/pairs.ts';
import { type Played, type PlayOptions, playPair } from './federate/play-pair.ts';
import { createView, type View } from './federate/view.ts';
import { loadConfig } from './given/config-file.ts';
import { loadCases } from './load-cases.ts';
import { chooseServers } from './peer-choice.ts';
import { look as lookAt, waitForServer } from './preflight.ts';
import { openRunBaseline } from './run-baseline.ts';
import { type SharedServer, withSharedServers } from './server-command/with-servers.ts';
import { fittedTo, isLive, notices, wantsColor } from './terminal/terminal.ts';
import { toolVersion } from './version.ts';

export interface FederateArguments
  extends OutputArguments,
    Pick<ServerArguments, 'config' | 'suite' | 'timeout' | 'wait'> {
  readonly jobs: number | undefined;
  readonly strict: boolean;
  /** Directory of the known failures of each server and each pair. */
  readonly baselines: string | undefined;
  /** Of each two servers that are launched. */
  readonly peerProof: PeerArguments['peerProof'];
  /** Runs at once. */
  readonly atOnce: number;
}

/**
 * Plays each server alone, and every ordered pair, several at once. The page is written again after each of them; the text is
 * printed at the end. Resolves with the exit code. Throws `UsageError` for servers that cannot be paired.
 */
export async function federate(args: FederateArguments): Promise<ExitCode> {
  const pairs = pairsOf(args.server);
  const { started, external } = await chooseAll(pairs, args);
  const files = fileNames(pairs);
  const baselines = baselinesOf(files, args.baselines);
  await refuseWrongBaselines(pairs, baselines, args);
  const kept = args.resume ? completeRuns(args.output, pairs, { cases: args.cases, version: toolVersion() }) : [];
  const output = {
    color: wantsColor(),
    write: (text: string) => void process.stdout.write(fittedTo(process.stdout, text)),
  };
  const show = openOutputs({ ...args, ...output }, loadRequirements());
  return interruptible(async (signal) => {
    const played: Played[] = kept.map((one) => ({ ...one, errors: '' }));
    const left = pairs.filter((pair) => !kept.some(({ run }) => run.server === pair.server && run.peer === pair.peer));
    const view = createView(viewOptions(args, pairs.length, kept.length));
    const failing = new AbortController();
    const options = playOptions(args, AbortSignal.any([signal, failing.signal]), view);
    const play = async (pair: Pair) => {
      const at = pairs.indexOf(pair);
      view.started(pair);
      const singles = singlesOf(pair, played, args.output);
      const one = await playPair({ ...pair, file: files[at] ?? '', singles, baseline: baselines[at] }, options);
      if (at === 0 && one.code === EXIT.usage && one.run.report === undefined)
        throw new UsageError({ en: one.errors, zh: one.errors });
      if (options.signal.aborted && one.run.report === undefined) return;
      view.ended(one.run, one.run.report === undefined ? '' : one.errors);
      played.push(one);
      show.page(played, pairs.length - played.length);
    };
    const isShared = (server: string) => external.has(server);
    show.page(played, left.length);
    const playing = { atOnce: args.atOnce, isShared, play, signal: options.signal, stop: () => failing.abort() };
    await withSharedServers(started, { lang: args.lang, signal }, () => playAll(left, playing)).finally(view.close);
    show.page(played, 0);
    show.text(played);
    const code = eventExit(played.map(({ run, code }) => ({ code, hasReport: run.report !== undefined })));
    const ended = played.filter((one) => one.code === code || one.run.report === undefined).length;
    return code === EXIT.ok || signal.aborted ? code : explained(code, notices().pairsEnded(ended, pairs.length));
  });
}

const viewOptions = ({ lang, atOnce }: FederateArguments, total: number, kept: number) => ({
  ...{ lang, total, kept, atOnce },
  isLive: isLive(process.stderr, process.env),
  columns: process.stderr.columns,
  write: (text: string) => void process.stderr.write(text),
});

/** The known failures of each pair. Throws `UsageError` where the directory has none of any. */
function baselinesOf(files: readonly string[], directory: string | undefined): readonly (string | undefined)[] {
  if (directory === undefined) return [];
  const paths = files.map((file) => join(directory, `${file}.yaml`));
  const found = paths.map((path) => (existsSync(path) ? path : undefined));
  if (found.some((path) => path !== undefined)) return found;
  const expected = [files[0], files.at(-1)].map((file) => `${file}.yaml`).join(', ');
  throw reportError('baselinesOfOthers', directory, expected);
}

/** Throws `UsageError` with every mistake in the baselines, before the first pair runs. */
async function refuseWrongBaselines(
  pairs: readonly Pair[],
  baselines: readonly (string | undefined)[],
  { suite: suites }: FederateArguments,
): Promise<void> {
  if (baselines.length === 0) return;
  const loaded = await loadCases({ selectors: [], suites });
  const mistakes: Texts[] = [];
  for (const [at, { server: target, peer }] of pairs.entries()) {
    const all = playable(loaded.all, target !== peer);
    const given = { target, baseline: baselines[at], updateBaseline: false, reason: undefined };
    await openRunBaseline(given, undefined, { ...loaded, all }).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      mistakes.push(error.texts);
    });
  }
  if (mistakes.length > 0) throw new UsageError(joined(mistakes, '\n'));
}

/** The reports on the servers of a pair alone, which were played before. */
function singlesOf({ server, peer }: Pair, played: readonly Played[], directory: string): readonly string[] {
  if (server === peer) return [];
  return played.flatMap(({ run }) => {
    const isSingle = run.server === run.peer && [server, peer].includes(run.server);
    return isSingle && run.report !== undefined ? [reportPath(directory, run.file)] : [];
  });
}

/** The servers that commands start, and the names of all that are not launched. Throws what `run` would throw for the servers of a pair, before the first of them runs. */
async function chooseAll(pairs: readonly Pair[], args: FederateArguments) {
  const config = await loadConfig(args.config, process.env);
  const files = fileNames(pairs);
  const started: SharedServer[] = [];
  const external = new Set<string>();
  for (const [at, { server: name, peer }] of pairs.entries()) {
    const given = { ...NOT_GIVEN, ...args, selector: [], target: name };
    const chosen = name === peer ? { ...given, peerProof: undefined } : { ...given, peer };
    const { choice } = await chooseServers(chosen, config, process.env);
    if (choice.kind === 'external') external.add(name);
    if (name !== peer || choice.kind !== 'external' || choice.server === undefined) continue;
    const { log = join(args.output, `${files[at]}.log`) } = { ...config.peers, ...config.targets }[name]?.server ?? {};
    const look = async () => {
      const pending = await lookAt(choice, chosen);
      return pending && ((signal: AbortSignal) => waitForServer(pending, chosen, signal));
    };
    started.push({ name, server: { ...choice.server, log }, look });
  }
  return { started, external };
}

/** The options of `run` that `federate` has not: the config file says these of each server. */
const NOT_GIVEN = {
  domain: undefined,
  account: [],
  provision: undefined,
  accounts: undefined,
  maxAccounts: undefined,
  admin: undefined,
  createAccount: undefined,
  removeAccount: undefined,
  remote: undefined,
  serverCommand: undefined,
  serverLog: undefined,
  ca: undefined,
  insecure: false,
  plaintext: false,
};

function playOptions(args: FederateArguments, signal: AbortSignal, view: View): PlayOptions {
  const { output: directory, lang, config, suite = [], timeout, wait, jobs, strict, cases, peerProof: proof } = args;
  const valued = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${option}=${value}`];
  const options = [
    ...valued('timeout', timeout),
    ...valued('wait', wait),
    ...valued('config', config),
    ...suite.flatMap((one) => valued('suite', one)),
  ];
  const runOptions = [...cases, ...valued('jobs', jobs), ...(strict ? ['--strict'] : [])];
  return { directory, options, runOptions, proof, lang, signal, onProgress: view.progress };
}
