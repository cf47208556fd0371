// The rulings: what the suite does where two passages of the standards disagree.

import { z } from 'zod';
import type { Ruling } from '../model/standard.ts';
import { readSpec } from './read-spec.ts';

const bothLanguages = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

const rulingSchema = z.strictObject({
  id: z.string().regex(/^R[1-9]\d*$/),
  title: bothLanguages,
  passages: z
    .array(z.strictObject({ place: z.string().regex(/^RFC 612[01] (\d+|[A-E])(\.\d+)*$/), says: bothLanguages }))
    .min(1),
  ruling: bothLanguages,
  disputes: z.array(
    z.strictObject({
      requirement: z.string(),
      cases: z.array(z.string()).min(1),
      outcomes: z.array(z.string()).min(1).exactOptional(),
    }),
  ),
});

/** Reads spec/rulings.yaml, by id in the order of the file. Throws if it does not fit the schema. */
export function loadRulings(): ReadonlyMap<string, Ruling> {
  const entries: readonly Ruling[] = readSpec('rulings.yaml', z.array(rulingSchema));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  if (byId.size !== entries.length) throw new Error('spec/rulings.yaml has a duplicate id');
  return byId;
}
