// The stages of `xmppspec client`: plan, open, look at the client, run, close, conclude.

import { basename } from 'node:path';
import process from 'node:process';
import { ClientLeases } from '../client/client-lease.ts';
import { ClientLogins } from '../client/client-logins.ts';
import { startProcess } from '../client/client-process.ts';
import type { StartClient } from '../client/client-program.ts';
import { type ClientServer, startClientServer } from '../client/client-server.ts';
import { type ClientFacts, probeClient } from '../client/probe.ts';
import { openJournal } from '../lease/journal.ts';
import type { Case } from '../model/case.ts';
import type { Reporter } from '../model/event.ts';
import type { Connect } from '../model/session.ts';
import type { Requirement } from '../model/standard.ts';
import type { RunningTarget } from '../model/target.ts';
import { unlessAborted } from '../run/abort.ts';
import type { Environment } from '../run/environment.ts';
import { firstFacts } from '../run/facts.ts';
import { run } from '../run/run-cases.ts';
import { CLIENT } from '../stanza/jid.ts';
import { certify } from './client/certified.ts';
import { type ClientArguments, rerunWords } from './client/client-options.ts';
import { processTools } from './client/groups.ts';
import { afterUpdate, conclude, type Ended, serverName } from './conclude-run.ts';
import type { ExitCode } from './ending/exit-code.ts';
import { interruptible } from './ending/interrupt.ts';
import { onlyLastFailed, rememberFailed } from './files/last-failed.ts';
import { journalDirectory } from './files/paths.ts';
import { CLIENT_SUITE } from './files/suites.ts';
import { loadCases, notifyWarnings } from './load-cases.ts';
import { openReporters } from './outputs.ts';
import { openRunBaseline } from './run-baseline.ts';
import { capabilitiesOf, createEnvironment } from './run-environment.ts';
import { localeLanguage } from './terminal/terminal.ts';
import { TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

/** It resolves everywhere. */
const DOMAIN = 'localhost';

/** Clients that run at once: each may be an interpreter that takes a processor for its login. */
const JOBS = 4;

/** Runs the selected cases on the client, and resolves with the exit code. Throws `UsageError`, `ScenarioError` and `ProblemError`. */
export async function runClients(args: ClientArguments): Promise<ExitCode> {
  const { selector: selectors, exclude, suite: suites = [CLIENT_SUITE] } = args;
  const loaded = await loadCases({ selectors, exclude, suites, hasPeer: false });
  notifyWarnings(loaded.warnings);
  const { requirements } = loaded;
  const cases = args.lastFailed ? onlyLastFailed(loaded.selected) : loaded.selected;
  const again = [...selectors, ...rerunWords(args)];
  const baseline = await openRunBaseline({ ...args, target: basename(args.command[0]), again }, undefined, loaded);
  return interruptible(async (signal) => {
    let hasLostReport = false;
    const reporter = await openReporters({
      wanted: args.reporter ?? ['console'],
      requirements,
      trace: args.trace,
      verbosity: args.verbose,
      traceDirectory: args.traceAll ? args.traceDir : undefined,
      lang: args.lang ?? localeLanguage(process.env),
      showsProgress: true,
      stop: signal,
      onLost: () => {
        hasLostReport = true;
      },
    });
    reporter.on({ type: 'run-preparing', stage: 'server' });
    const opened = openAndRun({ args, cases, requirements, known: baseline.known, reporter, signal });
    const ended = await opened.finally(() => reporter.on({ type: 'run-preparing' }));
    rememberFailed(ended.results);
    const troubles = { hasLostReport, hasLostServer: false, isStopped: signal.aborted };
    const { rerun } = ended.info;
    return conclude(afterUpdate(ended, baseline, serverName(ended.info)), { args, rerun, baseline }, troubles);
  });
}

interface Work {
  readonly args: ClientArguments;
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly known: Awaited<ReturnType<typeof openRunBaseline>>['known'];
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

async function openAndRun(work: Work): Promise<Ended> {
  const { args, signal } = work;
  const bed = await openClientBed({
    tls: args.tls as 'starttls' | 'direct' | 'none',
    timeoutMs: args.timeout,
    signal,
    start: startProcess(processTools(args.command)),
  });
  return runOn(bed, work).finally(() => bed.close());
}

async function runOn(bed: ClientBed, { args, cases, requirements, known, reporter, signal }: Work): Promise<Ended> {
  const beganMs = performance.now();
  const jobs = args.jobs ?? JOBS;
  reporter.on({ type: 'run-preparing', stage: 'look' });
  const client = await unlessAborted(signal, bed.look());
  const emit: Environment['emit'] = (event) => bed.bed.ending.besides(() => reporter.on(event));
  const env = await bed.environment({ client, requirements, known, emit, follows: args.trace && jobs === 1 });
  const { software, version } = client;
  const info = {
    tool: { name: 'xmppspec', version: toolVersion() },
    target: { name: basename(args.command[0]), software, version, domain: DOMAIN, features: env.capabilities.features },
    startedAt: new Date(performance.timeOrigin + beganMs).toISOString(),
    rerun: rerunWords(args),
    strict: args.strict,
    ...(args.failOnSkipped && { failOnSkipped: true }),
    jobs,
  };
  const keepsPassed = args.trace || args.traceAll || args.repeat > 1;
  const schedule = { jobs, bail: args.bail, repeat: args.repeat, seed: args.shuffle, keepsPassed };
  const cpu = () => undefined;
  return { ...(await run(cases, env, { info, schedule, cpu, preparedMs: performance.now() - beganMs })), info };
}

interface BedOptions {
  readonly tls: 'starttls' | 'direct' | 'none';
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly start: StartClient;
}

interface EnvironmentOptions extends Pick<Work, 'requirements' | 'known'> {
  readonly client: ClientFacts;
  readonly emit: Environment['emit'];
  readonly follows?: boolean;
}

/** The server that clients log in to, accounts on it, and the clients. */
export interface ClientBed {
  readonly bed: TestBed;
  /** Starts a client, and looks at it. Rejects with a `ProblemError` where it cannot be tested. */
  look(): Promise<ClientFacts>;
  environment(options: EnvironmentOptions): Promise<Environment>;
  /** Ends all clients, and the server. Never rejects. */
  close(): Promise<void>;
}

/** Opens it. Rejects with `ProblemError`. */
export async function openClientBed({ tls, timeoutMs, signal, start }: BedOptions): Promise<ClientBed> {
  const journal = openJournal(journalDirectory(process.env), process.pid);
  const listener = {
    onDirectory: (path: string) => journal.directoryCreated(path),
    onDirectoryRemoved: (path: string) => journal.directoryRemoved(path),
  };
  const certified = tls === 'none' ? undefined : await certify(DOMAIN, listener);
  const server = await startClientServer({ domain: DOMAIN, tls: certified?.certificate, version: toolVersion() });
  const stop = async () => {
    await server.server.stop();
    certified?.remove();
  };
  const opened = { target: targetOf(server, stop), provision: { kind: 'in-band' }, component: undefined } as const;
  const bed = new TestBed({ ...opened, isDisposable: true, lending: 'fresh' }, journal, { timeoutMs, signal });
  const logins = new ClientLogins({ server, start, tls, ca: certified?.ca, timeoutMs });
  bed.onClose(() => logins.end());
  bed.ending.cutOff.addEventListener('abort', () => void logins.end());
  return {
    bed,
    look: async () => {
      const { account } = await bed.accounts.lend('fresh');
      const session = await logins.logIn({ account, timeoutMs, signal, record: () => undefined });
      const facts = await probeClient(session, { timeoutMs }).finally(() => session.close());
      logins.answersPings = facts.answersPings;
      return facts;
    },
    environment: (options) => environmentOf({ ...options, bed, logins, server, timeoutMs, signal }),
    close: () => bed.close(),
  };
}

function targetOf({ server: { host, port, domain } }: ClientServer, stop: () => Promise<void>): RunningTarget {
  return {
    name: 'client',
    address: { host, port, domain, tls: 'plain', insecure: false },
    ambient: [],
    isIsolated: true,
    limits: {},
    special: {},
    cpuMs: () => undefined,
    stop,
  };
}

interface Parts extends EnvironmentOptions, Pick<BedOptions, 'timeoutMs' | 'signal'> {
  readonly bed: TestBed;
  readonly logins: ClientLogins;
  readonly server: ClientServer;
}

/** What cases run with: accounts and sessions of contacts are those of any run, and one more session is that of the client. */
async function environmentOf(parts: Parts): Promise<Environment> {
  const { bed, logins, server, client, timeoutMs, known, signal, requirements, emit, follows } = parts;
  const offered = await capabilitiesOf(bed, timeoutMs);
  const features = [...offered.features, ...client.does.map((verb) => `does:${verb}`)];
  const facts = firstFacts({ lagsMs: client.lagsMs });
  const options = { requirements, timeoutMs, signal, emit, follows, baseline: known, facts };
  const env = createEnvironment(bed, { ...options, capabilities: { ...offered, features } });
  const settleMs = () => env.known.facts.settleMs;
  const leases = new ClientLeases({ lease: env.lease, control: server.control, timeoutMs, settleMs });
  bed.onClose(() => leases.end());
  const connect: Connect = (login) => (login.resource === CLIENT ? logins.logIn(login) : bed.connect(login));
  return { ...env, connect, lease: leases.lease, fenceSession: undefined };
}
