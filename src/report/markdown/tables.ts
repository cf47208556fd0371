// The tables of the Markdown report.

import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { deliveryGrid, inNoGrid } from '../../results/delivery-grid.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { loadSectionTitles } from '../../spec/sections.ts';
import { choicesText } from '../text/choices.ts';
import { sectionNumber } from '../text/citation.ts';
import { cellText, DELIVERY } from '../text/grid-text.ts';
import { code, plain, table } from '../text/markdown.ts';
import type { Section } from './section.ts';
import { MARKDOWN } from './words.ts';

interface TableContext {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** RFC 6121 8.5.4 (YD/T 2936 table 1), row by row. */
export function deliverySection(results: readonly CaseResult[], { lang }: TableContext): Section {
  const words = MARKDOWN[lang];
  const { columns, rows } = deliveryGrid(results) ?? { columns: [], rows: [] };
  const head = [words.address, ...columns.map(plain)];
  const cells = rows.map((row) => [plain(row.name), ...row.cells.map((cell) => plain(cellText(cell)))]);
  const { intro, items } = tableParts(head, cells);
  return { title: words.delivery, intro: `${plain(DELIVERY[lang].legend)}\n\n${intro}`, items, left: words.left };
}

/** One row for each scenario with an observed choice that is not in the delivery table. */
export function latitudeSection(results: readonly CaseResult[], { lang }: TableContext): Section {
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
