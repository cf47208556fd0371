// The shape of requirements in scenario files. A file of its own: the library takes longer to load than all prepared cases.

import { z } from 'zod';
import { levels } from '../spec/requirements.ts';
import { expectation } from '../wording/file-mistakes.ts';

/** `xep0199-4.1-a`: a selector is told from a feature, a topology and a section by its parts. */
const ID = /^[a-z][a-z0-9.]*(-[A-Za-z0-9.]+)+$/;

/** One entry of `requirements`. */
export const ownRequirementSchema = z.strictObject({
  id: z.string().regex(ID, expectation('ownId')).describe('What checks cite: xep0199-4.1-a'),
  level: z.enum(levels).describe('The level of RFC 2119. A failed check of a MUST or MUST NOT fails the case'),
  text: z.string().min(1).describe('What the server must do, in words of your own'),
  zh: z.string().min(1).optional().describe('The text in Chinese'),
  link: z
    .url({ protocol: /^https?$/, error: expectation('httpAddress') })
    .describe('Where the rule can be read: https://xmpp.org/extensions/xep-0199.html#c2s'),
  section: z
    .string()
    .optional()
    .describe('The specification, and the section in it: XEP-0199 4.1. Default: the section of the file'),
});

/** An entry as it is written. */
export type AuthoredRequirement = z.infer<typeof ownRequirementSchema>;
