// Runs the steps of one case. Each verb has one small function; an expect step ends in a fence.

import { setTimeout as sleep } from 'node:timers/promises';
import type { FailureOf } from '../model/failure.ts';
import type { Note } from '../model/note.ts';
import type { CheckResult } from '../model/result.ts';
import type { ConnectStep, ExpectStep, FeaturesStep, NetworkStep, RosterStep, Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { match } from '../stanza/match.ts';
import { display } from '../stanza/placeholders.ts';
import { sentIn } from '../stanza/sent.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { problemOf } from '../wording/problems.ts';
import { Broken } from './broken.ts';
import { bindingsOf, blamed, type CaseContext, rulebookOf } from './case-context.ts';
import { falsePresenceIn, markTraffic, pastOf } from './case-traffic.ts';
import { checkShown, driveClient } from './client-steps.ts';
import { isFederated, reopenFenceSession, sidesOf } from './environment.ts';
import { isLacking } from './failing.ts';
import { checkState, itemsOfCase, readRoster } from './fresh-sessions.ts';
import type { Arrivals, JudgeContext } from './judge/arrivals.ts';
import { withoutEarlier } from './judge/came-earlier.ts';
import { brokenBy, compareRoster } from './judge/compare-roster.ts';
import { hasAll, isAnswer, type Judgement, judge, missingFrom } from './judge/judge.ts';
import { checkResult } from './judge/verdict.ts';
import { needCaptures } from './need-captures.ts';
import { priorityNeed } from './needs.ts';
import { FIRST_WAIT_MS } from './numbers/numbers.ts';
import { readUntil } from './patience.ts';
import { proveEnd } from './prove-network.ts';
import { isAvailable } from './transcript.ts';

/** Runs one step. Throws `Broken`. */
export async function runStep(step: Step, context: CaseContext): Promise<void> {
  needCaptures(step, context);
  switch (step.kind) {
    case 'connect':
      return connect(step, context);
    case 'disconnect':
      return context.sessions.disconnect(step.session);
    case 'drop':
      return context.sessions.drop(step.session);
    case 'network':
      return changeNetwork(step, context);
    case 'send':
      return context.sessions.send(step.from, step.stanza, 'step');
    case 'expect':
      return expect(step, context);
    case 'roster':
      return roster(step, context);
    case 'state':
      return checkState(step, context);
    case 'features':
      return features(step, context);
    case 'do':
      return driveClient(step, context);
    case 'shows':
      return checkShown(step, context);
  }
}

/**
 * What was caused before is settled first: the new session must not receive it. A server that has not noticed the end of
 * an earlier session at this address would still deliver to that one.
 */
async function connect(step: ConnectStep, context: CaseContext): Promise<void> {
  const { case: aCase, sessions } = context;
  const end = sessions.unprovenEnds.get(step.session);
  if (end !== undefined) await proveEnd(end, context);
  const plan = aCase.actors.flatMap((actor) => actor.sessions).find(({ ref }) => ref === step.session);
  if (plan === undefined) throw new Broken({ kind: 'not-connected', session: step.session });
  await sessions.settle();
  await sessions.connect(plan, 'step');
  await sessions.announce(plan, 'step');
}

async function changeNetwork({ change, actor = '' }: NetworkStep, context: CaseContext): Promise<void> {
  switch (change) {
    case 'cut':
      return cut(context);
    case 'restored':
      return restore(context);
    case 'reached':
      return reach(context);
    case 'restart':
      return restart(actor, context);
  }
}

/**
 * A server that does not know of the cut may lose what it is given: such a case says nothing of it. One that has closed its
 * connections may still route to them for a moment, and what it takes then is lost as before it knew (RFC 6120 3.4). On ejabberd, whose
 * processes take turns, it is 0.4 ms, and more where the machine is busy. In three round trips everything in it has had its turn.
 */
async function cut({ sessions, link }: CaseContext): Promise<void> {
  sessions.disturb();
  if (!(await link.cut())) throw new Broken({ kind: 'cut-unnoticed' });
  await sleep(FIRST_WAIT_MS);
  await sessions.afterCut();
  note(sessions, { kind: 'streams-cut' });
}

async function restore({ sessions, link }: CaseContext): Promise<void> {
  await link.restore().catch(notRestored);
  note(sessions, { kind: 'streams-restored' });
}

/** The next expect judges what it waits for, also where the servers do not reach each other. */
async function reach({ sessions, link, env, left }: CaseContext): Promise<void> {
  const next = left.find((step) => step.kind === 'expect');
  const unreached = await link.reach(sessions.waysBetween());
  if (unreached === undefined) return;
  if (env.signal.aborted) throw new Broken({ kind: 'interrupted' });
  if (next?.withinMs === undefined) throw new Broken({ kind: 'servers-apart', ...unreached });
}

/** All sessions on the server end with it. */
async function restart(actor: string, { case: aCase, sessions, link, env }: CaseContext): Promise<void> {
  const isOnPeer = (name: string) => aCase.actors.find((one) => one.name === name)?.isPeer === true;
  const side = isOnPeer(actor) ? env.peer : env;
  if (side === undefined) throw new Broken({ kind: 'not-connected', session: actor });
  sessions.disturb();
  const isKnown = await link.restart(side === env ? 'A' : 'B').catch(notRestored);
  sessions.disturb((name) => isOnPeer(name) === isOnPeer(actor));
  await reopenFenceSession(side).catch(notRestored);
  if (!isKnown) throw new Broken({ kind: 'cut-unnoticed' });
  note(sessions, { kind: 'server-restarted', domain: side.domain });
}

const notRestored = (error: unknown): never => {
  throw new Broken({ kind: 'servers-not-restored', cause: problemOf(error) }, { cause: error });
};

/** Notes in the transcript what happened to the servers: it is no act of a session. */
function note({ transcript, openRefs }: CaseContext['sessions'], what: Note): void {
  for (const ref of openRefs) transcript.record(ref, { direction: 'note', kind: 'ambient', note: what });
}

async function expect(step: ExpectStep, context: CaseContext): Promise<void> {
  const judgement = await judgeArrivals(step, context);
  if (priorityNeed(context) !== undefined) return;
  const checks = withoutEarlier(judgement.checks, pastOf(context), bindingsOf(context));
  context.checks.push(...blamed([...checks, ...falsePresenceIn(judgement, step, context)], context));
  markTraffic(judgement, context);
  context.judged = context.sessions.transcript.entries.length;
  context.captures = judgement.captures;
  context.holding = judgement.holding ?? [];
  context.isOver = step.alternatives.some(({ name, ends }) => ends === true && name === judgement.observed);
  if (judgement.observed !== undefined) context.observed.push(judgement.observed);
}

/** Observes what has arrived, and judges it by the step. Throws `Broken`. */
export async function judgeArrivals(step: ExpectStep, context: CaseContext): Promise<Judgement> {
  const judgeContext = judgeContextOf(context);
  // A server that reaches no other answers at once.
  const { target, networkMs = Number.POSITIVE_INFINITY } = context.env;
  const isWaiting = step.withinMs !== undefined && !target.isIsolated;
  const withinMs = isWaiting ? Math.min(step.withinMs, networkMs) : undefined;
  const isComplete = (arrivals: Arrivals) => {
    if (withinMs !== undefined) return isAnswer(step, judge(step, arrivals, judgeContext));
    if (context.patience === undefined) return hasAll(judge(step, arrivals, judgeContext));
    return !isLacking(judge(step, arrivals, { ...judgeContext, isExact: true }), context);
  };
  const missing = (arrivals: Arrivals) => missingFrom(step, arrivals, judgeContext);
  const arrivals = await context.sessions.observe({ isComplete, missing, withinMs });
  return judge(step, arrivals, judgeContext);
}

/** Of one expect step: what was sent before it does not change while it waits, and is searched once. */
function judgeContextOf(context: CaseContext): JudgeContext {
  let sent: readonly XmlElement[] | undefined;
  return {
    bindings: bindingsOf(context),
    ambient: [
      ...sidesOf(context.case, context.env).flatMap(({ target }) => target.ambient),
      ...(context.case.ambient ?? []),
      ...context.sessions.readers.map((from) => element('presence', NS.client, { type: 'unavailable', from })),
    ],
    isFederated: isFederated(context.case),
    ...rulebookOf(context),
    sent: () => (sent ??= sentIn(context.sessions.transcript)),
    isAvailable: (session) => isAvailable(context.sessions.transcript, session),
  };
}

async function roster(step: RosterStep, context: CaseContext): Promise<void> {
  const reader = step.session ?? context.sessions.findSession(step.of, (plan) => plan.roster);
  const compare = async () =>
    compareRoster(
      step.items,
      itemsOfCase(await readRoster(step.of, reader, context), step, context),
      bindingsOf(context),
    );
  const failure = await readUntil(context, compare, (found) => found === undefined);
  const proves = brokenBy(failure, step.proves, context.checks);
  context.checks.push(...resultOf({ ...step, proves, session: step.session ?? step.of }, failure, context));
}

async function features(step: FeaturesStep, context: CaseContext): Promise<void> {
  const seen = context.sessions.session(step.session).features;
  const bindings = bindingsOf(context);
  const results = elements(seen).map((feature) => [feature, match(step.pattern, feature, bindings)] as const);
  const [found, result] = results.find(([, { matches }]) => matches) ?? [];
  if (result?.matches) context.captures = result.captures;
  const failure: FailureOf<'features'> = {
    kind: 'features',
    present: step.present,
    expected: display(step.pattern, bindings),
    closest: found ?? element('features', NS.streams, {}, elements(seen)),
  };
  const isRight = (found !== undefined) === step.present;
  context.checks.push(...resultOf(step, isRight ? undefined : failure, context));
}

function resultOf(
  { place, session, proves }: Pick<FeaturesStep, 'place' | 'session' | 'proves'>,
  failure: CheckResult['failure'],
  context: CaseContext,
): readonly CheckResult[] {
  return blamed([checkResult({ place, session, proves }, failure, rulebookOf(context))], context);
}
