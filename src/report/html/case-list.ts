// The cases of the run by outcome and by section of the standard, and their filter.

import type { CaseResult, Outcome } from '../../model/result.ts';
import { groupBy, OUTCOMES } from '../../results/outcomes.ts';
import { levels } from '../../spec/requirements.ts';
import { chapterOf, compareSections } from '../../spec/sections.ts';
import { LEVELS } from '../../wording/common.ts';
import { caseAnchor } from './anchor.ts';
import { type Bodies, shortText } from './case-bodies.ts';
import { diagramLegend } from './diagram.ts';
import { cellKey } from './grids.ts';
import { badge } from './outcome.ts';
import { oneLine, type Page, sectionName } from './page-context.ts';
import { type Html, html } from './template.ts';

/** The outcomes in the order of the list: what to look at first. The page itself holds the cases of the first three. */
const IN_ORDER = ['failed', 'broken', 'warned', 'skipped', 'passed'] as const satisfies readonly Outcome[];

/** The results in the order in which the page lists them. */
export function inListOrder(results: readonly CaseResult[]): readonly CaseResult[] {
  return IN_ORDER.flatMap((outcome) => results.filter((result) => result.outcome === outcome));
}

/** The filter and the list, outcome by outcome, and in each section by section. */
export function* caseList(page: Page, bodies: Bodies): Generator<Html> {
  const { words, results } = page;
  yield html`<section id="cases" aria-labelledby="cases-h"><h2 id="cases-h">${words.cases}</h2>
<p class="note" data-static>${words.packedNote}</p>${filterForm(page)}${diagramLegend(page.lang)}`;
  for (const outcome of IN_ORDER) {
    const inside = results.filter((result) => result.outcome === outcome);
    if (inside.length > 0) yield outcomeGroup(outcome, inside, page, bodies);
  }
  yield html`</section>
`;
}

function outcomeGroup(outcome: Outcome, inside: readonly CaseResult[], page: Page, bodies: Bodies): Html {
  const { words, common } = page;
  const count = common.outcomes(inside.length, common[outcome]);
  const list = html`${sectionsOf(inside, page, bodies)}`;
  const isLater = LATER.includes(outcome);
  const part = isLater ? html` data-cases data-part="${page.later(list)}"` : undefined;
  const content = isLater ? html`<p class="note" data-static>${words.laterNote}</p>` : list;
  return html`<details class="outcome" id="${outcome}"${part}><summary><h3>${badge(outcome, page, count)}</h3></summary><div class="list">${content}</div></details>
`;
}

/** Outcomes whose cases the script adds to the page when they are wanted. */
const LATER: readonly Outcome[] = ['skipped', 'passed'];

function sectionsOf(inside: readonly CaseResult[], page: Page, bodies: Bodies): readonly Html[] {
  return [...groupBy(inside, (result) => result.case.section)].map(
    ([section, group]) =>
      html`<section data-chapter="${chapterOf(section)}"><h4>${sectionName(section, page)}</h4>
${group.map((result) => caseItem(result, page, bodies))}</section>
`,
  );
}

function caseItem(result: CaseResult, page: Page, bodies: Bodies): Html {
  const {
    knownFailure,
    observed,
    case: { id, title },
  } = result;
  const cell = cellKey(result);
  const attributes = [
    html` id="${caseAnchor(id)}"`,
    knownFailure === undefined ? undefined : html` data-known`,
    cell === undefined ? undefined : html` data-cell="${cell}"`,
  ];
  const known = knownFailure === undefined ? undefined : html` <span class="tag">${page.words.knownBadge}</span>`;
  const seen = observed.length === 0 ? undefined : html` <small>${oneLine([...new Set(observed)].join(', '))}</small>`;
  const note = bodies.places.has(id) ? undefined : html` <span class="note">${page.words.cutShort}</span>`;
  return html`<details class="case"${attributes}><summary>${oneLine(title)} <code>${oneLine(id)}</code>${known}${seen}</summary><p>${shortText(result, page)}${note}</p></details>
`;
}

function filterForm(page: Page): Html {
  const { words, requirements, results } = page;
  const chapters = [...new Set(results.map((result) => chapterOf(result.case.section)))].sort(compareSections);
  const cited = results.flatMap((result) => result.case.requirements.flatMap((id) => requirements.get(id) ?? []));
  const used = [...new Set(cited.map(({ feature }) => feature))].sort();
  const known = [
    ['no', words.knownHide],
    ['only', words.knownOnly],
  ] as const;
  return html`<form class="filter" role="search" aria-label="${words.filter}" hidden>
<label>${words.search}<input type="search" name="q" placeholder="${words.searchHint}"></label>
${select(page, { name: 'chapter', label: words.chapter, options: chapters.map((chapter) => [chapter, sectionName(chapter, page)]) })}
${select(page, { name: 'feature', label: words.feature, options: used.map((name) => [name, name === 'none' ? words.noFeature : name]) })}
${select(page, { name: 'level', label: words.levelHead, options: levels.map((level) => [level, LEVELS[page.lang][level]]) })}
${select(page, { name: 'known', label: words.known, options: known, any: words.knownShow })}
${only('requirement', words.requirementFilter)}${only('cell', words.cellFilter)}
<fieldset><legend>${words.outcomes}</legend>${OUTCOMES.map(
    (outcome) => html`<label><input type="checkbox" name="outcome" value="${outcome}">${badge(outcome, page)}</label>`,
  )}</fieldset>
<button type="button">${words.reset}</button>
<output aria-live="polite"></output></form>
`;
}

interface Select {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  /** Text of the empty option. */
  readonly any?: string;
}

function select({ words }: Page, { name, label, options, any = words.anything }: Select): Html {
  const items = options.map(([value, text]) => html`<option value="${value}">${text}</option>`);
  return html`<label>${label}<select name="${name}"><option value="">${any}</option>${items}</select></label>`;
}

/** A field that only links of the page fill. The script shows it while it filters. */
function only(name: string, label: string): Html {
  return html`<label data-only="${name}" hidden>${label}<input name="${name}"></label>`;
}
