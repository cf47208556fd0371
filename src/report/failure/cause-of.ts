// The entry of a transcript that a check waited on.

import type { Place } from '../../model/place.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { Step } from '../../model/step.ts';

/** What a step does: the number of transcript entries of a session that were not received. */
interface Act {
  readonly session: string;
  readonly entries: number;
}

/**
 * The last entry that the steps before a check, or the setup, caused; undefined after a repeat step, whose rounds look
 * alike. A case read from a report has no steps: its checks hold the cause.
 */
export function causeOf(
  check: CheckResult,
  { case: { steps, actors }, transcript }: CaseResult,
): TranscriptEntry | undefined {
  if ('cause' in check) return check.cause;
  const at = steps.findLastIndex((step) => !isAfter(step.place, check.place));
  const before = steps.slice(0, at + 1);
  if (before.some((step) => step.kind === 'repeat')) return undefined;
  const plans = new Map(actors.flatMap((actor) => actor.sessions.map((plan) => [plan.ref, { plan, actor }] as const)));
  const acts = before.flatMap((step) => {
    const act = actOf(step);
    if (act === undefined || step.kind !== 'connect') return act ?? [];
    const { plan, actor } = plans.get(act.session) ?? {};
    const extra = actor?.isRemote === true ? 0 : Number(plan?.roster ?? false) + Number(plan?.presence !== undefined);
    return { session: act.session, entries: 1 + extra };
  });
  const last = acts.at(-1);
  if (last === undefined) return transcript[transcript.findIndex((entry) => entry.kind === 'step') - 1];
  const count = acts.reduce((sum, { session, entries }) => (session === last.session ? sum + entries : sum), 0);
  return transcript.filter((entry) => isDoneBy(last.session, entry))[count - 1];
}

function actOf(step: Step): Act | undefined {
  if (step.kind === 'send') return { session: step.from, entries: 1 };
  if (step.kind === 'connect' || step.kind === 'disconnect' || step.kind === 'drop') {
    return { session: step.session, entries: 1 };
  }
  return step.kind === 'roster' && step.session !== undefined ? { session: step.session, entries: 1 } : undefined;
}

function isDoneBy(session: string, { direction, kind, session: other }: TranscriptEntry): boolean {
  return other === session && direction !== 'received' && kind === 'step';
}

function isAfter(place: Place, other: Place): boolean {
  return place.line > other.line || (place.line === other.line && place.col > other.col);
}
