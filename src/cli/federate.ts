// Runs every ordered pair of servers, one after the other, and writes one grid.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Language, Texts } from '../model/language.ts';
import { federationHtml } from '../report/federation/page.ts';
import { federationText } from '../report/federation/text.ts';
import { FEDERATION, pairName } from '../report/federation/words.ts';
import { createPaint } from '../report/text/paint.ts';
import { federationOf, type Pair, type PairRun } from '../results/federation.ts';
import { federationFileText } from '../results/federation-file.ts';
import { requirementsIn } from '../results/own-requirements.ts';
import { playable } from '../scenario/select.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { reportError } from '../wording/report-mistakes.ts';
import { joined } from '../wording/texts.ts';
import { UsageError } from '../wording/usage-error.ts';
import type { ServerArguments } from './command-line/options.ts';
import type { PeerArguments } from './command-line/peer-options.ts';
import { EXIT, type ExitCode } from './ending/exit-code.ts';
import { explained } from './ending/exit-note.ts';
import { interruptible } from './ending/interrupt.ts';
import { fileNames, pairsOf } from './federate/pairs.ts';
import { type Played, type PlayOptions, playPair } from './federate/play-pair.ts';
import { openFile } from './files/open-file.ts';
import { loadConfig } from './given/config-file.ts';
import { loadCases } from './load-cases.ts';
import { chooseServers } from './peer-choice.ts';
import { look as lookAt, waitForServer } from './preflight.ts';
import { openRunBaseline } from './run-baseline.ts';
import { type SharedServer, withSharedServers } from './server-command/once-for-all.ts';
import { notices } from './terminal/notice.ts';
import { fittedTo, wantsColor } from './terminal/terminal.ts';

export interface FederateArguments extends Pick<ServerArguments, 'config' | 'scenarios' | 'timeout' | 'wait'> {
  readonly server: readonly string[];
  readonly cases: readonly string[];
  /** Directory of the page and of the reports. */
  readonly output: string;
  readonly lang: Language;
  readonly jobs: number | undefined;
  readonly strict: boolean;
  /** Directory of the known failures of each server and each pair. */
  readonly baselines: string | undefined;
  /** Of each two servers that are launched. */
  readonly peerProof: PeerArguments['peerProof'];
}

/**
 * Plays each server alone, then every ordered pair. The page is written again after each of them; the text is printed at
 * the end. Resolves with the exit code. Throws `UsageError` for servers that cannot be paired.
 */
export async function federate(args: FederateArguments): Promise<ExitCode> {
  const pairs = pairsOf(args.server);
  const servers = await chooseAll(pairs, args);
  const files = fileNames(pairs);
  const baselines = baselinesOf(files, args.baselines);
  await refuseWrongBaselines(pairs, baselines, args);
  const show = openOutputs(args);
  return interruptible(async (signal) => {
    const options = playOptions(args, signal);
    const played: Played[] = [];
    const playAll = async () => {
      for (const [at, pair] of pairs.entries()) {
        if (signal.aborted) break;
        progress(`${at + 1}/${pairs.length} ${pairName(pair, FEDERATION[args.lang])}`);
        const singles = singlesOf(pair, played, args.output);
        const one = await playPair({ ...pair, file: files[at] ?? '', singles, baseline: baselines[at] }, options);
        if (at === 0 && one.code === EXIT.usage && one.run.report === undefined)
          throw new UsageError({ en: one.errors, zh: one.errors });
        if (signal.aborted && one.run.report === undefined) break;
        if (one.errors !== '' && one.run.report !== undefined) progress(one.errors);
        played.push(one);
        show.page(played.map(({ run }) => run));
      }
    };
    await withSharedServers(servers, { lang: args.lang, signal }, playAll);
    show.text(played.map(({ run }) => run));
    const code = exitOf(played);
    const ended = played.filter((one) => one.code === code || one.run.report === undefined).length;
    return code === EXIT.ok || signal.aborted ? code : explained(code, notices().pairsEnded(ended, pairs.length));
  });
}

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
  { scenarios: roots }: FederateArguments,
): Promise<void> {
  if (baselines.length === 0) return;
  const loaded = await loadCases({ selectors: [], roots });
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
    return isSingle && run.report !== undefined ? [join(directory, `${run.file}.json`)] : [];
  });
}

const progress = (line: string): void => void process.stderr.write(`${escapeControls(line)}\n`);

/** Those servers that commands start. Throws what `run` would throw for the servers of a pair, before the first of them runs. */
async function chooseAll(pairs: readonly Pair[], args: FederateArguments): Promise<readonly SharedServer[]> {
  const config = await loadConfig(args.config, process.env);
  const files = fileNames(pairs);
  const started: SharedServer[] = [];
  for (const [at, { server: name, peer }] of pairs.entries()) {
    const given = { ...NOT_GIVEN, ...args, selector: [], target: name };
    const chosen = name === peer ? { ...given, peerProof: undefined } : { ...given, peer };
    const { choice } = await chooseServers(chosen, config, process.env);
    if (name !== peer || choice.kind !== 'external' || choice.server === undefined) continue;
    const { log = join(args.output, `${files[at]}.log`) } = { ...config.peers, ...config.targets }[name]?.server ?? {};
    const look = async () => {
      const pending = await lookAt(choice, chosen);
      return pending && ((signal: AbortSignal) => waitForServer(pending, chosen, signal));
    };
    started.push({ name, server: { ...choice.server, log }, look });
  }
  return started;
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

/** Where the grid is shown. Throws `UsageError` when the page cannot be written. */
function openOutputs({ server: servers, lang, output }: FederateArguments) {
  const catalogue = loadRequirements();
  const [file, data] = ['html', 'json'].map((ending) => join(output, `index.${ending}`)) as [string, string];
  for (const path of [file, data]) openFile(path);
  const shown = (runs: readonly PairRun[]) => {
    const requirements = requirementsIn(
      runs.flatMap(({ report }) => report ?? []),
      catalogue,
    );
    return { grid: federationOf(servers, runs, requirements), look: { lang, requirements } };
  };
  return {
    page: (runs: readonly PairRun[]) => {
      const { grid, look } = shown(runs);
      openFile(file)(federationHtml(grid, look));
      openFile(data)(federationFileText(servers, runs));
    },
    text: (runs: readonly PairRun[]) => {
      const { grid, look } = shown(runs);
      const text = federationText(grid, { ...look, paint: createPaint(wantsColor()) });
      process.stdout.write(`${fittedTo(process.stdout, text)}\n${file}\n`);
    },
  };
}

function playOptions(args: FederateArguments, signal: AbortSignal): PlayOptions {
  const {
    output: directory,
    lang,
    config,
    scenarios = [],
    timeout,
    wait,
    jobs,
    strict,
    cases,
    peerProof: proof,
  } = args;
  const valued = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${option}=${value}`];
  const options = [
    ...valued('timeout', timeout),
    ...valued('wait', wait),
    ...valued('config', config),
    ...scenarios.flatMap((root) => valued('scenarios', root)),
  ];
  const runOptions = [...cases, ...valued('jobs', jobs), ...(strict ? ['--strict'] : [])];
  return { directory, options, runOptions, proof, lang, signal };
}

/** The worst exit code of the runs: a failure, then what is inconclusive; usage only if no run had anything to run. */
function exitOf(played: readonly Played[]): ExitCode {
  const codes = played.map(({ code }) => code);
  if (codes.includes(EXIT.failed)) return EXIT.failed;
  if (played.some(({ run, code }) => run.report === undefined || (code !== EXIT.ok && code !== EXIT.usage))) {
    return EXIT.inconclusive;
  }
  return codes.includes(EXIT.ok) ? EXIT.ok : EXIT.usage;
}
