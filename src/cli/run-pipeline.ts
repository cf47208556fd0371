// The stages of `xmppspec run`: plan (load and choose), open, probe, run, close, conclude.

import process from 'node:process';
import type { Case } from '../model/case.ts';
import type { Reporter, RunEvent } from '../model/event.ts';
import type { RunInfo } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import type { Capabilities } from '../model/target.ts';
import { unlessAborted } from '../run/abort.ts';
import { reportersOf } from '../run/basics/missing-basics.ts';
import { jobsAt, loginsAt } from '../run/distance.ts';
import type { Side } from '../run/environment.ts';
import { discoveredNeeds } from '../run/needs.ts';
import { run } from '../run/run-cases.ts';
import { playable } from '../scenario/select.ts';
import type { Untargeted } from './command-line/options.ts';
import { type RunArguments, rerunArguments } from './command-line/run-options.ts';
import { afterUpdate, conclude, type Ended, serverName } from './conclude-run.ts';
import type { ExitCode } from './ending/exit-code.ts';
import { interruptible } from './ending/interrupt.ts';
import { onlyLastFailed, rememberFailed } from './files/last-failed.ts';
import { checkAmbient } from './given/ambient.ts';
import type { Config } from './given/config.ts';
import { loadConfig } from './given/config-file.ts';
import { besideSingles, readSingles } from './given/single-reports.ts';
import { hasPlays, loadCases, notifyWarnings } from './load-cases.ts';
import { type Targeted, warnUnnamed, withTarget } from './named-target.ts';
import { type OutputOptions, openReporters, showsPassed } from './outputs.ts';
import { chooseServers } from './peer-choice.ts';
import { knock, mustAnswer, mustCome, mustJoin, withStarted } from './preflight.ts';
import type { RunPlays } from './random-plays.ts';
import { configuredBaseline, openRunBaseline, type RunBaseline } from './run-baseline.ts';
import {
  capabilitiesOf,
  createEnvironment,
  openFenceSession,
  orderOf,
  peerOf,
  requireSole,
  type Surroundings,
  startCpuClock,
  surroundingsOf,
} from './run-environment.ts';
import { readShard, remoteOf, type Shard, shareOfAccounts, shareOfCases } from './shard.ts';
import type { TargetChoice } from './target-choice.ts';
import { localeLanguage } from './terminal/terminal.ts';
import { openTestBed, type TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

/** What is decided before a server is touched. */
interface Plan {
  readonly args: Targeted<RunArguments>;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly cases: readonly Case[];
  /** Some of the cases are random plays; absent: none is. */
  readonly plays: RunPlays | undefined;
  /** Looked for in the service discovery; the same for each shard. */
  readonly wantedFeatures: readonly string[];
  /** Cases, selected or not, that establish what others take for granted. */
  readonly reporters: readonly Case[];
  readonly shard: Shard | undefined;
  readonly choice: TargetChoice;
  readonly peer: TargetChoice | undefined;
  readonly baseline: RunBaseline;
  /** See `--single`. */
  readonly singles: Awaited<ReturnType<typeof readSingles>>;
  /** Reporters as NAME[=PATH]. */
  readonly wanted: readonly string[];
}

/** Runs the selected cases and resolves with the exit code. `listener` gets the events, too. Throws `UsageError` and `ScenarioError`. */
export async function runPipeline(given: Untargeted<RunArguments>, listener?: Reporter): Promise<ExitCode> {
  const shard = given.shard === undefined ? undefined : readShard(given.shard, process.env);
  const config = await loadConfig(given.config, process.env);
  const named = withTarget<RunArguments>(given, config);
  const args = { ...named, remote: remoteOf(shard, named.remote) };
  const { choice, peer } = await chooseServers(args, config, process.env);
  // Before the cases are loaded, which takes longer than to find that nothing answers.
  const pending = [await knock(choice, args), peer && (await knock(peer, args))];
  const plan = await makePlan(args, config, { choice, peer, shard });
  return interruptible((signal) =>
    withStarted({ choice, peer }, { args, signal }, async (servers) => {
      let hasLostReport = false;
      const onLost = () => {
        hasLostReport = true;
      };
      const reporter = await openReporters({
        ...reporterOptions(plan),
        showsProgress: listener === undefined,
        stop: signal,
        onLost,
        listener,
      });
      warnUnnamed(args);
      const tools = { reporter, signal, beganMs: performance.now() };
      reporter.on({ type: 'run-preparing', stage: 'server' });
      const ended = await mustCome(pending, args, { signal, servers })
        .then(() => openAndRun(plan, tools))
        .finally(() => reporter.on({ type: 'run-preparing' }));
      rememberFailed(ended.results);
      if (args.write !== undefined) plan.plays?.write(ended.results, args.write);
      const troubles = { hasLostReport, hasLostServer: servers.ended.aborted, isStopped: signal.aborted };
      const { rerun } = ended.info;
      return conclude(afterUpdate(ended, plan.baseline, serverName(ended.info)), { ...plan, rerun }, troubles);
    }),
  );
}

async function openAndRun(plan: Plan, { signal, ...tools }: Omit<Tools, 'bed'>): Promise<Ended> {
  const { args, choice, peer } = plan;
  // With a peer, the contacts are accounts on it: no case has the component.
  const options = { timeoutMs: args.timeout, signal, joinsRemote: peer === undefined, peer };
  const bed = await mustJoin(choice, args, () => openTestBed(choice, options));
  return runPlan(plan, { bed, signal, ...tools }).finally(() => bed.close());
}

async function makePlan(
  args: Targeted<RunArguments>,
  config: Config,
  { choice: chosen, peer: chosenPeer, shard }: Pick<Plan, 'choice' | 'peer' | 'shard'>,
): Promise<Plan> {
  const loaded = await loadCases({
    selectors: args.selector,
    selectsNone: args.onlyPlays,
    exclude: args.exclude,
    suites: args.suite,
    hasPeer: chosenPeer !== undefined,
  });
  notifyWarnings(loaded.warnings);
  checkAmbient(config.ambientPatterns ?? [], loaded.all);
  const selected = args.lastFailed ? onlyLastFailed(loaded.selected) : loaded.selected;
  const plays = hasPlays(args) ? (await import('./random-plays.ts')).playsOf(args, chosen, chosenPeer) : undefined;
  const asked = [...selected, ...(plays?.cases ?? [])];
  const cases = shard === undefined ? asked : shareOfCases(asked, shard, chosen);
  const share = (one: TargetChoice) => (shard === undefined ? one : shareOfAccounts(one, shard));
  const choice = share(chosen);
  const peer = chosenPeer && share(chosenPeer);
  const hasPeer = peer !== undefined;
  const singles = await readSingles(args);
  const again = [...args.selector, ...rerunArguments({ ...args, selector: [] })];
  const baseline = await openRunBaseline({ ...args, again }, configuredBaseline(choice, args.peer), {
    ...loaded,
    all: playable(loaded.all, hasPeer),
  });
  const wanted = args.reporter ?? config.reporters ?? ['console'];
  const { all, requirements } = loaded;
  const known = { requirements, reporters: reportersOf(all), wantedFeatures: discoveredNeeds(selected, requirements) };
  return { args, cases, plays, ...known, shard, choice, peer, baseline, singles, wanted };
}

function reporterOptions({ args, requirements, wanted }: Plan): Omit<OutputOptions, 'stop' | 'onLost'> {
  const { trace, verbose: verbosity } = args;
  const traceDirectory = args.traceAll ? args.traceDir : undefined;
  return { wanted, requirements, trace, verbosity, traceDirectory, lang: args.lang ?? localeLanguage(process.env) };
}

interface Tools {
  readonly bed: TestBed;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** When the work before the first case began, as `performance.now()` tells it. */
  readonly beganMs: number;
}

/** Probes the server, then runs the cases. Rejects with `TestBedError` when the server cannot be probed: nothing is reported. */
async function runPlan(plan: Plan, { bed, reporter, signal, beganMs }: Tools): Promise<Ended> {
  const { args, cases, reporters, requirements, baseline } = plan;
  const timeoutMs = args.timeout;
  const startedAt = new Date(performance.timeOrigin + beganMs).toISOString();
  reporter.on({ type: 'run-preparing', stage: 'look' });
  const [capabilities, { found, roundTripMs: ownMs }] = await mustAnswer(bed, args, () =>
    unlessAborted(signal, probe(bed, plan)),
  );
  const { side: peer, ...beyond } = (await lookAtPeer(bed, args, signal)) ?? NO_PEER;
  // Each case waits for both servers.
  const roundTripMs = Math.max(ownMs, beyond.roundTripMs);
  const room = { capacity: bed.accounts.capacity, found: [...found, ...beyond.found] };
  const jobs = args.jobs ?? jobsAt(roundTripMs, room);
  bed.logins.allow(loginsAt(roundTripMs));
  for (const { accounts } of [bed, ...(bed.peer === undefined ? [] : [bed.peer])]) accounts.expectJobs(jobs);
  reporter.on({ type: 'run-preparing', stage: 'order' });
  const load = Math.min(jobs, cases.length);
  const { measured, facts } = await orderOf(bed, { timeoutMs, signal, load, peer });
  const info = { ...runInfo(bed, plan, { ...capabilities, startedAt, jobs }), peer: headOf(peer), order: measured };
  const beside = besideSingles(reporter, plan.singles, info);
  const emit = (event: RunEvent) => bed.ending.besides(() => beside.on(event));
  const follows = args.trace && jobs === 1;
  const known = { capabilities, reporters, requirements, baseline: baseline.known, found, roundTripMs, facts };
  const options = { ...known, timeoutMs, emit, follows, signal, peer };
  const fenceSession = await mustAnswer(bed, args, () =>
    openFenceSession(bed, { timeoutMs, signal, hasPeer: peer !== undefined }),
  );
  const env = { ...createEnvironment(bed, options), fenceSession };
  const { bail, repeat, shuffle: seed } = args;
  // Of repetitions that differ, one that passed may be shown.
  const keepsPassed =
    args.trace || args.traceAll || (repeat ?? 1) > 1 || (args.keepPassed && plan.wanted.some(showsPassed));
  const schedule = { jobs, bail, repeat, seed, keepsPassed, shorten: plan.plays?.shorten };
  const setup = { info, schedule, cpu: startCpuClock(bed.target), preparedMs: performance.now() - beganMs };
  return { ...(await run(cases, env, setup)), info };
}

const NO_PEER = { side: undefined, found: [], roundTripMs: 0 } as const;

async function lookAtPeer({ peer }: TestBed, args: RunArguments, signal: AbortSignal) {
  if (peer === undefined) return undefined;
  return mustAnswer(peer, args, () => unlessAborted(signal, peerOf(peer, { timeoutMs: args.timeout, signal })));
}

function headOf(peer: Side | undefined): RunInfo['peer'] {
  if (peer === undefined) return undefined;
  const { features: _, ...software } = peer.capabilities;
  return { name: peer.target.name, ...software, domain: peer.domain };
}

/**
 * What the server says of itself, its limits and its distance; rejects where another run serves the remote domain as well. In
 * the end `bed` waits for all that was asked, also where something has failed.
 */
async function probe(bed: TestBed, { args, wantedFeatures }: Plan): Promise<[Capabilities, Surroundings]> {
  const timeoutMs = args.timeout;
  const capabilities = capabilitiesOf(bed, timeoutMs, wantedFeatures);
  const surroundings = surroundingsOf(bed, timeoutMs);
  const sole = requireSole(bed, timeoutMs);
  const settled = Promise.allSettled([capabilities, surroundings, sole]);
  bed.onClose(async () => void (await settled));
  // In this order: where several fail, the same one is reported each time.
  const found: [Capabilities, Surroundings] = [await capabilities, await surroundings];
  await sole;
  return found;
}

function runInfo(
  bed: TestBed,
  { args, shard }: Plan,
  found: Capabilities & Pick<RunInfo, 'startedAt' | 'jobs'>,
): RunInfo {
  const { name, address } = bed.target;
  const { startedAt, jobs, features, ...software } = found;
  return {
    tool: { name: 'xmppspec', version: toolVersion() },
    target: { name, ...software, domain: address.domain, features },
    startedAt,
    rerun: rerunArguments(args),
    strict: args.strict,
    ...(args.failOnSkipped && { failOnSkipped: true }),
    jobs,
    ...(shard !== undefined && { shard }),
  };
}
