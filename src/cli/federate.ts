// Runs every ordered pair of servers, one after the other, and writes one grid.

import { join } from 'node:path';
import process from 'node:process';
import type { Language } from '../model/event.ts';
import { federationHtml } from '../report/federation/page.ts';
import { federationText } from '../report/federation/text.ts';
import { FEDERATION, pairName } from '../report/federation/words.ts';
import { createPaint } from '../report/text/paint.ts';
import { federationOf, type Pair, type PairRun } from '../results/federation.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { UsageError } from '../wording/usage-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { fileNames, pairsOf } from './federate/pairs.ts';
import { type Played, type PlayOptions, playPair } from './federate/play-pair.ts';
import { openFile } from './files/open-file.ts';
import { loadConfig } from './given/config-file.ts';
import { interruptible } from './interrupt.ts';
import type { ServerArguments } from './options.ts';
import { chooseServers } from './peer-choice.ts';
import { wantsColor } from './terminal/terminal.ts';

export interface FederateArguments extends Pick<ServerArguments, 'config' | 'scenarios' | 'timeout' | 'wait'> {
  readonly server: readonly string[];
  readonly cases: readonly string[];
  /** Directory of the page and of the reports. */
  readonly output: string;
  readonly lang: Language;
  readonly jobs: number | undefined;
  readonly strict: boolean;
}

/**
 * Plays each server alone, then every ordered pair. The page is written again after each of them; the text is printed at
 * the end. Resolves with the exit code. Throws `UsageError` for servers that cannot be paired.
 */
export async function federate(args: FederateArguments): Promise<ExitCode> {
  const pairs = pairsOf(args.server);
  await refuseWrong(pairs, args);
  const files = fileNames(pairs);
  const show = openOutputs(args);
  return interruptible(async (signal) => {
    const options = playOptions(args, signal);
    const played: Played[] = [];
    for (const [at, pair] of pairs.entries()) {
      if (signal.aborted) break;
      progress(`${at + 1}/${pairs.length} ${pairName(pair, FEDERATION[args.lang])}`);
      const singles = singlesOf(pair, played, args.output);
      const one = await playPair({ ...pair, file: files[at] ?? '', singles }, options);
      if (at === 0 && one.code === EXIT.usage && one.run.report === undefined) throw new UsageError(one.errors);
      if (signal.aborted && one.run.report === undefined) break;
      if (one.errors !== '' && one.run.report !== undefined) progress(one.errors);
      played.push(one);
      show.page(played.map(({ run }) => run));
    }
    show.text(played.map(({ run }) => run));
    return exitOf(played);
  });
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

/** Throws what `run` would throw for the servers of a pair, before the first of them runs. */
async function refuseWrong(pairs: readonly Pair[], args: FederateArguments): Promise<void> {
  const config = await loadConfig(args.config, process.env);
  for (const { server, peer } of pairs) {
    const given = { ...NOT_GIVEN, ...args, target: server };
    await chooseServers(server === peer ? given : { ...given, peer }, config, process.env);
  }
}

/** The options of `run` that `federate` has not: the config file says these of each server. */
const NOT_GIVEN = {
  domain: undefined,
  account: [],
  provision: undefined,
  accounts: undefined,
  admin: undefined,
  createAccount: undefined,
  removeAccount: undefined,
  remote: undefined,
  ca: undefined,
  insecure: false,
  plaintext: false,
};

/** Where the grid is shown. Throws `UsageError` when the page cannot be written. */
function openOutputs({ server: servers, lang, output }: FederateArguments) {
  const requirements = loadRequirements();
  const file = join(output, 'index.html');
  openFile(file);
  const gridOf = (runs: readonly PairRun[]) => federationOf(servers, runs, requirements);
  const look = { lang, requirements };
  return {
    page: (runs: readonly PairRun[]) => openFile(file)(federationHtml(gridOf(runs), look)),
    text: (runs: readonly PairRun[]) =>
      void process.stdout.write(
        `${federationText(gridOf(runs), { ...look, paint: createPaint(wantsColor()) })}\n${file}\n`,
      ),
  };
}

function playOptions(args: FederateArguments, signal: AbortSignal): PlayOptions {
  const { output: directory, lang, config, scenarios = [], timeout, wait, jobs, strict, cases } = args;
  const valued = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${option}=${value}`];
  const options = [
    ...valued('timeout', timeout),
    ...valued('wait', wait),
    ...valued('config', config),
    ...scenarios.flatMap((root) => valued('scenarios', root)),
  ];
  const runOptions = [...cases, ...valued('jobs', jobs), ...(strict ? ['--strict'] : [])];
  return { directory, options, runOptions, lang, signal };
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
