// JSON reports read from files.

import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Texts } from '../model/language.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { fileMistake, valueText } from '../wording/file-mistakes.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { reportMistake } from '../wording/report-mistakes.ts';
import { joined } from '../wording/texts.ts';
import { UsageError } from '../wording/usage.ts';
import { describeType, wrongValue } from '../yaml/wrong-value.ts';
import { type ComparedReport, comparedSchema, type SingleReport, singleSchema } from './compared-schema.ts';
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

/** Reads only the parts that stand beside the results of a pair. Throws `UsageError` as `readReports` does. */
export function readSingleReports(files: readonly string[]): readonly ReportFile<SingleReport>[] {
  return readAll(files, singleSchema);
}

function readAll<Content>(files: readonly string[], schema: z.ZodType<Content>): readonly ReportFile<Content>[] {
  const read = files.map((file) => readOne(file, schema));
  const mistakes = read.filter((found) => 'en' in found);
  if (mistakes.length > 0) throw new UsageError(joined(mistakes, '\n'));
  return read.filter((found) => 'report' in found);
}

/** The report, or the mistake in the file. */
function readOne<Content>(file: string, schema: z.ZodType<Content>): ReportFile<Content> | Texts {
  const refuse = (why: Texts) => reportMistake('noReport', file, why);
  try {
    // A device such as /dev/zero never ends.
    if (statSync(file).isCharacterDevice()) return refuse(reportMistake('isDevice'));
    const data: unknown = JSON.parse(unpacked(readFileSync(file)));
    const parsed = schema.safeParse(data);
    if (parsed.success) return { file, report: parsed.data };
    return refuse(otherContent(data) ?? firstIssue(parsed.error, data));
  } catch (error) {
    return refuse(unreadable(error));
  }
}

/** The text of a file, also of a compressed one (RFC 1952 2.3.1). Throws where its compression is broken. */
const unpacked = (bytes: Buffer): string =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');

/** What the file holds instead of a report that this version reads; undefined: a report with a mistake. */
function otherContent(data: unknown): Texts | undefined {
  if (data === null) return reportMistake('gotNull');
  if (Array.isArray(data)) return reportMistake('gotList');
  if (typeof data !== 'object') return reportMistake('gotValue', typeof data);
  const { schema } = data as { schema?: unknown };
  if (typeof schema === 'number' && schema > 1) return reportMistake('newer', schema);
  return schema === 1 ? undefined : reportMistake('noSchema');
}

/** The place, the case where there is one, and the mistake; on one line even if the file holds controls. */
function firstIssue({ issues: [issue] }: z.ZodError, data: unknown): Texts {
  if (issue === undefined) return reportMistake('noSchema');
  const { path } = issue;
  const id = z.looseObject({ id: z.string() }).safeParse(path.slice(0, 2).reduce(childOf, data)).data?.id;
  const place = escapeControls(`${path.join('.')}${id === undefined ? '' : ` (${id})`}`);
  return reportMistake('wrongPlace', place, issueText(issue, data));
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

const UNREADABLE: Readonly<Record<string, 'absent' | 'isDirectory' | 'forbidden'>> = {
  ENOENT: 'absent',
  EISDIR: 'isDirectory',
  EACCES: 'forbidden',
};

/** The mistake without the value itself: the file may be another one with passwords. */
function issueText(issue: z.core.$ZodIssue, data: unknown): Texts {
  const value = issue.path.reduce(childOf, data);
  const key = String(issue.path.at(-1));
  if (value === undefined) return fileMistake('missingKey', key);
  return escaped(wrongValue(issue, { value, shown: describeType(value), name: valueText('named', key) }));
}

const escaped = ({ en, zh }: Texts): Texts => ({ en: escapeControls(en), zh: escapeControls(zh) });

/** Why the file cannot be read, on one line. */
function unreadable(error: unknown): Texts {
  const { code = '' } = error as { code?: string };
  const known = UNREADABLE[code];
  if (known !== undefined) return reportMistake(known);
  // The message of the parser would repeat a part of the file, which may be another one with passwords.
  return error instanceof SyntaxError ? reportMistake('notJson') : escaped(troubleOf(error));
}
