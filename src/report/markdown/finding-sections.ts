// The findings in Markdown: a table of all rules that are not met, an example of each in a folded block, and cases without a verdict.

import type { Finding, RuleFinding } from '../../model/finding.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import {
  countText,
  didText,
  type FindingContext,
  LEADING,
  ruleParts,
  summaryLines,
  wholeExample,
} from '../finding/finding-lines.ts';
import { FINDING, LABELS } from '../finding/finding-words.ts';
import { type LabelledLine, legendLines } from '../finding/labelled-line.ts';
import { code, plain, table } from '../text/markdown.ts';
import { createRename } from '../text/names.ts';
import { aboutRuling, levelText } from '../text/ruling.ts';
import { escapeHtml } from '../text/xml-text.ts';
import { MARKDOWN } from './markdown-words.ts';

/** Characters of a line, which may quote the server. */
const MAX_LINE = 1500;

/** One row for each rule that is not met in one way, the weightiest first. */
export function findingsSection(findings: readonly RuleFinding[], context: FindingContext): Section {
  const words = MARKDOWN[context.lang];
  const head = [words.level, words.finding, words.clauses, words.text, words.did, words.inCases];
  const rows = findings.map((finding) => findingRow(finding, context));
  const [names = '', rule = '', ...items] = table(head, rows).split(/(?<=\n)/);
  return { title: words.findings, intro: names + rule, items, left: words.left };
}

function findingRow(finding: RuleFinding, context: FindingContext): readonly string[] {
  const { lang } = context;
  const { where, text } = ruleParts(finding.requirement, context);
  const ruling = finding.verdict === 'warned' ? finding.disputed[0]?.by : undefined;
  const disputed = ruling === undefined ? [] : [aboutRuling(ruling, lang)];
  const isKnown = finding.newCases.length === 0;
  const known = isKnown ? finding.known.map(({ by }) => COMMON[lang].knownFailure(by)) : [];
  const notes = [...disputed, ...known].map((note) => COMMON[lang].bracketed(plain(note)));
  const did = plain(cut(didText(finding, lang), MAX_LINE));
  const cases = MARKDOWN[lang].inCase(COMMON[lang][finding.verdict], countText(finding, lang));
  return [
    levelText({ level: finding.level, ruling }, lang),
    code(finding.key),
    plain(where),
    plain(text),
    did,
    cases + notes.join(''),
  ];
}

const isFresh = ({ newCases }: RuleFinding): boolean => newCases.length > 0;

/** An example of each leading finding that the baseline does not list, as a folded block. */
export function examplesSection(findings: readonly RuleFinding[], context: FindingContext): Section {
  const words = MARKDOWN[context.lang];
  const shown = findings.filter(isFresh).slice(0, LEADING);
  const items = shown.map((finding) => exampleBlock(finding, context));
  return {
    title: words.examples,
    intro: `${plain(legendLines(shown, context.lang).join(' '))}\n\n`,
    items,
    left: words.left,
  };
}

/** The other findings that the baseline does not list, each with the command that shows an example. */
export function commandsSection(findings: readonly RuleFinding[], context: FindingContext): Section {
  const { lang, rerun } = context;
  const items = findings
    .filter(isFresh)
    .slice(LEADING)
    .map(({ key, example }) => `- ${code(key)}: ${code(rerunCommand(example.result, rerun))}\n`);
  return { title: MARKDOWN[lang].commands, intro: '', items, left: MARKDOWN[lang].left };
}

function exampleBlock(finding: RuleFinding, context: FindingContext): string {
  const { lang } = context;
  const { where, text, url } = ruleParts(finding.requirement, context);
  const rule = text === '' ? code(finding.requirement) : `${plain(where)}: ${plain(text)} ${url}`;
  const lines = [...summaryLines(finding, context), ...wholeExample(finding, context)].filter(
    ({ label }) => label !== 'run',
  );
  const summary = `<summary>${COMMON[lang][finding.verdict]} <code>${oneLine(finding.key)}</code> ${oneLine(text)}</summary>`;
  const body = [rule, ...lines.map((line) => lineText(line, context))].map((line) => `- ${line}`).join('\n');
  const run = fenced('sh', rerunCommand(finding.example.result, context.rerun));
  // Inside HTML, Markdown needs an empty line before it.
  return `<details>${summary}\n\n${body}\n\n${MARKDOWN[lang].runAlone}\n\n${run}\n\n</details>\n`;
}

function lineText({ label, text, isCode }: LabelledLine, { lang }: FindingContext): string {
  const shown = cut(text, MAX_LINE);
  return `**${LABELS[lang][label]}** ${isCode ? code(shown) : plain(shown)}`;
}

const oneLine = (text: string): string => escapeHtml(escapeControls(text));

/** Broken and late cases by reason, with the command that runs one of them. */
export function undecidedSection(findings: readonly Finding[], context: FindingContext): Section {
  const { lang, rerun } = context;
  const items = findings.flatMap((finding) => {
    if (finding.kind !== 'broken' && finding.kind !== 'late') return [];
    const { key, cases, example } = finding;
    const reason = reasonLines(example, createRename(example.jids), lang)[0] ?? '';
    const count = COMMON[lang].cases(cases.length);
    return [
      `- ${code(key)} ${count}: ${plain(cut(reason, MAX_LINE))}\n\n${fenced('sh', rerunCommand(example, rerun))}\n`,
    ];
  });
  return { title: FINDING[lang].undecided, intro: '', items, left: MARKDOWN[lang].left };
}

/** A fenced block. No command consists of backticks, so none ends it. */
const fenced = (language: string, line: string): string => ['```', language, '\n', line, '\n', '```'].join('');

export interface Section {
  readonly title: string;
  /** Markdown before the items, for example the head of a table. */
  readonly intro: string;
  /** Markdown; each ends with a line break. */
  readonly items: readonly string[];
  /** The note on `count` omitted items. */
  left(count: number): string;
}

/** Characters reserved for the note on omitted items. */
const NOTE_CHARACTERS = 100;

/** The section in at most `max` characters; empty without items, or without room for the heading. */
export function sectionText({ title, intro, items, left }: Section, max: number): string {
  const head = `### ${title}\n\n${intro}`;
  const room = max - head.length - NOTE_CHARACTERS;
  if (items.length === 0 || room < 0) return '';
  const count = countFitting(items, room);
  const note = count === items.length ? '' : `\n${left(items.length - count)}\n`;
  return `${head}${items.slice(0, count).join('')}${note}\n`;
}

/** How many of the first items have at most `room` characters together. */
function countFitting(items: readonly string[], room: number): number {
  let used = 0;
  const first = items.findIndex((item) => {
    used += item.length;
    return used > room;
  });
  return first === -1 ? items.length : first;
}
