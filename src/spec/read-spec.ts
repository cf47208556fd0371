// Reads the YAML files of spec/ and checks them against a schema.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** Reads `spec/<file>`. Throws an error with the file and all places that do not fit the schema. */
export function readSpec<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  // Works from src/spec and from dist/spec.
  const content: unknown = parse(readFileSync(new URL(`../../spec/${file}`, import.meta.url), 'utf8'));
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new Error(`spec/${file} is not as expected:\n${z.prettifyError(result.error)}`);
}
