// Processes that each run the tester again and again on hostile servers: a start for each behaviour would take too long.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReports } from '../results/report-file.ts';
import { type Behaviour, described, mayFail } from './behaviour.test-kit.ts';
import { createActAt, type HostileServer, startHostileServer } from './hostile-server.test-kit.ts';
import { writeScenarios } from './victim-scenarios.test-kit.ts';

/**
 * The timeout of each wait of the tester: a hostile server lets many expire. The second is for a behaviour that did not
 * take place, because the machine is too busy to get there within the first.
 */
const WAITS_MS = [500, 4000];

/** A run on a server that answers nothing at all takes some waits; one that takes longer hangs. */
const LIMIT_MS = 120_000;

/** The end of a run after its last case: its timeout and 5 s. All before takes as many waits as there are steps. */
const MOST_MS = 60_000;

/** As in `expectation.test-kit.ts`. */
const MOST_STALL_MS = 2000;

/** What a victim measured in one run. */
interface Ran {
  readonly pid: number;
  readonly code: number | undefined;
  readonly durationMs: number;
  readonly stderr: string;
  readonly complaints: readonly string[];
  readonly longestStallMs: number;
  readonly openSockets: number;
  /** Of the process since its start. */
  readonly peakBytes: number;
  /** After a collection of garbage. */
  readonly heapBytes: number;
}

/** What came of one behaviour. */
export interface Attack {
  readonly seed: number;
  readonly text: string;
  /** Undefined where the process ended or was killed. */
  readonly ran: Ran | undefined;
  readonly outcomes: readonly string[];
  /** The behaviour took place at least once. */
  readonly hasHappened: boolean;
  readonly mistakes: readonly string[];
}

export interface Victims {
  /** Runs the tester on a server that behaves so. Waits for a process that is free. */
  attack(seed: number, behaviour: Behaviour): Promise<Attack>;
  stop(): void;
}

/** Starts up to `count` processes, when they are needed. */
export function startVictims(count: number): Victims {
  const directory = writeScenarios();
  const victims = Array.from({ length: count }, () => new Victim(directory));
  const idle = [...victims];
  const waiting: ((victim: Victim) => void)[] = [];
  const release = (victim: Victim) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(victim);
    else next(victim);
  };
  return {
    attack: async (seed, behaviour) => {
      const victim = idle.pop() ?? (await new Promise<Victim>((resolve) => waiting.push(resolve)));
      return victim.suffer(seed, behaviour).finally(() => release(victim));
    },
    stop: () => {
      for (const victim of victims) victim.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const program = fileURLToPath(new URL('./victim.js', import.meta.url));
let number = 0;

class Victim {
  readonly #directory: string;
  readonly #report: string;
  #child: ChildProcess | undefined;
  #stderr = '';

  constructor(directory: string) {
    number += 1;
    this.#directory = directory;
    this.#report = join(directory, `report-${number}.json`);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  /** Runs the tester until the behaviour takes place, or with the longest timeout. */
  async suffer(seed: number, behaviour: Behaviour): Promise<Attack> {
    const [waitMs = 0, ...longer] = WAITS_MS;
    let attack = await this.#sufferOnce(seed, behaviour, waitMs);
    for (const nextMs of longer) {
      if (attack.hasHappened || attack.mistakes.length > 0) return attack;
      attack = await this.#sufferOnce(seed, behaviour, nextMs);
    }
    return attack;
  }

  async #sufferOnce(seed: number, behaviour: Behaviour, waitMs: number): Promise<Attack> {
    const server = await startHostileServer({
      usesTls: behaviour.usesTls,
      actAt: createActAt(behaviour),
    });
    rmSync(this.#report, { force: true });
    const ran = await this.#run(this.#arguments(server, behaviour.usesTls, waitMs));
    const outcomes = this.#outcomes();
    const attack = { seed, text: described(behaviour), ran, hasHappened: server.misbehaved > 0 };
    await server.stop();
    return { ...attack, outcomes: outcomes.list, mistakes: [...this.#mistakes(ran), ...outcomes.mistakes(behaviour)] };
  }

  #arguments({ port, domain }: HostileServer, usesTls: boolean, waitMs: number): readonly string[] {
    const at = (name: string) => join(this.#directory, name);
    const security = usesTls ? ['--ca', at('ca.pem')] : ['--plaintext'];
    const where = ['-t', `xmpp://127.0.0.1:${port}`, '-d', domain, ...security];
    return ['--suite', at('scenarios'), ...where, '--timeout', String(waitMs), '-r', `json=${this.#report}`];
  }

  /** Resolves with what the process measured; undefined where it ended or hung, and then it is replaced. */
  async #run(args: readonly string[]): Promise<Ran | undefined> {
    this.#child ??= this.#start();
    const child = this.#child;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), LIMIT_MS);
    const { signal } = limit;
    const ended = once(child, 'exit', { signal }).then(([code, by]) => {
      this.#stderr = `ended by itself with ${code ?? by}\n${this.#stderr}`;
      return undefined;
    });
    const answered = once(child, 'message', { signal }).then(([ran]) => ran as Ran);
    child.send({ args });
    const ran = await Promise.race([ended, answered]).catch(() => {
      this.#stderr = `hung\n${this.#stderr}`;
      return undefined;
    });
    clearTimeout(timer);
    limit.abort();
    await Promise.allSettled([ended, answered]);
    if (ran === undefined) this.kill();
    return ran;
  }

  #start(): ChildProcess {
    const env = { ...process.env, XDG_STATE_HOME: join(this.#directory, 'state'), LC_ALL: 'C' };
    const child = fork(program, { execArgv: ['--expose-gc'], env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.stderr?.on('data', (bytes: Buffer) => {
      this.#stderr = `${this.#stderr}${bytes}`.slice(-5000);
    });
    return child;
  }

  #outcomes() {
    const hasReport = existsSync(this.#report);
    const read = hasReport ? attempt(() => readReports([this.#report])) : [];
    if (read instanceof Error) return { list: [], mistakes: () => [`report: ${read.message}`] };
    const results = read.flatMap(({ report }) => report.results);
    const failed = results.flatMap(({ id, requirements }) =>
      requirements.filter(({ verdict }) => verdict !== 'passed').map((one) => `${id}: ${one.id} ${one.verdict}`),
    );
    return {
      list: results.map(({ outcome }) => outcome),
      mistakes: (behaviour: Behaviour) => (mayFail(behaviour) ? [] : failed.map((one) => `false verdict: ${one}`)),
    };
  }

  #mistakes(ran: Ran | undefined): readonly string[] {
    const last = this.#stderr;
    this.#stderr = '';
    if (ran === undefined) return [last];
    const { code, durationMs, longestStallMs, openSockets, complaints, stderr } = ran;
    const bug = /^\s+at .+:\d+.*$|this is a bug.*|^.*left open.*$/m.exec(stderr);
    return [
      ...complaints,
      ...(code === 0 || code === 1 || code === 3 ? [] : [`exit code ${code}: ${stderr}`]),
      ...(durationMs > MOST_MS ? [`took ${Math.round(durationMs)} ms`] : []),
      ...(longestStallMs > MOST_STALL_MS ? [`handled no event for ${Math.round(longestStallMs)} ms of CPU time`] : []),
      ...(openSockets > 0 ? [`left ${openSockets} sockets open`] : []),
      ...(bug === null ? [] : [`standard error: ${bug[0].trim()}`]),
    ];
  }
}

/** Runs of each process that warm it up: modules load, functions are compiled. */
const WARM_UP = 8;

/** Bytes by which the heap of one process may grow, with any fault. */
const MOST_GROWTH = 10_000_000;

/** Processes whose heap goes on growing: the least of the second half of their runs is above that of the first. */
export function leaksOf(attacks: readonly Attack[]): readonly string[] {
  const heaps = new Map<number, readonly number[]>();
  for (const { ran } of attacks)
    if (ran !== undefined) heaps.set(ran.pid, [...(heaps.get(ran.pid) ?? []), ran.heapBytes]);
  return [...heaps.values()].flatMap((all) => {
    const warm = all.slice(WARM_UP);
    const middle = Math.floor(warm.length / 2);
    const growth = Math.min(...warm.slice(middle)) - Math.min(...warm.slice(0, middle));
    return warm.length > WARM_UP && growth > MOST_GROWTH
      ? [`the heap grew by ${growth} bytes in ${all.length} runs`]
      : [];
  });
}

function attempt<T>(act: () => T): T | Error {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
