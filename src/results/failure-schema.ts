// Failures in a JSON report: the fields of each tag of model/failure.ts and model/stanza-fault.ts.

import { z } from 'zod';
import type { Failure } from '../model/failure.ts';
import { xmlFault } from './problem-schema.ts';
import { type Differing, list, stateDifferences, taggedUnion, texts } from './report-schema-parts.ts';
import { MAX_XML, xml } from './report-xml.ts';

/** A value, up to the length to which its stanza is kept. */
const text = z.codec(z.string(), z.string(), {
  decode: (written) => written,
  encode: (value) => value.slice(0, MAX_XML),
});
const number = z.number();

const value = taggedUnion({
  value: { value: text },
  element: { name: text },
  namespace: { ns: text },
  nothing: {},
  any: {},
  new: {},
  seen: { value: text, name: text },
  'value-or-nothing': { value: text },
  'one-of': { values: texts },
  language: { value: text },
  unbound: { placeholder: text },
  children: { names: texts },
  child: { name: text },
  only: { count: number },
  distinct: { count: number },
});

const difference = z.object({ path: text, expected: value, actual: value });

const fault = taggedUnion({
  'item-without-jid': {},
  'item-count': { count: number },
  'push-sender': { from: text },
  'foreign-push': { from: text.optional() },
  'ask-value': { value: text },
  'full-jid-sender': { from: text },
  'error-missing': {},
  'error-unasked': {},
  'foreign-recipient': { to: text },
  repeated: { name: text, count: number },
  'mixed-content': { name: text, inner: text },
  'same-language': { name: text, language: text },
  'element-value': { name: text, value: text },
  'message-type': { type: text },
  'id-missing': {},
  'address-scheme': { address: text },
  'answer-to-answer': {},
  'leaked-presence': { session: text },
  'false-presence': { session: text, isAvailable: z.boolean() },
});

const evidence = {
  expected: xml.optional(),
  closest: xml.optional(),
  others: list(xml).optional(),
  difference: difference.optional(),
};

const found = z.union([
  z.object({ name: text }),
  z.object({ subscription: text, ask: z.boolean(), pendingIn: z.boolean() }),
]);

const meaning = z.object({ name: text, arrivals: list(z.object({ session: z.string(), stanza: xml })) });

const departing = z.object({ outcome: text, violates: texts, permitted: list(meaning) });

export const failureSchema = taggedUnion({
  missing: { ...evidence, isOutOfOrder: z.boolean(), order: list(xml).optional() },
  unexpected: { ...evidence, isRepeated: z.boolean().optional(), allowed: list(xml), departing: departing.optional() },
  differs: { ...evidence, difference },
  violates: { ...evidence, outcome: text, permitted: texts, meanings: list(meaning).optional() },
  roster: { ...evidence, item: z.enum(['missing', 'differs', 'unexpected']) },
  state: { ...evidence, user: text, contact: text, found, states: texts, differences: stateDifferences },
  features: { ...evidence, present: z.boolean() },
  passive: { ...evidence, closest: xml, fault },
  'stream-ended': { ...evidence, ended: z.string(), condition: text.optional(), after: list(xml) },
  'ill-formed-xml': { ...evidence, fault: xmlFault, detail: text, excerpt: text },
});

({}) satisfies Record<Differing<z.output<typeof failureSchema>, Failure>, never>;
