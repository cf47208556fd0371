// The parts of JSON reports that comparisons need. Their names stay the same in every version, released or not.

import { z } from 'zod';
import { levels } from '../spec/requirements.ts';
import { expectation } from '../wording/file-mistakes.ts';
import { failureSchema } from './data-schema.ts';
import { OUTCOMES, VERDICTS } from './outcomes.ts';
import { ownRequirementsSchema } from './own-requirements.ts';
import { list, texts } from './report-schema-parts.ts';

const verdict = z.object({ id: z.string(), level: z.enum(levels), verdict: z.enum(VERDICTS) });

export const comparedSchema = z.object({
  schema: z.literal(1),
  tool: z.object({ version: z.string() }).optional(),
  target: z.object({ name: z.string(), software: z.string(), version: z.string(), domain: z.string() }),
  /** The second server; absent: the run was on one. */
  peer: z.object({ name: z.string() }).optional(),
  startedAt: z.iso.datetime(expectation('time')),
  ownRequirements: ownRequirementsSchema,
  shard: z.object({ index: z.number(), count: z.number() }).optional(),
  results: list(
    z.object({
      id: z.string(),
      outcome: z.enum(OUTCOMES),
      requirements: list(verdict),
      observed: texts,
      knownFailure: z.string().optional(),
    }),
  ),
  /** Cases selected that did not run. */
  notRun: list(z.object({ id: z.string() })).optional(),
});

export type ComparedReport = z.output<typeof comparedSchema>;

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
