// The life of one case: needs, accounts, sessions, given state, steps, verdicts, cleaning up.

import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult, CheckResult, Outcome, RequirementVerdict, Verdict } from '../model/result.ts';
import type { Account, Loan } from '../model/session.ts';
import type { Requirement } from '../model/standard.ts';
import type { Step } from '../model/step.ts';
import { withUniqueId } from '../stanza/placeholders.ts';
import { problemOf } from '../wording/problems.ts';
import { Broken, NeedMissing } from './broken.ts';
import { Stage } from './case-sessions.ts';
import type { Environment } from './environment.ts';
import { reach } from './given.ts';
import { lintPlay } from './lint/lint-case.ts';
import { localActors, unmetNeed } from './needs.ts';
import { type Play, perform } from './play.ts';
import { verdictOf } from './verdict.ts';

/** A finished case, and the cleaning up that may still be going on (closing streams, giving accounts back). */
export interface Finished {
  readonly result: CaseResult;
  readonly cleanup: Promise<void>;
}

/** Runs one case. Never rejects: whatever goes wrong is an outcome. */
export async function runCase(aCase: Case, env: Environment): Promise<Finished> {
  const began = performance.now();
  const unmet = unmetNeed(aCase, env);
  if (unmet !== undefined) {
    return { result: emptyResult(aCase, 'skipped', unmet, began), cleanup: Promise.resolve() };
  }
  let loans: readonly Loan[];
  try {
    loans = await env.lend(localActors(aCase).map((actor) => actor.account));
  } catch (error) {
    const reason: Reason = { kind: 'no-accounts', cause: problemOf(error) };
    return { result: emptyResult(aCase, 'broken', reason, began), cleanup: Promise.resolve() };
  }
  const play = prepare(aCase, env, loans);
  const ending = await playOut(play);
  const cleanup = play.stage.clear().then(async () => {
    await Promise.all([...loans].reverse().map((loan) => loan.giveBack()));
  });
  return { result: toResult(play, ending, began), cleanup };
}

function prepare(aCase: Case, env: Environment, loans: readonly Loan[]): Play {
  const nonce = randomBytes(4).toString('hex');
  const fixed = new Map([
    ['domain', env.domain],
    ['nonce', nonce],
    ...(env.remote === undefined ? [] : ([['remote', env.remote.domain]] as const)),
  ]);
  const accounts = accountsOf(aCase, loans, { nonce, remote: env.remote?.domain });
  for (const actor of aCase.actors) {
    const jid = accounts.get(actor.name)?.jid ?? '';
    fixed.set(actor.name, jid);
    for (const session of actor.sessions) fixed.set(session.ref, `${jid}/${session.resource}`);
  }
  const captures: ReadonlyMap<string, string> = new Map();
  const stage: Stage = new Stage({
    env,
    nonce,
    accounts,
    isRemote: (name) => aCase.actors.some((actor) => actor.name === name && actor.isRemote),
    onBound: (ref, jid) => fixed.set(ref, jid),
    bindings: () => ({ fixed, captures: play.captures }),
    onEntry:
      env.follows === true
        ? (entry) => env.emit({ type: 'stanza', case: aCase, entry, jids: jidsOf(play) })
        : undefined,
  });
  const play: Play = { case: withUniqueIds(aCase, nonce), env, stage, fixed, captures, checks: [], observed: [] };
  return play;
}

/** Accounts on loan for local actors; for remote ones an address of the remote domain that no other case has. */
function accountsOf(
  aCase: Case,
  loans: readonly Loan[],
  { nonce, remote }: { nonce: string; remote: string | undefined },
): ReadonlyMap<string, Account> {
  const waiting = [...loans];
  const accounts = aCase.actors.map((actor) => {
    const jid = actor.account === 'domain' ? `${remote}` : `${actor.name}-${nonce}@${remote}`;
    const address = { jid, password: '' };
    return [actor.name, actor.isRemote ? address : waiting.shift()?.account] as const;
  });
  return new Map(accounts.flatMap(([name, account]) => (account === undefined ? [] : [[name, account]])));
}

function withUniqueIds(aCase: Case, nonce: string): Case {
  const inStep = (step: Step): Step => {
    if (step.kind === 'send') return { ...step, stanza: withUniqueId(step.stanza, nonce) };
    if (step.kind === 'repeat') return { ...step, steps: step.steps.map(inStep) };
    if (step.kind !== 'expect') return step;
    const sessions = (list: typeof step.sessions): typeof step.sessions =>
      list.map((s) => ({
        ...s,
        may: s.may.map((pattern) => withUniqueId(pattern, nonce)),
        receives: s.receives.map((check) => ({
          ...check,
          pattern: withUniqueId(check.pattern, nonce),
          further: check.further.map((more) => ({ ...more, pattern: withUniqueId(more.pattern, nonce) })),
        })),
      }));
    const alternatives = step.alternatives.map((a) => ({ ...a, sessions: sessions(a.sessions) }));
    return { ...step, sessions: sessions(step.sessions), alternatives };
  };
  return { ...aCase, steps: aCase.steps.map(inStep) };
}

interface Ending {
  readonly outcome?: 'skipped' | 'broken';
  readonly reason?: Reason;
}

async function playOut(play: Play): Promise<Ending> {
  try {
    await setUp(play);
    await perform(play.case.steps, play);
    if (play.checks.some((check) => check.verdict !== 'passed')) await play.stage.fence();
    play.stage.collectLate();
  } catch (error) {
    if (error instanceof NeedMissing) return { outcome: 'skipped', reason: error.reason };
    if (error instanceof Broken) return { outcome: 'broken', reason: error.reason };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: 'broken', reason: { kind: 'bug', stack } };
  }
  const { late } = play.stage;
  return late === 0 ? {} : { outcome: 'broken', reason: { kind: 'late-stanzas', count: late } };
}

async function setUp(play: Play): Promise<void> {
  const plans = play.case.actors.flatMap((actor) => actor.sessions).filter((session) => session.atStart);
  play.stage.cause();
  await Promise.all(plans.map((plan) => play.stage.connect(plan, 'setup')));
  for (const plan of plans) await play.stage.announce(plan, 'setup');
  await play.stage.fence();
  play.stage.collect();
  if (play.case.given !== undefined) await reach(play.case.given, play);
  play.stage.transcript.begin();
}

function toResult(play: Play, ending: Ending, began: number): CaseResult {
  const linted = lintPlay(play);
  const checks = [...play.checks, ...linted.checks];
  return {
    case: play.case,
    outcome: ending.outcome ?? worst(checks.map((check) => check.verdict)),
    reason: ending.reason,
    checks,
    requirements: requirementVerdicts(checks, play.env.requirements),
    observed: play.observed.filter((name, index, all) => name !== all[index - 1]),
    passive: linted.passive,
    transcript: [...play.stage.transcript.entries],
    jids: jidsOf(play),
    durationMs: performance.now() - began,
    lateStanzas: play.stage.late,
  };
}

function jidsOf({ case: aCase, fixed }: Play): Readonly<Record<string, string>> {
  const names = aCase.actors.flatMap((actor) => [actor.name, ...actor.sessions.map((session) => session.ref)]);
  return Object.fromEntries(names.map((name) => [name, fixed.get(name) ?? '']));
}

/** The result of a case that never began. `began` is a `performance.now()`. */
export function emptyResult(aCase: Case, outcome: Outcome, reason: Reason, began: number): CaseResult {
  const durationMs = performance.now() - began;
  const nothing = { checks: [], requirements: [], observed: [], passive: {}, transcript: [], jids: {} };
  return { case: aCase, outcome, reason, ...nothing, durationMs, lateStanzas: 0 };
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('failed') ? 'failed' : verdicts.includes('warned') ? 'warned' : 'passed';

/** The verdict of each requirement: the worst of the checks that cite it. */
function requirementVerdicts(
  checks: readonly CheckResult[],
  requirements: ReadonlyMap<string, Requirement>,
): readonly RequirementVerdict[] {
  const ids = [...new Set(checks.flatMap((check) => check.requirements))].sort();
  return ids.map((id) => {
    const requirement = requirements.get(id);
    const citing = checks.filter((check) => check.requirements.includes(id));
    const verdicts = citing.map((check) => (check.failure === undefined ? 'passed' : verdictOf(requirement)));
    return { id, level: requirement?.level ?? 'MUST', verdict: worst(verdicts) };
  });
}
