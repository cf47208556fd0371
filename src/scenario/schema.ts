// The schema of a scenario file. The cases that run have a shape of their own, in model/.
// Editors show the descriptions: they are part of scenarios/schema.json.

import { z } from 'zod';
import { ownRequirementSchema } from '../suite/requirement-schema.ts';
import { expectation } from '../wording/file-mistakes.ts';
import { doSchema, sendSchema, servedSchema, showsSchema } from './client-schema.ts';
import { expectSchema } from './expect-schema.ts';
import { exactlyOne, wholeState } from './schema-checks.ts';
import { cell, ids, name, proves, session } from './schema-parts.ts';

const sessionSettings = z
  .strictObject({
    roster: z
      .boolean()
      .optional()
      .describe('Requests the roster after login, which makes the resource interested. Default true'),
    presence: z
      .string()
      .optional()
      .describe(
        'Initial presence: available (default), none, or the XML of a presence stanza; absent: the session does not exist',
      )
      .meta({ examples: ['available', 'none', 'absent'] }),
    priority: z
      .int()
      .min(-128)
      .max(127)
      .optional()
      .describe('Priority of the initial presence. Needs presence available'),
    answers: z.boolean().optional().describe('Answers roster pushes and pings automatically. Default true'),
    served: servedSchema.optional(),
    resource: z
      .string()
      .optional()
      .describe('The resource to bind: that of another session, which the server may then end. Default: the name'),
  })
  .describe('Settings of one session of the actor; {} for the defaults');

const pattern = z.string().describe('The XML of a child of the stream features, or its name under "stanzas"');

const features = z
  .strictObject({ of: session, has: pattern.optional(), lacks: pattern.optional(), proves })
  .check(exactlyOne(['has', 'lacks'], 'key'));

const item = z.string().describe('A roster item as XML: <item jid="nurse@${domain}" name="Nurse"/>');

const roster = z.strictObject({
  of: z.string().describe('The actor, or the session that reads its roster: juliet or juliet/balcony'),
  is: z.array(item).describe('The stored items'),
  proves,
});

const state = z
  .strictObject({
    user: z.string().optional().describe('The actor whose state is checked'),
    contact: z.string().optional().describe('The other actor'),
    is: ids.optional().describe('The state of RFC 6121 A.1, or a list of permitted states'),
    proves: proves.optional(),
    cell: cell.optional(),
  })
  .check(wholeState);

const VERBS = [
  ...['connect', 'disconnect', 'drop', 'network', 'send', 'expect', 'roster', 'state', 'features'],
  ...['do', 'shows'],
];

const step = z
  .strictObject({
    connect: session.optional().describe('Connects the session with its settings'),
    disconnect: session.optional().describe('Closes the stream of the session gracefully'),
    drop: session.optional().describe('Ends the connection of the session without closing its stream'),
    network: z
      .string()
      .regex(/^(cut|restored|reached|restart [a-z][a-z0-9-]*)$/, expectation('network'))
      .optional()
      .describe(
        'Between the two servers: cut: streams are cut, and new ones refused; restored: they may connect again; reached: waits until they reach each other; restart ACTOR: the server of the actor restarts, and all sessions on it end',
      )
      .meta({ examples: ['cut', 'restored', 'reached', 'restart romeo'] }),
    send: sendSchema.optional().describe('Sends a stanza'),
    expect: expectSchema
      .optional()
      .describe('The stanzas that arrive now. Sessions that are not named must receive nothing'),
    roster: roster.optional().describe('Checks the stored roster: exactly these items'),
    state: state.optional().describe('Checks the subscription state between two actors, or the states after a cell'),
    features: features.optional().describe('Checks that a stream feature after login is present or absent'),
    do: doSchema.optional().describe('In a suite for clients: has the client under test do something'),
    shows: showsSchema
      .optional()
      .describe('In a suite for clients: checks what the client under test shows: exactly this'),
  })
  .check(exactlyOne(VERBS, 'verb'))
  .meta({ id: 'step', description: 'One step: exactly one verb', minProperties: 1, maxProperties: 1 });

const steps = z.array(step).min(1).describe('The steps, in order');

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** The shape of a scenario file. */
export const scenarioSchema = z
  .strictObject({
    title: z
      .string()
      .min(1)
      .describe('What the server must do, as a sentence with the server as subject; may hold ${column}'),
    zh: z
      .strictObject({
        title: z.string().min(1).describe('The title in Chinese; may hold ${column}'),
        words: z.record(z.string(), z.string()).optional().describe('Chinese words for the values of its columns'),
      })
      .optional()
      .describe('The title in Chinese reports'),
    section: z
      .string()
      .optional()
      .describe(
        'Section of RFC 6121, or another specification with a section of it: XEP-0280 9. Default: the name of the folder',
      ),
    requirements: z
      .array(ownRequirementSchema)
      .min(1)
      .optional()
      .describe('Requirements of another specification. Checks of all files that are read together can cite them'),
    topologies: z
      .array(z.enum(['local', 'remote', 'federated']))
      .min(1)
      .optional()
      .describe(
        'Where the contacts have their accounts: on the server under test, on a remote domain that a component plays, or on a second server. Default [local]',
      ),
    contacts: z
      .array(name)
      .min(1)
      .optional()
      .describe('Actors on the other domain in topologies remote and federated. Default: all but the first'),
    needs: ids
      .optional()
      .describe(
        'Features without which the case is skipped (RFC 6121 section 12): roster-version; disco:urn:xmpp:ping for a feature that the server lists (XEP-0030); with "no", the feature must be absent',
      ),
    establishes: z
      .string()
      .optional()
      .describe(
        'Feature whose absence the first case of this scenario reports, or what a server lacks where it fails: ask, roster-set, roster-removal, roster-push, item-not-found, redelivery, state',
      ),
    actors: z
      .record(name, z.record(name, sessionSettings).describe('Sessions by name; {} for an account that is offline'))
      .describe('Simulated accounts by name, each with its sessions'),
    accounts: z
      .record(name, z.string())
      .optional()
      .describe(
        'Account of an actor: fresh (default of RFC 6121; nothing of its roster shows that it was used before), used (its roster may hold items of earlier cases), unused (default of other specifications; it was not used), absent, domain (a contact that is the remote domain itself), or a special account of the target',
      ),
    given: z
      .strictObject({
        user: z.string().describe('The actor whose state it is'),
        contact: z.string().describe('The other actor'),
        state: z.string().describe('One of the nine states of RFC 6121 A.1: None + Pending Out'),
      })
      .optional()
      .describe('Subscription state before the first step'),
    stanzas: z.record(name, z.string()).optional().describe('Stanzas by name, for repeated use'),
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
      .describe('A table: each row is a case; ${column} stands for the value of a column'),
    setup: steps
      .optional()
      .describe(
        'Steps before those of the case, which bring about what it is about. Where a check of them fails, the case is skipped',
      ),
    steps,
  })
  .meta({ title: 'xmppspec scenario', description: 'A test of one behaviour of an XMPP server' });

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type AuthoredSteps = ScenarioFile['steps'];
export type AuthoredStep = AuthoredSteps[number];
export type AuthoredState = NonNullable<AuthoredStep['state']>;

/** JSON Schema (draft 7, which editors read) of a scenario file. */
export function jsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { target: 'draft-7', io: 'input' });
}
