// The table of a scenario: its rows, and their columns filled into the file.

import type { TableCell, Topology } from '../model/case.ts';
import type { Place } from '../model/place.ts';
import { didYouMean } from '../wording/suggest.ts';
import type { Report } from '../yaml/mistakes.ts';
import type { Path, Source } from '../yaml/read.ts';
import { quoteList } from '../yaml/value-words.ts';
import { chineseTitle } from './chinese.ts';
import { allText, fillColumns } from './columns.ts';
import type { ScenarioFile } from './schema.ts';
import type { Row } from './standard/table-row.ts';
import type { Tables } from './standard/tables.ts';

/** One row, with the file as it reads for that row. A scenario without a table has one, without a name. */
export interface FilledRow {
  /** As the author wrote it. */
  readonly name?: string;
  /** Part of the case id: `two-items`. */
  readonly slug?: string;
  readonly columns: Row;
  readonly file: ScenarioFile;
  readonly place: Place;
  /** Where a row of a standard's table can happen; absent: everywhere. */
  readonly topologies?: readonly Topology[];
  /** The cell of the standard's table that the row is. */
  readonly cell?: TableCell;
  /** The title in Chinese, where the file has one. */
  readonly titleZh?: string;
}

/** What a column may be called, so that `${column}` finds it. */
const COLUMN = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The rows of a file with their columns filled in. */
export function fillRows(file: ScenarioFile, source: Source, tables: Tables, report: Report): readonly FilledRow[] {
  const title = source.place(['title']);
  if (file.cases === undefined) return [{ columns: {}, file, place: title, ...chineseTitle(file.zh, {}) }];
  if (!Array.isArray(file.cases)) {
    const rows = tables.rows.get(file.cases.from);
    if (rows !== undefined) return rows.map(({ columns, ...row }) => ({ ...fillRow(file, columns, title), ...row }));
    const known = [...tables.rows.keys()];
    const hint = didYouMean(file.cases.from, known) || `; expected ${quoteList(known)}`;
    report(source.place(['cases', 'from']), `unknown table "${file.cases.from}"${hint}`);
    return [];
  }
  const rows = readRows(file, source);
  checkColumns(rows, source, report);
  checkUsed(rows, file, source, report);
  const wanted = Object.keys(rows[0] ?? {});
  return rows.flatMap((row, index) => {
    const isWhole = wanted.every((column) => Object.hasOwn(row, column));
    return isWhole ? [fillRow(file, row, source.place(['cases', index]))] : [];
  });
}

/** Part of a case id made of the name of a row. */
export function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.+,]+/g, '-');
}

function fillRow(file: ScenarioFile, columns: Row, place: Place): FilledRow {
  const { cases, zh: _, ...rest } = file;
  const filled = fillColumns(rest, columns);
  const name = columns['case'] ?? '';
  const whole = cases === undefined ? filled : { ...filled, cases };
  return { name, slug: slug(name), columns, file: whole, place, ...chineseTitle(file.zh, columns) };
}

/** Numbers and booleans become text as the author spelt them. */
function readRows(file: ScenarioFile, source: Source): readonly Row[] {
  if (!Array.isArray(file.cases)) return [];
  return file.cases.map((row, index) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => {
        const text = typeof value === 'string' ? value : source.spelling(['cases', index, column]);
        return [column, text ?? String(value)];
      }),
    ),
  );
}

/** All rows have the columns of the first, and no two the same name. */
function checkColumns(rows: readonly Row[], source: Source, report: Report): void {
  const wanted = Object.keys(rows[0] ?? {});
  for (const column of wanted.filter((name) => !COLUMN.test(name))) {
    report(
      source.keyPlace(['cases', 0, column]),
      `expected a column name of letters, digits, "-" and "_", got "${column}"`,
    );
  }
  const slugs = new Map<string, Place>();
  for (const [index, row] of rows.entries()) {
    const path: Path = ['cases', index];
    const name = row['case'] ?? '';
    for (const column of wanted.filter((c) => !Object.hasOwn(row, c))) {
      report(source.place(path), `column "${column}" is missing in the row "${name}"; all rows have the same columns`);
    }
    for (const column of Object.keys(row).filter((c) => !wanted.includes(c))) {
      const hint = didYouMean(column, wanted) || '; all rows have the columns of the first';
      report(source.keyPlace([...path, column]), `unknown column "${column}"${hint}`);
    }
    if (name === '') report(source.place([...path, 'case']), 'expected a name for the row, got an empty text');
    const earlier = slugs.get(slug(name));
    if (earlier !== undefined) {
      report(
        source.place([...path, 'case']),
        `duplicate case id [${slug(name)}]; the row in line ${earlier.line} has it already`,
      );
    }
    slugs.set(slug(name), earlier ?? source.place(path));
  }
}

function checkUsed(rows: readonly Row[], file: ScenarioFile, source: Source, report: Report): void {
  const { cases: _, zh: __, ...rest } = file;
  const text = allText(rest).join('\n');
  for (const column of Object.keys(rows[0] ?? {})) {
    if (column === 'case' || text.includes(`\${${column}}`)) continue;
    report(
      source.keyPlace(['cases', 0, column]),
      `nothing uses the column "${column}"; use \${${column}} or remove it`,
    );
  }
}
