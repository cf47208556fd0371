// The findings of a run as plain text: the weightiest with an example each, the others in short.

import type { BrokenFinding, Finding, LateFinding, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { createRename } from '../text/names.ts';
import { outcomeColor, type Style } from '../text/paint.ts';
import { levelText } from '../text/ruling.ts';
import { pad, widthOf } from '../text/wrap.ts';
import {
  countText,
  didText,
  type FindingContext,
  LEADING,
  ruleParts,
  sideText,
  summaryLines,
  wholeExample,
} from './finding-lines.ts';
import { FINDING, LABELS } from './finding-words.ts';
import { type LabelledLine, legendLines } from './labelled-line.ts';

interface FindingStyle extends FindingContext, Style {}

interface TextContext extends FindingStyle {
  /** Shows an example of every finding, of known ones too. */
  readonly isWhole: boolean;
}

/** Findings without an example: a server that breaks every rule has no more of them than this. */
const MAX_SHORT = 70;

/** All findings about rules and verdicts; empty without any. */
export function findingsText(findings: readonly Finding[], context: TextContext): string {
  const rules = findings.filter((finding) => finding.kind === 'rule');
  const fresh = context.isWhole ? rules : rules.filter(({ newCases }) => newCases.length > 0);
  const known = rules.filter((finding) => !fresh.includes(finding));
  const texts = fresh.map((finding, at) => `${findingText(finding, at + 1, context)}\n`);
  const whole = context.isWhole ? texts : texts.slice(0, LEADING);
  const parts = [
    titleText(fresh, context),
    ...whole,
    othersText(fresh.slice(whole.length), whole.length, context),
    knownText(known, context),
    undecidedText(findings, context),
  ];
  return parts.filter((part) => part !== '').join('');
}

const casesOf = (findings: readonly Finding[]): number => new Set(findings.flatMap(({ cases }) => cases)).size;

function titleText(findings: readonly RuleFinding[], { lang, paint }: TextContext): string {
  if (findings.length === 0) return '';
  const cases = COMMON[lang].cases(casesOf(findings));
  const legend = legendLines(findings, lang).map((line) => paint.dim(line));
  return `${paint.strong(FINDING[lang].title(findings.length, cases))}\n${legend.join('\n')}\n\n`;
}

/** One finding: a head line, what the server does, the rule, and labelled lines. */
export function findingText(finding: RuleFinding, number: number, context: FindingStyle): string {
  const { text, url } = ruleParts(finding.requirement, context);
  const rule = text === '' ? [] : [{ label: 'rule' as const, text: `${text} ${context.paint.dim(url)}` }];
  const [did, ...summary] = summaryLines(finding, context);
  const lines = [...rule, ...summary, ...withTitleBesideCommand(wholeExample(finding, context))];
  // The sentence above has the difference, and says that nothing should arrive.
  const isSilence = ({ label, text: line }: LabelledLine) =>
    label === 'expected' && line.endsWith(FINDING[context.lang].nothingFurther);
  const shown = lines.filter((line) => line.label !== 'differs' && !isSilence(line));
  const fault = did === undefined ? [] : [`    ${context.paint.strong(did.text)}`];
  return [headLine(finding, number, context), ...fault, ...labelled(shown, context), ''].join('\n');
}

/** The title of the case as a comment of the command: a shell takes the line as it is. */
function withTitleBesideCommand(lines: readonly LabelledLine[]): readonly LabelledLine[] {
  const title = lines.find(({ label }) => label === 'seen');
  const add = (line: LabelledLine) =>
    line.label === 'run' && title ? { ...line, text: `${line.text}  # ${title.text}` } : line;
  return lines.filter((line) => line !== title).map(add);
}

/** The finding without an example: its head line, and what the server does. */
export function findingInShort(finding: RuleFinding, number: number, context: FindingStyle): string {
  return `${headLine(finding, number, context)}\n    ${didText(finding, context.lang)}\n`;
}

/** `1. failed  MUST  RFC 6121 2.3.3 · YD/T 2936 6.4.3  2 cases  2.3.3-d/differs-iq.type`. */
function headLine(finding: RuleFinding, number: number, context: FindingStyle): string {
  const { lang, paint } = context;
  const { where } = ruleParts(finding.requirement, context);
  const side = sideText(finding, lang);
  const { verdict } = finding;
  const ruling = verdict === 'warned' ? finding.disputed[0]?.by : undefined;
  return [
    `${number}. ${outcomeColor(finding.verdict, paint)(COMMON[lang][finding.verdict])}`,
    paint.strong(levelText({ level: finding.level, ruling }, lang)),
    where,
    ...(side === undefined ? [] : [side]),
    countText(finding, lang),
    paint.strong(escapeControls(finding.key)),
  ].join('  ');
}

/** Lines with their labels in a column of their own. */
function labelled(lines: readonly LabelledLine[], { lang, paint }: FindingStyle): readonly string[] {
  const labels = LABELS[lang];
  const width = Math.max(...Object.values(labels).map(widthOf));
  return lines.map(({ label, text }, at) => {
    const isRepeated = lines[at - 1]?.label === label;
    return `    ${paint.dim(pad(isRepeated ? '' : labels[label], width))}  ${text}`;
  });
}

function othersText(findings: readonly RuleFinding[], before: number, context: TextContext): string {
  if (findings.length === 0) return '';
  const { lang, rerun } = context;
  const lines = findings.slice(0, MAX_SHORT).map((finding, at) => {
    const { text } = ruleParts(finding.requirement, context);
    const rule = text === '' ? [] : [{ label: 'rule' as const, text }];
    const run = { label: 'run' as const, text: rerunCommand(finding.example.result, rerun) };
    return `${findingInShort(finding, before + at + 1, context)}${labelled([...rule, run], context).join('\n')}\n`;
  });
  const left = findings.length - lines.length;
  const more = left > 0 ? `${FINDING[lang].shortLeft(left)}\n` : '';
  return `${FINDING[lang].short(findings.length)}\n${lines.join('')}${more}\n`;
}

function knownText(known: readonly RuleFinding[], { lang }: TextContext): string {
  if (known.length === 0) return '';
  return `${FINDING[lang].known(known.length, COMMON[lang].cases(casesOf(known)))}\n\n`;
}

/** Broken and late cases, by reason: how many, why, and one of them. */
function undecidedText(findings: readonly Finding[], context: TextContext): string {
  const undecided = findings.filter(
    (one): one is BrokenFinding | LateFinding => one.kind === 'broken' || one.kind === 'late',
  );
  if (undecided.length === 0) return '';
  const { lang, rerun, paint } = context;
  const lines = undecided.flatMap(({ key, cases, example }) => [
    `${String(cases.length).padStart(4)}  ${paint.strong(key)}  ${reasonText(example, context)}\n`,
    `      ${LABELS[lang].run}  ${rerunCommand(example, rerun)}\n`,
  ]);
  return `${paint.bad(FINDING[lang].undecided)}\n${lines.join('')}\n`;
}

const reasonText = (result: CaseResult, { lang }: TextContext): string =>
  reasonLines(result, createRename(result.jids), lang)[0] ?? '';
