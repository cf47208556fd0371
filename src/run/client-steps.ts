// The steps that only cases about clients have: what the client is made to do, and what it shows.

import type { ClientDriver } from '../model/client.ts';
import type { FailureOf } from '../model/failure.ts';
import type { DoStep, ShowsStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { closest, match } from '../stanza/match.ts';
import { type Bindings, display, fillText } from '../stanza/placeholders.ts';
import { Broken, brokenBy } from './broken.ts';
import { bindingsOf, type CaseContext, rulebookOf } from './case-context.ts';
import { assign } from './judge/assign.ts';
import { checkResult } from './judge/verdict.ts';
import { readUntil } from './patience.ts';

/** Has the client do something. Throws `Broken`. */
export async function driveClient({ session, verb, words }: DoStep, context: CaseContext): Promise<void> {
  const filled = words.map((word) => fillText(word, bindingsOf(context)));
  const driver = driverOf(session, context);
  await context.sessions.act(session, () => driver.tell(verb, filled)).catch(brokenBy('not-driven', session));
}

/** Checks what the client shows, after a fence. Throws `Broken`. */
export async function checkShown(step: ShowsStep, context: CaseContext): Promise<void> {
  const { session, what, place, proves } = step;
  const driver = driverOf(session, context);
  await context.sessions.settle();
  const compare = async () => {
    const shown = await driver.ask(what).catch(brokenBy('not-driven', session));
    return compareShown(step, shown, bindingsOf(context));
  };
  const failure = await readUntil(context, compare, (found) => found === undefined);
  context.checks.push(checkResult({ place, session, proves }, failure, rulebookOf(context)));
}

function driverOf(session: string, { sessions }: CaseContext): ClientDriver {
  const { driver } = sessions.session(session);
  if (driver === undefined) throw new Broken({ kind: 'not-connected', session });
  return driver;
}

/** How what is shown differs from what should be; undefined: it does not. */
function compareShown(
  { what: shown, patterns }: ShowsStep,
  found: readonly XmlElement[],
  bindings: Bindings,
): FailureOf<'roster'> | undefined {
  const { chosen } = assign(patterns, found, { bindings, inOrder: false });
  const lacking = patterns.find((_, index) => chosen[index] === undefined);
  const [first, ...others] = found.filter((_, at) => !chosen.includes(at));
  if (lacking === undefined) return first && { kind: 'roster', item: 'unexpected', closest: first, shown };
  const near = closest(lacking, first === undefined ? [] : [first, ...others], bindings);
  const result = near && match(lacking, near, bindings);
  return {
    kind: 'roster',
    item: near === undefined ? 'missing' : 'differs',
    expected: display(lacking, bindings),
    closest: near,
    difference: result?.matches === false ? result.difference : undefined,
    shown,
  };
}
