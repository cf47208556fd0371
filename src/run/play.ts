// Performs the steps of one case. Each verb has one small function; an expect ends in a fence.

import type { Case } from '../model/case.ts';
import type { FeaturesFailure, LimitFailure } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import type { ConnectStep, ExpectStep, FeaturesStep, RepeatStep, RosterStep, Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { match } from '../stanza/match.ts';
import { type Bindings, display } from '../stanza/placeholders.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { Broken, NeedMissing } from './broken.ts';
import type { Stage } from './case-sessions.ts';
import type { Environment } from './environment.ts';
import { readRoster, state } from './fresh-session.ts';
import { type Arrivals, type JudgeContext, judge } from './judge.ts';
import { compareRoster } from './roster.ts';
import { checkResult } from './verdict.ts';

/** The state of a play: what is bound, and what it has shown so far. */
export interface Play {
  readonly case: Case;
  readonly env: Environment;
  readonly stage: Stage;
  readonly fixed: Map<string, string>;
  captures: ReadonlyMap<string, string>;
  readonly checks: CheckResult[];
  readonly observed: string[];
}

/** Performs the steps in order and stops after the first with a failed check. Throws `Broken` and `NeedMissing`. */
export async function perform(steps: readonly Step[], play: Play): Promise<void> {
  for (const step of steps) {
    play.stage.collectLate();
    await performStep(step, play);
    if (hasFailed(play)) return;
  }
}

const hasFailed = (play: Play): boolean => play.checks.some((check) => check.verdict === 'failed');

const bindingsOf = (play: Play): Bindings => ({ fixed: play.fixed, captures: play.captures });

async function performStep(step: Step, play: Play): Promise<void> {
  switch (step.kind) {
    case 'connect':
      return connect(step, play);
    case 'disconnect':
      return play.stage.disconnect(step.session);
    case 'drop':
      return play.stage.drop(step.session);
    case 'state':
      return state(step, play);
    case 'send':
      return play.stage.send(step.from, step.stanza, 'step');
    case 'expect':
      return expect(step, play);
    case 'roster':
      return roster(step, play);
    case 'features':
      return features(step, play);
    case 'repeat':
      return repeat(step, play);
  }
}

async function connect(step: ConnectStep, play: Play): Promise<void> {
  const plan = play.case.actors.flatMap((actor) => actor.sessions).find((session) => session.ref === step.session);
  if (plan === undefined) throw new Broken({ kind: 'not-connected', session: step.session });
  await play.stage.settle();
  play.stage.cause();
  await play.stage.connect(plan, 'step');
  await play.stage.announce(plan, 'step');
}

async function expect(step: ExpectStep, play: Play): Promise<void> {
  const { stage } = play;
  const arrivals = new Arrived();
  if (stage.isAfterDrop) await awaitExpected(step, play, arrivals);
  await stage.fence();
  arrivals.add(stage.collect());
  const judgement = judge(step, arrivals.bySession, judgeContext(play));
  stage.transcript.mark(judgement.ambient, 'ambient');
  play.checks.push(...judgement.checks);
  play.captures = judgement.captures;
  if (judgement.observed !== undefined) play.observed.push(judgement.observed);
}

const judgeContext = (play: Play): JudgeContext => ({
  bindings: bindingsOf(play),
  ambient: play.env.target.ambient,
  requirements: play.env.requirements,
});

/** Stanzas of several collections, by session. */
class Arrived {
  readonly bySession = new Map<string, readonly XmlElement[]>();

  add(collected: Arrivals): void {
    for (const [ref, stanzas] of collected) this.bySession.set(ref, [...(this.bySession.get(ref) ?? []), ...stanzas]);
  }
}

/**
 * A fence does not reach back beyond a dropped connection: a server may notice it later. What the step asks for is
 * awaited first. A wait that expires leaves it missing, which is then judged.
 */
async function awaitExpected(step: ExpectStep, play: Play, arrivals: Arrived): Promise<void> {
  for (;;) {
    arrivals.add(play.stage.collect());
    const { checks } = judge(step, arrivals.bySession, judgeContext(play));
    if (!checks.some((check) => check.failure?.kind === 'missing')) return;
    const isMore = await play.stage.arrival().then(
      () => true,
      () => false,
    );
    if (!isMore) return;
  }
}

async function roster(step: RosterStep, play: Play): Promise<void> {
  const items = await readRoster(step.of, step.session, play);
  const failure = compareRoster(step.items, items, bindingsOf(play));
  const at = { place: step.place, session: step.session ?? step.of, proves: step.proves };
  play.checks.push(checkResult(at, failure, play.env.requirements));
}

async function features(step: FeaturesStep, play: Play): Promise<void> {
  const seen = play.stage.session(step.session).features;
  const found = elements(seen).find((feature) => match(step.pattern, feature, bindingsOf(play)).matches);
  const at = { place: step.place, session: step.session, proves: step.proves };
  const isRight = (found !== undefined) === step.present;
  const failure: FeaturesFailure = {
    kind: 'features',
    present: step.present,
    expected: display(step.pattern, bindingsOf(play)),
    closest: found ?? element('features', NS.streams, {}, elements(seen)),
  };
  play.checks.push(checkResult(at, isRight ? undefined : failure, play.env.requirements));
}

/** Tries growing values until the wanted outcome shows. A limit the target tells is tried at once, one beyond it. */
async function repeat(step: RepeatStep, play: Play): Promise<void> {
  const told = play.env.target.limits[step.limit];
  for (const value of valuesOf(step, told)) {
    play.fixed.set(step.name, String(value));
    const before = play.observed.length;
    await perform(step.steps, play);
    if (hasFailed(play) || play.observed.slice(before).includes(step.until)) return;
  }
  if (told === undefined) {
    throw new NeedMissing({ kind: 'limit-not-met', tried: step.to, limit: step.limit });
  }
  const at = { place: step.place, session: '', proves: step.proves };
  const failure: LimitFailure = { kind: 'limit', limit: told, outcome: step.until };
  play.checks.push(checkResult(at, failure, play.env.requirements));
}

function valuesOf(step: RepeatStep, told: number | undefined): readonly number[] {
  if (told !== undefined) return [told + 1];
  const values: number[] = [];
  for (let value = step.from; value <= step.to; value *= 2) values.push(value);
  return values;
}
