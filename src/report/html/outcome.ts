// Outcomes for people: a colour, and always an icon or a word as well.

import type { Outcome } from '../../model/result.ts';
import { OUTCOMES, type OutcomeCounts, occurring } from '../../results/outcomes.ts';
import type { Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** The sign of each outcome. */
export const OUTCOME_SIGNS: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  warned: '▲',
  skipped: '–',
  broken: '?',
};

/** The icon of an outcome, with the word for screen readers. */
export function outcomeIcon(outcome: Outcome, { common }: Pick<Page, 'common'>): Html {
  return html`<b class="sign o-${outcome}" aria-hidden="true">${OUTCOME_SIGNS[outcome]}</b><span class="sr">${common[outcome]}</span>`;
}

/** Icon and word, or another word in its place. */
export function badge(outcome: Outcome, page: Pick<Page, 'common'>, word: string = page.common[outcome]): Html {
  return html`<span class="badge o-${outcome}"><span aria-hidden="true">${OUTCOME_SIGNS[outcome]}</span> ${word}</span>`;
}

/** The shares of the outcomes as one bar. Screen readers get the numbers beside it. */
export function bar(counts: OutcomeCounts): Html {
  const all = OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
  let x = 0;
  const parts = occurring(counts).map((outcome) => {
    const width = (100 * counts[outcome]) / all;
    const part = html`<rect class="o-${outcome}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="8"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

/** One cell an outcome. A number links to its cases, which the script filters by `query` and the outcome. */
export function countCells(counts: OutcomeCounts, query: Readonly<Record<string, string>>): readonly Html[] {
  return OUTCOMES.map((outcome) => {
    if (counts[outcome] === 0) return html`<td class="n zero">0</td>`;
    return html`<td class="n o-${outcome}">${filterLink('cases', { ...query, outcome }, counts[outcome])}</td>`;
  });
}

/** A link to `anchor`; the script makes it a filter of the cases. */
export function filterLink(
  anchor: string,
  query: Readonly<Record<string, string>>,
  content: Html | string | number,
): Html {
  return html`<a href="#${anchor}" data-filter="${new URLSearchParams(query).toString()}">${content}</a>`;
}
