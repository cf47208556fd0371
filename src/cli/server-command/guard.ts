// The guard of a server: a process of its own that starts the user's command, writes its log without the secrets of the run,
// and stops everything that it has started, also when the run has crashed or was killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import process, { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { hideSecrets } from '../../wording/secrets.ts';
import {
  type GuardMessage,
  MARK,
  type Order,
  processesOf,
  type ServerEnd,
  type StopOrder,
  signal,
} from './processes.ts';

/** Between two looks at processes that are ending, in milliseconds. */
const POLL_MS = 25;

/** Between two looks at a daemon, which sends no signal when it ends. */
const DAEMON_POLL_MS = 250;

/** Killed processes end within milliseconds; a busy machine needs more. */
const KILL_MS = 1000;

/** The run has gone without a word. */
const ORPHANED: StopOrder = { graceMs: 2000 };

/** The last output of a server that has ended comes at once, unless another process holds its end of the pipe. */
const LAST_OUTPUT_MS = 500;

interface Server {
  readonly child: ChildProcess;
  readonly log: ServerLog;
  readonly group: number;
  readonly mark: string;
}

const say = (message: GuardMessage): void => void stdout.write(`${JSON.stringify(message)}\n`);

/** Starts the command. Its standard error goes where its output goes, so that the log has one order. */
function start({ command, cwd, env, log: path, secrets }: Order): Server | undefined {
  const mark = randomUUID();
  let log: ServerLog | undefined;
  try {
    log = openLog(path, secrets);
    const child = spawn('/bin/sh', ['-c', `exec 2>&1\n${command}`], {
      cwd,
      env: { ...process.env, ...env, [MARK]: mark },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    // Without an id it has not started: the event says why.
    child.on('error', ({ message }) => say(notStarted(message)));
    if (child.pid === undefined) return undefined;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => log?.write(text));
    say({ kind: 'started', group: child.pid });
    return { child, log, group: child.pid, mark };
  } catch (error) {
    say(notStarted(error instanceof Error ? error.message : String(error)));
    return undefined;
  }
}

const notStarted = (problem: string): GuardMessage => ({
  kind: 'ended',
  end: { status: null, signal: null, problem },
});

/** Resolves when all processes of the server have ended by themselves: the shell, and a daemon that it has left. */
async function ended(server: Server): Promise<ServerEnd> {
  const [status, deadly] = (await once(server.child, 'exit')) as [number | null, string | null];
  while (processesOf(server).length > 0) await pause(DAEMON_POLL_MS);
  await lastOutput(server);
  return { status, signal: deadly };
}

async function lastOutput({ child: { stdout: output } }: Server): Promise<void> {
  if (output?.closed === false) await Promise.race([once(output, 'close'), pause(LAST_OUTPUT_MS)]);
}

/** SIGTERM for all processes, and SIGKILL for those that are left. Returns those that no signal ends. */
async function stop(server: Server, graceMs: number): Promise<readonly number[]> {
  for (const pid of processesOf(server)) signal(pid, 'SIGTERM');
  await whileRunning(server, graceMs);
  const killUntil = Date.now() + KILL_MS;
  // More than once: a process may start another one meanwhile.
  while (processesOf(server).length > 0 && Date.now() < killUntil) {
    for (const pid of processesOf(server)) signal(pid, 'SIGKILL');
    await pause(POLL_MS);
  }
  await lastOutput(server);
  return processesOf(server);
}

async function whileRunning(server: Server, ms: number): Promise<void> {
  const until = Date.now() + ms;
  while (processesOf(server).length > 0 && Date.now() < until) await pause(POLL_MS);
}

/** The orders of the run: the first one, and a promise of the last. */
async function readOrders(): Promise<{ readonly order: Order; readonly stopping: Promise<StopOrder> }> {
  const lines = createInterface({ input: stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) process.exit();
  // The end of the input means that the run has gone.
  const asked = lines.next().then(({ value }) => (value === undefined ? ORPHANED : (JSON.parse(value) as StopOrder)));
  const signalled = Promise.race(['SIGTERM', 'SIGINT', 'SIGHUP'].map((name) => once(process, name)));
  return { order: JSON.parse(first.value) as Order, stopping: Promise.race([asked, signalled.then(() => ORPHANED)]) };
}

/** Lines that a message about a server shows: enough for an error of its configuration and what led to it. */
const TAIL_LINES = 15;

/** A line that has not ended is written when it is this long, so that memory stays bounded. */
const MAX_LINE = 65_536;

/** The content of the elements of a SASL login (RFC 6120 6.4, XEP-0388), as a server at its most talkative logs them. */
const SASL = /(<(?:auth|response|initial-response)\b[^>]*>)[^<]+/g;

interface ServerLog {
  write(text: string): void;
  /** Writes what is left, and closes the file. Returns why not all could be written, if so. */
  close(): string | undefined;
  readonly tail: readonly string[];
}

/** Replaces the file. Throws where it cannot be made. */
function openLog(path: string, secrets: readonly string[]): ServerLog {
  const file = openSync(path, 'w', 0o600);
  const tail: string[] = [];
  let begun = '';
  let problem: string | undefined;
  const writeLine = (line: string) => {
    const shown = hideSecrets(line, secrets).replaceAll(SASL, '$1(hidden)');
    tail.push(shown);
    if (tail.length > TAIL_LINES) tail.shift();
    try {
      writeSync(file, `${shown}\n`);
    } catch (error) {
      // The server goes on when the disk is full.
      problem ??= error instanceof Error ? error.message : String(error);
    }
  };
  return {
    tail,
    write(text) {
      const lines = (begun + text).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) writeLine(line);
      if (begun.length < MAX_LINE) return;
      writeLine(begun);
      begun = '';
    },
    close() {
      if (begun !== '') writeLine(begun);
      begun = '';
      closeSync(file);
      return problem;
    },
  };
}

// The run may have gone: then nothing reads what is said.
stdout.on('error', () => undefined);
const { order, stopping } = await readOrders();
const server = start(order);
if (server !== undefined) void ended(server).then((end) => say({ kind: 'ended', end }));
const { graceMs } = await stopping;
const left = server === undefined ? [] : await stop(server, graceMs);
server?.child.stdout?.destroy();
const problem = server?.log.close();
const tail = [...(server?.log.tail ?? []), ...(problem === undefined ? [] : [problem])];
stdout.write(`${JSON.stringify({ kind: 'stopped', tail, left } satisfies GuardMessage)}\n`, () => process.exit());
