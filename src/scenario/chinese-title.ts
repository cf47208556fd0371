// Chinese titles: columns filled in, with their values translated.

import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import type { Report } from '../yaml/mistakes.ts';
import type { Source } from '../yaml/read.ts';
import { fillText, unknownColumn } from './columns.ts';
import type { ScenarioFile } from './schema.ts';
import type { Row } from './standard/table-row.ts';

/** The Chinese title of a row, and the columns that it is filled with. */
interface TitledRow {
  readonly titleZh?: string;
  readonly columns: Row;
}

/** The Chinese title of one row; empty if the file has none. */
export function chineseTitle(zh: ScenarioFile['zh'], columns: Row): Pick<TitledRow, 'titleZh'> {
  if (zh === undefined) return {};
  const translated = Object.entries(columns).map(([column, value]) => [column, zh.words?.[value] ?? value]);
  return { titleZh: fillText(zh.title, Object.fromEntries(translated)) };
}

/** Reports unknown columns in the title, and words that are not the value of any column. */
export function checkChinese(zh: ScenarioFile['zh'], rows: readonly TitledRow[], source: Source, report: Report): void {
  if (zh === undefined) return;
  const mistake = rows.map(({ titleZh = '' }) => unknownColumn(titleZh)).find((found) => found !== undefined);
  if (mistake !== undefined) report(source.place(['zh', 'title']), mistake);
  const values = new Set(rows.flatMap(({ columns }) => Object.values(columns)));
  for (const word of Object.keys(zh.words ?? {})) {
    if (values.has(word)) continue;
    const place = source.keyPlace(['zh', 'words', word]);
    report(place, scenarioMistake('unusedWord', word));
  }
}
