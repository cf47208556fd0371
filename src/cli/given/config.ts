// xmppspec.config.yaml: targets and peers by name, reporters, ambient traffic. `${env:NAME}` keeps secrets out of it.

import { z } from 'zod';
import type { Mistake } from '../../model/place.ts';
import { messageOf } from '../../wording/problems.ts';
import { secretsInData } from '../../wording/secrets.ts';
import { UsageError } from '../../wording/usage-error.ts';
import { formatMistake } from '../../yaml/mistakes.ts';
import { type Path, readYaml, type Source } from '../../yaml/read.ts';
import { readText } from '../../yaml/read-text.ts';
import { checkShape } from '../../yaml/shape.ts';

const credentials = z.strictObject({ jid: z.string(), password: z.string() });
const limit = z.int().min(1).exactOptional();

const targetSchema = z.strictObject({
  address: z.string(),
  domain: z.string().optional(),
  plaintext: z.boolean().optional(),
  ca: z.string().optional(),
  insecure: z.boolean().optional(),
  provision: z.enum(['in-band', 'admin', 'fixed', 'command']).optional(),
  lending: z.enum(['lent', 'fresh']).optional(),
  admin: credentials.optional(),
  accounts: z.array(credentials).optional(),
  create: z.string().optional(),
  remove: z.string().optional(),
  remote: z.string().optional(),
  secret: z.string().optional(),
  special: z.record(z.string(), credentials).optional(),
  limits: z.strictObject({ name: limit, group: limit }).optional(),
  ambient: z.array(z.string()).optional(),
  baseline: z.string().optional(),
});

const configSchema = z.strictObject({
  targets: z.record(z.string(), targetSchema).optional(),
  peers: z.record(z.string(), targetSchema).optional(),
  reporters: z.array(z.string()).optional(),
});

/** One target of the config file, or one peer. */
export type ConfiguredTarget = z.infer<typeof targetSchema>;
export type Config = z.infer<typeof configSchema>;

/** 1 MiB: thousands of targets. Guards against files given by mistake. */
const MAX_BYTES = 1_048_576;

type Variables = Readonly<Record<string, string | undefined>>;

/** `${env:NAME}`. */
const VARIABLE = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Reads a config file. Throws `UsageError` with the place of every mistake. */
export function readConfig(name: string, env: Variables): Config {
  const { source, mistakes } = readYaml(configText(name), name, { holdsSecrets: true });
  if (source === undefined) throw mistaken(mistakes);
  const filled = fillSecrets(source, env);
  const shaped = checkShape(configSchema, source, { data: filled.data ?? {} });
  const all = [...shaped.mistakes, ...filled.mistakes];
  if (shaped.data === undefined || all.length > 0) throw mistaken(all);
  return shaped.data;
}

/** All secrets that a config file gives, directly and by environment variables. Empty when it cannot be read. */
export function secretsInConfig(name: string, env: Variables): readonly string[] {
  try {
    const { source } = readYaml(readText(name, MAX_BYTES), name, { holdsSecrets: true });
    if (source === undefined) return [];
    const texts = JSON.stringify(source.data).matchAll(VARIABLE);
    const variables = [...texts].map(([, variable = '']) => env[variable] ?? '');
    return [...variables, ...secretsInData(source.data)];
  } catch {
    return [];
  }
}

const mistaken = (mistakes: readonly Mistake[]): UsageError => new UsageError(mistakes.map(formatMistake).join('\n'));

function configText(name: string): string {
  try {
    return readText(name, MAX_BYTES);
  } catch (error) {
    throw new UsageError(`--config: cannot read "${name}": ${messageOf(error)}`, { cause: error });
  }
}

/** The name of a variable as a message may show it: one that is not in capitals may be the secret itself. */
const shownName = (variable: string): string => (/^[A-Z][A-Z0-9_]*$/.test(variable) ? variable : 'named here');

/** The data with every `${env:NAME}` replaced, and a mistake for each variable that is not set. */
function fillSecrets(source: Source, env: Variables): { data: unknown; mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const fill = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => fill(entry, [...path, index]));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry, [...path, key])]));
    if (typeof value !== 'string') return value;
    return value.replace(VARIABLE, (_, variable: string) => {
      const found = env[variable];
      if (found === undefined)
        mistakes.push({
          place: source.place(path),
          message: `the environment variable ${shownName(variable)} is not set`,
        });
      return found ?? '';
    });
  };
  return { data: fill(source.data, []), mistakes };
}
