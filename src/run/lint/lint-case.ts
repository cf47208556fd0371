// The lint of one case: its transcript in, checks out.

import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { bareOf } from '../../stanza/jid.ts';
import type { Play } from '../play.ts';
import { checkResult } from '../verdict.ts';
import { lint } from './lint.ts';

/** Holds all that arrived in the play, of whatever kind, against the rules; one failed check for each that is broken. */
export function lintPlay(play: Play): Pick<CaseResult, 'checks' | 'passive'> {
  const sent = stanzasOf(play, 'sent').map(({ stanza }) => stanza);
  const { held, violations } = lint(stanzasOf(play, 'received'), sent);
  const checks = violations.map(({ requirement, session, stanza, fault }): CheckResult => {
    const at = { place: play.case.place, session, proves: [requirement] };
    return checkResult(at, { kind: 'passive', fault, closest: stanza }, play.env.requirements);
  });
  return { checks, passive: held };
}

function stanzasOf({ stage, fixed }: Play, wanted: TranscriptEntry['direction']) {
  return stage.transcript.entries.flatMap(({ direction, session, stanza }) => {
    const user = bareOf(fixed.get(session) ?? '');
    return direction === wanted && stanza !== undefined ? [{ session, user, stanza }] : [];
  });
}
