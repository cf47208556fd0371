// A finding as an issue for the tracker of the server: Markdown for readers who do not know this tool.

import type { Language } from '../../model/event.ts';
import type { RuleFinding, Showing } from '../../model/finding.ts';
import type { RunInfo } from '../../model/run.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { Requirement } from '../../model/standard.ts';
import { type Situation, situationOf } from '../../results/findings/situation.ts';
import { quoteOf } from '../../spec/requirements.ts';
import { loadSectionTitles, placeOf, sectionTitle } from '../../spec/sections.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { endsOf, noteOf } from '../failure/transcript-lines.ts';
import { exampleLines } from '../finding/example-lines.ts';
import { faultText } from '../finding/fault-text.ts';
import { countText, didText, type FindingContext, summaryLines } from '../finding/finding-lines.ts';
import { LABELS } from '../finding/finding-words.ts';
import { type LabelledLine, legendLines } from '../finding/labelled-line.ts';
import { startText } from '../finding/situation-text.ts';
import { citation, ruleText } from '../text/citation.ts';
import { fenced, plain } from '../text/markdown.ts';
import { createRename, plainNames } from '../text/names.ts';
import { rulingOf } from '../text/ruling.ts';
import { pad, widthOf } from '../text/wrap.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { ISSUE } from './issue-words.ts';
import { type Published, type Reproduction, reproducePart } from './reproduce-part.ts';

export interface IssueContext extends Pick<FindingContext, 'lang' | 'requirements'> {
  readonly info: Pick<RunInfo, 'tool' | 'target' | 'peer' | 'startedAt'>;
  readonly reproduction: Reproduction;
  readonly published: Published;
  /** Replaces what is private in values, such as the domain of the server. */
  readonly hide: Rename;
}

/** The issue: its title as the first line, in plain text, and its sections in Markdown. */
export function issueText(finding: RuleFinding, context: IssueContext): string {
  const { lang, hide } = context;
  const words = ISSUE[lang];
  const options = { hide, ruleOf: (id: string) => ruleNamed(id, context), namesOutcomes: false };
  const lines = exampleLines(finding.example, lang, options);
  const situation = situationOf(finding.example);
  const section = (title: string, ...parts: readonly string[]) => `## ${title}\n\n${parts.join('\n\n')}\n`;
  return [
    `${titleLine(finding, faultText(finding.example, lang, options), context)}\n`,
    `${verdictPart(finding, context)}\n`,
    section(words.rule, rulesPart(finding, context)),
    section(words.versions, versionsPart(context)),
    section(words.what, whatPart(finding, context)),
    ...disputeParts(finding, lang).map((part) => section(words.dispute, part)),
    section(words.exchange, ...exchangePart(finding, { situation, lines }, context)),
    section(words.expected, linesPart(lines, EXPECTED, context)),
    section(words.received, linesPart(lines, RECEIVED, context)),
    section(words.reproduce, ...reproducePart(finding, context)),
  ].join('\n');
}

const EXPECTED: readonly LabelledLine['label'][] = ['expected', 'required', 'allowed'];
/** The heading of the section says what these are. */
const UNNAMED: readonly LabelledLine['label'][] = ['expected', 'received', 'outcome', 'fault'];

const RECEIVED: readonly LabelledLine['label'][] = ['received', 'fault', 'outcome', 'tolerated', 'differs', 'note'];

function versionsPart({ info, lang, reproduction }: IssueContext): string {
  const words = ISSUE[lang];
  const named = ({
    name,
    software,
    version,
    os,
    package: installed,
  }: RunInfo['target'] | NonNullable<RunInfo['peer']>) =>
    plain(words.named(`${software} ${version}`.trim() || name, { os, installed }));
  const { target, peer, tool, startedAt } = info;
  return [
    `- ${words.server(named(target))}`,
    ...(peer === undefined ? [] : [`- ${words.peer(named(peer))}`]),
    ...(reproduction.launch === undefined ? [] : [`- ${words.configuration}`]),
    `- ${words.tool(plain(`${tool.name} ${tool.version}`), startedAt.slice(0, 10))}`,
  ].join('\n');
}

/** What the standards say of a disputed rule, and what the suite asks for: one part for each ruling. */
function disputeParts({ disputed }: RuleFinding, lang: Language): readonly string[] {
  return disputed.flatMap(({ by }) => {
    const found = rulingOf(by);
    if (found === undefined) return [];
    const passages = found.passages.map(
      ({ place, says }) => `- ${COMMON[lang].labelled(plain(place), plain(says[lang]))}`,
    );
    return [`${passages.join('\n')}\n\n${ISSUE[lang].ruling(plain(found.ruling[lang]))}`];
  });
}

interface Example {
  readonly situation: Situation;
  readonly lines: readonly LabelledLine[];
}

function exchangePart(
  finding: RuleFinding,
  { situation: { exchange, atStart, absent }, lines }: Example,
  { lang, hide }: IssueContext,
): readonly string[] {
  const words = ISSUE[lang];
  const { result } = finding.example;
  const toName = createRename(result.jids);
  const rename: Rename = (value) => hide(plainNames(toName(value)));
  const start = startText(result.case, { sessions: atStart, absent }, lang);
  const width = Math.max(0, ...exchange.map((entry) => widthOf(endsOf(entry, lang))));
  const line = (entry: TranscriptEntry) =>
    `${pad(endsOf(entry, lang), width)}  ${entry.stanza === undefined ? escapeControls(rename(noteOf(entry, lang))) : compactXml(entry.stanza, rename)}`;
  return [
    ...(start === '' ? [] : [plain(COMMON[lang].labelled(words.start, start))]),
    ...(exchange.length === 0 ? [] : [fenced(exchange.map(line))]),
    legendLines([finding], lang, lines).map(plain).join('\n'),
  ];
}

/** The lines with these labels; those that hold XML as code. */
function linesPart(
  lines: readonly LabelledLine[],
  labels: readonly LabelledLine['label'][],
  { lang }: IssueContext,
): string {
  const inside = lines.filter(({ label }) => labels.includes(label));
  const items = inside.map(({ label, text, isCode }) => {
    const whole = UNNAMED.includes(label) ? text : COMMON[lang].labelled(LABELS[lang][label], text);
    return isCode ? fenced([whole]) : plain(whole);
  });
  return items.length === 0 ? '-' : items.join('\n\n');
}

type RulesContext = Pick<FindingContext, 'lang' | 'requirements'>;

/** The title: a line of plain text, as it goes into the title field of a tracker. `fault` stands for a rule that is not known. */
function titleLine({ requirement: id, verdict }: RuleFinding, fault: string, context: RulesContext): string {
  const { lang, requirements } = context;
  const words = ISSUE[lang];
  const requirement = requirements.get(id);
  if (requirement === undefined) return escapeControls(fault);
  const [chapter] = /^[^.\s]+(\.[^.\s]+)?/.exec(requirement.rfc) ?? [''];
  const subject = requirement.link === undefined ? sectionTitle(loadSectionTitles(), chapter, lang) : '';
  const title = words.title(subject, placeOf(requirement).name);
  const isDisputed = verdict === 'warned' && requirement.level.startsWith('MUST');
  return escapeControls(
    title + words.notMet(LEVELS[lang][requirement.level], isDisputed) + textOf(requirement, context),
  );
}

/** The text without its full stop. */
const textOf = (requirement: Requirement, { lang }: RulesContext): string =>
  ruleText(requirement, lang).replace(/[.。]$/, '');

/** The rule of the finding and those that the same fault breaks, each with its link and the words of the RFC. */
function rulesPart({ requirement, also }: RuleFinding, context: RulesContext): string {
  return [requirement, ...also].map((id) => ruleItem(id, context)).join('\n');
}

function ruleItem(id: string, context: RulesContext): string {
  const { lang, requirements } = context;
  const words = ISSUE[lang];
  const requirement = requirements.get(id);
  if (requirement === undefined) return `- ${plain(id)}`;
  const where = `[${plain(whereOf(requirement, context))}](${placeOf(requirement).url})`;
  const line = words.ruleLine(LEVELS[lang][requirement.level], where, plain(ruleText(requirement, lang)));
  const quote = quoteOf(id);
  return quote === undefined ? `- ${line}` : `- ${line}\n  > ${plain(quote)}`;
}

/** Where it stands. Readers of English issues do not have YD/T 2936. */
const whereOf = (requirement: Requirement, { lang }: RulesContext): string =>
  lang === 'en' ? placeOf(requirement).name : citation(requirement, lang);

/** A rule in words with its level and its place, for readers who know no ids of ours. */
function ruleNamed(id: string, context: RulesContext): string {
  const requirement = context.requirements.get(id);
  if (requirement === undefined) return id;
  const level = LEVELS[context.lang][requirement.level];
  return ISSUE[context.lang].ruleNamed(textOf(requirement, context), level, whereOf(requirement, context));
}

interface WhatContext extends Pick<FindingContext, 'lang' | 'requirements'> {
  readonly hide: Rename;
}

/** Whether the rule is broken, or why that is only a warning. */
function verdictPart({ verdict, level, disputed }: RuleFinding, { lang }: WhatContext): string {
  const words = ISSUE[lang];
  const name = LEVELS[lang][level];
  if (verdict === 'failed') return words.failed(name);
  const passages = disputed.flatMap(({ by }) => rulingOf(by)?.passages ?? []);
  const places = [...new Set(passages.map(({ place }) => place))].join(COMMON[lang].comma);
  return places === '' ? words.advised(name) : words.disputed(name, plain(places));
}

/**
 * What the server does in the example; what it does in other cases, each with its start and what was sent; and what is to be
 * known of that. Baselines and names of cases are no matter of the server.
 */
function whatPart(finding: RuleFinding, context: WhatContext): string {
  const { lang, hide } = context;
  const words = ISSUE[lang];
  const [main, ...others] = finding.parts;
  const options = { hide, hasTrigger: true, hasPermitted: true, namesOutcomes: false };
  const shown = new Map(others.map((part) => [faultText(part.example, lang, { hide }), part.example]));
  if (main !== undefined) shown.delete(faultText(main.example, lang, { hide }));
  const lines = summaryLines(finding, { ...context, rerun: [] });
  const notes = lines.filter(({ label }) => label === 'note').map(({ text }) => text);
  const said = [
    ...(main === undefined ? [] : [didText(main, lang, options)]),
    ...[...shown.values()].map((showing) => elsewhere(showing, context)),
    ...notes,
    words.cases(countText({ ...finding, newCases: finding.cases }, lang)),
  ];
  return said.map((text) => `- ${plain(hide(text))}`).join('\n');
}

/** The fault as another case shows it, with how that begins. */
function elsewhere(showing: Showing, { lang, hide }: WhatContext): string {
  const { case: aCase } = showing.result;
  const start = startText(aCase, situationOf(showing), lang);
  const fault = faultText(showing, lang, { hide, hasTrigger: true, hasPermitted: true });
  return ISSUE[lang].elsewhere(start, fault);
}
