// The stages of `xmppspec run`: load, choose, open, probe, run, close.

import process from 'node:process';
import type { Case } from '../model/case.ts';
import type { Reporter, RunEvent } from '../model/event.ts';
import type { KnownFailure } from '../model/result.ts';
import type { RunInfo, Summary } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import type { Capabilities, RunningTarget } from '../model/target.ts';
import { type RunResult, run } from '../run/run-cases.ts';
import { problemOf } from '../wording/problems.ts';
import { shellWords } from '../wording/shell.ts';
import { UsageError } from '../wording/usage-error.ts';
import { loadConfig } from './config.ts';
import { type ExitCode, runExit } from './exit-code.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { localeLanguage } from './locale.ts';
import { openReporters } from './outputs.ts';
import { rerunArguments } from './rerun.ts';
import { openRunBaseline } from './run-baseline.ts';
import { capabilitiesOf, createEnvironment, openFenceSession } from './run-environment.ts';
import type { RunArguments } from './run-options.ts';
import { readShard, type Shard, shareOf } from './shard.ts';
import { chooseTarget } from './target-choice.ts';
import { openTestBed, type TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

/** Runs the selected cases and resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function runPipeline(args: RunArguments): Promise<ExitCode> {
  if (args.verbose > 0 && !args.trace) throw new UsageError('-v says how much --trace shows; add --trace');
  const config = loadConfig(args.config, process.env);
  const shard = args.shard === undefined ? undefined : readShard(args.shard);
  const loaded = await loadCases({ selectors: args.selector, roots: args.scenarios });
  const cases = shard === undefined ? loaded.selected : shareOf(loaded.selected, shard, 'cases');
  const choice = await chooseTarget(args, config, process.env);
  const configured = choice.kind === 'external' ? choice.baseline : undefined;
  const baseline = await openRunBaseline(args, configured, loaded);
  const wanted = args.reporter ?? config.reporters ?? ['console'];
  return interruptible(async (signal) => {
    const { requirements } = loaded;
    const reporter = openReporters({
      wanted,
      requirements,
      trace: args.trace,
      verbosity: args.verbose,
      lang: args.lang ?? localeLanguage(process.env),
      stop: signal,
    });
    const bed = await openTestBed(choice, { timeoutMs: args.timeout, signal, joinsRemote: true });
    const job = { args, shard, cases, requirements, baseline: baseline.known, reporter, signal };
    const ran = await runOn(bed, job).finally(() => bed.close());
    baseline.update(ran.results);
    return conclude(ran, args);
  });
}

/** Says on standard error what the report does not, and decides the exit code. */
function conclude(ran: RunResult & Pick<Capabilities, 'features'>, args: RunArguments): ExitCode {
  const { repetitions } = ran.summary;
  if (repetitions !== undefined && repetitions.made < repetitions.asked) {
    const { made, asked } = repetitions;
    process.stderr.write(`stopped after ${made} of ${asked} repetitions; the report says what they agree on\n`);
  }
  const exit = runExit({ ...ran, strict: args.strict });
  if (exit.reason === 'mandatory-missing') {
    const { feature, reportedBy } = exit.missing;
    const command = reportedBy && `xmppspec run ${shellWords([reportedBy, ...rerunArguments(args)])}`;
    const hint = command === undefined ? '' : `; this case reports it: ${command}`;
    process.stderr.write(`no case ran: the server does not offer ${feature}, which is mandatory${hint}\n`);
  }
  return exit.code;
}

interface Job {
  readonly args: RunArguments;
  readonly shard: Shard | undefined;
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly baseline: readonly KnownFailure[];
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

async function runOn(bed: TestBed, job: Job): Promise<RunResult & Pick<Capabilities, 'features'>> {
  const { args, cases, reporter, requirements, baseline, signal } = job;
  const timeoutMs = args.timeout;
  const startedAt = new Date().toISOString();
  const found = await capabilitiesOf(bed, timeoutMs).catch(problemOf);
  const unreachable = 'kind' in found ? found : undefined;
  const capabilities = 'kind' in found ? { software: '', version: '', features: [] } : found;
  const info = runInfo(bed, job, { ...capabilities, startedAt });
  const emit = (event: RunEvent) => reporter.on(event);
  const follows = args.trace && args.jobs === 1;
  const options = { capabilities, requirements, baseline, timeoutMs, emit, follows, signal };
  const fenceSession = unreachable === undefined ? await openFenceSession(bed, timeoutMs) : undefined;
  const env = { ...createEnvironment(bed, options), fenceSession };
  const { jobs, bail, repeat, shuffle: seed } = args;
  const setup = { info, schedule: { jobs, bail, repeat, seed }, unreachable, cpu: startCpuClock(bed.target) };
  return { ...(await run(cases, env, setup)), features: capabilities.features };
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

function runInfo(bed: TestBed, job: Job, found: Capabilities & { startedAt: string }): RunInfo {
  const { name, address } = bed.target;
  const { software, version, features, startedAt } = found;
  return {
    tool: { name: 'xmppspec', version: toolVersion() },
    target: { name, software, version, domain: address.domain, features },
    startedAt,
    rerun: rerunArguments(job.args),
    strict: job.args.strict,
    jobs: job.args.jobs,
    ...(job.shard !== undefined && { shard: job.shard }),
  };
}
