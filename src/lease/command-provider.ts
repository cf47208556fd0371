// Accounts made by the user's own commands, such as `prosodyctl register {user} {domain} {password}`.

import { type ChildProcess, spawn } from 'node:child_process';
import type { Problem } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import { domainOf, localOf } from '../stanza/jid.ts';
import { problemOf } from '../wording/problems.ts';
import { hideSecrets, publicCommand, secretsInCommand } from '../wording/secrets.ts';
import { shellWords } from '../wording/shell.ts';
import { OUTPUT_TAIL, PER_JOB } from './numbers.ts';
import { type Provider, ProvisionError } from './provider.ts';

/** What ends a command. */
export interface CommandLimits {
  /** For one command, in milliseconds. */
  readonly timeoutMs: number;
  /** Kills the command when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** What is said then. */
  readonly ended?: Problem | undefined;
}

/** Shell commands with placeholders, see `runTemplate`. */
interface CommandTemplates {
  readonly create: string;
  readonly remove?: string | undefined;
}

/** Makes and removes accounts by shell commands. Without a template to remove, `remove` does nothing. */
export class CommandProvider implements Provider {
  readonly concurrency = PER_JOB;
  readonly #templates: CommandTemplates;
  readonly #limits: CommandLimits;

  constructor(templates: CommandTemplates, limits: CommandLimits) {
    this.#templates = templates;
    this.#limits = limits;
  }

  async create(account: Account, intend: () => void): Promise<void> {
    intend();
    await runTemplate(this.#templates.create, account, this.#limits);
  }

  async remove(account: Account): Promise<void> {
    const { remove } = this.#templates;
    const limits = { ...this.#limits, ended: { kind: 'removal-not-tried' } as const };
    if (remove !== undefined) await runTemplate(remove, account, limits);
  }

  async close(): Promise<void> {
    return undefined;
  }
}

/**
 * Runs a command template with /bin/sh for an account. Rejects with `ProvisionError` when the command fails, takes longer
 * than `timeoutMs`, or is killed; then with everything in its process group. Ctrl-C in a terminal does not reach it.
 */
export function runTemplate(template: string, account: Account, limits: CommandLimits): Promise<void> {
  const { timeoutMs, signal, ended = { kind: 'run-ending' } } = limits;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new ProvisionError(ended, 'not-done'));
    const child = spawn('/bin/sh', ['-c', fillTemplate(template, account)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const lastLine = collectOutput(child);
    const kill = (problem: Problem) => {
      killGroup(child);
      release(child);
      reject(new ProvisionError(problem, 'unknown'));
    };
    const abort = () => kill(ended);
    const shown = { template: publicCommand(template) };
    const timer = setTimeout(() => kill({ kind: 'command-timed-out', ...shown, timeoutMs }), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    const callOff = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    child.once('error', (cause) => {
      callOff();
      reject(new ProvisionError({ kind: 'command-not-run', ...shown, cause: problemOf(cause) }, 'not-done', { cause }));
    });
    child.once('close', (code, signal) => {
      callOff();
      if (code === 0) return resolve();
      const output = hideSecrets(lastLine(), [account.password, ...secretsInCommand(template)]);
      reject(new ProvisionError({ kind: 'command-failed', ...shown, status: `${code ?? signal}`, output }, 'not-done'));
    });
  });
}

/** The last line of standard error, or of standard output when standard error is empty. */
function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  const tails = [stderr, stdout].map((stream) => {
    let tail = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      tail = (tail + chunk).slice(-OUTPUT_TAIL);
    });
    return () => tail.trimEnd().split('\n').at(-1) ?? '';
  });
  return () => tails.map((last) => last()).find((line) => line !== '') ?? '';
}

/** Kills the shell and what it started. A process group is killed by a shell: only the command line knows `process`. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  spawn('/bin/sh', ['-c', `kill -s KILL -- -${child.pid}`], { stdio: 'ignore', detached: true }).on(
    'error',
    () => undefined,
  );
}

/** Closes our ends of the outputs: a background process of a killed shell may hold them open. */
function release(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/**
 * Fills in `{user}`, `{domain}`, `{password}` and `{jid}`, each quoted for the shell where it needs to be. Plain words
 * stay bare, so that a template may put quotes of its own around a placeholder.
 */
export function fillTemplate(template: string, { jid, password }: Account): string {
  const values = { user: localOf(jid), domain: domainOf(jid), password, jid } as const;
  const quoted = (name: keyof typeof values) => shellWords([values[name]]);
  return template.replace(/\{(user|domain|password|jid)\}/g, (_, name: keyof typeof values) => quoted(name));
}
