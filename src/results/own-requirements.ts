// Requirements of scenario files in JSON reports, for those who read a report without the files.

import { z } from 'zod';
import type { Requirement } from '../model/standard.ts';
import { isOwn, levels, ownRequirement, withOwn } from '../spec/requirements.ts';
import { list } from './report-schema-parts.ts';

const rule = z.object({
  id: z.string(),
  level: z.enum(levels),
  /** The specification, and the section in it: `XEP-0280 9`. */
  section: z.string(),
  text: z.string(),
  zh: z.string().optional(),
  link: z.string(),
});

/** The key `ownRequirements` of a report; absent: the scenario files bring none. */
export const ownRequirementsSchema = list(
  z.codec(rule, z.custom<Requirement>(), {
    decode: ownRequirement,
    encode: ({ id, level, rfc: section, text, zh, link = '' }) => ({
      ...{ id, level, section, text },
      ...(zh !== text && { zh }),
      link,
    }),
  }),
).optional();

/** A report that may carry requirements of scenario files. */
export interface WithOwnRequirements {
  readonly ownRequirements?: readonly Requirement[] | undefined;
}

/** The requirements of scenario files among these; undefined: none. */
export function ownIn(requirements: ReadonlyMap<string, Requirement>): readonly Requirement[] | undefined {
  const own = [...requirements.values()].filter(isOwn);
  return own.length === 0 ? undefined : own;
}

/** The catalogue with the requirements that the reports carry. Where two reports differ, the first counts. */
export function requirementsIn(
  reports: readonly WithOwnRequirements[],
  catalogue: ReadonlyMap<string, Requirement>,
): ReadonlyMap<string, Requirement> {
  return reports.reduce((known, { ownRequirements = [] }) => withOwn(known, ownRequirements), catalogue);
}
