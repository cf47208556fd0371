// A look is one playing of a case. What the looks at one case show together, by what is known of the servers. Pure.

import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import { isExpired, ProblemError } from '../wording/problems.ts';
import type { Facts } from './facts.ts';
import { MOST_ROUNDS, TRIES } from './numbers/numbers.ts';

/** What a decision needs to know of the servers. */
type Settled = Pick<Facts, 'settleMs' | 'rounds'>;

/** One playing of a case. */
export interface Look {
  readonly result: CaseResult;
  /** What was known of the servers when it began; its fences waited by that. */
  readonly facts: Settled;
  /** For how long in milliseconds all its sessions stayed after the last fence; infinite where there was no fence. */
  readonly stayedMs: number;
  /** The longest time in milliseconds after a fence at which something came that was waited for; 0: nothing did. */
  readonly lagMs: number;
  /** What the case fails for where as many looks show it as it needs; absent: the look accuses nobody, or its result does. */
  readonly accused?: Accused | undefined;
}

/** A look that was broken for what may be a fault of the server. See `Accusation`. */
interface Accused {
  readonly key: string;
  readonly looks: number;
  readonly result: CaseResult;
}

/** What the looks at a case show. */
export interface Decision {
  /** The one result of the case, if no other look follows. */
  readonly result: CaseResult;
  /** Another look may show more. */
  readonly isOpen: boolean;
}

/** Decides a case by its looks, in the order in which they were taken, and by the newest facts. */
export function decide(looks: readonly [Look, ...Look[]], facts: Settled): Decision {
  const accused = proven(looks);
  const result = accused ?? resultOf(looks, facts);
  const isOpen = needsLook(looks, facts);
  if (looks.length === 1) return { result, isOpen };
  const outcomeOf = (look: Look) => (accused && look.accused?.result.outcome) ?? look.result.outcome;
  return { result: { ...result, looks: looks.map(outcomeOf) }, isOpen };
}

/** The decision on a server that is known to keep its order and to answer at once: its only look decides. */
export const decideAlone = ({ result, accused }: Look): Decision => ({
  result: accused?.result ?? result,
  isOpen: false,
});

/**
 * Whether the case must be played again. One that failed or warned, saw late stanzas or an overridden priority, or is broken for a
 * cause that may pass; later, one whose looks decide nothing yet.
 */
function needsLook(looks: readonly [Look, ...Look[]], facts: Settled): boolean {
  if (looks.length >= TRIES) return false;
  if (looks.length === 1) return isSuspect(looks[0], facts);
  const conclusive = looks.filter((look) => isConclusive(look, facts));
  const accusing = conclusive.filter(accuses);
  if (accusing.length > 0) return accusing.length === conclusive.length && confirmed(looks, accusing) === undefined;
  if (conclusive.length === 1 && looks.some(accusesTooSoon)) return true;
  if (conclusive.length > 0 || proven(looks) !== undefined || looks.filter(isOverridden).length > 1) return false;
  return !isStuck(looks) || looks.slice(-1).every(isEndedAtLogin);
}

/**
 * Whether the case was broken in every look, and saw nothing late: another look may show the same, which decides only where it
 * accuses the server.
 */
export function isStuck(looks: readonly Look[]): boolean {
  const isAlike = new Set(looks.flatMap(({ accused }) => accused?.key ?? [])).size === 1;
  const mayProve = looks.length > 1 && isAlike && looks.at(-1)?.accused !== undefined;
  return looks.every(isBrokenForGood) && !mayProve;
}

/** The looks that accuse the server of the same as the last one that does. None where a look was not broken. */
function accusedAlike(looks: readonly Look[]): readonly Accused[] {
  if (looks.some(({ result }) => result.outcome !== 'broken')) return [];
  const accused = looks.flatMap((look) => look.accused ?? []);
  return accused.filter(({ key }) => key === accused.at(-1)?.key);
}

/** The result of looks that were all broken, and prove together that the server is at fault; undefined: they do not. */
function proven(looks: readonly Look[]): CaseResult | undefined {
  const alike = accusedAlike(looks);
  const last = alike.at(-1);
  return last !== undefined && alike.length >= last.looks ? last.result : undefined;
}

function isSuspect(look: Look, facts: Settled): boolean {
  if (look.accused !== undefined) return true;
  if (look.result.outcome === 'broken') return mayPass(look.result.reason);
  return accuses(look) || !isConclusive(look, facts);
}

/** It decides: nothing came late, and by what is known now it waited long enough. */
function isConclusive(look: Look, facts: Settled): boolean {
  const isWhole = look.result.outcome !== 'broken' && !isOverridden(look) && look.lagMs === 0;
  return isWhole && !isOutdated(look, facts) && !accusesTooSoon(look);
}

/** Its fences had not all rounds: what it accuses of may be what came after them, and two further looks show whether it is. */
const accusesTooSoon = (look: Look): boolean => accuses(look) && look.facts.rounds < MOST_ROUNDS;

/** It was played with older facts, by which its fences waited for less than the server needs. */
const isOutdated = (look: Look, { settleMs, rounds }: Settled): boolean =>
  waitedMs(look) < settleMs || (look.facts.rounds < rounds && look.stayedMs === 0);

/** The shortest time in milliseconds that a fence of the look waited after its pings. */
const waitedMs = ({ facts, stayedMs }: Look): number => Math.max(facts.settleMs, stayedMs);

/**
 * It was not judged for the priority that the server showed, or because its set-up failed. One echo may be lost or of earlier presence, and
 * what the set-up waits for may come late: two looks decide it.
 */
const isOverridden = ({ result: { reason } }: Look): boolean =>
  reason?.kind === 'priority-overridden' || reason?.kind === 'setup-failed';

/** It failed or warned. */
export const accuses = ({ result: { outcome } }: Pick<Look, 'result'>): boolean =>
  outcome === 'failed' || outcome === 'warned';

/** Nothing came late, so that the cause may be the same in the next look. */
const isBrokenForGood = ({ result: { outcome, reason }, lagMs }: Look): boolean =>
  outcome === 'broken' && lagMs === 0 && reason?.kind !== 'late-stanzas';

/** What broke the case in the last look, and its cause; '' where that look is not broken. */
export function brokenBy(looks: readonly Look[]): string {
  const reason = looks.at(-1)?.result.reason;
  if (reason === undefined) return '';
  return 'cause' in reason ? `${reason.kind} ${reason.cause.kind}` : reason.kind;
}

/**
 * The server itself ended a new connection, by a stream error or by breaking it off: jabberd2 does so where the number of its
 * socket was that of another.
 */
const isEndedByServer = (cause: Problem): boolean =>
  cause.kind === 'connection-broken-off' || (cause.kind === 'request-ended' && cause.cause.kind === 'stream-error');

/** A server does so at random: another look may show more, and what broke another look says more. */
const isEndedAtLogin = ({ result: { reason } }: Look): boolean =>
  (reason?.kind === 'login-failed' || reason?.kind === 'roster-not-read') && isEndedByServer(reason.cause);

/** One that was not tried comes after others that expired. */
const isUnanswered = (cause: Problem): boolean => cause.kind === 'not-tried' || isExpired(new ProblemError(cause));

/** Whether a broken case may have another result when it is played again. */
function mayPass(reason: CaseResult['reason']): boolean {
  switch (reason?.kind) {
    case 'late-stanzas':
    case 'state-not-reached':
    case 'request-not-redelivered':
    case 'fence-lost':
    case 'component-lost':
    case 'account-unclean':
      return true;
    case 'no-accounts':
      if (reason.cause.kind === 'account-unusable') return true;
      return 'cause' in reason.cause && isUnanswered(reason.cause.cause);
    case 'login-failed':
    case 'roster-not-read':
      return isUnanswered(reason.cause) || isEndedByServer(reason.cause);
    case 'server-limit':
      // The wait that expired may be shorter than that of the next look.
      return reason.limit.kind === 'byte-rate';
    default:
      return false;
  }
}

/**
 * That of the look that decides the case. An accusation stands where two looks show it, one of them is conclusive, and no
 * conclusive one shows otherwise.
 */
function resultOf(looks: readonly [Look, ...Look[]], facts: Settled): CaseResult {
  const conclusive = looks.filter((look) => isConclusive(look, facts));
  const accusing = conclusive.filter(accuses);
  const decisive = conclusive.at(-1);
  const [accusation] = accusing;
  if (decisive === undefined) return withoutDecision(looks, facts);
  if (accusation === undefined) return decisive.result;
  if (accusing.length < conclusive.length) return withoutFailures(decisive.result, differing(looks, accusation));
  return confirmed(looks, accusing) ?? withoutFailures(accusation.result, unconfirmed(looks));
}

/** Every look was broken, saw something late, waited too little, saw another priority, or did not get beyond its set-up. */
function withoutDecision(looks: readonly [Look, ...Look[]], { settleMs }: Settled): CaseResult {
  const overridden = looks.findLast(isOverridden);
  if (overridden !== undefined) return overridden.result;
  const last = looks.findLast((look) => !isEndedAtLogin(look)) ?? looks[0];
  const { result } = last;
  const lagMs = lagOf(looks);
  if (lagMs > 0) return withoutFailures(result, { kind: 'came-late', lagMs });
  if (result.outcome === 'broken') return result;
  return withoutFailures(result, { kind: 'unsettled', settledMs: waitedMs(last), neededMs: settleMs });
}

/** Why looks that are both conclusive differ. */
function differing(looks: readonly Look[], { result }: Look): BrokenReason {
  const lagMs = lagOf(looks);
  return lagMs > 0 ? { kind: 'came-late', lagMs } : { kind: 'not-again', requirements: accusationsOf(result) };
}

/** Why an accusation of a conclusive look does not stand: no other look repeats it. */
function unconfirmed(looks: readonly Look[]): BrokenReason {
  const lagMs = lagOf(looks);
  if (lagMs > 0) return { kind: 'came-late', lagMs };
  const accused = looks.filter(accuses).map(({ result }) => accusationsOf(result));
  if (accused.length === 1) return { kind: 'unconfirmed', why: looks.find((look) => !accuses(look))?.result.reason };
  const once = accused.map((ids, at) => ids.filter((id) => !accused.toSpliced(at, 1).flat().includes(id)));
  return { kind: 'not-again', requirements: once.find(({ length }) => length > 0) ?? accused[0] ?? [] };
}

const lagOf = (looks: readonly Look[]): number => Math.max(...looks.map(({ lagMs }) => lagMs));

/**
 * Of the latest two looks that accuse of the same, one of them conclusive: the one with the fewer accusations where the
 * other repeats them all, the later one where they are the same. Undefined where there are none.
 */
function confirmed(looks: readonly Look[], conclusive: readonly Look[]): CaseResult | undefined {
  const latest = looks.filter(accuses).reverse();
  const pairs = latest.flatMap((one, at) => latest.toSpliced(at, 1).map((other) => [one, other] as const));
  const pair = pairs.find(
    ([few, many]) => (conclusive.includes(few) || conclusive.includes(many)) && isContained(few.result, many.result),
  );
  return pair?.[0].result;
}

const accusationsOf = ({ requirements }: CaseResult): readonly string[] =>
  requirements.flatMap(({ id, verdict }) => (verdict === 'passed' ? [] : [id]));

function isContained(few: CaseResult, many: CaseResult): boolean {
  const accused = accusationsOf(many);
  return accusationsOf(few).every((id) => accused.includes(id));
}

/** The result as a broken one, which accuses nobody. */
export function withoutFailures(result: CaseResult, reason: BrokenReason): CaseResult {
  const checks = result.checks.filter(({ failure }) => failure === undefined);
  const requirements = result.requirements.filter(({ verdict }) => verdict === 'passed');
  return { ...result, checks, checksLeftOut: undefined, requirements, outcome: 'broken', reason };
}
