// The data that every part of the matrix page gets.

import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Matrix } from '../../results/matrix.ts';
import { loadSectionTitles, type SectionTitle } from '../../spec/sections.ts';
import { COMMON } from '../../wording/common.ts';
import { type PageWords, pageWords } from '../html/html-words.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, type HtmlValue, html } from '../html/template.ts';
import { MATRIX } from './matrix-words.ts';

export interface MatrixPage {
  readonly matrix: Matrix;
  readonly lang: Language;
  readonly own: (typeof MATRIX)['en'];
  readonly words: PageWords;
  readonly common: (typeof COMMON)['en'];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly titles: ReadonlyMap<string, SectionTitle>;
  /** Addresses of the report of each server; absent: there are none. */
  readonly pages?: readonly string[] | undefined;
}

/** The data of a page about these servers. */
export function matrixPageOf(
  matrix: Matrix,
  { lang, requirements, pages }: Pick<MatrixPage, 'lang' | 'requirements' | 'pages'>,
): MatrixPage {
  const words = { own: MATRIX[lang], words: pageWords[lang], common: COMMON[lang] };
  return { matrix, lang, ...words, requirements, titles: loadSectionTitles(), pages };
}

/** The content as a link into the report of a server, where there is one. */
export function linkInto(at: number, anchor: string, content: HtmlValue, { pages }: MatrixPage): HtmlValue {
  const address = pages?.[at];
  return address === undefined ? content : html`<a href="${address}#${anchor}">${content}</a>`;
}

/** The names of the servers, for the heads of columns. */
export const serverHeads = (page: MatrixPage): readonly HtmlValue[] =>
  page.matrix.servers.map(({ name }, at) => linkInto(at, 'top', oneLine(name), page));

/** The head of a column of class `wide`, which a narrow screen leaves out. */
export const wide = (head: string): Html => html`<span class="wide">${head}</span>`;

/** Servers whose columns fit a wide screen beside a wide first column. */
const MAX_FITTING = 6;

/** The class of a table that fits a wide screen, and need not scroll in a box of its own; empty: it may not. */
export const fitting = ({ matrix }: MatrixPage): string => (matrix.servers.length > MAX_FITTING ? '' : ' fits');

/** A mark in words and in a sign where servers differ. */
export function differing(differs: boolean, { own }: MatrixPage): Html | undefined {
  return differs
    ? html`<span class="differs" aria-hidden="true">≠ </span><span class="sr">${own.differ} </span>`
    : undefined;
}

/** A row that the checkbox of the page hides if servers agree. */
export function sideRow(heading: Html, cells: readonly Html[], differs: boolean): Html {
  return html`<tr class="${differs ? 'other' : 'same'}"><th scope="row">${heading}</th>${cells}</tr>
`;
}
