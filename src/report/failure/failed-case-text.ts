// The full text of a case that did not pass: its failures, its transcript, and the command that runs it again.

import type { Language } from '../../model/event.ts';
import type { DifferenceValue, Failure } from '../../model/failure.ts';
import type { Place } from '../../model/place.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { Requirement } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { isOnlyInPair } from '../../results/alone.ts';
import { isAbout } from '../../results/evidence.ts';
import { COMMON } from '../../wording/common.ts';
import { differenceText } from '../../wording/differences.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { reasonText } from '../../wording/reasons.ts';
import { shellWords } from '../../wording/shell.ts';
import { ruleLines } from '../text/citation.ts';
import { createRename } from '../text/names.ts';
import type { Style } from '../text/paint.ts';
import { rulingLine, rulingsIn } from '../text/ruling.ts';
import { compactXml, prettyXml, type Rename } from '../text/xml-text.ts';
import { blameSentence, FAILURE, failureSentence, type LineBudget } from './failure-words.ts';
import { transcriptLines } from './transcript-lines.ts';

export interface FailureContext extends Style {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly trace: boolean;
  readonly budget: LineBudget;
  /** See `RunInfo.rerun`. */
  readonly rerun: readonly string[];
}

/** The failed checks of a case, its transcript, and the command that runs it alone. */
export function failedCaseText(result: CaseResult, context: FailureContext): string {
  const rename = createRename(result.jids);
  const failed = result.checks.filter((check) => check.failure !== undefined);
  const body = [
    ...reasonLines(result, rename, context.lang).map((line) => `  ${line}`),
    ...failed.flatMap((check) => checkLines(check, rename, context)),
    ...(result.checksLeftOut === undefined ? [] : [`    ${FAILURE[context.lang].checksLeft(result.checksLeftOut)}`]),
    ...transcriptPart(result, rename, context),
  ];
  const { left, rerun } = FAILURE[context.lang];
  const lines = [
    headline(result, context),
    ...context.budget.fit(body, (count) => `  ${left(count)}`),
    `  ${rerun(context.paint.strong(rerunCommand(result, context.rerun)))}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The known failure of a case, why it was skipped or is broken, and what each server of a pair does alone. A bug of this tool has several lines: a stack. */
export function reasonLines(result: CaseResult, rename: Rename, lang: Language): readonly string[] {
  const known = result.knownFailure === undefined ? [] : [COMMON[lang].knownFailure(result.knownFailure)];
  const reason = result.reason === undefined ? [] : reasonText(result.reason, lang).split('\n');
  return [...known, ...reason, ...aloneLines(result, lang)].map((line) => escapeControls(rename(line)));
}

/** That only the pair shows the failure; else each case of the row in which a server departs from the same rules alone. */
function aloneLines(result: CaseResult, lang: Language): readonly string[] {
  if (isOnlyInPair(result)) return [COMMON[lang].onlyInPair];
  const departing = (result.alone ?? []).filter(({ requirements }) => requirements.length > 0);
  return departing.map(({ side, case: id, outcome }) =>
    FAILURE[lang].alone(result.servers?.[side] ?? side, id, COMMON[lang][outcome]),
  );
}

/** The shell command that runs this case alone. */
export function rerunCommand(result: CaseResult, rerun: readonly string[]): string {
  // Only the command of a client stands behind dashes.
  const command = rerun.includes('--') ? 'client' : 'run';
  return escapeControls(`xmppspec ${command} ${shellWords([result.case.id, ...rerun])}`);
}

/** `scenarios/rfc6121/2.3/set-refused.yaml:12:9`. */
export function placeText(place: Place): string {
  return escapeControls(`${place.file}:${place.line}:${place.col}`);
}

/** Outcome, id and title of a case on one line. */
export function headline(result: CaseResult, { paint, lang }: Style): string {
  const { outcome } = result;
  const color = outcome === 'warned' ? paint.warn : outcome === 'passed' ? paint.good : paint.bad;
  return `${color(COMMON[lang][outcome])}  ${paint.strong(escapeControls(result.case.id))}  ${escapeControls(result.case.title)}`;
}

function checkLines(check: CheckResult, rename: Rename, context: FailureContext): readonly string[] {
  const { failure } = check;
  if (failure === undefined) return [];
  const { requirements, paint, lang } = context;
  const color = check.verdict === 'warned' ? paint.warn : paint.bad;
  return [
    ...check.requirements.flatMap((id) => ruleLines(id, requirements, lang).map((line) => `  ${line}`)),
    ...rulingsIn(check.disputed ?? []).map((named) => `    ${rulingLine(named, lang)}`),
    ...(check.knownFailure === undefined
      ? []
      : [`    ${escapeControls(COMMON[lang].knownFailure(check.knownFailure))}`]),
    `    ${color(escapeControls(rename(failureSentence(check, lang))))} (${placeText(check.place)})`,
    ...blameLines(check, lang).map((line) => `      ${line}`),
    ...failureLines(failure, rename, lang).map((line) => `      ${line}`),
  ];
}

function blameLines(check: CheckResult, lang: Language): readonly string[] {
  const sentence = blameSentence(check, lang);
  return sentence === undefined ? [] : [sentence];
}

function failureLines(failure: Failure, rename: Rename, lang: Language): readonly string[] {
  const words = FAILURE[lang];
  const isAtFault = failure.kind === 'unexpected' || failure.kind === 'passive';
  return [
    ...stanzaLines(words.expected, failure.expected, rename),
    ...stanzaLines(isAtFault ? words.received : words.closest, failure.closest, rename),
    ...differenceLines(failure, rename, lang),
    ...allowedLines(failure, rename, lang),
  ];
}

function stanzaLines(title: string, stanza: XmlElement | undefined, rename: Rename): readonly string[] {
  return stanza === undefined ? [] : [title, ...prettyXml(stanza, rename).map((line) => `  ${line}`)];
}

function differenceLines({ difference }: Failure, rename: Rename, lang: Language): readonly string[] {
  if (difference === undefined) return [];
  const words = FAILURE[lang];
  const value = (side: DifferenceValue) => cut(escapeControls(rename(differenceText(side, lang))), MAX_VALUE);
  return [
    words.difference(escapeControls(difference.path)),
    `  ${words.expectedValue(value(difference.expected))}`,
    `  ${words.actualValue(value(difference.actual))}`,
  ];
}

function allowedLines(failure: Failure, rename: Rename, lang: Language): readonly string[] {
  if (failure.kind !== 'unexpected') return [];
  const { allowed } = failure;
  if (allowed.length === 0) return [FAILURE[lang].nothingAllowed];
  return [FAILURE[lang].allowed, ...allowed.map((pattern) => `  ${compactXml(pattern, rename)}`)];
}

function transcriptPart(result: CaseResult, rename: Rename, context: FailureContext): readonly string[] {
  const { entries } = result.transcript;
  if (entries.length === 0) return [];
  const { paint, trace, lang } = context;
  const isMarked = (entry: TranscriptEntry) => result.checks.some((check) => isAbout(check, entry));
  const lines = transcriptLines(entries, { rename, paint, trace, lang, isMarked });
  return [`  ${FAILURE[lang].transcript}`, ...lines.map((line) => `  ${line}`), ...namesLines(result, lang)];
}

/** The JIDs of the sessions, for searches in the log of the server. */
function namesLines(result: CaseResult, lang: Language): readonly string[] {
  const names = Object.entries(result.jids).map(([name, jid]) => `${name} = ${jid}`);
  return names.length === 0 ? [] : [escapeControls(`  ${FAILURE[lang].names(names.join(', '))}`)];
}
