// The tables of the standard filled by this server: message delivery and the eight tables of Appendix A.

import type { Topology } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import { deliveryGrid, type Grid, type GridCell, gridOf } from '../../results/grid.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import { type AppendixTable, loadAppendixA } from '../../spec/appendix-a.ts';
import { loadDeliveryTable, permittedOutcomes } from '../../spec/delivery-table.ts';
import { LEVELS } from '../../wording/common.ts';
import { sectionNumber } from '../text/citation.ts';
import { caseAnchor, cellAnchor } from './anchor.ts';
import { badge, filterLink, outcomeIcon } from './outcome.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html, row, table } from './template.ts';

/** The cell of a case as the page shows it, for the filter: table, row and column. */
export function cellKey({ case: { cell, topology } }: CaseResult): string | undefined {
  if (cell === undefined) return undefined;
  return [cell.table, cell.row, cell.table.startsWith('appendix-a/') ? topology : cell.column].join('/');
}

/** All tables; undefined if the run had no case of them. */
export function grids(page: Page): Html | undefined {
  const { words, common } = page;
  const delivery = deliveryTable(page);
  const appendix = appendixTables(page);
  if (delivery === undefined && appendix.length === 0) return undefined;
  const signs = OUTCOMES.map((outcome) => html`<li>${badge(outcome, page, common[outcome])}</li>`);
  return html`<section id="tables" aria-labelledby="tables-h"><h2 id="tables-h">${words.tables}</h2>
<p class="note">${words.tablesNote}</p><ul class="legend" aria-label="${words.legend}">${signs}<li>† ${words.knownBadge}</li><li>· ${words.notRun}</li></ul>
${delivery}${appendix.length === 0 ? undefined : html`<h3>${words.appendixTitle}</h3><div class="columns">${appendix}</div>`}</section>
`;
}

function deliveryTable(page: Page): Html | undefined {
  const { words, results } = page;
  const grid = deliveryGrid(results);
  if (grid === undefined) return undefined;
  const rows = new Map(loadDeliveryTable().map((entry) => [entry.id, entry]));
  const lines = grid.rows.map(({ name, cells }) => {
    const entry = rows.get(name);
    const tds = cells.map((cell, at) => {
      const column = grid.columns[at] ?? '';
      const permitted = entry && permittedOutcomes(entry, column).join('/');
      return gridTd(cell, { place: ['delivery-table', name, column], permitted }, page);
    });
    return row(words.deliveryRow(entry?.condition ?? '', entry?.to ?? ''), tds);
  });
  const columns = [words.accountAddress, ...grid.columns.map(oneLine)];
  return html`<h3>${words.deliveryTitle}</h3><p class="note">${words.deliveryLegend}</p>
${table({ caption: words.deliveryTitle, columns, className: 'grid', isTitled: true }, lines)}`;
}

function appendixTables(page: Page): readonly Html[] {
  const { tables } = loadAppendixA();
  const results = page.results.flatMap((result) => {
    const { cell, topology } = result.case;
    return cell === undefined ? [] : [{ ...result, case: { ...result.case, cell: { ...cell, column: topology } } }];
  });
  return tables.flatMap((each) => {
    const rows = each.cells.map(({ state }) => state);
    const grid = gridOf(results, `appendix-a/${each.id}`, { rows, columns: ['local', 'remote'] });
    return grid === undefined ? [] : [appendixTable(each, grid, page)];
  });
}

function appendixTable(each: AppendixTable, grid: Grid, page: Page): Html {
  const { words, titles, lang } = page;
  const lines = grid.rows.map(({ name, cells }) => {
    const { pass, newState } = each.cells.find(({ state }) => state === name) ?? {};
    const tds = cells.map((cell, at) =>
      gridTd(cell, { place: [`appendix-a/${each.id}`, name, grid.columns[at] ?? ''] }, page),
    );
    return row(name, [
      html`<td>${pass && LEVELS[lang][pass]}</td><td>${newState === name ? '=' : newState}</td>`,
      ...tds,
    ]);
  });
  const caption = `${sectionNumber(each.section, titles, lang)} ${words.appendixTable(each.direction, each.stanza)}`;
  const contacts = grid.columns.map((topology) => words[topology as Topology]);
  const columns = [words.state, words.passes(each.direction), words.newState, ...contacts];
  return table({ caption, columns, className: 'grid' }, lines);
}

interface CellPlace {
  /** Table, row and column: the parts of `cellKey`. */
  readonly place: readonly string[];
  /** The outcomes that the table permits. */
  readonly permitted?: string | undefined;
}

/** The worst outcome and the observed choices. Links to the worst case, or to all cases of the cell if scripts run. */
function gridTd(cell: GridCell | undefined, { place, permitted }: CellPlace, page: Page): Html {
  const { words } = page;
  const below = permitted && html`<small><span class="sr">${words.permitted} </span>${permitted}</small>`;
  if (cell === undefined)
    return html`<td class="none"><span aria-hidden="true">·</span><span class="sr">${words.notRun}</span>${below}</td>`;
  const worst = page.results.filter((result) => cell.worst.includes(result.case.id));
  const isKnown = worst.every(({ knownFailure }) => knownFailure !== undefined);
  const known = isKnown
    ? html`<span aria-hidden="true">†</span><span class="sr"> ${words.knownBadge}</span>`
    : undefined;
  const content = html`${outcomeIcon(cell.outcome, page)} <span class="choice">${oneLine(cell.letters.join('/'))}</span>${known}`;
  const [first = ''] = cell.worst;
  const link = filterLink(caseAnchor(first), { cell: place.join('/') }, content);
  return html`<td class="o-${cell.outcome}" id="${cellAnchor(...place)}">${link}${below}</td>`;
}
