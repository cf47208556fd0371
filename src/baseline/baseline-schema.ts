// The shape of baselines/<server>.yaml: known failures in groups of one requirement and one reason, and what stays broken.

import { z } from 'zod';
import { expectation } from '../wording/file-mistakes.ts';

const words = z.string().trim().min(1);

const failureSchema = z.strictObject({
  /** Case ids, or globs of them. Each of these cases shows each of the checks. */
  cases: z.array(words).min(1),
  /** Fingerprints of the checks that fail. One that fails in several steps is listed once for each of them. */
  checks: z.array(words).min(1),
  /** The server does not behave the same in every run: at least one of the checks fails. */
  varies: z.boolean().exactOptional(),
  /** Ids of the rulings, in spec/rulings.yaml, by which these checks warn instead of failing. `--update-baseline` writes it. */
  disputed: z.array(words).min(1).exactOptional(),
});

const groupSchema = z.strictObject({
  requirement: z.string(),
  /** From the catalogue of requirements; see `evidence.ts`. What a file says here is not used. */
  level: words.exactOptional(),
  section: words.exactOptional(),
  standard: words.exactOptional(),
  demands: words.exactOptional(),
  /** Why this is the fault of the server. Empty after `--update-baseline`, until a person says why. */
  reason: z.string().trim(),
  /** What the server does, where the checks do not show it. */
  seen: words.exactOptional(),
  /** What speaks against the accusation, where the standard leaves room. */
  against: words.exactOptional(),
  link: z.url(expectation('anyAddress')).exactOptional(),
  /** The last day on which the group counts, in UTC. */
  expires: z.iso.date(expectation('date')).exactOptional(),
  failures: z.array(failureSchema).min(1),
});

const brokenSchema = z.strictObject({
  /** A kind of reason, or a kind and its cause: see `broken-cause.ts`. */
  cause: words,
  /** As in a group. */
  reason: z.string().trim(),
  link: z.url(expectation('anyAddress')).exactOptional(),
  expires: z.iso.date(expectation('date')).exactOptional(),
  /** The cases are broken in some runs only. */
  varies: z.boolean().exactOptional(),
  cases: z.array(words).min(1),
});

/** The whole file. */
export const baselineSchema = z.strictObject({
  server: z.string(),
  known: z.array(groupSchema),
  broken: z.array(brokenSchema).exactOptional(),
});

export type BaselineData = z.infer<typeof baselineSchema>;
export type BaselineGroup = z.infer<typeof groupSchema>;
export type BrokenGroup = z.infer<typeof brokenSchema>;
export type BaselineFailure = z.infer<typeof failureSchema>;
