// Parts that the schemas of a scenario file share.

import { z } from 'zod';
import { expectation } from '../wording/file-mistakes.ts';

/** Names of actors, sessions, stanzas, alternatives and accounts. */
export const NAME = /^[a-z][a-z0-9-]*$/;

export const name = z.string().regex(NAME, expectation('lowerCaseName'));
export const ids = z.union([z.string(), z.array(z.string()).min(1)]);
export const proves = ids.describe('Requirement id that this proves, or a list of them: rfc6121-2.3.2-b');
export const session = z.string().describe('A session: juliet/balcony');
export const stanza = z.string().describe('The XML of a stanza, or the name of one under "stanzas"');

export const cell = z
  .string()
  .describe(
    'A cell of a table of RFC 6121: of Appendix A, out-subscribe-1, or "out-subscribed-1 pre-approved", where the server offers pre-approval and the contact is pre-approved before the stanza; in "expect" also of 8.5.4, negative-only/bare/chat',
  )
  .meta({ examples: ['${cell}', '${cell} pre-approved'] });

export type RequirementIds = z.infer<typeof ids>;
