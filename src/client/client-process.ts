// A client as a process: a group of its own, so that everything it starts ends with it, and bounds for all that it writes.

import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../model/problem.ts';
import { type ClientListener, type ClientProgram, environmentOf, type StartClient } from './client-program.ts';
import { Lines } from './lines.ts';
import { GRACE_MS, KILL_MS, MAX_CHATTER, MAX_LOG_LINE, MAX_LOG_LINES, POLL_MS } from './numbers.ts';

/** How the command line starts and ends processes. */
export interface ProcessTools {
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** What is in the environment besides `XMPP_...`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sends a signal, 0 for none, to a process, or to a group where the id is negative. False: there is no such process. */
  readonly signal: (pid: number, name: NodeJS.Signals | 0) => boolean;
  /** Called with each process group, and again when all of it has ended. */
  readonly onGroup?: ((group: number, isRunning: boolean) => void) | undefined;
}

/** Starts the command of the user, once for each login. */
export const startProcess =
  (tools: ProcessTools): StartClient =>
  (login, listener) =>
    new ClientProcess(tools, environmentOf(login), listener);

class ClientProcess implements ClientProgram {
  readonly #tools: ProcessTools;
  readonly #child: ChildProcess | undefined;
  readonly #listener: ClientListener;
  readonly #log: string[] = [];
  #chatter = 0;
  #hasEnded = false;

  constructor(tools: ProcessTools, env: Readonly<Record<string, string>>, listener: ClientListener) {
    this.#tools = tools;
    this.#listener = listener;
    const [program, ...args] = tools.command;
    try {
      this.#child = spawn(program, args, { detached: true, stdio: 'pipe', env: { ...tools.env, ...env } });
    } catch (error) {
      // The caller has the program before it hears of the end.
      setImmediate(() => this.#fail(error));
      return;
    }
    this.#listen(this.#child);
  }

  get log(): readonly string[] {
    return this.#log;
  }

  write(line: string): void {
    if (this.#child?.stdin?.writable) this.#child.stdin.write(`${line}\n`);
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    const group = this.#child?.pid;
    if (group === undefined) return;
    const { signal, onGroup } = this.#tools;
    this.#child?.stdin?.end();
    signal(-group, 'SIGTERM');
    if (!(await this.#isGone(group, GRACE_MS))) {
      signal(-group, 'SIGKILL');
      await this.#isGone(group, KILL_MS);
    }
    for (const stream of [this.#child?.stdout, this.#child?.stderr, this.#child?.stdin]) stream?.destroy();
    onGroup?.(group, false);
  }

  #listen(child: ChildProcess): void {
    child.on('error', (error) => this.#fail(error));
    // A client that reads nothing, or has ended, is seen elsewhere.
    child.stdin?.on('error', () => undefined);
    if (child.pid === undefined) return;
    this.#tools.onGroup?.(child.pid, true);
    const out = new Lines((line) => this.#hear(line));
    const err = new Lines((line) => this.#keep(line));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#count(text) && out.add(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => err.add(text));
    // What it has written last comes before this.
    child.on('close', (status, by) => {
      out.end();
      err.end();
      this.#stop({ kind: 'client-ended', status: by ?? String(status), log: [...this.#log] });
    });
    child.on('exit', (status, by) => {
      setTimeout(
        () => this.#stop({ kind: 'client-ended', status: by ?? String(status), log: [...this.#log] }),
        GRACE_MS,
      ).unref();
    });
  }

  #hear(line: string): void {
    if (line.startsWith('{')) {
      this.#chatter = 0;
      this.#listener.onLine(line);
    } else this.#keep(line);
  }

  /** Counts what is no line of a driver: those that are begin to count anew. */
  #count(text: string): boolean {
    this.#chatter += text.length;
    if (this.#chatter <= MAX_CHATTER) return true;
    if (!this.#hasEnded) {
      this.#stop({ kind: 'client-babbles', limit: MAX_CHATTER });
      void this.end();
    }
    return false;
  }

  #keep(line: string): void {
    if (line.trim() === '') return;
    this.#log.push(line.slice(0, MAX_LOG_LINE));
    if (this.#log.length > MAX_LOG_LINES) this.#log.shift();
  }

  #fail(error: unknown): void {
    const [command] = this.#tools.command;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    this.#stop({ kind: 'client-not-started', command, code });
  }

  #stop(problem: Problem): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#listener.onEnded(problem);
  }

  async #isGone(group: number, ms: number): Promise<boolean> {
    const until = Date.now() + ms;
    while (this.#tools.signal(-group, 0)) {
      if (Date.now() > until) return false;
      await pause(POLL_MS);
    }
    return true;
  }
}
