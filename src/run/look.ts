// The life of one case: needs, accounts, sessions, given state, steps, verdicts, cleanup.

import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult, CheckResult, Outcome } from '../model/result.ts';
import type { Lease } from '../model/session.ts';
import { findProblem, problemOf } from '../wording/problems.ts';
import { unlessAborted } from './abort.ts';
import { accusationOf } from './accusation.ts';
import { blamed, type CaseContext, jidsOf } from './case-context.ts';
import { trafficOf } from './case-traffic.ts';
import type { Look } from './decide.ts';
import { type Ending, endingOf, INTERRUPTED, late, showsNothing, stoppedBy } from './doubts.ts';
import { endLook } from './end-look.ts';
import { type Environment, sidesOf } from './environment.ts';
import { establishState, establishStateApart } from './establish-state.ts';
import type { Facts } from './facts.ts';
import { requirementVerdicts, worst } from './judge/verdict.ts';
import { limitReason } from './limits/broken-by-limit.ts';
import { ALONE, remoteWeight } from './limits/remote-turns.ts';
import type { Lingering } from './linger.ts';
import { lintCase } from './lint-case.ts';
import { unmetNeed } from './needs.ts';
import { MOST_ROUNDS } from './numbers/numbers.ts';
import { Patience } from './patience.ts';
import { prepareCase } from './prepare-case.ts';
import { proveNetwork } from './prove-network.ts';
import { runCase } from './run-case.ts';

/** A finished case, and its cleanup, which may still go on: closing streams, returning accounts. */
export interface FinishedLook extends Look {
  /** What the look is once the case has stayed after its end; undefined: it does not stay. */
  readonly stayed?: Promise<Pick<Look, 'result' | 'stayedMs'>> | undefined;
  readonly cleanup: Promise<void>;
  /** Something else uses an account of the case: the run must stop. */
  readonly foreignUse?: Problem | undefined;
}

/** How a case is played. */
interface Playing {
  /** Wait for what is missing before it is judged. */
  readonly isPatient?: boolean;
  /** No other case has the component meanwhile. */
  readonly isAlone?: boolean;
  /** Where the case may stay after its end. */
  readonly lingering?: Lingering;
}

/** Runs one case, in its turn where it has remote contacts. Never rejects: everything that goes wrong is an outcome. */
export function lookAt(aCase: Case, env: Environment, playing: Playing = {}): Promise<FinishedLook> {
  const isRemote = aCase.actors.some((actor) => actor.isRemote);
  const play = () => playCase(aCase, env, playing);
  if (env.remoteTurn === undefined || !(isRemote || playing.isAlone)) return play();
  return env.remoteTurn(playing.isAlone ? ALONE : remoteWeight(aCase, env.states), play);
}

async function playCase(aCase: Case, env: Environment, playing: Playing): Promise<FinishedLook> {
  const { isPatient = false, isAlone = false, lingering } = playing;
  const began = performance.now();
  const { facts: known } = env.known;
  const facts = isPatient ? { ...known, rounds: MOST_ROUNDS } : known;
  const unmet = unmetNeed(aCase, { ...env, facts });
  if (unmet !== undefined)
    return withoutSessions(emptyResult(aCase, { outcome: 'skipped', reason: unmet, began }), facts);
  let lease: Lease;
  try {
    // Accounts that come after the end are taken back by their lender.
    lease = await unlessAborted(env.cutOff, env.lease(aCase, isPatient));
  } catch (error) {
    const cause = problemOf(error);
    const shared = findProblem(cause, 'account-shared');
    const reason = env.cutOff.aborted ? INTERRUPTED.reason : withoutAccounts(cause, env);
    const result = emptyResult(aCase, { outcome: 'broken', reason, began });
    return { ...withoutSessions(result, facts), foreignUse: shared };
  }
  const patience = isPatient ? new Patience(env, facts.settleMs) : undefined;
  const context = prepareCase(aCase, env, { lease, facts, patience });
  const ending = endingOf({ context, stopped: await execute(context, lingering), isAlone });
  const accusation =
    showsNothing(ending) || context.isSettingUp ? undefined : await accusationOf(context, ending?.reason);
  const result = toResult(context, ending, began);
  const decided = showsNothing(ending) ? { ...result, checks: [], requirements: [], passive: {} } : result;
  const stays = decided.outcome === 'passed' && lingering?.mayStay(aCase) ? lingering.stay() : undefined;
  const stayed = stays && afterStay(stays, context, decided);
  const clear = async () => {
    await stayed;
    await endLook(context, decided.outcome);
  };
  return {
    result: decided,
    stayed,
    cleanup: clear(),
    foreignUse: ending?.reason.kind === 'foreign-traffic' ? ending.reason.cause : undefined,
    facts,
    stayedMs: context.sessions.hasFenced ? 0 : Number.POSITIVE_INFINITY,
    lagMs: patience?.lagMs ?? 0,
    accused: accusation && {
      ...accusation,
      result: toResult({ ...context, checks: [...accusation.checks], isCutShort: true }, undefined, began),
    },
  };
}

/**
 * The result where something came meanwhile. Else the fences waited for as long as the case has stayed, where every session has seen
 * what came of all steps: what came after the fence of one of them was judged in a later one. The end of the streams is not waited for.
 */
async function afterStay(
  stay: Promise<number>,
  context: CaseContext,
  result: CaseResult,
): Promise<Pick<Look, 'result' | 'stayedMs'>> {
  const { sessions, case: aCase, traffic } = context;
  const stayedMs = await stay;
  sessions.noteLate();
  const ending = late({ context });
  if (ending !== undefined)
    return { result: { ...toResult(context, ending, 0), durationMs: result.durationMs }, stayedMs: 0 };
  const refs = aCase.actors.flatMap((actor) => actor.sessions.map(({ ref }) => ref));
  const isWhole = sessions.isSettled() && refs.every((ref) => sessions.openRefs.includes(ref));
  const hasSeenAll = isWhole && traffic.unexplained.length === 0;
  return { result, stayedMs: hasSeenAll ? stayedMs : 0 };
}

function withoutAccounts(cause: Problem, { limits }: Environment): Reason {
  if (findProblem(cause, 'account-shared') !== undefined) return { kind: 'foreign-traffic', cause };
  const isLimited = findProblem(cause, 'registration-throttled') !== undefined;
  return (isLimited && limits && limitReason(limits, { kind: 'registration' })) || { kind: 'no-accounts', cause };
}

const withoutSessions = (result: CaseResult, facts: Facts): FinishedLook => ({
  result,
  cleanup: Promise.resolve(),
  facts,
  stayedMs: Number.POSITIVE_INFINITY,
  lagMs: 0,
});

/** Plays the case. Resolves with what stopped its steps. One that cannot stay ends with all rounds of a fence. */
async function execute(context: CaseContext, lingering: Lingering | undefined): Promise<Ending | undefined> {
  const { sessions, case: aCase, facts } = context;
  try {
    await setUp(context);
    await runCase(context);
    const hasFailure = context.checks.some((check) => check.verdict !== 'passed');
    if (hasFailure) await confirmFailure(context);
    else if (facts.rounds < MOST_ROUNDS && !lingering?.mayStay(aCase)) await sessions.fenceAgain();
    else sessions.noteLate();
    return undefined;
  } catch (error) {
    return stoppedBy(error, context);
  }
}

/** A failure stands where the network cannot be its cause. */
async function confirmFailure(context: CaseContext): Promise<void> {
  await proveNetwork(context);
  await context.sessions.fenceAgain();
}

async function setUp(context: CaseContext): Promise<void> {
  const { case: aCase, sessions, env } = context;
  const plans = aCase.actors.flatMap((actor) => actor.sessions).filter((plan) => plan.atStart);
  const isApart = sidesOf(aCase, env).some(({ limits }) => limits?.find('subscription-count') !== undefined);
  if (aCase.given !== undefined && isApart) await establishStateApart(aCase.given, context);
  await Promise.all(plans.map((plan) => sessions.connect(plan, 'setup')));
  for (const plan of plans) await sessions.announce(plan, 'setup');
  if (aCase.given !== undefined && !isApart) {
    // Each session pings once: the server knows their presence.
    await sessions.reach(() => true);
    await establishState(aCase.given, context);
  }
  await sessions.observe();
  sessions.transcript.begin();
  context.judged = sessions.transcript.entries.length;
}

function toResult(context: CaseContext, ending: Ending | undefined, began: number): CaseResult {
  const linted = lintCase(context);
  const all = [...context.checks, ...blamed(linted.checks, context)];
  // A broken case accuses nobody: what failed in it may have another cause.
  const checks = ending?.outcome === 'broken' ? all.filter(({ failure }) => failure === undefined) : all;
  const outcome = ending?.outcome ?? worst(checks.map((check) => check.verdict));
  return {
    case: context.case.script === undefined ? context.case : playedCase(context, checks, outcome),
    outcome,
    reason: ending?.reason,
    checks,
    requirements: requirementVerdicts(checks, context.env.requirements),
    observed: context.observed.filter((name, index, all) => name !== all[index - 1]),
    passive: linted.passive,
    transcript: { entries: [...context.sessions.transcript.entries] },
    jids: jidsOf(context),
    isCutShort: context.isCutShort,
    durationMs: performance.now() - began,
    lateStanzas: context.sessions.late.count,
    ...trafficOf(context),
  };
}

/** A case with a script as it was played. Its steps, with all that a model permits after each act, are kept where it has failed: they can be large. */
function playedCase({ case: aCase, played }: CaseContext, checks: readonly CheckResult[], outcome: Outcome): Case {
  const requirements = [...new Set(checks.flatMap((check) => check.requirements))].sort();
  return { ...aCase, steps: outcome === 'failed' ? played : [], requirements };
}

/** The result of a case that never began. `began` is a `performance.now()`. */
export function emptyResult(
  aCase: Case,
  { outcome, reason, began }: { readonly outcome: Outcome; readonly reason: Reason; readonly began: number },
): CaseResult {
  const durationMs = performance.now() - began;
  const nothing = { checks: [], requirements: [], observed: [], passive: {}, transcript: { entries: [] }, jids: {} };
  return { case: aCase, outcome, reason, ...nothing, durationMs, lateStanzas: 0 };
}
