// Accounts made by the user's own commands, such as `prosodyctl register {user} {domain} {password}`.

import type { Account } from '../model/session.ts';
import { PER_JOB } from './numbers.ts';
import type { Provider } from './provider.ts';
import { type CommandLimits, runTemplate } from './run-template.ts';

/** Shell commands with placeholders, see `runTemplate`. */
export interface CommandTemplates {
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
