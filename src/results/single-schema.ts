// The parts of a JSON report on one server that stand beside the results of a pair.

import { z } from 'zod';
import { comparedSchema } from './compared-schema.ts';
import { failureSchema } from './data-schema.ts';
import { list, texts } from './schema-parts.ts';

const check = z.object({
  session: z.string().default(''),
  requirements: texts,
  /** A failure that this version does not know proves nothing. */
  failure: failureSchema.optional().catch(undefined),
});

const actor = z.object({ name: z.string(), isRemote: z.boolean() });

/** Verdicts, which every version writes, and how checks failed. Transcripts are not read. */
export const singleSchema = comparedSchema.extend({
  results: list(
    comparedSchema.shape.results
      .unwrap()
      .element.extend({ checks: list(check).default([]), actors: list(actor).optional() }),
  ),
});

export type SingleReport = z.output<typeof singleSchema>;
