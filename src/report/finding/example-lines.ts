// The example of a finding: what a developer of the server needs to see the fault, in labelled lines.

import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../../model/event.ts';
import type { Failure, FailureOf } from '../../model/failure.ts';
import type { Showing } from '../../model/finding.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { loginsTogether } from '../../results/findings/situation.ts';
import { isClientRef } from '../../stanza/jid.ts';
import { readablePattern } from '../../stanza/readable.ts';
import { comesInPlaceOf, stanzaKind } from '../../stanza/stanza-kind.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { statesText, stateText } from '../../wording/subscription-states.ts';
import { blameSentence, failureSentence } from '../failure/failure-words.ts';
import { noteOf } from '../failure/transcript-lines.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { differenceSentence } from './fault-words.ts';
import { FINDING } from './finding-words.ts';
import {
  arrivalTexts,
  bounded,
  type FailureView,
  type LabelledLine,
  patternLine,
  plainLine,
  stanzaLine,
  type View,
  type ViewOptions,
  viewOf,
} from './labelled-line.ts';
import { meaningText, outcomeLines } from './outcome-lines.ts';
import { answerTo, arrivedAfter, startText } from './situation-text.ts';

/** The lines, in the order of the events: given state and sessions, what was sent, expected and received, and what is allowed. */
export function exampleLines(showing: Showing, lang: Language, options?: ViewOptions): readonly LabelledLine[] {
  const { result, check } = showing;
  const view = viewOf(showing, lang, options);
  const sentence = escapeControls(view.rename(failureSentence(check, lang)));
  const blame = blameSentence(check, lang);
  const lines: readonly LabelledLine[] = [
    ...givenLines(showing, view),
    ...(result.transcript.entries.length === 0 ? [{ label: 'note' as const, text: FINDING[lang].unseen }] : []),
    ...actLines(view),
    ...(check.failure === undefined ? [] : failureLines(check.failure, { ...view, session: check.session, sentence })),
    ...(blame === undefined ? [] : [{ label: 'note' as const, text: blame }]),
  ];
  // What arrives from the client under test, it has sent.
  const isSent = ({ label }: LabelledLine) => label === 'received' && isClientRef(check.session);
  return lines.map((line) => (isSent(line) ? { ...line, label: 'sent' } : line));
}

function givenLines({ result }: Showing, view: View): readonly LabelledLine[] {
  const { lang, situation } = view;
  const nobody = unconnectedRecipients(view).map((jid) => escapeControls(FINDING[lang].at(jid, FINDING[lang].offline)));
  const text = [startText(result.case, situation, lang), ...nobody].filter((part) => part !== '');
  return text.length === 0 ? [] : [{ label: 'given', text: text.join(COMMON[lang].semicolon) }];
}

/** Full JIDs at which no session of the case ever is, among the recipients of what was sent; on the remote domain nobody connects. */
function unconnectedRecipients({ situation, rename }: View): readonly string[] {
  const { before, acts, sessions } = situation;
  const accounts = new Set(sessions.flatMap(({ session, is }) => (is === 'remote' ? [] : session.split('/')[0])));
  const known = new Set(sessions.map(({ session }) => session));
  const named = [...before, ...acts].flatMap(({ stanza }) => rename(stanza?.attrs['to'] ?? ''));
  return [...new Set(named)].filter((to) => to.includes('/') && accounts.has(to.split('/')[0]) && !known.has(to));
}

/** The acts in the order of time, numbered if there are several; earlier requests with their answers, each login in one line. */
function actLines(view: View): readonly LabelledLine[] {
  const words = FINDING[view.lang];
  const { before, acts } = view.situation;
  const lines = [
    ...loginsTogether(before).map((entries) => ({ label: 'before' as const, text: actsText(entries, view, true) })),
    ...loginsTogether(acts).map((entries) => ({ label: 'sent' as const, text: actsText(entries, view, false) })),
  ];
  return lines.map(({ label, text }, at) => ({
    label,
    text: lines.length > 1 ? words.ordered(at + 1, text) : text,
    isCode: true,
  }));
}

function actsText(acts: readonly TranscriptEntry[], view: View, isBefore: boolean): string {
  const { lang, rename, situation } = view;
  const words = FINDING[lang];
  const [session = ''] = acts.map((act) => act.session);
  const texts = acts.map((act) => {
    const answer = isBefore && acts.length === 1 ? answerTo(act, situation.exchange) : undefined;
    const sent = entryText(act, rename, lang);
    return answer === undefined ? sent : words.answered(sent, compactXml(answer, rename));
  });
  const arrived = isBefore ? arrivedAfter(acts, view) : [];
  const who = isClientRef(session) ? words.toClient(session) : session;
  return words.at(escapeControls(who), [...texts, ...arrived].reduce(words.next));
}

function entryText(entry: TranscriptEntry, rename: Rename, lang: Language): string {
  return entry.stanza === undefined ? escapeControls(rename(noteOf(entry, lang))) : compactXml(entry.stanza, rename);
}

function failureLines(failure: Failure, view: FailureView): readonly LabelledLine[] {
  switch (failure.kind) {
    case 'missing':
      return failure.isOutOfOrder ? orderLines(failure.order ?? [], view) : missingLines(failure, view);
    case 'unexpected':
      return [...faultLines(failure, view), ...allowedLines(failure, view)];
    case 'violates':
      return outcomeLines(failure, view);
    case 'state':
      return stateLines(failure, view);
    case 'stream-ended':
      return [...patternLine('expected', failure.expected, view), endLine(failure, view)];
    case 'ill-formed-xml':
      return [plainLine('received', view.sentence, view)];
    default:
      return [
        ...patternLine('expected', failure.kind === 'differs' ? expectedOf(failure) : failure.expected, view),
        ...(isLackingItem(failure)
          ? [plainLine('received', FINDING[view.lang].noItem, view)]
          : stanzaLine('received', failure.closest, view)),
        ...differenceLine(failure, view),
      ];
  }
}

const isLackingItem = (failure: Failure): boolean => failure.kind === 'roster' && failure.item === 'missing';

/**
 * The pattern of a requirement may name only what the requirement is about. The stanza has matched the pattern of the step too, so its
 * type is the expected one unless they differ in it.
 */
function expectedOf({ expected, closest, difference }: FailureOf<'differs'>): XmlElement | undefined {
  const type = closest?.attrs['type'];
  if (expected === undefined || type === undefined || expected.name !== closest?.name) return expected;
  const isOpen = expected.name === 'message' || 'type' in expected.attrs || difference.path.endsWith('@type');
  return isOpen ? expected : { ...expected, attrs: { type, ...expected.attrs } };
}

/** What came in place of the expected stanza, else all that came, else that nothing did. */
function missingLines(failure: Failure, view: FailureView): readonly LabelledLine[] {
  const { expected, closest } = failure;
  const isInItsPlace = expected !== undefined && closest !== undefined && comesInPlaceOf(expected, closest);
  return [
    ...patternLine('expected', expected, view),
    ...(isInItsPlace
      ? [...stanzaLine('received', closest, view), ...differenceLine(failure, view)]
      : receivedLines(closest, view)),
  ];
}

function receivedLines(closest: XmlElement | undefined, view: FailureView): readonly LabelledLine[] {
  const { session, situation } = view;
  const { received = closest === undefined ? [] : [closest] } = situation;
  if (received.length === 0) return [plainLine('received', FINDING[view.lang].nothing, view)];
  const texts = arrivalTexts(
    received.map((stanza) => ({ session, stanza })),
    view,
  );
  return texts.map((text) => ({ label: 'received', text, isCode: true }));
}

/** The states in words, and what a fresh session of the user sees of them. */
function stateLines({ states, found, contact }: FailureOf<'state'>, { lang }: FailureView): readonly LabelledLine[] {
  return [
    { label: 'expected', text: escapeControls(statesText(states, contact, lang)) },
    { label: 'received', text: escapeControls(stateText(found, contact, lang)) },
  ];
}

/** How the stream ended, at its session. */
function endLine({ ended, condition }: FailureOf<'stream-ended'>, { lang }: FailureView): LabelledLine {
  const words = FINDING[lang];
  const what = condition === undefined ? words.streamEnds : words.streamEndsWith(condition);
  return { label: 'received', text: escapeControls(words.at(ended, what)) };
}

/** The stanza at fault, at each session that received it. */
function faultLines({ closest }: FailureOf<'unexpected'>, view: FailureView): readonly LabelledLine[] {
  return stanzaLine('fault', closest, view);
}

function orderLines(order: readonly XmlElement[], view: FailureView): readonly LabelledLine[] {
  const words = FINDING[view.lang];
  const list = (stanzas: readonly XmlElement[]) =>
    stanzas.map((stanza, at) => words.ordered(at + 1, compactXml(stanza, view.rename))).join(' ');
  const at = (label: 'required' | 'received', stanzas: readonly XmlElement[]) => ({
    label,
    text: words.at(escapeControls(view.session), list(stanzas)),
    isCode: true,
  });
  const { received = [] } = view.situation;
  return [
    ...(order.length === 0
      ? [{ label: 'note' as const, text: view.sentence }]
      : [at('required', order.map(readablePattern))]),
    ...(received.length === 0 ? [] : [at('received', received)]),
  ];
}

/** What the session may receive; of an outcome that breaks another rule, what it should receive, and what came that breaks only that rule. */
function allowedLines({ allowed, departing }: FailureOf<'unexpected'>, view: FailureView): readonly LabelledLine[] {
  const words = FINDING[view.lang];
  const patterns = allowed.flatMap((pattern) => patternLine('allowed', pattern, view));
  const lines = bounded([...new Map(patterns.map((line) => [line.text, line])).values()]);
  const nothing = plainLine('expected', words.nothingFurther, view);
  if (departing === undefined) return lines.length === 0 ? [nothing] : lines;
  const rules = departing.violates.map(view.ruleOf).join(COMMON[view.lang].semicolon);
  const lesser = (view.situation.received ?? [])
    .filter((stanza) => allowed.some((pattern) => isDeepStrictEqual(stanzaKind(pattern), stanzaKind(stanza))))
    .flatMap((stanza) => stanzaLine('tolerated', stanza, view));
  const better = departing.permitted.map(
    (meaning): LabelledLine => ({ label: 'expected', text: meaningText(meaning, view), isCode: true }),
  );
  return [
    ...(better.length === 0 ? [nothing] : better),
    ...bounded(lesser).map((line) => ({ ...line, text: words.departs(line.text, rules) })),
  ];
}

function differenceLine({ difference }: Failure, view: View): readonly LabelledLine[] {
  return difference === undefined ? [] : [{ label: 'differs', text: differenceSentence(difference, view) }];
}
