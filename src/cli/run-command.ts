// `xmppspec run`: the pipeline, one line a stage.

import process from 'node:process';
import { knownFailures, openBaseline } from '../baseline/baseline-file.ts';
import { type Updated, updateBaseline, writeBaseline } from '../baseline/update.ts';
import type { Case } from '../model/case.ts';
import type { Reporter, RunEvent } from '../model/event.ts';
import type { KnownFailure } from '../model/result.ts';
import type { RunInfo, Summary } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import type { Capabilities, RunningTarget } from '../model/target.ts';
import { exitCodeOf } from '../results/exit-code.ts';
import { type RunResult, run } from '../run/run-cases.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { problemOf } from '../wording/problems.ts';
import { UsageError } from '../wording/usage-error.ts';
import { loadConfig } from './config.ts';
import { createEnvironment, lookAround, openFenceSession } from './environment.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { localeLanguage } from './locale.ts';
import { missingMandatory, missingText } from './nothing-ran.ts';
import type { RunArguments } from './options.ts';
import { openReporters } from './outputs.ts';
import { rerunArguments } from './rerun.ts';
import { readShard, type Shard, shareOf } from './shard.ts';
import { openSite, type Site } from './site.ts';
import { chooseTarget } from './target-choice.ts';

interface Job {
  readonly args: RunArguments;
  readonly toolVersion: string;
  readonly shard: Shard | undefined;
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly baseline: readonly KnownFailure[];
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** Runs the selected cases and resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function runCommand(args: RunArguments, toolVersion: string): Promise<number> {
  if (args.verbose > 0 && !args.trace) throw new UsageError('-v says how much --trace shows; add --trace');
  const config = loadConfig(args.config, process.env);
  const requirements = loadRequirements();
  const shard = args.shard === undefined ? undefined : readShard(args.shard);
  const { all, selected } = await loadCases({ selectors: args.selector, roots: args.scenarios, requirements });
  const cases = shard === undefined ? selected : shareOf(selected, shard, 'cases');
  const choice = await chooseTarget(args, config, process.env);
  const file = baselineFile(args, choice.baseline);
  const shipped = async () => (await loadCases({ selectors: [], roots: undefined, requirements })).all;
  const use = { target: args.target, isUpdated: args.updateBaseline };
  const before = file === undefined ? undefined : await openBaseline(file, { cases: all, shipped, requirements }, use);
  const baseline = before === undefined ? [] : knownFailures(before, new Date());
  const wanted = args.reporter ?? config.reporters ?? ['console'];
  return interruptible(async (signal) => {
    const reporter = openReporters({
      wanted,
      requirements,
      trace: args.trace,
      verbosity: args.verbose,
      lang: args.lang ?? localeLanguage(process.env),
      stop: signal,
    });
    const site = await openSite(choice, { timeoutMs: args.timeout, signal, toolVersion });
    const job = { args, toolVersion, shard, cases, requirements, baseline, reporter, signal };
    const ran = await runOn(site, job).finally(() => site.close());
    if (args.updateBaseline && file !== undefined && before !== undefined)
      tellUpdate(file, updateBaseline({ results: ran.results, before, requirements }));
    tellRepetitions(ran.summary);
    return exitCode(ran, args);
  });
}

/** A run that told nothing, because the server lacks what it must have, is no wrong use: it is broken, and says why. */
function exitCode(run: RunResult & Pick<Capabilities, 'features'>, args: RunArguments): number {
  const missing = missingMandatory(run.results, run.features);
  if (missing === undefined) return exitCodeOf({ ...run, strict: args.strict });
  process.stderr.write(`${missingText(missing, rerunArguments(args))}\n`);
  return 3;
}

function tellRepetitions({ repetitions }: Summary): void {
  if (repetitions === undefined || repetitions.made === repetitions.asked) return;
  const { made, asked } = repetitions;
  process.stderr.write(`stopped after ${made} of ${asked} repetitions; the report says what they agree on\n`);
}

function baselineFile({ baseline, updateBaseline: isUpdated }: RunArguments, configured: string | undefined) {
  const file = baseline ?? configured;
  if (isUpdated && file === undefined) throw new UsageError('--update-baseline needs --baseline FILE');
  return file;
}

function tellUpdate(file: string, { baseline, added, changed, removed, waiting }: Updated): void {
  writeBaseline(file, baseline);
  const missing = waiting === 0 ? '' : `; reasons missing: ${waiting}, and no run takes the file without them`;
  process.stderr.write(`${file}: ${added} added, ${changed} changed, ${removed} removed${missing}\n`);
}

async function runOn(site: Site, job: Job): Promise<RunResult & Pick<Capabilities, 'features'>> {
  const { args, cases, reporter, requirements, baseline, signal } = job;
  const timeoutMs = args.timeout;
  const startedAt = new Date().toISOString();
  const found = await lookAround(site, timeoutMs).catch(problemOf);
  const unreachable = 'kind' in found ? found : undefined;
  const capabilities = 'kind' in found ? { software: '', version: '', features: [] } : found;
  const info = runInfo(site, job, { ...capabilities, startedAt });
  const emit = (event: RunEvent) => reporter.on(event);
  const follows = args.trace && args.jobs === 1;
  const options = { capabilities, requirements, baseline, timeoutMs, emit, follows, signal };
  const fenceSession = unreachable === undefined ? await openFenceSession(site, timeoutMs) : undefined;
  const env = { ...createEnvironment(site, options), fenceSession };
  const { jobs, bail, repeat, shuffle: seed } = args;
  const setup = { info, schedule: { jobs, bail, repeat, seed }, unreachable, cpu: startCpuClock(site.target) };
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

function runInfo(site: Site, job: Job, found: Capabilities & { startedAt: string }): RunInfo {
  const { name, address } = site.target;
  const { software, version, features, startedAt } = found;
  return {
    tool: { name: 'xmppspec', version: job.toolVersion },
    target: { name, software, version, domain: address.domain, features },
    startedAt,
    rerun: rerunArguments(job.args),
    strict: job.args.strict,
    jobs: job.args.jobs,
    ...(job.shard !== undefined && { shard: job.shard }),
  };
}
