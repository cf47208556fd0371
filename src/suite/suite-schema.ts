// The shape of suite.yaml. Editors show the descriptions: they are part of schema/suite.json.

import { z } from 'zod';
import { levels } from '../spec/requirements.ts';
import { expectation } from '../wording/file-mistakes.ts';
import { linkTo, requirementsSchema } from './requirement-schema.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, expectation('lowerCaseName'));

const feature = z.strictObject({
  name: name.describe('What requirements, needs and selectors name it by: blocking'),
  level: z.enum(levels).describe('The level of RFC 2119 of the feature as a whole'),
  text: z.string().min(1).describe('What the feature is, in one sentence'),
  zh: z.string().min(1).optional().describe('The text in Chinese'),
  section: z.string().optional().describe('The section that defines it. Default: the specification as a whole'),
  link: linkTo('The address of the section. Default: that of the suite').optional(),
  found: z
    .string()
    .regex(/^disco:\S+$/, expectation('discovered'))
    .optional()
    .describe('What a server that has it lists in its service discovery (XEP-0030): disco:urn:xmpp:blocking'),
});

/** The file `suite.yaml`. */
export const suiteSchema = z
  .strictObject({
    name: name.describe('The first part of the ids of all cases: xep0191'),
    title: z.string().min(1).describe('What the suite is about: Blocking Command'),
    zh: z.string().min(1).optional().describe('The title in Chinese'),
    specification: z.string().describe('The specification, without a section: XEP-0191'),
    role: z
      .enum(['server', 'client'])
      .optional()
      .describe(
        'Whom the cases test. Default: server. In a suite for clients, every case has the session romeo/client: what it receives, the client under test has sent',
      ),
    link: linkTo('The address of the specification: https://xmpp.org/extensions/xep-0191.html'),
    needs: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .describe('What all cases need, as "needs" of a scenario; a scenario that says "no ..." of it is left alone'),
    accounts: z.enum(['fresh', 'unused']).optional().describe('The accounts of actors that name none. Default: unused'),
    features: z.array(feature).min(1).optional().describe('What reports count the requirements by'),
    ambient: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Patterns of stanzas that servers send on their own, and none of the cases is about'),
  })
  .meta({ title: 'xmppspec suite', description: 'What all scenarios of a folder share' });

/** The file as it is written. */
export type AuthoredSuite = z.infer<typeof suiteSchema>;

/** JSON Schema (draft 7, which editors read) of suite.yaml. */
export const suiteJsonSchema = (): object => z.toJSONSchema(suiteSchema, { target: 'draft-7', io: 'input' });

/** JSON Schema (draft 7) of requirements.yaml. */
export const requirementsJsonSchema = (): object =>
  z.toJSONSchema(requirementsSchema, { target: 'draft-7', io: 'input' });
