// The stages of `xmppspec run`: plan (load and choose), open, probe, run, close, conclude.

import process from 'node:process';
import { createBaseline } from '../baseline/apply.ts';
import type { Case } from '../model/case.ts';
import type { Reporter, RunEvent } from '../model/event.ts';
import type { KnownEntry } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import type { Capabilities } from '../model/target.ts';
import { unlessAborted } from '../run/abort.ts';
import { reportersOf } from '../run/basics/missing-basics.ts';
import { jobsAt, loginsAt } from '../run/distance.ts';
import type { Side } from '../run/environment.ts';
import { discoveredNeeds } from '../run/needs.ts';
import { type RunResult, run } from '../run/run-cases.ts';
import { playable } from '../scenario/select.ts';
import { rerunArguments } from './command-line/rerun.ts';
import type { RunArguments } from './command-line/run-options.ts';
import { EXIT, type ExitCode, runExit } from './ending/exit-code.ts';
import { exitNote } from './ending/exit-note.ts';
import { interruptible } from './ending/interrupt.ts';
import { checkAmbient } from './given/ambient.ts';
import type { Config } from './given/config.ts';
import { loadConfig } from './given/config-file.ts';
import { besideSingles, readSingles } from './given/single-reports.ts';
import { loadCases, notifyWarnings } from './load-cases.ts';
import { type OutputOptions, openReporters, showsPassed } from './outputs.ts';
import { chooseServers } from './peer-choice.ts';
import { knock, mustAnswer, mustCome, mustJoin, stoppedText, withStarted } from './preflight.ts';
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
import { localeLanguage } from './terminal/locale.ts';
import { notices, notify } from './terminal/notice.ts';
import { openTestBed, type TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

/** What is decided before a server is touched. */
interface Plan {
  readonly args: RunArguments;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly cases: readonly Case[];
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

/** Runs the selected cases and resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function runPipeline(given: RunArguments): Promise<ExitCode> {
  const shard = given.shard === undefined ? undefined : readShard(given.shard, process.env);
  const args = { ...given, remote: remoteOf(shard, given.remote) };
  const config = await loadConfig(args.config, process.env);
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
      const reporter = await openReporters({ ...reporterOptions(plan), stop: signal, onLost });
      await mustCome(pending, args, { signal, servers });
      // With a peer, the contacts are accounts on it: no case has the component.
      const options = { timeoutMs: args.timeout, signal, joinsRemote: peer === undefined, peer: plan.peer };
      const bed = await mustJoin(choice, args, () => openTestBed(plan.choice, options));
      const ended = await runPlan(plan, { bed, reporter, signal }).finally(() => bed.close());
      const code = conclude(afterUpdate(ended, plan.baseline.update(ended.results)), args);
      if (code !== EXIT.ok) return code;
      if (hasLostReport) return EXIT.usage;
      return servers.ended.aborted ? EXIT.inconclusive : EXIT.ok;
    }),
  );
}

async function makePlan(
  args: RunArguments,
  config: Config,
  { choice: chosen, peer: chosenPeer, shard }: Pick<Plan, 'choice' | 'peer' | 'shard'>,
): Promise<Plan> {
  const loaded = await loadCases({
    selectors: args.selector,
    exclude: args.exclude,
    roots: args.scenarios,
    hasPeer: chosenPeer !== undefined,
  });
  notifyWarnings(loaded.warnings);
  checkAmbient(config.ambientPatterns ?? [], loaded.all);
  const cases = shard === undefined ? loaded.selected : shareOfCases(loaded.selected, shard, chosen);
  const share = (one: TargetChoice) => (shard === undefined ? one : shareOfAccounts(one, shard));
  const choice = share(chosen);
  const peer = chosenPeer && share(chosenPeer);
  const hasPeer = peer !== undefined;
  const singles = await readSingles(args);
  const baseline = await openRunBaseline(args, configuredBaseline(choice, args.peer), {
    ...loaded,
    all: playable(loaded.all, hasPeer),
  });
  const wanted = args.reporter ?? config.reporters ?? ['console'];
  const reporters = reportersOf(loaded.all);
  const wantedFeatures = discoveredNeeds(loaded.selected);
  const { requirements } = loaded;
  return { args, requirements, cases, wantedFeatures, reporters, shard, choice, peer, baseline, singles, wanted };
}

function reporterOptions({ args, requirements, wanted }: Plan): Omit<OutputOptions, 'stop' | 'onLost'> {
  const { trace, verbose: verbosity } = args;
  const traceDirectory = args.traceAll ? args.traceDir : undefined;
  return { wanted, requirements, trace, verbosity, traceDirectory, lang: args.lang ?? localeLanguage(process.env) };
}

/** The run as the baseline that it has written lists it: what is listed with a reason fails it no more. */
function afterUpdate(ended: RunResult, known: readonly KnownEntry[] | undefined): RunResult {
  if (known === undefined) return ended;
  const baseline = createBaseline(known);
  const results = ended.results.map(({ knownFailure: _, ...result }) => baseline.apply(result));
  return { ...ended, results, staleBaseline: baseline.staleEntries(results) };
}

/** Says on standard error what the report does not, and decides the exit code. */
function conclude(ended: RunResult, args: RunArguments): ExitCode {
  const { repetitions } = ended.summary;
  if (repetitions !== undefined && repetitions.made < repetitions.asked) {
    const { made, asked } = repetitions;
    notify(notices().repetitions(made, asked));
  }
  if (ended.stopped !== undefined) {
    notify(stoppedText(ended.stopped, args));
    return EXIT.inconclusive;
  }
  const exit = runExit({ ...ended, strict: args.strict, failOnSkipped: args.failOnSkipped });
  const note = exitNote(exit, rerunArguments(args));
  if (note !== undefined) notify(note);
  return exit.code;
}

interface Tools {
  readonly bed: TestBed;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** Probes the server, then runs the cases. Rejects with `TestBedError` when the server cannot be probed: nothing is reported. */
async function runPlan(plan: Plan, { bed, reporter, signal }: Tools): Promise<RunResult> {
  const { args, cases, reporters, requirements, baseline } = plan;
  const timeoutMs = args.timeout;
  const startedAt = new Date().toISOString();
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
  const load = Math.min(jobs, cases.length);
  const { measured, order } = await orderOf(bed, { timeoutMs, signal, load, peer });
  const info = { ...runInfo(bed, plan, { ...capabilities, startedAt, jobs }), peer: headOf(peer), order: measured };
  const beside = besideSingles(reporter, plan.singles, info);
  const emit = (event: RunEvent) => bed.ending.besides(() => beside.on(event));
  const follows = args.trace && jobs === 1;
  const known = { capabilities, reporters, requirements, baseline: baseline.known, found, roundTripMs, order };
  const options = { ...known, timeoutMs, emit, follows, signal };
  const fenceSession = await mustAnswer(bed, args, () =>
    openFenceSession(bed, { timeoutMs, signal, hasPeer: peer !== undefined }),
  );
  const env = { ...createEnvironment(bed, options), fenceSession, peer };
  const { bail, repeat, shuffle: seed } = args;
  // Of repetitions that differ, one that passed may be shown.
  const keepsPassed =
    args.trace || args.traceAll || (repeat ?? 1) > 1 || (args.keepPassed && plan.wanted.some(showsPassed));
  const setup = { info, schedule: { jobs, bail, repeat, seed, keepsPassed }, cpu: startCpuClock(bed.target) };
  return run(cases, env, setup);
}

/** What shows of a second server where there is none. */
const NO_PEER = { side: undefined, found: [], roundTripMs: 0 } as const;

async function lookAtPeer({ peer }: TestBed, args: RunArguments, signal: AbortSignal) {
  if (peer === undefined) return undefined;
  return mustAnswer(peer, args, () => unlessAborted(signal, peerOf(peer, { timeoutMs: args.timeout, signal })));
}

function headOf(peer: Side | undefined): RunInfo['peer'] {
  if (peer === undefined) return undefined;
  const { software, version } = peer.capabilities;
  return { name: peer.target.name, software, version, domain: peer.domain };
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
  const { software, version, features, startedAt, jobs } = found;
  return {
    tool: { name: 'xmppspec', version: toolVersion() },
    target: { name, software, version, domain: address.domain, features },
    startedAt,
    rerun: rerunArguments(args),
    strict: args.strict,
    ...(args.failOnSkipped && { failOnSkipped: true }),
    jobs,
    ...(shard !== undefined && { shard }),
  };
}
