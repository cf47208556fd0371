// What ends a case without a verdict.

import type { BrokenReason, SkipReason } from '../model/reason.ts';
import { reasonText } from '../wording/reasons.ts';

/** The verdict of the case is not known: a lost fence, a closed stream, no login. */
export class Broken extends Error {
  readonly reason: BrokenReason;

  constructor(reason: BrokenReason, options?: ErrorOptions) {
    super(reasonText(reason, 'en'), options);
    this.reason = reason;
  }
}

/** A need that shows only while the case runs: the case is skipped. */
export class NeedMissing extends Error {
  readonly reason: SkipReason;

  constructor(reason: SkipReason) {
    super(reasonText(reason, 'en'));
    this.reason = reason;
  }
}

/** Waits for `Promise.any`, which wraps its rejections; rejects with the first of them. */
export async function firstOf<T>(any: Promise<T>): Promise<T> {
  try {
    return await any;
  } catch (error) {
    throw error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  }
}
