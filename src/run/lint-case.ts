// The lint of one case: its transcript in, checks out.

import type { CaseResult, CheckResult } from '../model/result.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { bareOf, isClientRef } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';
import { isAnsweredAnswer } from '../wording/traffic.ts';
import { type CaseContext, rulebookOf } from './case-context.ts';
import { checkResult } from './judge/verdict.ts';
import { CLIENT_LINT_RULES } from './lint/client-rules.ts';
import { type Lint, lint, type Violation } from './lint/lint.ts';
import { ANSWERS_UNANSWERED } from './lint/rules.ts';

/** Checks everything that arrived in the case against the passive rules. Returns one failed check for each rule broken. */
export function lintCase(context: CaseContext): Pick<CaseResult, 'checks' | 'passive'> {
  const { held, violations } = lintOf(context);
  const checks = [...violations, ...answerToAnswer(context)].map(
    ({ requirement, session, stanza, fault }): CheckResult => {
      const at = { place: context.case.place, session, proves: [requirement] };
      return checkResult(at, { kind: 'passive', fault, closest: stanza }, rulebookOf(context));
    },
  );
  return { checks, passive: held };
}

/** In a case about a client, what it sends is held against the rules of clients, and what contacts receive against none. */
function lintOf(context: CaseContext): Lint {
  const { case: aCase, env } = context;
  const received = stanzasOf(context, 'received');
  if (!aCase.actors.some(({ sessions }) => sessions.some(({ ref }) => isClientRef(ref)))) {
    const sent = stanzasOf(context, 'sent').map(({ stanza }) => stanza);
    return lint(received, sent);
  }
  const known = CLIENT_LINT_RULES.filter(({ requirement }) => env.requirements.has(requirement));
  return lint(
    received.filter(({ session, stanza }) => isClientRef(session) && stanza.ns === NS.client),
    [],
    known,
  );
}

/**
 * The first IQ error or result that answers an automatic answer of a session. It fails only the cases that cite the rule:
 * a server with this habit would otherwise fail every case with a roster push.
 */
function answerToAnswer({ case: aCase, sessions }: CaseContext): readonly Violation[] {
  if (!aCase.requirements.includes(ANSWERS_UNANSWERED)) return [];
  const { stanza, session = '' } = sessions.transcript.entries.find(isAnsweredAnswer) ?? {};
  if (stanza === undefined) return [];
  return [{ requirement: ANSWERS_UNANSWERED, session, stanza, fault: { kind: 'answer-to-answer' } }];
}

/** The stanzas with the JID that their session had then: one that connects again may get another resource (RFC 6120 7.7.2.1). */
function stanzasOf({ case: aCase, sessions, fixed }: CaseContext, wanted: TranscriptEntry['direction']) {
  const remote = aCase.actors.flatMap((actor) => (actor.isRemote ? actor.sessions.map(({ ref }) => ref) : []));
  const bound = new Map<string, string>();
  return sessions.transcript.entries.flatMap(({ direction, session, stanza, note }) => {
    if (note?.kind === 'connected') bound.set(session, note.jid);
    const jid = bound.get(session) ?? fixed.get(session) ?? '';
    return direction === wanted && stanza !== undefined
      ? [{ session, jid, user: bareOf(jid), isRemote: remote.includes(session), stanza }]
      : [];
  });
}
