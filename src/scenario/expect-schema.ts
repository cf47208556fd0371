// The schema of an expect step.

import { z } from 'zod';
import { MAX_WITHIN } from './limits.ts';
import { exactlyOne } from './schema-checks.ts';
import { cell, ids, name, proves, stanza } from './schema-parts.ts';

const furtherPattern = z
  .strictObject({ stanza, proves })
  .describe('A further pattern for the same stanza, with a requirement of its own');

const error = z
  .strictObject({
    condition: z.string().describe('Condition of RFC 6120 8.3.3, alternatives a|b, any, or ${capture:NAME}'),
    id: z.string().optional().describe('Id of the stanza that the error answers'),
    type: z
      .string()
      .optional()
      .describe(
        'Error type, alternatives cancel|modify, or ${capture:NAME}. Default: the type that RFC 6120 recommends',
      ),
    kind: z
      .string()
      .optional()
      .describe('Kind of stanza: iq (default), message or presence')
      .meta({ examples: ['iq', 'message', 'presence'] }),
    from: z.string().optional().describe('Sender of the error'),
    to: z.string().optional().describe('Recipient of the error'),
  })
  .describe('Short form of an error stanza');

const check = z
  .strictObject({
    stanza: stanza.optional(),
    error: error.optional(),
    proves,
    typeProves: ids.optional().describe('Requirement that the error type proves, if it is not the one of RFC 6120'),
    and: z.array(furtherPattern).optional().describe('Further patterns for the same stanza'),
  })
  .check(exactlyOne(['stanza', 'error'], 'key'))
  .meta({ id: 'check', description: 'A stanza that must arrive, and the requirement that it proves' });

const expectation = z
  .union([
    z.array(check),
    z.strictObject({
      receives: z.array(check).optional().describe('Stanzas that must arrive'),
      may: z.array(stanza).optional().describe('Stanzas that may arrive in addition, each at most once'),
      inOrder: z.boolean().optional().describe('The stanzas must arrive in this order. Default false'),
      proves: ids.optional().describe('Requirement that an unexpected stanza at this session violates'),
    }),
  ])
  .meta({
    id: 'expectation',
    description: 'The stanzas that a session receives: a list of checks, or a map with "receives" and "may"',
  });

const alternative = z
  .object({
    violates: ids.optional().describe('Requirements that a server violates with this alternative'),
    ends: z
      .literal(true)
      .optional()
      .describe('The case ends here: the steps that follow are about the other alternatives'),
  })
  .catchall(expectation)
  .describe('The stanzas that each session receives in this alternative');

export const expectSchema = z
  .object({
    oneOf: z
      .record(name, alternative)
      .optional()
      .describe('Permitted alternatives by name; the report records the one that is observed'),
    proves: ids.optional().describe('Requirement that an unexpected stanza at any session violates'),
    within: z
      .int()
      .min(1)
      .max(MAX_WITHIN)
      .optional()
      .describe('Seconds that the server may take, where its answer needs DNS or a connection to another server'),
    cell: cell.optional(),
  })
  .catchall(expectation);

export type AuthoredExpect = z.infer<typeof expectSchema>;
export type AuthoredExpectation = z.infer<typeof expectation>;
export type AuthoredAlternative = z.infer<typeof alternative>;
export type AuthoredCheck = z.infer<typeof check>;
export type AuthoredError = z.infer<typeof error>;
