// The title of a scenario in Chinese: filled like the English one, with what the columns say in Chinese.

import type { Report } from '../yaml/mistakes.ts';
import type { Source } from '../yaml/read.ts';
import { fillText } from './columns.ts';
import type { ScenarioFile } from './schema.ts';
import type { Row } from './standard/table-row.ts';

/** A title of one row, and the columns that it was filled with. */
interface Titled {
  readonly titleZh?: string;
  readonly columns: Row;
}

/** The title of one row; nothing where the file has none. */
export function chineseTitle(zh: ScenarioFile['zh'], columns: Row): Pick<Titled, 'titleZh'> {
  if (zh === undefined) return {};
  const words = Object.entries(columns).map(([column, value]) => [column, zh.words?.[value] ?? value]);
  return { titleZh: fillText(zh.title, Object.fromEntries(words)) };
}

/** Reports columns that are none, and words that no row has. */
export function checkChinese(zh: ScenarioFile['zh'], rows: readonly Titled[], source: Source, report: Report): void {
  if (zh === undefined) return;
  const left = rows.flatMap(({ titleZh = '' }) => /\$\{[^}]*\}?/.exec(titleZh)?.[0] ?? [])[0];
  if (left !== undefined)
    report(source.place(['zh', 'title']), `unknown column ${left} in the title; only columns are filled in there`);
  const said = new Set(rows.flatMap(({ columns }) => Object.values(columns)));
  for (const word of Object.keys(zh.words ?? {})) {
    if (!said.has(word))
      report(
        source.keyPlace(['zh', 'words', word]),
        `no column says "${word}"; remove it, or write it as the row does`,
      );
  }
}
