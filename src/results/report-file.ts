// JSON reports read from files.

import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { escapeControls } from '../wording/escape-controls.ts';
import { UsageError } from '../wording/usage-error.ts';
import { type ComparedReport, comparedSchema } from './compared-schema.ts';
import { type CountedReport, countedReportSchema } from './counted-report-schema.ts';
import { type Report, reportSchema } from './report-schema.ts';

/** A report, and the name of its file. */
export interface ReportFile<Content = Report> {
  readonly file: string;
  readonly report: Content;
}

/** Reads whole reports. Throws `UsageError` that names every file that is no report, with the first mistake in it. */
export function readReports(files: readonly string[]): readonly ReportFile[] {
  return readAll(files, reportSchema);
}

/** Reads only the parts that tables of several servers need. Throws `UsageError` as `readReports` does. */
export function readCounted(files: readonly string[]): readonly ReportFile<CountedReport>[] {
  return readAll(files, countedReportSchema);
}

/** Reads only the parts that `diff` compares, which every version writes. Throws `UsageError` as `readReports` does. */
export function readVerdicts(files: readonly string[]): readonly ReportFile<ComparedReport>[] {
  return readAll(files, comparedSchema);
}

function readAll<Content>(files: readonly string[], schema: z.ZodType<Content>): readonly ReportFile<Content>[] {
  const read = files.map((file) => readOne(file, schema));
  const mistakes = read.filter((found) => typeof found === 'string');
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return read.filter((found) => typeof found !== 'string');
}

/** The report, or the mistake in the file. */
function readOne<Content>(file: string, schema: z.ZodType<Content>): ReportFile<Content> | string {
  const expected = `${file}: expected a report of --reporter json=FILE`;
  try {
    // A device such as /dev/zero never ends.
    if (statSync(file).isCharacterDevice()) return `${expected}; it is a device`;
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const parsed = schema.safeParse(data);
    if (parsed.success) return { file, report: parsed.data };
    return `${expected}; ${otherContent(data) ?? firstIssue(parsed.error, data)}`;
  } catch (error) {
    return `${expected}; ${unreadable(error)}`;
  }
}

/** What the file holds instead of a report that this version reads; undefined: a report with a mistake. */
function otherContent(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return `got ${Array.isArray(data) ? 'a list' : data === null ? 'null' : `a ${typeof data}`}`;
  const { schema } = data as { schema?: unknown };
  if (typeof schema === 'number' && schema > 1)
    return `the report has schema ${schema}, and this version reads schema 1; use a newer xmppspec`;
  return schema === 1 ? undefined : 'the file has no "schema": 1';
}

/** The place, the case where there is one, and the mistake; on one line even if the file holds controls. */
function firstIssue({ issues: [issue] }: z.ZodError, data: unknown): string {
  const path = issue?.path ?? [];
  const id = z.looseObject({ id: z.string() }).safeParse(path.slice(0, 2).reduce(childOf, data)).data?.id;
  const message = issue?.message.replace(/^Invalid (?:input|option): /, '') ?? '';
  return escapeControls(`${path.join('.')}${id === undefined ? '' : ` (${id})`}: ${message}`);
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};

/** Why the file cannot be read, on one line. */
function unreadable(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  // The message of the parser would repeat a part of the file, which may be another one with passwords.
  return UNREADABLE[code] ?? (error instanceof SyntaxError ? 'it is not JSON' : escapeControls(message));
}
