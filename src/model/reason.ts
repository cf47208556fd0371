// Why a case was skipped or is broken, as data. `wording/reasons.ts` says each in two languages.

import type { BROKEN, LACK, REASONS, SKIPPED } from '../tags/reason.ts';
import type { DataOf, Tagged } from './data.ts';

/** What the standard says of something that the server lacks, and what is known of it. */
export type Lack = DataOf<typeof LACK>;

/** Why a case does not run on this target. */
export type SkipReason = Tagged<typeof SKIPPED>;

/** The server lacks a feature. */
export type FeatureMissing = Extract<SkipReason, { kind: 'feature-missing' }>;

/** The server lacks something basic: `reportedBy` fails for it, and nothing else is known of this case. */
export type BasicMissing = Extract<SkipReason, { kind: 'basic-missing' }>;

/** Why the verdict of a case is not known. */
export type BrokenReason = Tagged<typeof BROKEN>;

/** Why a case has the outcome it has, where its checks do not say it. */
export type Reason = Tagged<typeof REASONS>;
