// For tests about how the command line ends: `xmppspec` as a process that a test can signal, and servers in its way.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type ReferenceOptions, startReference } from '../reference/server.ts';
import { temporaryDirectory } from './cli.test-kit.ts';

const program = fileURLToPath(new URL('../../bin/xmppspec.js', import.meta.url));

/** `xmppspec` while it runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Where it keeps its journal. */
  readonly state: string;
  /** Resolves when the process has ended. `code` is null after a deadly signal; `at` is a `performance.now()`. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly at: number;
  }>;
}

/**
 * Starts `xmppspec` as the leader of a process group, as a shell does. It is killed after the test. `output` is a file
 * descriptor for its standard output.
 */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  output: 'pipe' | number = 'pipe',
): Running {
  const state = env['XDG_STATE_HOME'] ?? temporaryDirectory();
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, LC_ALL: '', LC_MESSAGES: 'C', NO_COLOR: '1', ...env, XDG_STATE_HOME: state },
    stdio: ['ignore', output, 'pipe'],
    detached: true,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit').then(([code]) => ({ code: code as number | null, at: performance.now() }));
  const rest = (stream: Readable | null) => (stream === null ? '' : text(stream).catch(() => 'closed by the test'));
  const ended = Promise.all([exit, rest(child.stdout), rest(child.stderr)]).then(([how, stdout, stderr]) => ({
    ...how,
    stdout,
    stderr,
  }));
  return { child, state, ended };
}

/** Resolves once the process has written this to standard output. */
export async function written({ child }: Running, pattern: RegExp): Promise<string> {
  let seen = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      seen += String(chunk);
      const found = pattern.exec(seen);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error(`ended without writing ${pattern}: ${seen}`)));
  });
}

/** A server with options that lead to it. */
interface ServerBehindProxy {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Loses all bytes from now on, in both directions. */
  stall(): void;
  /** Number of connections so far. */
  accepted(): number;
}

const SECRET = 'good pilgrim';

/** A reference server in this process, behind a proxy that changes what clients send. Stopped after the test. */
export async function startBehindProxy(
  change: (sent: string) => string,
  options: ReferenceOptions = {},
): Promise<ServerBehindProxy> {
  const server = await startReference({
    component: { domain: 'remote.localhost', secret: SECRET },
    mechanisms: ['PLAIN'],
    ...options,
  });
  const proxy = await startProxy(server.port, change);
  onTestFinished(async () => {
    proxy.stop();
    await server.stop();
  });
  const remote = `component://127.0.0.1:${server.componentPort}/remote.localhost`;
  const target = ['-t', `xmpp://127.0.0.1:${proxy.port}`, '-d', server.domain, '--plaintext', '--remote', remote];
  return { args: target, env: { XMPPSPEC_REMOTE_SECRET: SECRET }, stall: proxy.stall, accepted: proxy.accepted };
}

/** Passes on what clients send as `change` returns it, and never ends a connection by itself. */
async function startProxy(port: number, change: (sent: string) => string) {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on('error', () => undefined);
    return socket.on('close', () => sockets.delete(socket));
  };
  let isStalled = false;
  let accepted = 0;
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    const server = keep(connect({ port, host: '127.0.0.1' }));
    keep(client).on('data', (sent) => isStalled || server.write(change(sent.toString('utf8'))));
    server.on('data', (received) => isStalled || client.write(received));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    accepted: () => accepted,
    stall: () => {
      isStalled = true;
    },
    stop: () => {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What standard error says of a stream that nobody closed. */
export const LEAK = 'this is a bug in xmppspec';

export const NOT_REMOVED = /^\d+ accounts? (was|were) not removed/m;

export const journalsIn = (state: string): readonly string[] =>
  readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));

interface Outcome {
  readonly outcome: string;
  readonly cause?: { readonly kind: string };
}

/** The outcomes in a JSON report, and why. */
export function outcomesIn(file: string): readonly Outcome[] {
  return JSON.parse(readFileSync(file, 'utf8')).results;
}

/** Starts a run of chapter 2 on a server in this process, and resolves once its first case has begun. */
export async function runBehindProxy(change: (sent: string) => string, args: readonly string[] = []) {
  const server = await startBehindProxy(change);
  const report = join(temporaryDirectory(), 'report.json');
  const reporters = ['-r', 'console', '-r', `json=${report}`];
  const running = start(['run', ...server.args, ...reporters, ...args], server.env);
  await written(running, /xmppspec \d/);
  return { ...server, running, report };
}

export const unchanged = (sent: string) => sent;

/** Sends the signal and resolves with how the process ended, and after how many milliseconds. */
export async function interrupted({ child, ended }: Running, ...signals: readonly NodeJS.Signals[]) {
  for (const signal of signals) child.kill(signal);
  const began = performance.now();
  const { at, ...end } = await ended;
  return { ...end, ms: at - began };
}

/** The processes that it has started, and theirs, by id. */
export function childrenOf({ child }: Running): readonly number[] {
  const childrenOfPid = (pid: number): readonly number[] => {
    const lists = readdirSync(`/proc/${pid}/task`).map((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'),
    );
    const own = lists.join(' ').split(' ').filter(Boolean).map(Number);
    return [...own, ...own.flatMap(childrenOfPid)];
  };
  return childrenOfPid(Number(child.pid));
}

/** True for a process that runs; a zombie has ended. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
