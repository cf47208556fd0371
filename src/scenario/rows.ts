// The table of a scenario: its rows, with their columns filled into the file.

import type { TableCell, Topology } from '../model/case.ts';
import type { Texts } from '../model/language.ts';
import type { Place } from '../model/place.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { eitherQuoted } from '../wording/texts.ts';
import type { Report } from '../yaml/mistakes.ts';
import type { Path, Source } from '../yaml/read.ts';
import { chineseTitle } from './chinese-title.ts';
import { allText, fillColumns, fillText } from './columns.ts';
import { MAX_CHARACTERS, MAX_COLUMNS, MAX_TITLE } from './limits.ts';
import { timesOf } from './ranges.ts';
import type { ScenarioFile } from './schema.ts';
import type { Row } from './standard/table-row.ts';
import type { Tables } from './standard/tables.ts';

/** One row, and the file with its columns filled in. A scenario without a table has one row without a name. */
export interface FilledRow {
  /** As the author wrote it. */
  readonly name?: string;
  /** Part of the case id: `two-items`. */
  readonly slug?: string;
  readonly columns: Row;
  readonly file: ScenarioFile;
  readonly place: Place;
  /** The topologies in which a row of a standard's table can happen; absent: all. */
  readonly topologies?: readonly Topology[];
  /** The cell of the standard's table that the row is about. */
  readonly cell?: TableCell;
  /** The Chinese title, if the file has one. */
  readonly titleZh?: string;
}

/** A column name that `${column}` can refer to. */
const COLUMN = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The rows of a file, filled in. */
export function fillRows(file: ScenarioFile, source: Source, tables: Tables, report: Report): readonly FilledRow[] {
  const place = source.place(['title']);
  const refusal = refuseSize(file, columnsOf(file, source, tables));
  if (refusal !== undefined) {
    report(source.place(['cases']), refusal);
    return [];
  }
  if (file.cases === undefined) return [{ columns: {}, file, place, ...chineseTitle(file.zh, {}) }];
  if (Array.isArray(file.cases)) return fillOwnRows(file, source, report);
  const rows = tables.rows.get(file.cases.from);
  if (rows !== undefined) return rows.map(({ columns, ...row }) => ({ ...fillRow(file, columns, place), ...row }));
  const known = [...tables.rows.keys()];
  const { from } = file.cases;
  const message = scenarioMistake('unknownTable', from, suggest(from, known), eitherQuoted(known));
  report(source.place(['cases', 'from']), message);
  return [];
}

/** The rows that the file itself holds. Rows without all columns are reported and left out. */
function fillOwnRows(file: ScenarioFile, source: Source, report: Report): readonly FilledRow[] {
  const rows = readRows(file, source);
  checkColumnNames(rows, source, report);
  checkColumns(rows, source, report);
  checkRowNames(rows, source, report);
  checkUsed(rows, file, source, report);
  const wanted = Object.keys(rows[0] ?? {});
  return rows.flatMap((row, index) => {
    const isComplete = wanted.every((column) => Object.hasOwn(row, column));
    return isComplete ? [fillRow(file, row, source.place(['cases', index]))] : [];
  });
}

/** The columns of every row. */
function columnsOf(file: ScenarioFile, source: Source, { rows }: Tables): readonly Row[] {
  if (file.cases === undefined) return [{}];
  if (Array.isArray(file.cases)) return readRows(file, source);
  return (rows.get(file.cases.from) ?? []).map(({ columns }) => columns);
}

/** The reason why a file is too large to be filled in. */
function refuseSize({ cases: _, zh: __, ...file }: ScenarioFile, rows: readonly Row[]): Texts | undefined {
  const columns = Object.keys(rows[0] ?? {}).length;
  if (columns > MAX_COLUMNS) return scenarioMistake('tooManyColumns', MAX_COLUMNS, columns);
  const texts = allText(file);
  const size = JSON.stringify(file).length;
  let left = MAX_CHARACTERS;
  for (const row of rows) {
    left -= size + growth(texts, file.stanzas ?? {}, row);
    if (left < 0) return scenarioMistake('tooLargeTable', MAX_CHARACTERS);
  }
  return undefined;
}

/** Number of characters that a row adds to the texts of a file: its columns, ranges, and named stanzas each time they are used. */
function growth(texts: readonly string[], stanzas: Readonly<Record<string, string>>, row: Row): number {
  const added = (text: string) =>
    [...text.matchAll(/\$\{([A-Za-z0-9_-]+)\}/g)].reduce((sum, [, name = '']) => sum + (row[name]?.length ?? 0), 0);
  const named = new Map(Object.entries(stanzas).map(([name, text]) => [name, text.length + added(text)]));
  const again = (text: string) => (text.includes('..') ? (timesOf(fillText(text, row)) - 1) * text.length : 0);
  return texts.reduce((sum, text) => sum + added(text) + again(text) + (named.get(text) ?? 0), 0);
}

/** The part of a case id for the name of a row. */
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

/** The rows as text: numbers and booleans as the author spelt them. */
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

function checkColumnNames([first = {}]: readonly Row[], source: Source, report: Report): void {
  for (const column of Object.keys(first).filter((name) => !COLUMN.test(name))) {
    report(source.keyPlace(['cases', 0, column]), scenarioMistake('columnName', column));
  }
}

/** Reports rows that do not have exactly the columns of the first row. */
function checkColumns(rows: readonly Row[], source: Source, report: Report): void {
  const wanted = Object.keys(rows[0] ?? {});
  for (const [index, row] of rows.entries()) {
    const path: Path = ['cases', index];
    for (const column of wanted.filter((name) => !Object.hasOwn(row, name))) {
      const name = row['case'] ?? '';
      report(source.place(path), scenarioMistake('missingColumn', column, name));
    }
    for (const column of Object.keys(row).filter((name) => !wanted.includes(name))) {
      report(source.keyPlace([...path, column]), scenarioMistake('unknownColumn', column, suggest(column, wanted)));
    }
  }
}

/** Reports rows without a name, and rows whose case id another row has. */
function checkRowNames(rows: readonly Row[], source: Source, report: Report): void {
  const first = new Map<string, Place>();
  for (const [index, row] of rows.entries()) {
    const name = row['case'] ?? '';
    const place = source.place(['cases', index, 'case']);
    if (name === '') report(place, scenarioMistake('rowUnnamed'));
    if (name.length > MAX_TITLE) report(place, scenarioMistake('rowNameTooLong', MAX_TITLE, name.length));
    const earlier = first.get(slug(name));
    if (earlier === undefined) first.set(slug(name), source.place(['cases', index]));
    else report(place, scenarioMistake('rowTwice', slug(name), earlier.line));
  }
}

function checkUsed(rows: readonly Row[], file: ScenarioFile, source: Source, report: Report): void {
  const { cases: _, zh: __, ...rest } = file;
  const text = allText(rest).join('\n');
  for (const column of Object.keys(rows[0] ?? {})) {
    if (column === 'case' || text.includes(`\${${column}}`)) continue;
    report(source.keyPlace(['cases', 0, column]), scenarioMistake('columnUnused', column, `\${${column}}`));
  }
}
