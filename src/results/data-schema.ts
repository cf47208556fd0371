// The schema of the data whose fields `tags/` lists, as a JSON report keeps them.

import { z } from 'zod';
import type { Blame } from '../model/blame.ts';
import type { PlainTypes } from '../model/data.ts';
import type { Failure } from '../model/failure.ts';
import type { Note } from '../model/note.ts';
import type { Reason } from '../model/reason.ts';
import type { AloneResult } from '../model/result.ts';
import type { MetLimits } from '../model/run.ts';
import { NAMED_STATE, SEEN_STATE } from '../tags/failure.ts';
import { OBJECTS, UNIONS } from '../tags/names.ts';
import type { Fields, Table } from '../tags/table.ts';
import { list } from './report-schema-parts.ts';
import { MAX_XML, xml } from './report-xml.ts';

const PLAIN: { readonly [Name in keyof PlainTypes]: () => z.ZodType<PlainTypes[Name]> } = {
  text: () => z.string(),
  value: () =>
    z.codec(z.string(), z.string(), {
      decode: (written) => written,
      encode: (value) => value.slice(0, MAX_XML),
    }),
  number: () => z.number(),
  boolean: () => z.boolean(),
  xml: () => xml,
  pair: () => z.literal('pair'),
  foundState: () =>
    z.union([object(NAMED_STATE), object(SEEN_STATE)]) as z.ZodType<unknown> as z.ZodType<PlainTypes['foundState']>,
};

/** The schemas made so far, each once; those under way hold themselves. */
const made = new Map<string, z.ZodType>();

function schemaOf(name: string): z.ZodType {
  const known = made.get(name);
  if (known !== undefined) return known;
  // Problems and reasons have causes of their own type.
  made.set(
    name,
    z.lazy(() => made.get(name) as z.ZodType),
  );
  const schema = newSchema(name);
  made.set(name, schema);
  return schema;
}

function newSchema(name: string): z.ZodType {
  if (name in PLAIN) return PLAIN[name as keyof PlainTypes]();
  if (name in UNIONS) return union(UNIONS[name as keyof typeof UNIONS]);
  if (name in OBJECTS) return object(OBJECTS[name as keyof typeof OBJECTS]);
  if (name.endsWith('?')) return schemaOf(name.slice(0, -1)).optional();
  if (name.endsWith('[]')) return list(schemaOf(name.slice(0, -2)));
  return z.enum(name.split('|'));
}

const shape = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, schemaOf(type)]));

const object = (fields: Fields) => z.object(shape(fields));

function union(table: Table): z.ZodType {
  const members = Object.entries(table).map(([kind, fields]) => z.object({ kind: z.literal(kind), ...shape(fields) }));
  return z.discriminatedUnion('kind', members as [(typeof members)[0], ...typeof members]);
}

/** See `Failure`. The elements in it are text in the report. */
export const failureSchema = schemaOf('failure') as z.ZodType<Failure, Pick<Failure, 'kind'>>;
/** See `AloneResult`. */
export const aloneSchema = schemaOf('aloneResult') as z.ZodType<AloneResult, AloneResult>;
/** See `Blame`. */
export const blameSchema = schemaOf('blame') as z.ZodType<Blame, Blame>;
/** See `Note`. */
export const noteSchema = schemaOf('note') as z.ZodType<Note, Note>;
/** See `Reason`. */
export const reasonSchema = schemaOf('reason') as z.ZodType<Reason, Reason>;
/** See `MetLimits`. */
export const limitsSchema = schemaOf('metLimits') as z.ZodType<MetLimits, MetLimits>;
