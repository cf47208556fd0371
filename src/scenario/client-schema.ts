// The parts of the schema of a scenario file that only cases about clients use.

import { z } from 'zod';
import { exactlyOne, wholeSend } from './schema-checks.ts';
import { proves, session, stanza } from './schema-parts.ts';

const to = z.string().describe('The address of the other one: ${juliet}');
const word = (about: string) => z.string().describe(about);

/** What drivers are told: each verb with its words in their order, of which the last one may hold blanks. */
export const DRIVER_VERBS = {
  message: z.strictObject({ to, body: word('The text of the message') }),
  subscribe: z.strictObject({ to }),
  unsubscribe: z.strictObject({ to }),
  approve: z.strictObject({ to }),
  deny: z.strictObject({ to }),
  preapprove: z.strictObject({ to }),
  add: z.strictObject({ jid: to, name: word('The name of the item, without blanks'), group: word('Its group') }),
  remove: z.strictObject({ jid: to }),
  presence: z.strictObject({
    show: word('available, away, chat, dnd or xa'),
    status: word('The text that goes with it'),
  }),
  close: z.strictObject({ to }),
  quit: z.strictObject({}),
} as const;

const optional = Object.fromEntries(
  Object.entries(DRIVER_VERBS).map(([verb, words]) => [
    verb,
    words.optional().describe(`The verb "${verb}" of the driver`),
  ]),
) as unknown as { [Verb in keyof typeof DRIVER_VERBS]: z.ZodOptional<(typeof DRIVER_VERBS)[Verb]> };

export const doSchema = z.strictObject(optional).check(exactlyOne(Object.keys(DRIVER_VERBS), 'key'));

const shown = z.array(z.string().describe('The XML of what is shown'));

export const showsSchema = z
  .strictObject({
    roster: shown.optional().describe('Items of its roster: <item jid="nurse@${domain}"/>'),
    messages: shown
      .optional()
      .describe(
        'Messages that have come since this was last asked: <message from="${juliet}"><body>hello</body></message>',
      ),
    contacts: shown
      .optional()
      .describe('Available contacts: <presence from="${juliet/phone}"><show>away</show></presence>'),
    proves,
  })
  .check(exactlyOne(['roster', 'messages', 'contacts'], 'key'));

export const sendSchema = z
  .strictObject({
    from: session.optional(),
    to: session
      .optional()
      .describe('In a suite for clients: the session of the client, to which the server sends: romeo/client'),
    stanza: stanza.optional(),
    raw: z.string().optional().describe('With "to": text that is written as it stands, which may be no XML'),
  })
  .check(wholeSend);

export const servedSchema = z
  .strictObject({
    roster: z.array(stanza).optional().describe('What the client gets in place of the answer to its first roster get'),
    without: z
      .array(z.enum(['ver', 'sub']))
      .optional()
      .describe('Stream features that are left out: ver, sub'),
  })
  .describe('Of the client under test: how the server differs from itself at its login');
