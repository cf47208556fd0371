// Accounts made by commands of the user's own, such as `prosodyctl register {user} {domain} {password}`.

import { type ChildProcess, spawn } from 'node:child_process';
import type { Account } from '../model/session.ts';
import { domainOf, localOf } from '../stanza/jid.ts';
import { type Provider, Refused, Unanswered } from './provider.ts';

/** Administration tools of servers start a runtime of their own, up to 3 s of CPU: more at once only slow each other. */
const COMMANDS_AT_ONCE = 4;

/** Enough of an output to hold its last line. */
const OUTPUT_TAIL = 4096;

/** Placeholders `{user}`, `{domain}`, `{password}` and `{jid}` are filled in, quoted for the shell. */
export interface CommandTemplates {
  readonly create: string;
  readonly remove?: string;
}

/** Makes and removes accounts by shell commands. Without a template to remove, `remove` does nothing. */
export class Command implements Provider {
  readonly concurrency = COMMANDS_AT_ONCE;
  readonly #templates: CommandTemplates;
  readonly #timeoutMs: number;

  constructor(templates: CommandTemplates, timeoutMs: number) {
    this.#templates = templates;
    this.#timeoutMs = timeoutMs;
  }

  async create(account: Account, intend: () => void): Promise<void> {
    intend();
    await runTemplate(this.#templates.create, account, this.#timeoutMs);
  }

  async remove(account: Account): Promise<void> {
    const { remove } = this.#templates;
    if (remove !== undefined) await runTemplate(remove, account, this.#timeoutMs);
  }

  async close(): Promise<void> {
    return undefined;
  }
}

/**
 * Runs a command template by /bin/sh for an account. Rejects with `Refused` when it fails, and with `Unanswered` when it
 * takes longer than `timeoutMs`: the shell is killed then, and what it started in the background is not.
 */
export function runTemplate(template: string, account: Account, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', fillTemplate(template, account)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = collectOutput(child);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      release(child);
      reject(new Unanswered(`the command "${template}" did not end within ${timeoutMs} ms`));
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Refused(`the command "${template}" cannot be run: ${error.message}`, { cause: error }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve();
      const line = output().replaceAll(account.password, '***');
      reject(new Refused(`the command "${template}" ended with ${code ?? signal}${line === '' ? '' : `: ${line}`}`));
    });
  });
}

/** The last line of standard error, or of standard output where error is empty. */
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

/** What a killed shell started may hold its outputs open; nobody listens any more. */
function release(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Fills in the placeholders of a template, each quoted for the shell. */
export function fillTemplate(template: string, { jid, password }: Account): string {
  const values = { user: localOf(jid), domain: domainOf(jid), password, jid } as const;
  return template.replace(/\{(user|domain|password|jid)\}/g, (_, name: keyof typeof values) => quote(values[name]));
}

/** Plain words stay bare, so that a template with quotes of its own around a placeholder works, too. */
function quote(value: string): string {
  return /^[\w.@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
