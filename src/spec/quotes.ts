// The words of the RFCs that carry a rule: short quotations, for readers who ask where it says so.

import { readSpec, type Spec } from './read-spec.ts';

/** The file with its schema: one quotation for the id of a requirement. */
export const QUOTES: Spec<Readonly<Record<string, string>>> = {
  file: 'quotes.yaml',
  schema: (z) => z.record(z.string(), z.string()),
};

/**
 * What the RFC says, in its own words; `…` stands for what is left out. Absent for what no client can see, for what is no MUST, and
 * for rules of tables, and of scenario files.
 */
export function quoteOf(id: string): string | undefined {
  return readSpec(QUOTES)[id];
}
