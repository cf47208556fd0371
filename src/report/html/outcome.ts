// Outcomes as people see them: a colour, and always a sign or a word, too.

import type { CaseResult, Outcome } from '../../model/result.ts';
import type { Page } from './page.ts';
import { type Html, html } from './text.ts';

/** In the order in which reports name them. */
export const OUTCOMES = ['passed', 'failed', 'warned', 'skipped', 'broken'] as const satisfies readonly Outcome[];

export type Counts = Readonly<Record<Outcome, number>>;

const SIGNS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', warned: '▲', skipped: '–', broken: '?' };

/** The sign of an outcome, with the word for those who hear the page. */
export function sign(outcome: Outcome, { common }: Pick<Page, 'common'>): Html {
  return html`<b class="sign o-${outcome}" aria-hidden="true">${SIGNS[outcome]}</b><span class="sr">${common[outcome]}</span>`;
}

/** Sign and word, or another word in the place of that. */
export function badge(outcome: Outcome, page: Pick<Page, 'common'>, word: string = page.common[outcome]): Html {
  return html`<span class="badge o-${outcome}"><span aria-hidden="true">${SIGNS[outcome]}</span> ${word}</span>`;
}

/** How many of these results have each outcome. */
export function countsOf(results: readonly CaseResult[]): Counts {
  const counts = { passed: 0, failed: 0, warned: 0, skipped: 0, broken: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** The shares of the outcomes as one bar; the numbers stand beside it. */
export function bar(counts: Counts): Html {
  const all = OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
  let x = 0;
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => {
    const width = (100 * counts[outcome]) / all;
    const part = html`<rect class="o-${outcome}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="8"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

/** One cell an outcome; a number leads to its cases: the script filters them by `query`, to which the outcome is added. */
export function countCells(counts: Counts, query: Readonly<Record<string, string>>): readonly Html[] {
  return OUTCOMES.map((outcome) => {
    if (counts[outcome] === 0) return html`<td class="n zero">0</td>`;
    return html`<td class="n o-${outcome}">${filterLink('cases', { ...query, outcome }, counts[outcome])}</td>`;
  });
}

/** A link to `anchor`, which the script turns into a filter of the cases. */
export function filterLink(
  anchor: string,
  query: Readonly<Record<string, string>>,
  content: Html | string | number,
): Html {
  return html`<a href="#${anchor}" data-filter="${new URLSearchParams(query).toString()}">${content}</a>`;
}
