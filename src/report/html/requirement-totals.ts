// The summary of the HTML report: cases by chapter of the standard, and by feature.

import type { CaseResult } from '../../model/result.ts';
import type { FeatureReport, RequirementGroup } from '../../results/counted-schema.ts';
import { type Coverage, coverage, decidedByResults, heldInResults } from '../../results/coverage.ts';
import { featureReports, shownFeatures } from '../../results/feature-report.ts';
import { countOutcomes, groupBy, OUTCOMES } from '../../results/outcomes.ts';
import { featuresOf } from '../../spec/features.ts';
import { chapterOf, compareSections } from '../../spec/sections.ts';
import { LEVELS } from '../../wording/common.ts';
import { featureAnchor } from './anchor.ts';
import { badge, bar, countCells } from './outcome.ts';
import { type Page, sectionName } from './page-context.ts';
import { type Html, html, row, table } from './template.ts';

/** The coverage of requirements by this run. */
export function coverageOf({ requirements, results }: Page): Coverage {
  return coverage(requirements, decidedByResults(results), heldInResults(results));
}

/** Both tables. */
export function summary(page: Page): Html {
  const { words } = page;
  return html`<section id="summary" aria-labelledby="summary-h"><h2 id="summary-h">${words.summary}</h2>
${chapterTable(page)}${featureTable(page)}<p class="note">${words.featureNote}</p></section>
`;
}

const outcomeHeads = ({ common }: Page): readonly string[] => OUTCOMES.map((outcome) => common[outcome]);

function chapterTable(page: Page): Html {
  const { words, results } = page;
  const covered = coverageOf(page);
  const groups = groupBy(results, (result) => chapterOf(result.case.section));
  const chapters = [...new Set([...groups.keys(), ...covered.chapters.map(({ of }) => of)])].sort(compareSections);
  const coveredIn = new Map(covered.chapters.map((chapter) => [chapter.of, chapter]));
  const line = (
    name: string,
    inside: readonly CaseResult[],
    query: Readonly<Record<string, string>>,
    chapter?: Covered,
  ) => {
    const counts = countOutcomes(inside);
    const checked = chapter === undefined ? '' : words.ofChecked(chapter.checked + chapter.passive, chapter.observable);
    return row(name, [
      html`<td class="n">${inside.length}</td><td>${bar(counts)}</td>`,
      ...countCells(counts, query),
      html`<td class="n">${checked}</td>`,
    ]);
  };
  const lines = chapters.map((chapter) =>
    line(sectionName(chapter, page), groups.get(chapter) ?? [], { chapter }, coveredIn.get(chapter)),
  );
  const columns = [words.chapter, words.cases, words.share, ...outcomeHeads(page), words.requirementsChecked];
  return table({ caption: words.byChapter, columns, className: 'counts' }, [
    ...lines,
    line(words.all, results, {}, everythingIn(covered)),
  ]);
}

/** The requirements of the catalogue and of scenario files. */
const everythingIn = ({ own = NOTHING, checked, passive, observable }: Coverage): Covered => ({
  checked: checked + own.checked,
  passive: passive + own.passive,
  observable: observable + own.observable,
});

const NOTHING: Covered = { checked: 0, passive: 0, observable: 0 };

type Covered = Pick<Coverage, 'checked' | 'passive' | 'observable'>;

function featureTable(page: Page): Html {
  const { words } = page;
  const reports = featureReports(page, page.requirements);
  const columns = [
    words.feature,
    words.section,
    words.levelHead,
    words.verdict,
    words.requirementsChecked,
    words.kept,
    words.share,
    ...outcomeHeads(page),
  ];
  const others = row(
    words.noFeature,
    [html`<td></td><td></td><td></td>`, ...groupCells(reports.others, 'none', page)],
    featureAnchor('none'),
  );
  const lines = shownFeatures(reports.features).map((report) => featureRow(report, page));
  return table({ caption: words.byFeature, columns, className: 'counts' }, [...lines, others]);
}

/** Colours of the verdicts on features. */
export const VERDICT_COLORS = {
  supported: 'passed',
  partly: 'warned',
  'not supported': 'failed',
  'not tested': 'skipped',
} as const;

function featureRow(report: FeatureReport, page: Page): Html {
  const { words, lang } = page;
  const {
    section = '',
    text = '',
    zh = '',
  } = featuresOf(page.requirements).find(({ name }) => name === report.feature) ?? {};
  const clause = lang === 'zh' ? (page.titles.get(section)?.ydt ?? section) : section;
  // A server may lack an optional feature.
  const isFree = report.level === 'MAY' || report.level === 'N/A';
  const color = report.verdict === 'not supported' && isFree ? 'skipped' : VERDICT_COLORS[report.verdict];
  const verdict = html`${badge(color, page, words.featureVerdict(report.verdict))}${report.announced === false ? html` <small>${words.notAnnounced}</small>` : undefined}`;
  return row(
    html`${report.feature} <small>${lang === 'zh' ? zh : text}</small>`,
    [
      html`<td>${clause}</td><td>${LEVELS[lang][report.level]}</td><td>${verdict}</td>`,
      ...groupCells(report, report.feature, page),
    ],
    featureAnchor(report.feature),
  );
}

function groupCells({ requirements, cases }: RequirementGroup, feature: string, { words }: Page): readonly Html[] {
  const { checked, observable, kept } = requirements;
  return [
    html`<td class="n">${words.ofChecked(checked, observable)}</td><td class="n">${kept}</td><td>${bar(cases)}</td>`,
    ...countCells(cases, { feature }),
  ];
}
