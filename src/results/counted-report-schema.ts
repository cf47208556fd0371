// The parts of the JSON report that tables of several servers need.

import { z } from 'zod';
import { reportSchema, resultSchema } from './report-schema.ts';
import { list, texts } from './report-schema-parts.ts';

const countedResult = resultSchema
  .pick({
    id: true,
    title: true,
    section: true,
    topology: true,
    cell: true,
    outcome: true,
    requirements: true,
    citedRequirements: true,
    observed: true,
    knownFailure: true,
    passive: true,
  })
  .extend({
    checks: list(
      z.object({
        requirements: texts,
        failure: z.object({ kind: z.string() }).optional(),
        /** Of a case with two servers: the one under test, its peer, or not known which; absent: not of two servers. */
        blame: z.object({ side: z.enum(['A', 'B', 'pair']), kind: z.string().optional() }).optional(),
      }),
    ),
  });

/** The parts of a report that tables of several servers need, without its XML: the reading is ten times as fast. */
export const countedReportSchema = reportSchema
  .pick({ schema: true, tool: true, target: true, peer: true, startedAt: true, shard: true, ownRequirements: true })
  .extend({ results: list(countedResult), notRun: list(z.object({ id: z.string() })).optional() });

export type CountedReport = z.output<typeof countedReportSchema>;
