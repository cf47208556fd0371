// Reads the YAML files of spec/ and checks them against a schema.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { digestOf, openStore } from '../prepared/store.ts';

/** Files of `spec/` with data. */
export const SPEC_FILES = [
  'requirements.yaml',
  'rulings.yaml',
  'appendix-a.yaml',
  'delivery-table.yaml',
  'section-map.yaml',
] as const;
export type SpecFile = (typeof SPEC_FILES)[number];

/** Reads `spec/<file>`. Throws an error with the file and all places that do not fit the schema. */
export function readSpec<Schema extends z.ZodType>(file: SpecFile, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(specContent(file));
  if (result.success) return result.data;
  throw new Error(`spec/${file} is not as expected:\n${z.prettifyError(result.error)}`);
}

/** The data of `spec/<file>`, not yet checked: those that the build has prepared, or else the parsed YAML. */
export function specContent(file: SpecFile): unknown {
  const text = specText(file);
  return openStore(file)(digestOf(text)) ?? parse(text);
}

/** The text of `spec/<file>`. */
export function specText(file: SpecFile): string {
  // Works from src/spec and from dist/spec.
  return readFileSync(new URL(`../../spec/${file}`, import.meta.url), 'utf8');
}
