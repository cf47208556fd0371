// The authoring shape: what a scenario file may hold. Kept apart from the running shape in model.ts.
// Descriptions end up in scenarios/schema.json, where editors show them.

import { z } from 'zod';
import { exactlyOne, wholeState } from './schema-checks.ts';

/** Names of actors, sessions, stanzas, alternatives and accounts. */
export const NAME = /^[a-z][a-z0-9-]*$/;

const name = z.string().regex(NAME, 'expected a name of lower case letters, digits and "-", a letter first');
const ids = z.union([z.string(), z.array(z.string()).min(1)]);
const proves = ids.describe('Requirement id, or a list of them, that this proves: rfc6121-2.3.2-b');
const stanza = z.string().describe('A stanza as the standard prints it, or the name of one under "stanzas"');
const session = z.string().describe('A session: juliet/balcony');

const sessionSettings = z
  .strictObject({
    roster: z.boolean().optional().describe('Asks for the roster after login, which makes it interested. Default true'),
    presence: z
      .string()
      .optional()
      .describe('Initial presence: available (default), none, or the XML of a presence stanza; absent: no such session')
      .meta({ examples: ['available', 'none', 'absent'] }),
    priority: z
      .int()
      .min(-128)
      .max(127)
      .optional()
      .describe('Priority of the initial presence, with presence available'),
    answers: z.boolean().optional().describe('Answers roster pushes and pings by itself. Default true'),
  })
  .describe('How one session of the actor behaves; {} for the defaults');

const furtherPattern = z
  .strictObject({ stanza, proves })
  .describe('A further pattern that the same stanza is held against, with a requirement of its own');

const error = z
  .strictObject({
    condition: z.string().describe('Condition of RFC 6120 8.3.3, alternatives a|b, or any'),
    id: z.string().optional().describe('Id of the stanza that is answered'),
    type: z
      .string()
      .optional()
      .describe('Error type, or alternatives cancel|modify. Default: what RFC 6120 recommends'),
    kind: z
      .string()
      .optional()
      .describe('Kind of stanza: iq (default), message or presence')
      .meta({ examples: ['iq', 'message', 'presence'] }),
    from: z.string().optional().describe('Sender of the error'),
    to: z.string().optional().describe('Recipient of the error'),
  })
  .describe('An error answer in short');

const check = z
  .strictObject({
    stanza: stanza.optional(),
    error: error.optional(),
    proves,
    typeProves: ids.optional().describe('Requirement on the type of the error, where it is not the one of RFC 6120'),
    and: z.array(furtherPattern).optional().describe('Further patterns for the same stanza'),
  })
  .check(exactlyOne(['stanza', 'error'], 'key'))
  .meta({ id: 'check', description: 'A stanza that must arrive, and the requirement that proves' });

const expectation = z
  .union([
    z.array(check),
    z.strictObject({
      receives: z.array(check).optional().describe('Stanzas that must arrive'),
      may: z.array(stanza).optional().describe('Stanzas that may arrive besides, each at most once'),
      inOrder: z.boolean().optional().describe('They must arrive in this order. Default false'),
      proves: ids.optional().describe('Requirement that an unexpected stanza on this session breaks'),
    }),
  ])
  .meta({
    id: 'expectation',
    description: 'What a session receives: a list of checks, or a map with "receives" and "may"',
  });

const alternative = z
  .object({ violates: ids.optional().describe('Requirements that a server departs from by taking this alternative') })
  .catchall(expectation)
  .describe('What each session receives in this alternative');

const cell = z
  .string()
  .describe('A cell of RFC 6121 Appendix A: out-subscribe-1')
  .meta({ examples: ['${cell}'] });
const preApproval = z
  .boolean()
  .describe('Beside "cell": the server offers pre-approval, and the contact has it before the stanza. Default false');

const delivery = z
  .string()
  .describe('A cell of the delivery table, RFC 6121 8.5.4: negative-only/bare/chat')
  .meta({ examples: ['${cell}'] });

const expect = z
  .object({
    oneOf: z.record(name, alternative).optional().describe('Permitted alternatives by name; the one seen is recorded'),
    proves: ids.optional().describe('Requirement that an unexpected stanza on any session breaks'),
    cell: cell.optional(),
    preApproval: preApproval.optional(),
    delivery: delivery.optional(),
  })
  .catchall(expectation);

const pattern = z.string().describe('A child of the stream features: XML, or the name of one under "stanzas"');

const features = z
  .strictObject({ of: session, has: pattern.optional(), lacks: pattern.optional(), proves })
  .check(exactlyOne(['has', 'lacks'], 'key'));

const item = z.string().describe('A roster item as XML: <item jid="nurse@${domain}" name="Nurse"/>');

const roster = z.strictObject({
  of: z.string().describe('The actor, or the session that reads: juliet or juliet/balcony'),
  is: z.array(item).describe('Exactly these items are stored'),
  proves,
});

const state = z
  .strictObject({
    user: z.string().optional().describe('The actor whose state it is'),
    contact: z.string().optional().describe('The other actor'),
    is: ids.optional().describe('The state of RFC 6121 A.1, or a list of permitted ones'),
    proves: proves.optional(),
    cell: cell.optional(),
    preApproval: preApproval.optional(),
  })
  .check(wholeState);

const repeat = z.strictObject({
  with: name.describe('Name of the growing number, used as ${text:NAME}'),
  from: z.int().min(1).describe('First value'),
  to: z.int().min(1).describe('Last value'),
  until: z.string().describe('Name of the alternative that ends the repetition'),
  limit: z.string().describe('Key of the limits a target may tell'),
  proves,
  get steps() {
    return steps;
  },
});

const VERBS = ['connect', 'disconnect', 'drop', 'send', 'expect', 'roster', 'state', 'features', 'repeat'];

const step = z
  .strictObject({
    connect: session.optional().describe('Connects the session, as its settings say'),
    disconnect: session.optional().describe('Closes the stream of the session gracefully'),
    drop: session.optional().describe('Ends the connection of the session without closing its stream'),
    send: z.strictObject({ from: session, stanza }).optional().describe('Sends a stanza'),
    expect: expect.optional().describe('What arrives now; sessions not named must receive nothing'),
    roster: roster.optional().describe('The stored roster holds exactly these items'),
    state: state.optional().describe('The subscription state between two actors, or those after a cell'),
    features: features.optional().describe('A stream feature seen after login is there, or is not there'),
    repeat: repeat.optional().describe('Repeats steps with a number that doubles, until an alternative is seen'),
  })
  .check(exactlyOne(VERBS, 'verb'))
  .meta({ id: 'step', description: 'One step: exactly one verb', minProperties: 1, maxProperties: 1 });

const steps = z.array(step).min(1).describe('What happens, in order');

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** The shape of a scenario file. */
export const scenarioSchema = z
  .strictObject({
    title: z.string().min(1).describe('What a server must do, as a sentence; may hold ${column}'),
    zh: z
      .strictObject({
        title: z.string().min(1).describe('The title in Chinese; may hold ${column}, too'),
        words: z.record(z.string(), z.string()).optional().describe('What the columns in it say, in Chinese'),
      })
      .optional()
      .describe('The title as Chinese reports show it'),
    section: z.string().optional().describe('Section of RFC 6121, where the folder of the file does not say it'),
    topologies: z
      .array(z.enum(['local', 'remote']))
      .min(1)
      .optional()
      .describe('Where contacts live: on the server under test, or on a remote domain. Default [local]'),
    contacts: z
      .array(name)
      .min(1)
      .optional()
      .describe('Actors on the remote domain in topology remote. Default: all but the first'),
    needs: ids
      .optional()
      .describe(
        'Features the scenario cannot run without (RFC 6121 section 12): roster-version; or with "no" before it, cannot run with',
      ),
    establishes: z.string().optional().describe('Feature whose absence the first case of this scenario reports'),
    actors: z
      .record(name, z.record(name, sessionSettings).describe('Sessions by name; {} for an account that is offline'))
      .describe('Simulated accounts by name, each with its sessions'),
    accounts: z
      .record(name, z.string())
      .optional()
      .describe(
        'Account of an actor: fresh (default), absent, domain (a contact that is the remote domain itself), or a special account that the target sets up',
      ),
    given: z
      .strictObject({
        user: z.string().describe('The actor whose state it is'),
        contact: z.string().describe('The other actor'),
        state: z.string().describe('One of the nine states of RFC 6121 A.1: None + Pending Out'),
      })
      .optional()
      .describe('Subscription state to reach before the first step'),
    stanzas: z.record(name, z.string()).optional().describe('Stanzas named once, used where they recur'),
    cases: z
      .union([
        z.array(z.object({ case: scalar.describe('Name of the row') }).catchall(scalar)).min(1),
        z.strictObject({
          from: z
            .string()
            .describe('A table of the standard: appendix-a/states, appendix-a/out-subscribe, delivery-table'),
        }),
      ])
      .optional()
      .describe('A table: each row is a case, its columns are used as ${column}'),
    steps,
  })
  .meta({ title: 'xmppspec scenario', description: 'A short play about one behaviour of an XMPP server' });

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type AuthoredSteps = ScenarioFile['steps'];
export type AuthoredStep = AuthoredSteps[number];
export type AuthoredExpect = NonNullable<AuthoredStep['expect']>;
export type AuthoredExpectation = z.infer<typeof expectation>;
export type AuthoredState = NonNullable<AuthoredStep['state']>;
export type AuthoredAlternative = z.infer<typeof alternative>;
export type AuthoredCheck = z.infer<typeof check>;
export type AuthoredError = z.infer<typeof error>;
export type RequirementIds = z.infer<typeof ids>;

/** JSON Schema (draft 7, which editors read) of a scenario file. */
export function jsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { target: 'draft-7', io: 'input' });
}
