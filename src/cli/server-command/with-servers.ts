// The servers that the user's commands start, for one run or for several: started before, and stopped after on every way out.

import process from 'node:process';
import { hideBin } from 'yargs/helpers';
import type { Language } from '../../model/event.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { hideSecrets } from '../../wording/secrets.ts';
import { usageError } from '../../wording/usage.ts';
import { TestBedError } from '../ending/exit-code.ts';
import { openFile } from '../files/open-file.ts';
import { givenSecrets } from '../given/credentials.ts';
import { GuardedServer } from './guarded-server.ts';
import type { ServerEnd } from './processes.ts';
import { SERVERS_RUN, type ServerCommand } from './server-command.ts';

/** Milliseconds between SIGTERM and SIGKILL. After a signal, a run ends within 15 s, and the server is stopped last. */
const GRACE_MS = 5000;
const HURRIED_GRACE_MS = 1500;

export const SERVER = catalogue(
  {
    early: (name: string, how: string) =>
      `the server of ${name} ${how} before it answered; its command must stay in the foreground or leave a process`,
    late: (name: string, how: string) =>
      `the server of ${name} ${how} during the run; results after that are inconclusive`,
    status: (status: number) => `ended with exit status ${status}`,
    signal: (signal: string) => `was ended by ${signal}`,
    notStarted: (why: string) => `could not be run: ${why}`,
    log: (name: string, file: string) => `log of the server of ${name}: ${file}`,
    tail: 'it ends with:',
    left: (name: string, pids: string) => `processes of the server of ${name} that could not be ended: ${pids}`,
  },
  {
    early: (name, how) => `${name} 的服务器在应答之前${how}；其命令须在前台运行，或留下一个进程`,
    late: (name, how) => `${name} 的服务器在运行期间${how}；此后的结果不能作为结论`,
    status: (status) => `已结束，退出状态 ${status}`,
    signal: (signal) => `被 ${signal} 终止`,
    notStarted: (why) => `无法启动：${why}`,
    log: (name, file) => `${name} 的服务器日志：${file}`,
    tail: '日志末尾：',
    left: (name, pids) => `${name} 的服务器有进程无法终止：${pids}`,
  },
);

/** A server as a command chooses it. */
interface Chosen {
  readonly name: string;
  readonly server: ServerCommand;
}

interface Context {
  readonly lang: Language;
  readonly signal: AbortSignal;
}

/** The servers that were started for a run. */
class StartedServers {
  /** Aborts when one of them has ended by itself. */
  readonly ended: AbortSignal;
  readonly #started: readonly (Chosen & { readonly guarded: GuardedServer })[];
  readonly #secrets: readonly string[];
  readonly #context: Context;
  #isUnderWay = false;

  constructor(chosen: readonly Chosen[], secrets: readonly string[], context: Context) {
    this.#secrets = secrets;
    this.#context = context;
    this.#started = chosen.map((one) => ({ ...one, guarded: new GuardedServer(one.server, secrets) }));
    this.ended = AbortSignal.any(this.#started.map(({ guarded }) => guarded.ended));
    this.ended.addEventListener('abort', () => this.#isUnderWay && this.#sayLate());
  }

  /** Throws `TestBedError` where one has ended. From now on, the end of one is said at once. */
  mustRun(): void {
    for (const { name, guarded } of this.#started) {
      if (guarded.end !== undefined)
        throw new TestBedError(this.#words.early(this.#hide(name), this.#how(guarded.end)));
    }
    this.#isUnderWay = true;
  }

  /** Stops all of them, and says where their logs are; with `showsTails`, also how they end. Never rejects. */
  async stop(showsTails: boolean): Promise<void> {
    this.#isUnderWay = false;
    const graceMs = this.#context.signal.aborted ? HURRIED_GRACE_MS : GRACE_MS;
    await Promise.all(
      this.#started.map(async ({ name, server, guarded }) => {
        const { tail, left } = await guarded.stop(graceMs);
        const shown = showsTails || guarded.end !== undefined ? tail : [];
        const leftText = left.length === 0 ? [] : [this.#words.left(this.#hide(name), left.join(' '))];
        const tailLines =
          shown.length === 0 ? [] : [this.#words.tail, ...shown.map((line) => `  ${escapeControls(line)}`)];
        say([this.#words.log(this.#hide(name), this.#hide(server.log)), ...tailLines, ...leftText]);
      }),
    );
  }

  #sayLate(): void {
    for (const { name, guarded } of this.#started) {
      if (guarded.end !== undefined) say([this.#words.late(this.#hide(name), this.#how(guarded.end))]);
    }
  }

  #how({ status, signal, problem }: ServerEnd): string {
    if (problem !== undefined) return this.#words.notStarted(this.#hide(problem));
    return signal === null ? this.#words.status(status ?? 0) : this.#words.signal(signal);
  }

  #hide(text: string): string {
    return escapeControls(hideSecrets(text, this.#secrets));
  }

  get #words() {
    return SERVER[this.#context.lang];
  }
}

const say = (lines: readonly string[]): void => void process.stderr.write(`${lines.join('\n')}\n`);

/** What the work has to know of the servers. */
export type Servers = Pick<StartedServers, 'ended' | 'mustRun'>;

/**
 * Starts the servers, does the work, and stops them. Says on standard error where their logs are, and shows the end of each
 * log where the work rejects or a server has ended by itself. Rejects as the work does, and with `UsageError` where a log
 * cannot be written.
 */
export async function withServers<T>(
  chosen: readonly Chosen[],
  context: Context,
  work: (servers: Servers) => Promise<T>,
): Promise<T> {
  const logs = chosen.map(({ server }) => server.log);
  const shared = logs.find((log, at) => logs.indexOf(log) !== at);
  if (shared !== undefined) throw usageError('sharedLog', shared);
  for (const { server } of chosen) openFile(server.log);
  const servers = new StartedServers(chosen, await givenSecrets(hideBin(process.argv), process.env), context);
  let isDone = false;
  try {
    const result = await work(servers);
    isDone = true;
    return result;
  } finally {
    await servers.stop(!isDone && !context.signal.aborted);
  }
}

/** A server, and how to wait for it. */
export interface SharedServer {
  readonly name: string;
  readonly server: ServerCommand;
  /**
   * Looks, before the server is started, that nothing answers in its place. Resolves with what then waits until it answers or cannot
   * come; undefined: it answers. Rejects with `TestBedError`.
   */
  look(): Promise<((signal: AbortSignal) => Promise<unknown>) | undefined>;
}

/**
 * Starts the servers, waits for them, does the work, and stops them. The runs that the work starts do not start them again. One that does
 * not come is a matter of the runs. Rejects as the work does.
 */
export async function withSharedServers<T>(
  servers: readonly SharedServer[],
  { lang, signal }: { readonly lang: Language; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  if (servers.length === 0) return work();
  const waits = await Promise.all(servers.map((server) => server.look()));
  return withServers(servers, { lang, signal }, async ({ ended }) => {
    const until = AbortSignal.any([signal, ended]);
    await Promise.all(waits.map((wait) => wait?.(until)));
    process.env[SERVERS_RUN] = '1';
    return work();
  });
}
