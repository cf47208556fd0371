// The config file of a run, if there is one. Most runs have none: what reads it is loaded with it.

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import type { Config } from './config.ts';

/** The config file that is read when `--config` names none. */
const CONFIG_FILE = 'xmppspec.config.yaml';

/** What it is often called by mistake. */
const OTHER_ENDING = 'xmppspec.config.yml';

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the config file; without one, an empty configuration. Rejects with `UsageError` with the place of every mistake. */
export async function loadConfig(file: string | undefined, env: Variables): Promise<Config> {
  if (file === undefined && !existsSync(CONFIG_FILE)) return {};
  const { readConfig } = await import('./config.ts');
  return readConfig(file ?? CONFIG_FILE, env);
}

/**
 * A config file that is not read although it looks like the one of this run: with another ending, or in a directory above, up to the
 * root of the repository. Undefined where `--config` or the working directory has one.
 */
export function overlookedConfig(file: string | undefined, directory = process.cwd()): string | undefined {
  if (file !== undefined || existsSync(join(directory, CONFIG_FILE))) return undefined;
  const places = [OTHER_ENDING, ...aboveIn(directory).map((parent) => join(parent, CONFIG_FILE))];
  return places
    .map((place) => resolve(directory, place))
    .flatMap((path) => (existsSync(path) ? [relative(directory, path)] : []))[0];
}

/** The directories above, up to the root of the repository. */
function aboveIn(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory || existsSync(join(directory, '.git')) ? [] : [parent, ...aboveIn(parent)];
}

/** All secrets that the config file gives, directly and by environment variables. Never rejects: empty when it cannot be read. */
export async function configuredSecrets(file: string | undefined, env: Variables): Promise<readonly string[]> {
  if (file === undefined && !existsSync(CONFIG_FILE)) return [];
  const { secretsInConfig } = await import('./config.ts');
  return secretsInConfig(file ?? CONFIG_FILE, env);
}
