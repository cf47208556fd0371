// The lint of one case: its transcript in, checks out.

import type { CaseResult, CheckResult } from '../model/result.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { bareOf } from '../stanza/jid.ts';
import type { CaseContext } from './case-context.ts';
import { lint } from './lint/lint.ts';
import { checkResult } from './verdict.ts';

/** Checks everything that arrived in the case against the passive rules. Returns one failed check for each rule broken. */
export function lintCase(context: CaseContext): Pick<CaseResult, 'checks' | 'passive'> {
  const sent = stanzasOf(context, 'sent').map(({ stanza }) => stanza);
  const { held, violations } = lint(stanzasOf(context, 'received'), sent);
  const checks = violations.map(({ requirement, session, stanza, fault }): CheckResult => {
    const at = { place: context.case.place, session, proves: [requirement] };
    return checkResult(at, { kind: 'passive', fault, closest: stanza }, context.env.requirements);
  });
  return { checks, passive: held };
}

function stanzasOf({ sessions, fixed }: CaseContext, wanted: TranscriptEntry['direction']) {
  return sessions.transcript.entries.flatMap(({ direction, session, stanza }) => {
    const user = bareOf(fixed.get(session) ?? '');
    return direction === wanted && stanza !== undefined ? [{ session, user, stanza }] : [];
  });
}
