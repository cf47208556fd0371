// A finding as an issue for the tracker of the server: Markdown for readers who do not know this tool.

import type { Language } from '../../model/event.ts';
import type { RuleFinding } from '../../model/finding.ts';
import type { RunInfo } from '../../model/run.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { type Situation, situationOf } from '../../results/findings/situation.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { shellWords } from '../../wording/shell.ts';
import { endsOf, noteOf } from '../failure/transcript-lines.ts';
import { exampleLines } from '../finding/example-lines.ts';
import { faultText } from '../finding/fault-text.ts';
import { type FindingContext, ruleName, ruleParts } from '../finding/finding-lines.ts';
import { LABELS } from '../finding/finding-words.ts';
import type { LabelledLine } from '../finding/labelled-line.ts';
import { legendLines } from '../finding/legend.ts';
import { startText } from '../finding/situation-text.ts';
import { pad, widthOf } from '../text/columns.ts';
import { escapeHtml } from '../text/escape-html.ts';
import { plain } from '../text/markdown.ts';
import { createRename, plainNames } from '../text/names.ts';
import { rulingOf } from '../text/ruling.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { verdictPart, whatPart } from './what-part.ts';
import { ISSUE } from './words.ts';

export interface IssueContext extends Pick<FindingContext, 'lang' | 'requirements'> {
  readonly info: Pick<RunInfo, 'tool' | 'target' | 'peer'>;
  /** Arguments of `run` that launch the same servers; absent: they were not launched. */
  readonly launch?: readonly string[] | undefined;
  /** Arguments of `run` for a server of the reader, who has to put in its address. */
  readonly own: readonly string[];
  /** Scenario files that hold the case and are not part of the program. */
  readonly ownFiles: readonly string[];
  /** Replaces what is private in values, such as the domain of the server. */
  readonly hide: Rename;
}

/** Cases listed by name. */
const MAX_CASES = 50;

/** The issue: its title as a heading, and its sections. */
export function issueText(finding: RuleFinding, context: IssueContext): string {
  const words = ISSUE[context.lang];
  const { where } = ruleParts(finding.requirement, context);
  const lines = exampleLines(finding.example, context.lang, {
    hide: context.hide,
    ruleOf: (id) => ruleName(id, context),
  });
  const situation = situationOf(finding.example);
  const section = (title: string, ...parts: readonly string[]) => `## ${title}\n\n${parts.join('\n\n')}\n`;
  return [
    `# ${plain(words.title(faultText(finding.example, context.lang, { hide: context.hide }), where))}\n`,
    `${verdictPart(finding, context)}\n`,
    section(words.rule, rulesPart(finding, context)),
    section(words.versions, versionsPart(context)),
    section(words.what, whatPart(finding, context)),
    ...disputeParts(finding, context.lang).map((part) => section(words.dispute, part)),
    section(words.exchange, ...exchangePart(finding, situation, context)),
    section(words.expected, linesPart(lines, EXPECTED, context)),
    section(words.received, linesPart(lines, RECEIVED, context)),
    section(words.reproduce, ...reproducePart(finding, context)),
  ].join('\n');
}

const EXPECTED: readonly LabelledLine['label'][] = ['expected', 'required', 'allowed'];
/** The heading of the section says what these are. */
const UNNAMED: readonly LabelledLine['label'][] = ['expected', 'received', 'outcome', 'fault'];

const RECEIVED: readonly LabelledLine['label'][] = ['received', 'fault', 'outcome', 'tolerated', 'differs', 'note'];

function rulesPart({ requirement, also }: RuleFinding, context: IssueContext): string {
  const items = [requirement, ...also].map((id) => {
    const known = context.requirements.get(id);
    if (known === undefined) return `- ${plain(id)}`;
    const { where, text, url } = ruleParts(id, context);
    return `- ${ISSUE[context.lang].ruleLine(LEVELS[context.lang][known.level], plain(where), plain(text), url)}`;
  });
  return items.join('\n');
}

function versionsPart({ info, lang }: IssueContext): string {
  const words = ISSUE[lang];
  const named = ({ name, software, version }: Pick<RunInfo['target'], 'name' | 'software' | 'version'>) =>
    plain(`${software} ${version}`.trim() || name);
  const { target, peer, tool } = info;
  return [
    `- ${words.server(named(target))}`,
    ...(peer === undefined ? [] : [`- ${words.peer(named(peer))}`]),
    `- ${words.tool(plain(`${tool.name} ${tool.version}`))}`,
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
    return [`${passages.join('\n')}\n\n${ISSUE[lang].ruling(by, plain(found.ruling[lang]))}`];
  });
}

function exchangePart(
  finding: RuleFinding,
  { exchange, atStart, absent }: Situation,
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
    legendLines([finding], lang).join('\n'),
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
    const name = UNNAMED.includes(label) ? '' : `${LABELS[lang][label]} `;
    return isCode ? fenced([name + text]) : plain(name + text);
  });
  return items.length === 0 ? '-' : items.join('\n\n');
}

function reproducePart(finding: RuleFinding, { lang, launch, own, ownFiles }: IssueContext): readonly string[] {
  const words = ISSUE[lang];
  const command = (reach: readonly string[], ...selectors: readonly string[]) =>
    fenced([`xmppspec run ${shellWords([...selectors, ...reach])}`], 'sh');
  const { id } = finding.example.result.case;
  const rules = new Set(finding.parts.map(({ requirement }) => requirement));
  const ids = finding.cases.slice(0, MAX_CASES).map((id) => `- <code>${escapeHtml(escapeControls(id))}</code>`);
  const left = finding.cases.length - ids.length;
  const list = [...ids, ...(left > 0 ? [`- ${words.more(left)}`] : [])].join('\n');
  return [
    words.install,
    ...(ownFiles.length === 0
      ? []
      : [
          words.ownFiles(
            ownFiles.map((file) => `<code>${escapeHtml(escapeControls(file))}</code>`).join(COMMON[lang].comma),
          ),
        ]),
    ...(launch === undefined ? [] : [words.launched(launch.join(' ')), command(launch, id)]),
    words.ownServer,
    command(own, id),
    words.all(rules.size),
    command(launch ?? own, ...rules),
    `<details><summary>${words.list(finding.cases.length)}</summary>\n\n${list}\n\n</details>`,
  ];
}

/** A fenced block; its fence is longer than any run of backticks inside. */
function fenced(lines: readonly string[], language = ''): string {
  const longest = Math.max(
    2,
    ...lines
      .join('\n')
      .split(/[^`]+/)
      .map(({ length }) => length),
  );
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...lines, fence].join('\n');
}
