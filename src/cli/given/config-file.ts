// The config file of a run, if there is one. Most runs have none: what reads it is loaded with it.

import { existsSync } from 'node:fs';
import type { Config } from './config.ts';

/** The config file that is read when `--config` names none. */
const CONFIG_FILE = 'xmppspec.config.yaml';

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the config file; without one, an empty configuration. Rejects with `UsageError` with the place of every mistake. */
export async function loadConfig(file: string | undefined, env: Variables): Promise<Config> {
  if (file === undefined && !existsSync(CONFIG_FILE)) return {};
  const { readConfig } = await import('./config.ts');
  return readConfig(file ?? CONFIG_FILE, env);
}

/** All secrets that the config file gives, directly and by environment variables. Empty when it cannot be read. */
export async function configuredSecrets(file: string | undefined, env: Variables): Promise<readonly string[]> {
  if (file === undefined && !existsSync(CONFIG_FILE)) return [];
  const { secretsInConfig } = await import('./config.ts');
  return secretsInConfig(file ?? CONFIG_FILE, env);
}
