// Reads the standards as data: the YAML files of spec/, each checked against its schema.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** Parses `spec/<file>`. Throws an error that names the file and each place in it that the schema refuses. */
export function readSpec<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  // The same two steps up from src/spec and from dist/spec.
  const content: unknown = parse(readFileSync(new URL(`../../spec/${file}`, import.meta.url), 'utf8'));
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new Error(`spec/${file} is not as expected:\n${z.prettifyError(result.error)}`);
}
