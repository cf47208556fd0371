// Reads the YAML files of spec/. What the build has read and checked is taken as it is: the package holds that instead of the files.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { z } from 'zod';
import { digestOf, openStore, soleDigestOf } from '../prepared/store.ts';

/** Files of `spec/` with data. */
export type SpecFile =
  | 'requirements.yaml'
  | 'rulings.yaml'
  | 'appendix-a.yaml'
  | 'delivery-table.yaml'
  | 'section-map.yaml'
  | 'quotes.yaml';

/** Makes the schema of a file. The library is passed, because it takes longer to load than all prepared files. */
export type SpecSchema<Data> = (zod: typeof z) => z.ZodType<Data>;

/** A file of `spec/` and its schema. */
export interface Spec<Data> {
  readonly file: SpecFile;
  readonly schema: SpecSchema<Data>;
}

/** What was read. The files are those of the package and do not change; pages and servers ask again and again. */
const known = new Map<SpecFile, unknown>();

/**
 * Reads `spec/<file>`, once in a process: all callers share the data and must not change them. Throws an error with the file
 * and all places that do not fit the schema.
 */
export function readSpec<Data>(spec: Spec<Data>): Data {
  if (!known.has(spec.file)) known.set(spec.file, read(spec));
  return known.get(spec.file) as Data;
}

function read<Data>({ file, schema }: Spec<Data>): Data {
  // The build stores what fits the schema.
  return (openStore(file)(specDigest(file)) as Data | undefined) ?? check(specText(file) ?? '', { file, schema });
}

/** The digest of the text of `spec/<file>`. */
export function specDigest(file: SpecFile): string {
  const text = specText(file);
  return text === undefined ? soleDigestOf(file) : digestOf(text);
}

/** The text of `spec/<file>`; undefined in the package. */
function specText(file: SpecFile): string | undefined {
  // Works from src/spec and from dist/spec.
  const path = new URL(`../../spec/${file}`, import.meta.url);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function check<Data>(text: string, { file, schema }: Spec<Data>): Data {
  const load = createRequire(import.meta.url);
  const { z: zod } = load('zod') as typeof import('zod');
  const { parse } = load('yaml') as typeof import('yaml');
  const result = schema(zod).safeParse(parse(text));
  if (result.success) return result.data;
  throw new Error(`spec/${file} is not as expected:\n${zod.prettifyError(result.error)}`);
}
