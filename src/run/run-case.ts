// Runs the steps of a case: of its set-up, of the case itself, or of its script.

import type { Step } from '../model/step.ts';
import type { CaseContext } from './case-context.ts';
import { hasFailed } from './failing.ts';
import { offeredTo, priorityNeed } from './needs.ts';
import { stepsWithIds } from './prepare-case.ts';
import { runStep } from './steps.ts';

/**
 * Runs the steps of the case, or those of its script as long as an outcome explains everything that comes, also one that violates a
 * rule: no script knows how things stand after anything else. Throws `Broken`.
 */
export async function runCase(context: CaseContext): Promise<void> {
  const { case: aCase, played } = context;
  if (aCase.script === undefined) return runScenario(context);
  const script = aCase.script((feature, actor) => offeredTo(actor, context).includes(feature));
  for (let steps = script.next(); steps !== undefined; steps = script.next()) {
    const unique = stepsWithIds(steps, context.fixed.get('nonce') ?? '', played);
    played.push(...steps);
    await runSteps(unique, context);
    context.isCutShort ||= hasFailed(context);
    if (context.isCutShort || context.traffic.unexplained.length > 0) return;
    script.take(context.holding);
  }
}

/** Runs the set-up, and if no check of it fails, what the case is about. The set-up decides nothing else. Throws `Broken`. */
async function runScenario(context: CaseContext): Promise<void> {
  const { setup = 0, steps } = context.case;
  if (setup > 0) {
    context.isSettingUp = true;
    await runSteps(steps.slice(0, setup), context);
    if (hasFailed(context)) return;
    context.checks.splice(0);
    context.observed.splice(0);
    context.isOver = false;
    context.isSettingUp = false;
  }
  await runSteps(steps.slice(setup), context);
}

/** Runs the steps in order, until a check has failed, an outcome ends them, or the server has shown a priority that leaves nothing to judge. Throws `Broken`. */
async function runSteps(steps: readonly Step[], context: CaseContext): Promise<void> {
  for (const [at, step] of steps.entries()) {
    if (priorityNeed(context) !== undefined) return;
    context.left = steps.slice(at);
    context.sessions.noteLate();
    await runStep(step, context);
    context.left = [];
    if (!hasFailed(context) && !context.isOver) continue;
    context.isCutShort ||= hasFailed(context) && at + 1 < steps.length;
    return;
  }
}
