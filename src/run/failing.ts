// What the failures of a case so far decide: whether its steps go on, and whether it waits for more.

import type { CheckResult } from '../model/result.ts';
import type { CaseContext } from './case-context.ts';
import { hasAll, type Judgement } from './judge/judge.ts';

/** Whether a failed check ends the case. A script goes on after what one of its outcomes is, and after a message or an error that differs: neither changes anything. */
export const hasFailed = ({ checks, case: { script } }: CaseContext): boolean =>
  checks.some(({ verdict, failure }) => verdict === 'failed' && !(script !== undefined && isKnown(failure)));

const isKnown = (failure: CheckResult['failure']): boolean =>
  failure?.kind === 'violates' ||
  (failure?.kind === 'differs' && (failure.closest?.name === 'message' || failure.closest?.attrs['type'] === 'error'));

/**
 * Whether more stanzas could remove a failure: one is missing, or an outcome that only silence shows is a violation. A script waits for
 * that once: a server that has never sent what a rule demands will not send it at the next act either.
 */
export const isLacking = (judgement: Judgement, { checks }: CaseContext): boolean =>
  !hasAll(judgement) ||
  judgement.checks.some((check) => isSilent(check) && !checks.some((one) => isSilent(one) && isAlike(one, check)));

const isSilent = ({ failure }: CheckResult): boolean => failure?.kind === 'violates' && failure.closest === undefined;

const isAlike = (one: CheckResult, other: CheckResult): boolean =>
  one.requirements.join(' ') === other.requirements.join(' ');
