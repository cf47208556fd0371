// The shape of requirements in scenario files and in suites. A file of its own: the library takes longer to load than all prepared cases.

import { z } from 'zod';
import { levels } from '../spec/requirements.ts';
import { expectation } from '../wording/file-mistakes.ts';

/** `xep0199-4.1-a`: a selector is told from a feature, a topology and a section by its parts. */
const ID = /^[a-z][a-z0-9.]*(-[A-Za-z0-9.]+)+$/;

const link = z.url({ protocol: /^https?$/, error: expectation('httpAddress') });

/** An address that begins with `https://`, with what it is the address of. */
export const linkTo = (what: string) => link.describe(what);

const keys = {
  id: z.string().regex(ID, expectation('ownId')).describe('What checks cite: xep0199-4.1-a'),
  level: z.enum(levels).describe('The level of RFC 2119. A failed check of a MUST or MUST NOT fails the case'),
  text: z.string().min(1).describe('What the server must do, in words of your own'),
  zh: z.string().min(1).optional().describe('The text in Chinese'),
};

const LINK = 'Where the rule can be read: https://xmpp.org/extensions/xep-0199.html#c2s';

/** One entry of `requirements` in a scenario file. */
export const ownRequirementSchema = z.strictObject({
  ...keys,
  link: linkTo(LINK),
  section: z
    .string()
    .optional()
    .describe('The specification, and the section in it: XEP-0199 4.1. Default: the section of the file'),
});

/** An entry as it is written. */
export type AuthoredRequirement = z.infer<typeof ownRequirementSchema>;

/** The file `requirements.yaml` of a suite. */
export const requirementsSchema = z
  .array(
    z.strictObject({
      ...keys,
      link: linkTo(LINK).optional(),
      section: z
        .string()
        .optional()
        .describe('The section of the specification: 4.1. Default: the specification as a whole'),
      feature: z.string().optional().describe('The feature of the suite that the rule belongs to'),
      role: z
        .enum(['server', 'client', 'both'])
        .optional()
        .describe('Whom the rule binds. Default: server. Checks cannot cite one that binds clients alone'),
      observe: z
        .enum(['c2s', 'none'])
        .optional()
        .describe('none: no client can see whether it is met, and no check is missed. Default: c2s'),
      since: z.string().optional().describe('The version of the suite that brought the rule: "1.0"'),
    }),
  )
  .min(1)
  .meta({ title: 'xmppspec requirements', description: 'The requirements of a suite, which its checks cite' });

/** The entries as they are written. */
export type AuthoredRequirements = z.infer<typeof requirementsSchema>;
