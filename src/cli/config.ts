// xmppspec.config.yaml: targets by name, reporters, ambient traffic. `${env:NAME}` keeps secrets out of it.

import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../wording/usage-error.ts';

const credentials = z.strictObject({ jid: z.string(), password: z.string() });

const targetSchema = z.strictObject({
  address: z.string(),
  domain: z.string().optional(),
  plaintext: z.boolean().optional(),
  ca: z.string().optional(),
  insecure: z.boolean().optional(),
  provision: z.enum(['in-band', 'admin', 'fixed', 'command']).optional(),
  admin: credentials.optional(),
  accounts: z.array(credentials).optional(),
  create: z.string().optional(),
  remove: z.string().optional(),
  remote: z.string().optional(),
  secret: z.string().optional(),
  special: z.record(z.string(), credentials).optional(),
  limits: z.record(z.enum(['name', 'group']), z.number().int().positive()).optional(),
  ambient: z.array(z.string()).optional(),
  baseline: z.string().optional(),
});

const configSchema = z.strictObject({
  targets: z.record(z.string(), targetSchema).optional(),
  reporters: z.array(z.string()).optional(),
});

/** One target of the config file. */
export type ConfiguredTarget = z.infer<typeof targetSchema>;
export type Config = z.infer<typeof configSchema>;

/** Where the config file is looked for when none is named. */
const CONFIG_FILE = 'xmppspec.config.yaml';

/** Reads the config file; without one, an empty configuration. Throws `UsageError` with every problem in it. */
export function loadConfig(file: string | undefined, env: Readonly<Record<string, string | undefined>>): Config {
  if (file === undefined && !existsSync(CONFIG_FILE)) return {};
  const name = file ?? CONFIG_FILE;
  const result = configSchema.safeParse(fillSecrets(readYaml(name) ?? {}, name, env));
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${name}: ${issue.path.join('.')} ${issue.message.toLowerCase()}`,
  );
  throw new UsageError(problems.join('\n'));
}

function readYaml(name: string): unknown {
  try {
    return parse(readFileSync(name, 'utf8'));
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function fillSecrets(value: unknown, name: string, env: Readonly<Record<string, string | undefined>>): unknown {
  if (Array.isArray(value)) return value.map((entry) => fillSecrets(entry, name, env));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fillSecrets(entry, name, env)]));
  }
  if (typeof value !== 'string') return value;
  return value.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const found = env[variable];
    if (found === undefined) throw new UsageError(`${name}: the environment variable ${variable} is not set`);
    return found;
  });
}
