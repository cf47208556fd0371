// Reasons and notes in a JSON report: the fields of each tag of model/reason.ts and model/note.ts.

import { z } from 'zod';
import type { Note } from '../model/note.ts';
import type { Reason } from '../model/reason.ts';
import type { LimitedServer, ServerLimit } from '../model/server-limit.ts';
import { problemSchema as cause } from './problem-schema.ts';
import { type Differing, list, stateDifferences, taggedUnion } from './report-schema-parts.ts';

const text = z.string();
const number = z.number();
const why: z.ZodType<Reason> = z.lazy(() => reasonSchema);

export const limitSchema = taggedUnion({
  'subscription-count': { allowed: number },
  'byte-rate': { bytesPerSecond: number },
  registration: {},
  'stanza-size': { bytes: number },
  streams: {},
});
const basic = z.enum(['ask', 'roster-set', 'roster-removal', 'roster-push', 'item-not-found', 'redelivery', 'state']);
export const limitedServer = z.enum(['prosody', 'ejabberd', 'other']);

const lack = {
  level: z.enum(['MUST', 'SHOULD']).optional(),
  shown: z.enum(['failed', 'warned', 'broken']).optional(),
  isKnown: z.boolean().optional(),
};

const SKIPPED = {
  'not-run': {},
  'feature-missing': { feature: text, reportedBy: text.optional(), ...lack },
  'basic-missing': { basic, reportedBy: text, ...lack },
  'feature-present': { feature: text },
  'no-remote-domain': {},
  'no-peer': {},
  'no-silent-domain': {},
  'no-stream-cut': {},
  'no-stream-outage': {},
  'no-server-restart': {},
  'no-special-account': { name: text },
  'no-unused-account': {},
  'too-few-accounts': { needed: number, given: number },
  'priority-overridden': { given: number, shown: number },
  'limit-not-met': { limit: text },
};

const BROKEN = {
  'no-accounts': { cause },
  'login-failed': { session: text, cause },
  'not-sent': { session: text, cause },
  'fence-lost': { session: text, cause, after: text.optional() },
  'component-lost': { session: text, cause, after: text.optional(), isAlone: z.boolean().optional() },
  'roster-not-read': { session: text, cause },
  'roster-get-refused': { session: text },
  'not-connected': { session: text },
  'ill-formed-xml': { session: text, cause },
  'limit-exceeded': { session: text, cause },
  'end-unnoticed': { session: text, cause },
  'sent-unproven': { session: text },
  'state-not-reached': {
    state: text,
    user: text,
    subscription: text,
    ask: text.optional(),
    differences: stateDifferences,
  },
  'request-not-redelivered': { state: text, user: text, contact: text },
  'state-needs-session': { state: text, actor: text },
  'cut-unnoticed': {},
  'servers-apart': { session: text, cause },
  'servers-not-restored': { cause },
  'late-stanzas': { count: number },
  'came-late': { lagMs: number },
  'not-again': { requirements: list(text) },
  unconfirmed: { why: why.optional() },
  unsettled: { settledMs: number, neededMs: number },
  interrupted: {},
  flaky: { outcomes: list(z.object({ outcome: text, count: number })), why: why.optional() },
  'account-unclean': { account: text, contact: text },
  'foreign-traffic': { cause },
  'server-limit': { limit: limitSchema, server: limitedServer },
  bug: { stack: text },
};

const EXPIRED = { 'baseline-expired': { entries: list(z.object({ requirement: text, until: text })) } };

export const reasonSchema = taggedUnion({ ...SKIPPED, ...BROKEN, ...EXPIRED });

export const noteSchema = taggedUnion({
  connected: { jid: text, isHandedOver: z.boolean().optional() },
  ended: { cause },
  'login-retried': { cause },
  'streams-cut': {},
  'streams-restored': {},
  'server-restarted': { domain: text },
  late: { count: number },
  'left-out': { count: number, stanzas: number, bytes: number },
  'transcript-left-out': { count: number, bytes: number },
});

({}) satisfies Record<Differing<z.output<typeof limitSchema>, ServerLimit>, never>;
({}) satisfies Record<Exclude<LimitedServer, z.output<typeof limitedServer>>, never>;
({}) satisfies Record<Differing<z.output<typeof reasonSchema>, Reason>, never>;
({}) satisfies Record<Differing<z.output<typeof noteSchema>, Note>, never>;
