// The cases of the run by section of the standard, and their filter.

import type { CaseResult } from '../../model/result.ts';
import { isNewFailure, OUTCOMES } from '../../results/outcomes.ts';
import { groupBy } from '../../results/tally.ts';
import { levels } from '../../spec/requirements.ts';
import { compareSections } from '../../spec/sections.ts';
import { LEVELS } from '../../wording/common.ts';
import { caseAnchor } from './anchor.ts';
import type { Bodies, Body } from './case-bodies.ts';
import { diagramLegend } from './diagram.ts';
import { cellKey } from './grids.ts';
import { badge, outcomeIcon } from './outcome.ts';
import { chapterOf, oneLine, type Page, sectionName } from './page-context.ts';
import { type Html, html } from './template.ts';

/** The filter and the list, section by section; `bodies` are the contents of the cases. */
export function* caseList(page: Page, bodies: Bodies): Generator<Html> {
  const { words, results } = page;
  const sections = [...groupBy(results, (result) => result.case.section)];
  yield html`<section id="cases" aria-labelledby="cases-h"><h2 id="cases-h">${words.cases}</h2>
${diagramLegend(page.lang)}${packedNote(page, bodies)}${filterForm(page)}`;
  for (const [section, inside] of sections) {
    const items = inside.map((result) => caseItem(result, bodies.of.get(result.case.id), page));
    const id = `section-${section}`;
    yield html`<section id="${id}" data-chapter="${chapterOf(section)}" aria-labelledby="${id}-h"><h3 id="${id}-h">${sectionName(section, page)}</h3>
${items}</section>
`;
  }
  yield html`</section>
`;
}

/** The script removes this note if it can unpack cases. */
function packedNote({ words }: Page, { packs }: Bodies): Html | undefined {
  return packs.length === 0
    ? undefined
    : html`<p class="note" id="packed">${words.packedNote}</p>
`;
}

function caseItem(result: CaseResult, body: Body | undefined, page: Page): Html {
  const {
    outcome,
    knownFailure,
    observed,
    case: { id, title },
  } = result;
  const cell = cellKey(result);
  const attributes = [
    html` id="${caseAnchor(id)}" data-outcome="${outcome}"`,
    knownFailure === undefined ? undefined : html` data-known`,
    cell === undefined ? undefined : html` data-cell="${cell}"`,
    isNewFailure(result) && body?.isWhole === true ? html` open` : undefined,
  ];
  const known = knownFailure === undefined ? undefined : html` <span class="tag">${page.words.knownBadge}</span>`;
  const seen = observed.length === 0 ? undefined : html` <small>${oneLine([...new Set(observed)].join(', '))}</small>`;
  return html`<details class="case"${attributes}><summary><span>${outcomeIcon(outcome, page)}</span><span>${oneLine(title)} <code>${oneLine(id)}</code>${known}${seen}</span></summary>${body?.html}</details>
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
