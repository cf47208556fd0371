// What arrived in a case beside what its steps are about.

import type { CaseResult, CheckResult, UnexplainedStanza } from '../model/result.ts';
import type { ExpectStep } from '../model/step.ts';
import { kindOf } from '../stanza/xml.ts';
import { isAnsweredAnswer } from '../wording/traffic.ts';
import { type CaseContext, rulebookOf } from './case-context.ts';
import type { Past } from './judge/came-earlier.ts';
import { presenceFault } from './judge/false-presence.ts';
import type { Judgement } from './judge/judge.ts';
import { checkResult } from './judge/verdict.ts';
import { MOST_SHOWN } from './numbers/numbers.ts';

/** Marks in the transcript what no expectation names and no rule forbids, and keeps it for the reports. */
export function markTraffic({ setAside, unexplained }: Judgement, { sessions, traffic }: CaseContext): void {
  for (const { stanza, module } of setAside) sessions.transcript.mark([stanza], 'ambient', module);
  const stanzas = unexplained.map(({ stanza }) => stanza);
  sessions.transcript.mark(stanzas, 'unexplained');
  traffic.unexplained.push(...unexplained);
  traffic.modules.push(...setAside.flatMap(({ module }) => module ?? []));
}

/** What the steps so far have seen. */
export const pastOf = ({ traffic: { unexplained, taken }, sessions }: CaseContext): Past => ({
  unexplained,
  taken,
  entries: sessions.transcript.entries,
});

/** A failed check for presence that no rule of the step forbids, and that is wrong: see `presenceFault`. */
export function falsePresenceIn(
  { unexplained }: Judgement,
  { place }: ExpectStep,
  context: CaseContext,
): readonly CheckResult[] {
  const { case: aCase, fixed: jids, judged: since, sessions } = context;
  const doings = {
    case: aCase,
    entries: sessions.transcript.entries,
    since,
    jids,
    unprovenEnds: sessions.unprovenEnds,
  };
  return unexplained.flatMap((one) => {
    const found = presenceFault(one, doings);
    if (found === undefined) return [];
    const at = { place, session: one.session, proves: [found.requirement] };
    return checkResult(at, { kind: 'passive', fault: found.fault, closest: one.stanza }, rulebookOf(context));
  });
}

/** The traffic of the case as its result keeps it. */
export function trafficOf({
  traffic: { unexplained, modules },
  sessions,
}: CaseContext): Pick<CaseResult, 'unexplained' | 'moduleTraffic' | 'answeredAnswers'> {
  const { length: answeredAnswers } = sessions.transcript.entries.filter(isAnsweredAnswer);
  const kinds = kindsOf([...unexplained, ...sessions.late.unexplained]);
  const names = [...new Set(modules)].sort();
  const count = (module: string) => modules.filter((one) => one === module).length;
  return {
    ...(answeredAnswers > 0 && { answeredAnswers }),
    ...(kinds.length > 0 && { unexplained: kinds }),
    ...(names.length > 0 && { moduleTraffic: Object.fromEntries(names.map((name) => [name, count(name)])) }),
  };
}

/** The first stanza of each kind at each session, with their number. */
function kindsOf(unexplained: readonly UnexplainedStanza[]): readonly UnexplainedStanza[] {
  const kinds = new Map<string, UnexplainedStanza>();
  for (const one of unexplained) {
    const key = `${one.session}\n${kindOf(one.stanza)}`;
    const known = kinds.get(key);
    if (known !== undefined || kinds.size < MOST_SHOWN)
      kinds.set(key, { ...(known ?? one), count: (known?.count ?? 0) + 1 });
  }
  return [...kinds.values()];
}
