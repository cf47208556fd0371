// Accounts given on the command line. No password is printed.

import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Account } from '../../model/session.ts';
import { PASSWORD_VARIABLE, SECRET_VARIABLE, secretsInArguments } from '../../wording/secrets.ts';
import { usageError } from '../../wording/usage.ts';
import { notices } from '../terminal/terminal.ts';
import { configuredSecrets } from './config-file.ts';

/**
 * Reads `jid[:password]`, the value of an option. Without a password, takes it from XMPPSPEC_PASSWORD or prompts on a terminal. Throws `UsageError`
 * for a malformed address, or when there is no password.
 */
export async function readAccount(
  option: string,
  argument: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Account> {
  const colon = argument.indexOf(':');
  const jid = colon === -1 ? argument : argument.slice(0, colon);
  if (!/^[^@/\s]+@[^@/\s]+$/.test(jid)) {
    // The argument is not repeated: it may be the password.
    throw usageError('accountExpected', option);
  }
  if (colon !== -1) return { jid, password: argument.slice(colon + 1) };
  const password = env[PASSWORD_VARIABLE] ?? (stdin.isTTY ? await ask(jid) : undefined);
  if (password === undefined) {
    throw usageError('noPassword', jid, PASSWORD_VARIABLE);
  }
  return { jid, password };
}

/** Every secret that the arguments, the environment and the config file give, or may give in a wrong place. Never rejects. */
export async function givenSecrets(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const variables = [env[PASSWORD_VARIABLE], env[SECRET_VARIABLE]].filter((secret) => secret !== undefined);
  const at = argv.findIndex((word) => /^--config(?:=|$)/.test(word));
  const file = at === -1 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  return [...variables, ...secretsInArguments(argv), ...(await configuredSecrets(file, env))];
}

async function ask(jid: string): Promise<string> {
  stderr.write(notices().passwordOf(jid));
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, output: mute, terminal: true });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    stderr.write('\n');
  }
}
