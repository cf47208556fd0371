// The tables of the standard and the observed choices, with one column a server.

import type { Topology } from '../../model/case.ts';
import type { GridCell } from '../../results/grid.ts';
import type { LatitudeRow, MatrixGrid } from '../../results/matrix-tables.ts';
import { loadAppendixA } from '../../spec/appendix-a.ts';
import { loadDeliveryTable, permittedOutcomes } from '../../spec/delivery-table.ts';
import { COMMON } from '../../wording/common.ts';
import { caseAnchor, cellAnchor, choiceAnchor } from '../html/anchor.ts';
import { isWrong } from '../html/case-bodies.ts';
import { outcomeIcon } from '../html/outcome.ts';
import { oneLine, sectionName } from '../html/page-context.ts';
import { type Html, html, table } from '../html/template.ts';
import { sectionNumber } from '../text/citation.ts';
import { differing, fitting, linkInto, type MatrixPage, serverHeads, sideRow, wide } from './matrix-page.ts';
import { choicesOf } from './matrix-text.ts';

/** The number of servers whose columns fit half of the page. */
const MAX_HALF = 2;

/** All tables; undefined if no report has a case of them. */
export function matrixGrids(page: MatrixPage): Html | undefined {
  const { words, matrix } = page;
  if (matrix.grids.length === 0) return undefined;
  const delivery = matrix.grids.filter((grid) => grid.table === 'delivery-table');
  const appendix = matrix.grids.filter((grid) => grid.table !== 'delivery-table');
  return html`<section id="tables" aria-labelledby="tables-h"><h2 id="tables-h">${words.tables}</h2>
<p class="note">${page.own.differNote}</p>
${delivery.map((grid) => deliveryTable(grid, page))}
${appendix.length === 0 ? undefined : appendixPart(appendix, page)}</section>
`;
}

function appendixPart(grids: readonly MatrixGrid[], page: MatrixPage): Html {
  const width = page.matrix.servers.length > MAX_HALF ? 'wide' : 'columns';
  const tables = grids.map((grid) => appendixTable(grid, page));
  return html`<h3>${page.words.appendixTitle}</h3><div class="${width}">${tables}</div>`;
}

function deliveryTable(grid: MatrixGrid, page: MatrixPage): Html {
  const { own, words } = page;
  const rows = new Map(loadDeliveryTable().map((entry) => [entry.id, entry]));
  const caption = captionOf(words.deliveryTitle, grid, page);
  const columns = [words.accountAddress, wide(own.type), wide(words.permitted), ...serverHeads(page)];
  const heading = (name: string, type: string) => {
    const entry = rows.get(name);
    if (entry === undefined) return [oneLine(name), oneLine(type)];
    return [words.deliveryRow(entry.condition, entry.to), oneLine(type), permittedOutcomes(entry, type).join('/')];
  };
  return html`<h3>${words.deliveryTitle}</h3><p class="note">${own.deliveryLegend}</p>
${table({ caption, columns, className: `grid sides${fitting(page)}` }, gridRows(grid, page, heading))}`;
}

function appendixTable(grid: MatrixGrid, page: MatrixPage): Html {
  const { own, words, titles, lang } = page;
  const found = loadAppendixA().tables.find(({ id }) => grid.table === `appendix-a/${id}`);
  const { section, direction, stanza } = found ?? { section: 'A', direction: 'outbound', stanza: '' };
  const title = `${sectionNumber(section, titles, lang)} ${words.appendixTable(direction, stanza)}`;
  const caption = captionOf(title, grid, page);
  const columns = [words.state, wide(own.contact), ...serverHeads(page)];
  const heading = (state: string, topology: string) => [oneLine(state), COMMON[lang][topology as Topology]];
  return table({ caption, columns, className: 'grid sides' }, gridRows(grid, page, heading));
}

function captionOf(title: string, { rows }: MatrixGrid, { own }: MatrixPage): string {
  const groups = rows.flatMap((row) => row.groups);
  return own.cells(title, groups.filter(({ differs }) => differs).length, groups.length);
}

/**
 * Cells in which servers differ first. `headingOf` makes the cells before those of the servers; the first is the heading of the row.
 */
function gridRows(
  grid: MatrixGrid,
  page: MatrixPage,
  headingOf: (name: string, column: string) => readonly string[],
): readonly Html[] {
  const all = grid.rows.flatMap(({ name, groups }) => groups.map((group) => ({ name, ...group })));
  const inOrder = [...all.filter(({ differs }) => differs), ...all.filter(({ differs }) => !differs)];
  return inOrder.map(({ name, column, cells, differs }) => {
    const [first = '', ...others] = headingOf(name, column);
    const before = others.map((text) => html`<td class="wide">${text}</td>`);
    const heading = html`${differing(differs, page)}${first} <small class="narrow">${others.join(' · ')}</small>`;
    const place = [grid.table, name, column];
    return sideRow(heading, [...before, ...cells.map((cell, at) => gridTd(cell, { at, place }, page))], differs);
  });
}

interface CellPlace {
  /** The number of the server. */
  readonly at: number;
  /** Table, row and column, as on the page of the server. */
  readonly place: readonly string[];
}

/** Links to the worst case of a cell that is not as it must be, and of others to the cell on the page of the server. */
function gridTd(cell: GridCell | undefined, { at, place }: CellPlace, page: MatrixPage): Html {
  if (cell === undefined)
    return html`<td class="none"><span aria-hidden="true">·</span><span class="sr">${page.words.notRun}</span></td>`;
  // The icon of a broken case is `?` already.
  const letters = cell.letters.filter((letter) => letter !== '?').join('/');
  const [worst = ''] = cell.worst;
  const anchor = isWrong(cell) ? caseAnchor(worst) : cellAnchor(...place);
  const content = html`${outcomeIcon(cell.outcome, page)} ${oneLine(letters)}`;
  return html`<td class="o-${cell.outcome}">${linkInto(at, anchor, content, page)}</td>`;
}

/** The choices of each server; undefined if no case observed one. */
export function matrixLatitude(page: MatrixPage): Html | undefined {
  const { own, words, matrix } = page;
  if (matrix.latitude.length === 0) return undefined;
  const columns = [words.scenario, wide(words.section), ...serverHeads(page)];
  const rows = matrix.latitude.map((entry) => latitudeRow(entry, page));
  return html`<section id="latitude" aria-labelledby="latitude-h"><h2 id="latitude-h">${words.latitude}</h2>
<p class="note">${own.latitudeNote}</p>
${table({ caption: words.latitude, columns, className: `latitude sides${fitting(page)}`, isTitled: true }, rows)}</section>
`;
}

function latitudeRow({ scenario, section, title, choices, differs }: LatitudeRow, page: MatrixPage): Html {
  const cells = choices.map((latitude, at) => {
    const text = oneLine(choicesOf(latitude, page.lang));
    return html`<td>${latitude === undefined ? text : linkInto(at, choiceAnchor(scenario), text, page)}</td>`;
  });
  return sideRow(
    html`${differing(differs, page)}${oneLine(title)} <small><code>${oneLine(scenario)}</code></small>`,
    [html`<td class="wide">${sectionName(section, page)}</td>`, ...cells],
    differs,
  );
}
