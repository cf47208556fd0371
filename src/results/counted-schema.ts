// The parts of a JSON report that follow from its results: coverage, features and choices.

import { z } from 'zod';
import { levels } from '../spec/requirements.ts';
import { list, texts } from './report-schema-parts.ts';

/** Numbers of requirements: those a tester can observe, those that cases check, and those that only the lint checks. */
export const coverageSchema = z.object({ observable: z.number(), checked: z.number(), passive: z.number() });

/** A requirement that did not hold everywhere. */
const notKept = z.object({
  id: z.string(),
  level: z.enum(levels),
  /** The worst one. */
  verdict: z.enum(['failed', 'warned']),
  /** Section of RFC 6121. */
  rfc: z.string(),
  /** Clause of YD/T 2936-2015, or null where it lacks the rule. */
  ydt: z.string().nullable(),
  text: z.string(),
  /** Ids of the cases with that verdict. */
  cases: texts,
  /** The reason in the baseline, if it lists the failure in each of these cases. */
  known: z.string().optional(),
});

/** The results that concern a group of requirements. */
const groupKeys = {
  /**
   * Requirements of the group: those that a tester can observe, those that were checked, those of them that always
   * held, and those that only the lint checked and did not find broken. A MAY always holds.
   */
  requirements: z.object({ observable: z.number(), checked: z.number(), kept: z.number(), passive: z.number() }),
  /** Cases by their outcome for this group alone. A case that stopped before it decided any of it is not counted. */
  cases: z.object({
    passed: z.number(),
    failed: z.number(),
    warned: z.number(),
    skipped: z.number(),
    broken: z.number(),
  }),
  /** Failures before warnings. */
  notKept: list(notKept),
};

const requirementGroup = z.object(groupKeys);

export const featureSchema = z.object({
  feature: z.string(),
  /** The level that the standard gives the feature for servers; `N/A`: it concerns clients only. */
  level: z.enum([...levels, 'N/A']),
  /** `partly`: some of the checked requirements are kept. A violated SHOULD alone does not make a feature unsupported. */
  verdict: z.enum(['supported', 'partly', 'not supported', 'not tested']),
  /** Whether a login shows that the server has the feature; absent where a login does not show it. */
  announced: z.boolean().optional(),
  ...groupKeys,
});

/** One behaviour that a scenario permits or recognises, and the cases that show it. */
const choice = z.object({
  /** Name of the alternative; where a case took several, all of them in order. */
  observed: z.string(),
  /** It violates a requirement, perhaps only a SHOULD: recognised, but not permitted. */
  violates: z.boolean(),
  cases: texts,
});

/** The choices seen in the cases of one scenario, the most frequent first. */
export const latitudeSchema = z.object({
  scenario: z.string(),
  section: z.string(),
  /** What the titles of its cases have in common. */
  title: z.string(),
  choices: list(choice),
});

export type NotKept = z.output<typeof notKept>;
export type RequirementGroup = z.output<typeof requirementGroup>;
export type FeatureReport = z.output<typeof featureSchema>;
export type Choice = z.output<typeof choice>;
export type Latitude = z.output<typeof latitudeSchema>;
