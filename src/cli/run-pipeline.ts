// The stages of `xmppspec run`: plan (load and choose), open, probe, run, close, conclude.

import process from 'node:process';
import type { Case } from '../model/case.ts';
import type { Reporter, RunEvent } from '../model/event.ts';
import type { RunInfo, Summary } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import type { Capabilities, RunningTarget } from '../model/target.ts';
import { unlessAborted } from '../run/abort.ts';
import { jobsAt } from '../run/distance.ts';
import type { Side } from '../run/environment.ts';
import { reportersOf } from '../run/findings/findings.ts';
import { type RunResult, run } from '../run/run-cases.ts';
import { playable } from '../scenario/select.ts';
import { basicText } from '../wording/basics.ts';
import { shellWords } from '../wording/shell.ts';
import { UsageError } from '../wording/usage-error.ts';
import { EXIT, type ExitCode, type RunExit, runExit } from './exit-code.ts';
import type { Config } from './given/config.ts';
import { loadConfig } from './given/config-file.ts';
import { besideSingles, readSingles } from './given/single-reports.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { type OutputOptions, openReporters } from './outputs.ts';
import { chooseServers } from './peer-choice.ts';
import { knock, mustAnswer, mustCome, mustJoin, stoppedText } from './preflight.ts';
import { rerunArguments } from './rerun.ts';
import { openRunBaseline, type RunBaseline } from './run-baseline.ts';
import {
  capabilitiesOf,
  createEnvironment,
  openFenceSession,
  orderOf,
  peerOf,
  requireSole,
  type Surroundings,
  surroundingsOf,
} from './run-environment.ts';
import type { RunArguments } from './run-options.ts';
import { readShard, remoteOf, type Shard, shareOfAccounts, shareOfCases } from './shard.ts';
import type { TargetChoice } from './target-choice.ts';
import { localeLanguage } from './terminal/locale.ts';
import { openTestBed, type TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

/** What is decided before a server is touched. */
interface Plan {
  readonly args: RunArguments;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly cases: readonly Case[];
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

/** A run that ended, with the features of the server. */
type EndedRun = RunResult & Pick<Capabilities, 'features'>;

/** Runs the selected cases and resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function runPipeline(given: RunArguments): Promise<ExitCode> {
  const shard = given.shard === undefined ? undefined : readShard(given.shard, process.env);
  const args = { ...given, remote: remoteOf(shard, given.remote) };
  const config = await loadConfig(args.config, process.env);
  const { choice, peer } = await chooseServers(args, config, process.env);
  // Before the cases are loaded, which takes longer than to find that nothing answers.
  const pending = [await knock(choice, args), peer && (await knock(peer, args))];
  const plan = await makePlan(args, config, { choice, peer, shard });
  return interruptible(async (signal) => {
    let hasLostReport = false;
    const onLost = () => {
      hasLostReport = true;
    };
    const reporter = await openReporters({ ...reporterOptions(plan), stop: signal, onLost });
    for (const one of pending) if (one !== undefined) await mustCome(one, args, signal);
    // With a peer, the contacts are accounts on it: no case has the component.
    const options = { timeoutMs: args.timeout, signal, joinsRemote: peer === undefined, peer: plan.peer };
    const bed = await mustJoin(choice, args, () => openTestBed(plan.choice, options));
    const ended = await runPlan(plan, { bed, reporter, signal }).finally(() => bed.close());
    plan.baseline.update(ended.results);
    const code = conclude(ended, args);
    return code === EXIT.ok && hasLostReport ? EXIT.usage : code;
  });
}

async function makePlan(
  args: RunArguments,
  config: Config,
  { choice: chosen, peer: chosenPeer, shard }: Pick<Plan, 'choice' | 'peer' | 'shard'>,
): Promise<Plan> {
  if (args.verbose > 0 && !args.trace) throw new UsageError('-v says how much --trace shows; add --trace');
  const loaded = await loadCases({
    selectors: args.selector,
    roots: args.scenarios,
    hasPeer: chosenPeer !== undefined,
  });
  const cases = shard === undefined ? loaded.selected : shareOfCases(loaded.selected, shard, chosen);
  const share = (one: TargetChoice) => (shard === undefined ? one : shareOfAccounts(one, shard));
  const choice = share(chosen);
  const peer = chosenPeer && share(chosenPeer);
  const hasPeer = peer !== undefined;
  // That of the config file knows the server alone.
  const configured = choice.kind === 'external' && !hasPeer ? choice.baseline : undefined;
  const singles = await readSingles(args);
  const baseline = await openRunBaseline(args, configured, { ...loaded, all: playable(loaded.all, hasPeer) });
  const wanted = args.reporter ?? config.reporters ?? ['console'];
  const reporters = reportersOf(loaded.all);
  return { args, requirements: loaded.requirements, cases, reporters, shard, choice, peer, baseline, singles, wanted };
}

function reporterOptions({ args, requirements, wanted }: Plan): Omit<OutputOptions, 'stop' | 'onLost'> {
  const { trace, verbose: verbosity } = args;
  return { wanted, requirements, trace, verbosity, lang: args.lang ?? localeLanguage(process.env) };
}

/** Says on standard error what the report does not, and decides the exit code. */
function conclude(ended: EndedRun, args: RunArguments): ExitCode {
  const { repetitions } = ended.summary;
  if (repetitions !== undefined && repetitions.made < repetitions.asked) {
    const { made, asked } = repetitions;
    process.stderr.write(`stopped after ${made} of ${asked} repetitions; the report says what they agree on\n`);
  }
  if (ended.stopped !== undefined) {
    process.stderr.write(`${stoppedText(ended.stopped, args)}\n`);
    return EXIT.inconclusive;
  }
  const exit = runExit({ ...ended, strict: args.strict });
  const note = exitNote(exit, args);
  if (note !== undefined) process.stderr.write(`${note}\n`);
  return exit.code;
}

/** What the report does not say: why no case ran, or which case outside of the selection fails. */
function exitNote(exit: RunExit, args: RunArguments): string | undefined {
  const reported = (id: string) => `this case reports it: xmppspec run ${shellWords([id, ...rerunArguments(args)])}`;
  switch (exit.reason) {
    case 'nothing-ran':
      return 'no case ran: the report says what each of them needs';
    case 'mandatory-missing': {
      const { feature, reportedBy } = exit.missing;
      const missing = `no case ran: the server does not offer ${feature}, which is mandatory`;
      return reportedBy === undefined ? missing : `${missing}; ${reported(reportedBy)}`;
    }
    case 'basic-missing':
      return `cases were skipped: ${basicText(exit.basic, 'en')}; ${reported(exit.reportedBy)}`;
    default:
      return undefined;
  }
}

interface Tools {
  readonly bed: TestBed;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** Probes the server, then runs the cases. Rejects with `TestBedError` when the server cannot be probed: nothing is reported. */
async function runPlan(plan: Plan, { bed, reporter, signal }: Tools): Promise<EndedRun> {
  const { args, cases, reporters, requirements, baseline } = plan;
  const timeoutMs = args.timeout;
  const startedAt = new Date().toISOString();
  const [capabilities, { found, roundTripMs }] = await mustAnswer(bed, args, () =>
    unlessAborted(signal, probe(bed, timeoutMs)),
  );
  const jobs = args.jobs ?? jobsAt(roundTripMs, { capacity: bed.accounts.capacity, found });
  for (const { accounts } of [bed, ...(bed.peer === undefined ? [] : [bed.peer])]) accounts.expectJobs(jobs);
  const peer = await lookAtPeer(bed, args, signal);
  const load = Math.min(jobs, cases.length);
  const { measured, order } = await orderOf(bed, { timeoutMs, signal, load, peer });
  const info = { ...runInfo(bed, plan, { ...capabilities, startedAt, jobs }), peer: headOf(peer), order: measured };
  const beside = besideSingles(reporter, plan.singles, info);
  const emit = (event: RunEvent) => beside.on(event);
  const follows = args.trace && jobs === 1;
  const known = { capabilities, reporters, requirements, baseline: baseline.known, found, roundTripMs, order };
  const options = { ...known, timeoutMs, emit, follows, signal };
  const fenceSession = await mustAnswer(bed, args, () =>
    openFenceSession(bed, { timeoutMs, signal, hasPeer: peer !== undefined }),
  );
  const env = { ...createEnvironment(bed, options), fenceSession, peer };
  const { bail, repeat, shuffle: seed } = args;
  const setup = { info, schedule: { jobs, bail, repeat, seed }, cpu: startCpuClock(bed.target) };
  return { ...(await run(cases, env, setup)), features: capabilities.features };
}

async function lookAtPeer({ peer }: TestBed, args: RunArguments, signal: AbortSignal): Promise<Side | undefined> {
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
function probe(bed: TestBed, timeoutMs: number): Promise<[Capabilities, Surroundings]> {
  const asked = [capabilitiesOf(bed, timeoutMs), surroundingsOf(bed, timeoutMs), requireSole(bed, timeoutMs)] as const;
  bed.onClose(async () => void (await Promise.allSettled(asked)));
  return Promise.all(asked).then(([capabilities, surroundings]) => [capabilities, surroundings]);
}

/** Measures CPU time of both sides from now on; undefined for a server whose processes are not ours. */
function startCpuClock(target: RunningTarget): () => Summary['cpu'] {
  const serverBegan = target.cpuMs();
  const testerBegan = process.cpuUsage();
  return () => {
    const serverMs = target.cpuMs();
    if (serverBegan === undefined || serverMs === undefined) return undefined;
    const { user, system } = process.cpuUsage(testerBegan);
    return { testerMs: (user + system) / 1000, serverMs: serverMs - serverBegan };
  };
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
    jobs,
    ...(shard !== undefined && { shard }),
  };
}
