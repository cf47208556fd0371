// Which of the selected cases can run on the server.

import type { Case } from '../model/case.ts';
import type { SkipReason } from '../model/reason.ts';
import { type Offer, unmetNeed } from '../run/needs.ts';
import type { Checklist, CheckResult, Prerequisite } from './checklist.ts';
import type { CaseCount, CaseObservation } from './reported-check.ts';

/** Counts the cases that can run, by the rule by which a run skips cases. Never rejects. */
export async function checkCases(
  list: Checklist,
  cases: readonly Case[],
  offer: Prerequisite<Offer>,
): Promise<CaseCount> {
  const counted = await list.check('cases', offer, async (value) => countCases(cases, value));
  const groups = counted.value ?? [];
  for (const seen of causesOf(groups)) {
    // Nothing is missing on a server for which other cases are meant.
    list.note({ name: 'cases', status: seen.kind === 'cases-for-others' ? 'ok' : 'missing', seen });
  }
  const leftOut = groups.map(({ need, seen }) => ({ need, cases: seen.count }));
  const unmet = leftOut.reduce((sum, group) => sum + group.cases, 0);
  return { selected: cases.length, canRun: counted.value === undefined ? 0 : cases.length - unmet, leftOut };
}

/** The cases that one unmet need leaves out. */
interface LeftOut {
  readonly need: string;
  readonly seen: Exclude<CaseObservation, { kind: 'cases-can-run' }>;
}

/** One observation for each kind of cause, with everything that it names. */
export function causesOf(groups: readonly LeftOut[]): readonly LeftOut['seen'][] {
  const causes = new Map<string, LeftOut['seen']>();
  for (const { seen } of groups) {
    const before = causes.get(seen.kind);
    causes.set(seen.kind, before === undefined ? seen : joined(before, seen));
  }
  return [...causes.values()];
}

/** Two observations of one kind as one. */
function joined(one: LeftOut['seen'], other: LeftOut['seen']): LeftOut['seen'] {
  const count = one.count + other.count;
  if (one.kind === 'cases-left-out' && other.kind === one.kind)
    return { ...one, count, needs: [...one.needs, ...other.needs] };
  if (one.kind === 'cases-for-others' && other.kind === one.kind) {
    return { ...one, count, features: [...one.features, ...other.features] };
  }
  if (one.kind === 'cases-need-special-account' && other.kind === one.kind) {
    return { ...one, count, names: [...one.names, ...other.names] };
  }
  return { ...one, count };
}

function countCases(cases: readonly Case[], offer: Offer): CheckResult<readonly LeftOut[]> {
  const unmet = cases.flatMap((aCase) => unmetNeed(aCase, offer) ?? []);
  const byNeed = new Map<string, SkipReason[]>();
  for (const reason of unmet) byNeed.set(needOf(reason), [...(byNeed.get(needOf(reason)) ?? []), reason]);
  const value = [...byNeed].flatMap(([need, [first, ...others]]) =>
    first === undefined ? [] : [{ need, seen: leftOut(first, 1 + others.length) }],
  );
  const canRun = cases.length - unmet.length;
  const seen = { kind: 'cases-can-run', canRun, selected: cases.length } as const;
  return { status: canRun === 0 ? 'failed' : 'ok', seen, value };
}

/** The need as reports name it: a feature, `remote`, `account:rosterless`, `no roster-version`, or `accounts`. */
export function needOf(reason: SkipReason): string {
  switch (reason.kind) {
    case 'feature-missing':
      return reason.feature;
    case 'feature-present':
      return `no ${reason.feature}`;
    case 'no-remote-domain':
      return 'remote';
    case 'no-peer':
      return 'peer';
    case 'no-verb':
      return 'does:VERB';
    case 'no-silent-domain':
      return 'silent-domain';
    case 'no-stream-cut':
      return 'stream-cut';
    case 'no-stream-outage':
      return 'stream-outage';
    case 'no-server-restart':
      return 'server-restart';
    case 'limit-not-met':
      return `limits.${reason.limit}`;
    case 'no-special-account':
      return `account:${reason.name}`;
    case 'no-unused-account':
      return 'account:unused';
    default:
      return 'accounts';
  }
}

function leftOut(reason: SkipReason, count: number): LeftOut['seen'] {
  switch (reason.kind) {
    case 'feature-missing':
      return { kind: 'cases-left-out', count, needs: [reason.feature] };
    case 'limit-not-met':
      return { kind: 'cases-left-out', count, needs: [needOf(reason)] };
    case 'feature-present':
      return { kind: 'cases-for-others', count, features: [reason.feature] };
    case 'no-remote-domain':
      return { kind: 'cases-need-remote', count };
    case 'no-silent-domain':
      return { kind: 'cases-need-silent-domain', count };
    case 'no-stream-cut':
    case 'no-stream-outage':
    case 'no-server-restart':
      return { kind: 'cases-need-launched-pair', count };
    case 'no-unused-account':
      return { kind: 'cases-need-unused-account', count };
    case 'no-special-account':
      return { kind: 'cases-need-special-account', count, names: [reason.name] };
    default:
      return { kind: 'cases-need-accounts', count };
  }
}
