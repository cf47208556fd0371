// Every mistake that the schemas of files can find, each provoked with a value.

import { z } from 'zod';
import type { Texts } from '../model/language.ts';
import { valueText } from '../wording/file-mistakes.ts';
import { describe, type Issue, wrongValue } from '../yaml/wrong-value.ts';

/** A part of a schema, and where it is. */
interface Part {
  readonly at: string;
  readonly schema: z.core.$ZodType;
}

/** What a value of a part may do wrong, and the texts of those that were provoked. */
export interface Provoked {
  /** `targets.*.limits.name: too_small`: what the schema forbids. */
  readonly declared: readonly string[];
  readonly texts: ReadonlyMap<string, readonly Texts[]>;
}

/** Values that break types, bounds and formats. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e12, -1e12, 1e300, -1e300, Number.NaN, '', ' ', 'No such <value>\u0007', '9'],
  ...[[], ['', 3, null], {}, { 'No such key': 1, kind: 'none' }],
];

/** Provokes every mistake of the schema. Those of keys have texts of their own: `unrecognized_keys` and `invalid_key`. */
export function provoke(schema: z.ZodType): Provoked {
  const parts = partsOf({ at: '', schema });
  const declared = parts.flatMap((part) => declaredIn(part.schema).map((code) => `${part.at}: ${code}`));
  const texts = new Map<string, Texts[]>();
  for (const { at, schema: part } of parts) {
    for (const value of [...VALUES, sample(part, false), sample(part, true)]) {
      for (const issue of issuesOf(part, value)) {
        const key = `${at}: ${issue.code}`;
        texts.set(key, [...(texts.get(key) ?? []), textOf(issue, value)]);
      }
    }
  }
  return { declared: [...new Set(declared)], texts };
}

const KEYS = ['unrecognized_keys', 'invalid_key'];

/** Those of the value itself. Parts inside of it have their own turn. */
function issuesOf(part: z.core.$ZodType, value: unknown): readonly Issue[] {
  const { error } = z.safeParse(part, value);
  return (error?.issues ?? []).filter(
    ({ code, path }) => !KEYS.includes(code) && (path.length === 0 || code === 'invalid_union'),
  );
}

function textOf(issue: Issue, value: unknown): Texts {
  return wrongValue(issue, { value, shown: describe(value), name: valueText('named', 'key') });
}

/** What the definition of a part forbids, by the code of zod. */
function declaredIn({ _zod: { def } }: z.core.$ZodType): readonly string[] {
  const checks = (def.checks ?? []).flatMap((check) => CODES_OF_CHECKS[check._zod.def.check] ?? [check._zod.def.check]);
  const own = 'format' in def && def.type === 'string' ? ['invalid_format'] : [];
  return [...(CODES_OF_TYPES[def.type] ?? [def.type]), ...checks, ...own];
}

/** A value with the right types, which checks on several keys at once look at. `isWhole`: with the optional keys. */
function sample(part: z.core.$ZodType, isWhole: boolean): unknown {
  const { def } = (part as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).flatMap(([key, schema]) =>
          schema._zod.optin === undefined || isWhole ? [[key, sample(schema, false)]] : [],
        ),
      );
    case 'optional':
      return sample(def.innerType, isWhole);
    case 'union':
      return sample(def.options[0] ?? part, isWhole);
    case 'array':
      return [sample(def.element, false)];
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'enum':
      return Object.values(def.entries)[0];
    default:
      return def.type === 'string' ? 'text' : undefined;
  }
}

/** A type or check that is not here is declared under its own name, which no issue has: the test names it. */
const CODES_OF_TYPES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['string', 'number', 'boolean', 'array', 'object', 'record'].map((t) => [t, ['invalid_type']])),
  ...Object.fromEntries(['enum', 'literal'].map((type) => [type, ['invalid_value']])),
  ...Object.fromEntries(
    ['optional', 'readonly', 'nullable', 'default', 'catch', 'custom', 'pipe', 'lazy'].map((type) => [type, []]),
  ),
  ...Object.fromEntries(['transform', 'unknown'].map((type) => [type, []])),
  union: ['invalid_union'],
};
const CODES_OF_CHECKS: Readonly<Record<string, readonly string[]>> = {
  string_format: ['invalid_format'],
  min_length: ['too_small'],
  greater_than: ['too_small'],
  less_than: ['too_big'],
  number_format: ['invalid_type'],
  custom: ['custom'],
  overwrite: [],
};

/** The schema and all inside of it, each once. */
function partsOf(root: Part): readonly Part[] {
  const seen = new Set<z.core.$ZodType>();
  const visit = (part: Part): readonly Part[] => {
    // What a map without further keys has for them: `unrecognized_keys` comes first.
    if (seen.has(part.schema) || part.schema._zod.def.type === 'never') return [];
    seen.add(part.schema);
    return [part, ...inside(part.schema).flatMap(([step, schema]) => visit({ at: `${part.at}${step}`, schema }))];
  };
  return visit(root);
}

/** Parts of a definition, by the key that holds them. */
function inside({ _zod: { def } }: z.core.$ZodType): readonly (readonly [string, z.core.$ZodType])[] {
  const held = Object.entries(def).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    if (key === 'shape') return Object.entries(value as object).map(([name, schema]) => [`.${name}`, schema]);
    if (key === 'options' && Array.isArray(value)) return value.map((schema, index) => [`|${index}`, schema]);
    if (key === 'getter' && typeof value === 'function') return [['', value()]];
    return [[STEPS[key] ?? '', value]];
  });
  return held.filter((entry): entry is readonly [string, z.core.$ZodType] => entry[1] instanceof z.core.$ZodType);
}

const STEPS: Readonly<Record<string, string>> = { element: '[]', valueType: '.*', keyType: '.key', catchall: '.*' };
