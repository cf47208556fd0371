// A server that the user's command starts, seen from the run. Its guard stops it, however the run ends.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type GuardMessage, type Order, type ServerEnd, type StopOrder, signal } from './processes.ts';
import type { ServerCommand } from './server-command.ts';

const GUARD = fileURLToPath(new URL(`./guard${extname(import.meta.url)}`, import.meta.url));

type Stopped = Pick<Extract<GuardMessage, { kind: 'stopped' }>, 'tail' | 'left'>;

/** A server that was started. The caller stops it. */
export class GuardedServer {
  readonly #guard: ChildProcess;
  readonly #ended = new AbortController();
  readonly #stopped: Promise<Stopped>;
  #group: number | undefined;
  #end: ServerEnd | undefined;
  #isStopping = false;

  /** Starts the server. Ctrl-C in a terminal reaches neither it nor its guard. */
  constructor(command: ServerCommand, secrets: readonly string[]) {
    const stdio: ('pipe' | 'ignore')[] = ['pipe', 'pipe', 'ignore'];
    this.#guard = spawn(process.execPath, [...process.execArgv, GUARD], { stdio, detached: true });
    this.#guard.stdin?.on('error', () => undefined);
    this.#stopped = this.#listen();
    this.#say({ ...command, secrets });
  }

  /** Aborts when the server has ended before it was stopped. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** How it ended; undefined while it runs, and where it was stopped. */
  get end(): ServerEnd | undefined {
    return this.#end;
  }

  /** Ends all processes of the server; SIGKILL follows SIGTERM after `graceMs`. Never rejects. */
  stop(graceMs: number): Promise<Stopped> {
    this.#isStopping = true;
    this.#say({ graceMs });
    return this.#stopped;
  }

  #say(order: Order | StopOrder): void {
    this.#guard.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  async #listen(): Promise<Stopped> {
    let stopped: Stopped = { tail: [], left: [] };
    const gone = once(this.#guard, 'close').catch(() => undefined);
    const lines = this.#guard.stdout;
    if (lines !== null) {
      createInterface({ input: lines }).on('line', (line) => {
        const message = JSON.parse(line) as GuardMessage;
        if (message.kind === 'started') this.#group = message.group;
        else if (message.kind === 'ended') this.#ends(message.end);
        else stopped = message;
      });
    }
    await gone;
    // The guard was killed: what is left of the server is killed here.
    if (this.#group !== undefined && !this.#isStopping) signal(-this.#group, 'SIGKILL');
    this.#ends({ status: null, signal: null, problem: 'its guard was killed' });
    return stopped;
  }

  #ends(end: ServerEnd): void {
    if (this.#isStopping || this.#end !== undefined) return;
    this.#end = end;
    this.#ended.abort();
  }
}
