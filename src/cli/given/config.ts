// xmppspec.config.yaml: targets and peers by name, reporters, ambient traffic. `${env:NAME}` keeps secrets out of it.

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
import { type Config, configSchema } from './config-schema.ts';

export type { Config, ConfiguredTarget } from './config-schema.ts';

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
