// xmppspec.config.yaml: targets and peers by name, reporters, ambient traffic. `${env:NAME}` keeps secrets out of it.

import { z } from 'zod';
import type { Texts } from '../../model/language.ts';
import type { Mistake } from '../../model/place.ts';
import { parseXml } from '../../stanza/xml.ts';
import { XmlError } from '../../stanza/xml-error.ts';
import { troubleOf } from '../../wording/file-troubles.ts';
import { baselineMistake } from '../../wording/report-mistakes.ts';
import { secretsInData } from '../../wording/secrets.ts';
import { suggest } from '../../wording/suggest.ts';
import { usageErrorFrom } from '../../wording/usage.ts';
import { mistakenFile } from '../../yaml/mistakes.ts';
import { type Path, readYaml, type Source } from '../../yaml/read.ts';
import { readText } from '../../yaml/read-text.ts';
import { checkShape } from '../../yaml/shape.ts';
import type { AmbientPattern } from './ambient.ts';

/** 1 MiB: thousands of targets. Guards against files given by mistake. */
const MAX_BYTES = 1_048_576;

type Variables = Readonly<Record<string, string | undefined>>;

/** `${env:NAME}`. */
const VARIABLE = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Reads a config file. Throws `UsageError` with the place of every mistake. */
export function readConfig(name: string, env: Variables): Config {
  const { source, mistakes } = readYaml(configText(name), name, { holdsSecrets: true });
  if (source === undefined) throw mistakenFile(mistakes);
  const filled = fillSecrets(source, env);
  const shaped = checkShape(configSchema, source, { data: filled.data ?? {} });
  const config = shaped.data ?? {};
  const ambient = ambientIn(config, source);
  const own = [
    ...unknownPeers(config, source),
    ...unusedCommands(config, source),
    ...furtherDefaults(config, source),
    ...ambient.mistakes,
  ];
  const all = [...shaped.mistakes, ...filled.mistakes, ...own];
  if (shaped.data === undefined || all.length > 0) throw mistakenFile(all);
  return { ...shaped.data, ...(ambient.patterns.length > 0 && { ambientPatterns: ambient.patterns }) };
}

/** The patterns of ambient traffic, and a mistake for each that is not one XML element. */
function ambientIn({ targets = {}, peers = {} }: Config, source: Source) {
  const patterns: AmbientPattern[] = [];
  const mistakes: Mistake[] = [];
  for (const [part, servers] of Object.entries({ targets, peers })) {
    for (const [name, { ambient = [] }] of Object.entries(servers)) {
      for (const [at, xml] of ambient.entries()) {
        const place = source.place([part, name, 'ambient', at]);
        try {
          patterns.push({ pattern: parseXml(xml), place });
        } catch (error) {
          if (!(error instanceof XmlError)) throw error;
          mistakes.push({ place, message: baselineMistake('ambientNoElement') });
        }
      }
    }
  }
  return { patterns, mistakes };
}

/** A mistake for each baseline with a server that the file does not name. */
function unknownPeers({ targets = {}, peers = {} }: Config, source: Source): readonly Mistake[] {
  const known = [...Object.keys(targets), ...Object.keys(peers)];
  return Object.entries({ targets, peers }).flatMap(([part, servers]) =>
    Object.entries(servers).flatMap(([name, { baselines = {} }]) =>
      Object.keys(baselines)
        .filter((peer) => !known.includes(peer))
        .map((peer) => ({
          place: source.place([part, name, 'baselines', peer]),
          message: baselineMistake('unknownPeer', peer, suggest(peer, known)),
        })),
    ),
  );
}

/** A mistake for each server with commands that make accounts, where accounts come from elsewhere. */
function unusedCommands({ targets = {}, peers = {} }: Config, source: Source): readonly Mistake[] {
  return Object.entries({ targets, peers }).flatMap(([part, servers]) =>
    Object.entries(servers).flatMap(([name, server]) => {
      const { provision } = server;
      const key = (['create', 'remove'] as const).find((one) => server[one] !== undefined);
      const other = (['accounts', 'admin'] as const).find((one) => server[one] !== undefined);
      if (key === undefined || provision === 'command') return [];
      const place = source.place([part, name, key]);
      if (provision !== undefined) return [{ place, message: baselineMistake('commandUnused', key, provision) }];
      return other === undefined ? [] : [{ place, message: baselineMistake('commandBeside', key, other) }];
    }),
  );
}

/** A mistake for each target that is the default beside another one. */
function furtherDefaults({ targets = {} }: Config, source: Source): readonly Mistake[] {
  const [first, ...further] = Object.keys(targets).filter((name) => targets[name]?.default);
  return further.map((name) => ({
    place: source.place(['targets', name, 'default']),
    message: baselineMistake('secondDefault', first ?? ''),
  }));
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

function configText(name: string): string {
  try {
    return readText(name, MAX_BYTES);
  } catch (error) {
    throw usageErrorFrom(error, 'cannotRead', '--config', name, troubleOf(error));
  }
}

/** Says that a variable is not set. A name that is not in capitals may be the secret itself. */
const unset = (variable: string): Texts =>
  /^[A-Z][A-Z0-9_]*$/.test(variable)
    ? baselineMistake('variableUnset', variable)
    : baselineMistake('hiddenVariableUnset');

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
      if (found === undefined) mistakes.push({ place: source.place(path), message: unset(variable) });
      return found ?? '';
    });
  };
  return { data: fill(source.data, []), mistakes };
}

const optional = <T extends z.ZodType>(schema: T, description: string) => schema.optional().describe(description);

const credentials = (description: string) =>
  z
    .strictObject({
      jid: z.string().describe('user@domain'),
      password: z.string().describe('best given as ${env:NAME}'),
    })
    .describe(description);
const limit = (description: string) => z.int().min(1).exactOptional().describe(description);

const serverSchema = z.strictObject({
  command: z.string().describe('shell command that starts the server; the run stops all of its processes when it ends'),
  cwd: optional(z.string(), 'working directory of the command; that of the run if absent'),
  env: optional(z.record(z.string(), z.string()), 'variables that are added to the environment of the run'),
  log: optional(z.string(), 'file for what the server writes; xmppspec-server.log if absent'),
});

const targetSchema = z.strictObject({
  address: z.string().describe('xmpp://host[:port], or xmpps:// for direct TLS'),
  domain: optional(z.string(), 'domain of the server, if it differs from its host'),
  plaintext: optional(z.boolean(), 'use no TLS; only for loopback addresses'),
  ca: optional(z.string(), 'PEM file of the authority that signed the certificate of the server'),
  insecure: optional(z.boolean(), 'accept any certificate'),
  provision: optional(
    z.enum(['in-band', 'admin', 'fixed', 'command']),
    'how to get accounts; absent: as the keys below say, otherwise in-band',
  ),
  lending: optional(z.enum(['lent', 'fresh']), 'lent: accounts are cleaned and reused; fresh: each case gets new ones'),
  maxAccounts: optional(
    z.int().min(10),
    'most accounts that are made on a server that does not remove them; if absent 40, and 3000 where their rosters cannot be emptied',
  ),
  admin: optional(credentials('administrator'), 'administrator who adds and deletes accounts (XEP-0133)'),
  accounts: optional(z.array(credentials('existing account')), 'existing accounts; their rosters are emptied'),
  create: optional(
    z.string(),
    'shell command that creates an account: {user} {domain} {password}; means provision: command',
  ),
  remove: optional(z.string(), 'shell command that removes an account: {user} {domain}'),
  remote: optional(z.string(), 'component://host:port/remote.domain (XEP-0114): play a remote domain'),
  secret: optional(z.string(), 'secret of that component; XMPPSPEC_REMOTE_SECRET overrides it'),
  special: optional(
    z.record(z.string(), credentials('account with a property that no run can make')),
    'accounts by the name that a case needs, such as "rosterless": an account that must not use its roster',
  ),
  limits: optional(
    z.strictObject({
      name: limit('longest name of a roster item that the server accepts, in characters'),
      group: limit('longest name of a roster group that the server accepts, in characters'),
    }),
    'limits of the server that the standard allows',
  ),
  ambient: optional(z.array(z.string()), 'patterns of stanzas that modules of the server send on their own, as XML'),
  baseline: optional(z.string(), 'file of known failures'),
  baselines: optional(z.record(z.string(), z.string()), 'files of known failures with each peer, by its name'),
  server: optional(serverSchema, 'how to start the server; absent: it runs already'),
});

const isDefault = z.boolean().exactOptional().describe('true: the target of a run without --target');

export const configSchema = z.strictObject({
  targets: optional(
    z.record(z.string(), targetSchema.extend({ default: isDefault })),
    'servers by the name that --target takes',
  ),
  peers: optional(z.record(z.string(), targetSchema), 'servers by the name that --peer takes'),
  reporters: optional(z.array(z.string()), 'NAME[=PATH] of each reporter, where --reporter is not given'),
});

/** One target of the config file, or one peer. */
export type ConfiguredTarget = z.infer<typeof targetSchema>;
export type Config = z.infer<typeof configSchema> & {
  /** All patterns of ambient traffic in the file; absent: there are none. */
  readonly ambientPatterns?: readonly AmbientPattern[];
};

/** The schema for editors. */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7' });
  return { ...schema, title: 'xmppspec.config.yaml' };
}
