// Requirements of suites and scenario files in JSON reports, for those who read a report without the files.

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
  /** Absent: it binds servers. */
  role: z.enum(['server', 'client', 'both']).optional(),
  /** Absent: clients see whether it is met. */
  observe: z.enum(['c2s', 'none']).optional(),
  /** The version of its suite that brought it; absent: not said. */
  since: z.string().optional(),
  /** The feature of its suite that it belongs to; absent: none. */
  feature: z
    .object({
      name: z.string(),
      level: z.enum(levels),
      section: z.string(),
      text: z.string(),
      zh: z.string(),
      link: z.string(),
      found: z.string().exactOptional(),
    })
    .optional(),
});

/** The key `ownRequirements` of a report; absent: the scenario files bring none. */
export const ownRequirementsSchema = list(
  z.codec(rule, z.custom<Requirement>(), {
    decode: ownRequirement,
    encode: ({ id, level, rfc: section, text, zh, link = '', role, observe, since, ofSuite: feature }) => ({
      ...{ id, level, section, text },
      ...(zh !== text && { zh }),
      link,
      ...(role !== 'server' && { role }),
      ...(observe === 'none' && { observe }),
      ...{ since, feature },
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
