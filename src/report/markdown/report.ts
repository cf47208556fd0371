// The report for an issue, a chat or a comment: findings and examples, in bounded length.

import type { Language, Reporter, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import type { Requirement } from '../../model/standard.ts';
import { coverage, decidedByResults, heldInResults } from '../../results/coverage.ts';
import { findingsOf } from '../../results/findings/findings.ts';
import { deliveryGrid, inNoGrid } from '../../results/grid.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { countOutcomes, knownBroken, listedIn, occurring } from '../../results/outcomes.ts';
import { loadSectionTitles } from '../../spec/sections.ts';
import { COMMON } from '../../wording/common.ts';
import { cut } from '../../wording/escape-controls.ts';
import { choicesText } from '../text/choices.ts';
import { sectionNumber } from '../text/citation.ts';
import { code, plain, table } from '../text/markdown.ts';
import { cellText, DELIVERY } from '../text/text-table.ts';
import { ownRulesText, unjudgedTexts } from '../text/totals-text.ts';
import {
  commandsSection,
  examplesSection,
  findingsSection,
  type Section,
  sectionText,
  undecidedSection,
} from './finding-sections.ts';
import { MARKDOWN } from './markdown-words.ts';

/** Maximum length of a comment or an issue on GitHub. */
const COMMENT_CHARACTERS = 65_536;

/** A third of the 1 MiB that GitHub accepts as the summary of a step: a character takes up to three bytes in UTF-8. */
const SUMMARY_CHARACTERS = 1024 * 340;

/** Characters of the name of a server. */
const MAX_NAME = 80;

export interface MarkdownContext {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Maximum characters of the report. */
  readonly max: number;
}

/** Writes one Markdown document when the run is finished, short enough for a comment on GitHub. */
export function createMarkdownReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') setup.write(markdownReport(event, { ...setup, max: COMMENT_CHARACTERS }));
    },
  };
}

/** Writes the same document, longer, into the summary of the CI step; nothing outside of such a step. */
export function createStepSummaryReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type !== 'run-finished') return;
      setup.writeSummary?.(markdownReport(event, { ...setup, max: SUMMARY_CHARACTERS }));
    },
  };
}

/** The report. Each list gets at most a fifth of the room, and the examples get the rest. */
function markdownReport(event: RunFinished, context: MarkdownContext): string {
  const { results } = event;
  const within = (section: Section) => sectionText(section, Math.floor(context.max / 5));
  const head = headText(event, context);
  const findings = findingsOf(results);
  const rules = findings.filter((finding) => finding.kind === 'rule');
  const inFindings = { ...context, rerun: event.info.rerun };
  const overview = within(findingsSection(rules, inFindings));
  const undecided = within(undecidedSection(findings, inFindings));
  const commands = within(commandsSection(rules, inFindings));
  const after = [within(staleSection(event, context)), within(deliverySection(results, context))];
  const latitude = within(latitudeSection(results, context));
  const others = [head, overview, commands, undecided, ...after, latitude];
  const rest = others.reduce((left, text) => left - text.length, context.max);
  return [
    head,
    overview,
    sectionText(examplesSection(rules, inFindings), rest),
    commands,
    undecided,
    ...after,
    latitude,
  ]
    .join('')
    .replace(/\n+$/, '\n');
}

function headText(event: RunFinished, context: MarkdownContext): string {
  const { info, summary, results } = event;
  const words = MARKDOWN[context.lang];
  const common = COMMON[context.lang];
  const { target, peer } = info;
  const named = ({ name, software, version }: NonNullable<RunInfo['peer']>) => `${software} ${version}`.trim() || name;
  const shortName = (text: string) => plain(cut(text, MAX_NAME));
  const counts = countOutcomes(results);
  const outcomes = occurring(counts).map((outcome) => common.outcomes(counts[outcome], common[outcome]));
  const seconds = (summary.durationMs / 1000).toFixed(1);
  const by = words.by(`${info.tool.name} ${info.tool.version}`, shortName(target.name), info.startedAt);
  return [
    `## ${words.title(shortName(named(target)), shortName(target.domain))}\n\n`,
    `${words.totals(common.cases(results.length), outcomes.join(common.comma), seconds)}\n\n`,
    ...(peer === undefined ? [] : [`- ${words.peer(shortName(named(peer)), shortName(peer.domain))}\n`]),
    ...remarks(event, context).map((remark) => `- ${remark}\n`),
    `- ${by}\n\n`,
  ].join('');
}

function remarks(
  { info, cases: selected, summary, results }: RunFinished,
  context: MarkdownContext,
): readonly string[] {
  const words = MARKDOWN[context.lang];
  const { cases } = COMMON[context.lang];
  const counts = coverage(context.requirements, decidedByResults(results), heldInResults(results));
  const left = selected.length - results.length;
  const undecided = knownBroken(results).length;
  return [
    ...(left > 0 ? [words.stopped(cases(left))] : []),
    ...(summary.knownFailures > undecided ? [words.known(cases(summary.knownFailures - undecided))] : []),
    ...(undecided > 0 ? [words.knownBroken(cases(undecided))] : []),
    ...(info.strict && summary.warned > 0 ? [words.strict] : []),
    ...unjudgedTexts(summary, context.lang),
    words.coverage(counts.checked, counts.observable) + ownRulesText(counts, context.lang),
  ];
}

function staleSection({ staleBaseline }: RunFinished, { lang }: MarkdownContext): Section {
  const words = MARKDOWN[lang];
  const items = staleBaseline.map((entry) => `- ${words.staleItem(code(listedIn(entry)), code(entry.case))}\n`);
  return { title: words.stale, intro: '', items, left: words.left };
}

interface TableContext {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** RFC 6121 8.5.4 (YD/T 2936 table 1), row by row. */
function deliverySection(results: readonly CaseResult[], { lang }: TableContext): Section {
  const words = MARKDOWN[lang];
  const { columns, rows } = deliveryGrid(results) ?? { columns: [], rows: [] };
  const head = [words.address, ...columns.map(plain)];
  const cells = rows.map((row) => [plain(row.name), ...row.cells.map((cell) => plain(cellText(cell)))]);
  const { intro, items } = tableParts(head, cells);
  return { title: words.delivery, intro: `${plain(DELIVERY[lang].legend)}\n\n${intro}`, items, left: words.left };
}

/** One row for each scenario with an observed choice that is not in the delivery table. */
function latitudeSection(results: readonly CaseResult[], { lang }: TableContext): Section {
  const words = MARKDOWN[lang];
  const titles = loadSectionTitles();
  const rows = latitudeOf(inNoGrid(results)).map((latitude) => [
    plain(sectionNumber(latitude.section, titles, lang)),
    code(latitude.scenario),
    plain(choicesText(latitude, lang)),
  ]);
  return {
    title: words.latitude,
    ...tableParts([words.section, words.scenario, words.choice], rows),
    left: words.left,
  };
}

/** Splits a table into its head and its rows. */
function tableParts(head: readonly string[], rows: readonly (readonly string[])[]): Pick<Section, 'intro' | 'items'> {
  const [names = '', rule = '', ...items] = table(head, rows).split(/(?<=\n)/);
  return { intro: names + rule, items };
}
