// The data that every part of the matrix page gets.

import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Matrix } from '../../results/matrix.ts';
import type { SectionTitle } from '../../spec/section-map.ts';
import type { COMMON } from '../../wording/common.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html } from '../html/template.ts';
import type { PageWords } from '../html/words.ts';
import type { MATRIX } from './words.ts';

export interface MatrixPage {
  readonly matrix: Matrix;
  readonly lang: Language;
  readonly own: (typeof MATRIX)['en'];
  readonly words: PageWords;
  readonly common: (typeof COMMON)['en'];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly titles: ReadonlyMap<string, SectionTitle>;
}

/** The names of the servers, for the heads of columns. */
export const serverHeads = ({ matrix }: MatrixPage): readonly string[] =>
  matrix.servers.map(({ name }) => oneLine(name));

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
