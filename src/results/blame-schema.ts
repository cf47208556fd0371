// What a JSON report keeps of the blame for failures of a pair, and of each server alone.

import { z } from 'zod';
import type { Blame } from '../model/blame.ts';
import type { AloneResult } from '../model/result.ts';
import { OUTCOMES } from './outcomes.ts';
import { taggedUnion, texts } from './report-schema-parts.ts';

const side = z.enum(['A', 'B']);

/** Which server of a federated case broke the rule, and what proves it. */
export const blameSchema = taggedUnion({
  sent: { side },
  delivered: { side },
  arrived: { side },
  owed: { side },
  answered: { side },
  made: { side },
  kept: { side },
  reacted: { side },
  apart: { side },
  alone: { side, case: z.string() },
  unseen: { side: z.literal('pair') },
}) satisfies z.ZodType<Blame>;

/** The same row on one server of the pair. */
export const aloneSchema = z.object({
  side,
  case: z.string(),
  outcome: z.enum(OUTCOMES),
  requirements: texts,
}) satisfies z.ZodType<AloneResult>;
