// What is said about a case that did not pass: enough to trust it, to find the rule, and to run it again.

import type { CaseResult, CheckResult, Failure, Place, Requirement, TranscriptEntry, XmlElement } from '../model.ts';
import { ruleLines } from './citation.ts';
import { ladder } from './ladder.ts';
import { createRename } from './names.ts';
import type { Paint } from './paint.ts';
import { cut, MAX_VALUE, visible } from './visible.ts';
import { compactXml, prettyXml, type Rename } from './xml-text.ts';

export interface FailureContext {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly paint: Paint;
  readonly trace: boolean;
  /** Arguments that rerun one case on this target: `RunInfo.rerun`. */
  readonly rerun: string;
}

/** The whole story of a case: its checks that did not hold, its transcript, and the command that runs it alone. */
export function failureText(result: CaseResult, context: FailureContext): string {
  const rename = createRename(result.jids);
  const failed = result.checks.filter((check) => check.failure !== undefined);
  const lines = [
    headline(result, context.paint),
    ...reasonLines(result, rename).map((line) => `  ${line}`),
    ...failed.flatMap((check) => checkLines(check, rename, context)),
    ...transcriptLines(result, failed, rename, context),
    `  run it alone: ${context.paint.strong(rerunCommand(result, context.rerun))}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Why a case was skipped or is broken, or is excused; several lines where a stack tells of a bug of ours. */
export function reasonLines(result: CaseResult, rename: Rename): readonly string[] {
  const known = result.excused === undefined ? [] : [`known failure: ${result.excused}`];
  const reason = result.reason?.split('\n') ?? [];
  return [...known, ...reason].map((line) => visible(rename(line)));
}

/** The command that runs just this case. */
function rerunCommand(result: CaseResult, rerun: string): string {
  return visible(`xmppspec run '${result.case.id}' ${rerun}`.trimEnd());
}

/** `scenarios/rfc6121/2.3/set-refused.yaml:12:9`. */
export function placeText(place: Place): string {
  return visible(`${place.file}:${place.line}:${place.col}`);
}

/** Outcome, id and title of a case on one line. */
export function headline(result: CaseResult, paint: Paint): string {
  const { outcome } = result;
  const color = outcome === 'warned' ? paint.warn : outcome === 'passed' ? paint.good : paint.bad;
  return `${color(outcome)}  ${paint.strong(visible(result.case.id))}  ${visible(result.case.title)}`;
}

function checkLines(check: CheckResult, rename: Rename, context: FailureContext): readonly string[] {
  const { failure } = check;
  if (failure === undefined) return [];
  const color = check.verdict === 'warned' ? context.paint.warn : context.paint.bad;
  return [
    ...check.requirements.flatMap((id) => ruleLines(id, context.requirements).map((line) => `  ${line}`)),
    `    ${color(visible(rename(failure.message)))} (${placeText(check.place)})`,
    ...failureLines(failure, rename).map((line) => `      ${line}`),
  ];
}

function failureLines(failure: Failure, rename: Rename): readonly string[] {
  const isItself = failure.kind === 'unexpected' || failure.kind === 'passive';
  const closestTitle = isItself ? 'received' : 'closest received';
  return [
    ...stanzaLines('expected', failure.expected, rename),
    ...stanzaLines(closestTitle, failure.closest, rename),
    ...differenceLines(failure, rename),
    ...allowedLines(failure, rename),
  ];
}

function stanzaLines(title: string, stanza: XmlElement | undefined, rename: Rename): readonly string[] {
  return stanza === undefined ? [] : [title, ...prettyXml(stanza, rename).map((line) => `  ${line}`)];
}

function differenceLines({ difference }: Failure, rename: Rename): readonly string[] {
  if (difference === undefined) return [];
  const value = (text: string) => cut(visible(rename(text)), MAX_VALUE);
  return [
    `first difference: ${visible(difference.path)}`,
    `  expected  ${value(difference.expected)}`,
    `  actual    ${value(difference.actual)}`,
  ];
}

function allowedLines({ allowed }: Failure, rename: Rename): readonly string[] {
  if (allowed === undefined) return [];
  if (allowed.length === 0) return ['allowed here: nothing'];
  return ['allowed here', ...allowed.map((pattern) => `  ${compactXml(pattern, rename)}`)];
}

function transcriptLines(
  result: CaseResult,
  failed: readonly CheckResult[],
  rename: Rename,
  context: FailureContext,
): readonly string[] {
  if (result.transcript.length === 0) return [];
  const { paint, trace } = context;
  const isMarked = (entry: TranscriptEntry) => failed.some((check) => isAbout(check, entry));
  const rungs = ladder(result.transcript, { rename, paint, trace, isMarked });
  return ['  transcript', ...rungs.map((line) => `  ${line}`), ...namesLines(result)];
}

/** Who had which JID: what a server's own log knows them by. */
function namesLines(result: CaseResult): readonly string[] {
  const names = Object.entries(result.jids).map(([name, jid]) => `${name} = ${jid}`);
  return names.length === 0 ? [] : [visible(`  names: ${names.join(', ')}`)];
}

/** Whether the entry is or holds what the failed check names. The engine records and judges the same object. */
function isAbout(check: CheckResult, entry: TranscriptEntry): boolean {
  const closest = check.failure?.closest;
  if (closest === undefined || entry.stanza === undefined || entry.direction !== 'received') return false;
  return holds(entry.stanza, closest);
}

/** A roster item stands inside the stanza that brought it. */
function holds(outer: XmlElement, element: XmlElement): boolean {
  return outer === element || outer.children.some((child) => typeof child !== 'string' && holds(child, element));
}
